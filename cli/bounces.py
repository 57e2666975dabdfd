"""`council bounces read | fetch`, beside its reading: mail that came back."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from cli import command_context
from cli.groups import Noun
from delivery import bounces
from delivery.bounces import Taken


@click.group("bounces", cls=Noun)
def bounces_command() -> None:
    """Record the delivery status notifications that mail servers send back; nothing is ever sent in answer."""


@bounces_command.command("read")
@click.argument("path", type=click.Path(path_type=Path, allow_dash=True))
@command_context.as_of
def read_command(path: Path, as_of: str | None) -> None:
    """Read PATH: an mbox file, a Maildir folder or one mail; `-` is what a mail server pipes in."""
    now = command_context.instant(as_of)
    mails = list(_mails(path))
    taken = command_context.act(lambda session: bounces.take(session, mails, now=now))
    _print(taken)


def _mails(path: Path) -> Iterator[bytes]:
    from notifications.mailboxes import mail_from, mails_in

    yield from mail_from(sys.stdin.buffer) if str(path) == "-" else mails_in(path)


@bounces_command.command("fetch")
def fetch_command() -> None:
    """Fetch the unread notifications from the mailbox of COUNCIL_BOUNCES_URL."""
    from delivery import bounce_mailbox

    _print(
        bounce_mailbox.collect(command_context.engine(), command_context.settings(), now=command_context.instant(None))
    )


def _print(taken: Taken) -> None:
    click.echo(str(taken))
    for name in taken.failing:
        click.echo(f"{name}: the e-mail address is failing and no longer used")
