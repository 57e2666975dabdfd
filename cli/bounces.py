"""`council bounces read | fetch | list`: mail that came back."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from actions.delivery import bouncing
from actions.delivery.bouncing import Taken
from actions.whom import reaching
from cli import asking, printing
from models.people import Bounce, Person


@click.group("bounces")
def bounces_command() -> None:
    """Record the delivery status notifications that mail servers send back; nothing is ever sent in answer."""


@bounces_command.command("read")
@click.argument("path", type=click.Path(path_type=Path, allow_dash=True))
@asking.as_of
def read_command(path: Path, as_of: str | None) -> None:
    """Read PATH: an mbox file, a Maildir folder or one mail; `-` is what a mail server pipes in."""
    now = asking.instant(as_of)
    mails = list(_mails(path))
    taken = asking.act(lambda session: bouncing.take(session, mails, now=now))
    _print(taken)


def _mails(path: Path) -> Iterator[bytes]:
    from notifications.mailboxes import mail_from, mails_in

    yield from mail_from(sys.stdin.buffer) if str(path) == "-" else mails_in(path)


@bounces_command.command("fetch")
def fetch_command() -> None:
    """Fetch the unread notifications from the mailbox of COUNCIL_BOUNCES_URL."""
    from actions.delivery import collecting

    _print(collecting.collect(asking.engine(), asking.settings(), now=asking.instant(None)))


def _print(taken: Taken) -> None:
    click.echo(str(taken))
    for name in taken.failing:
        click.echo(f"{name}: the e-mail address is failing and no longer used")


@bounces_command.command("list")
@click.argument("person", required=False)
@asking.as_json
def list_command(person: str | None, as_json: bool) -> None:
    """List what came back, the latest first, of PERSON (an e-mail address, or a name) or of all."""
    with asking.look() as session:
        found, those = bouncing.bounces(session, person), reaching.failing(session)
    if as_json:
        printing.as_text([_facts(who, bounce) | {"failing": who.id in those} for who, bounce in found])
        return
    printing.columns(
        [*_facts(who, bounce).values(), "FAILING" if who.id in those else ""] for who, bounce in found
    )  # fmt: skip


def _facts(who: Person, bounce: Bounce) -> dict[str, str]:
    return {
        "on": f"{bounce.at:%Y-%m-%d}",
        "person": who.name,
        "address": bounce.address,
        "status": bounce.status,
        "detail": bounce.detail,
    }
