"""`council feed tokens list | asked`: private addresses; giving, offering and withdrawing one is declared as acts."""

from typing import Any

import click

from actions.feeds import requesting, subscribing
from cli import asking, printing
from cli.groups import Noun


class FeedOrTokens(click.Command):
    """`council feed CYCLE…`, and beside it `council feed tokens …`: no cycle is called so, for each has a slash."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the command that the first word names."""
        if args[:1] == ["tokens"]:
            return tokens_group.make_context(f"{info_name} tokens", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.group("tokens", cls=Noun)
def tokens_group() -> None:
    """Issue, offer, list and revoke the private addresses of feeds."""


@tokens_group.command("list")
@click.option("--of", "person", metavar="PERSON", help="Of one person only.")
@asking.as_of
@asking.as_json
def list_command(person: str | None, as_of: str | None, as_json: bool) -> None:
    """List the subscriptions with their last use and what moved since; the addresses themselves are kept nowhere."""
    with asking.look() as session:
        found = subscribing.lines(session, person, now=asking.instant(as_of))
    if as_json:
        printing.as_text([{name: getattr(one, name) for name in one.__dataclass_fields__} for one in found])
        return
    if not found:
        click.echo("nobody has subscribed; issue an address: council feed tokens issue PERSON SELECTION")
    printing.columns(
        [f"{one.issued_at:%Y-%m-%d}", one.number, one.person, one.selection, one.language, _use(one)] for one in found
    )


def _use(one: subscribing.Line) -> str:
    if one.revoked_at:
        return f"revoked {one.revoked_at:%Y-%m-%d}"
    if one.used_at is None:
        return "never fetched"
    moved = f"; moved since: {', '.join(one.moved)}" if one.moved else ""
    return f"last fetched {one.used_at:%Y-%m-%d %H:%M} UTC{moved}"


@tokens_group.command("asked")
@asking.as_of
@asking.as_json
def asked_command(as_of: str | None, as_json: bool) -> None:
    """List the links that people asked for, or were offered, in the last thirty days, and what became of them."""
    with asking.look() as session:
        found = requesting.lines(session, now=asking.instant(as_of))
    if as_json:
        printing.as_text([{name: getattr(one, name) for name in one.__dataclass_fields__} for one in found])
        return
    printing.columns(
        [f"{one.at:%Y-%m-%d %H:%M}", one.person, one.selection, one.language, one.state, one.detail or ""]
        for one in found
    )
