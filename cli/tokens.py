"""`council feed tokens issue | offer | list | asked | revoke`: private addresses, one for each subscription."""

from typing import Any

import click

from actions.feeds import posting, requesting, subscribing
from calendars.words import WORDS
from cli import asking, printing


class FeedOrTokens(click.Command):
    """`council feed CYCLE…`, and beside it `council feed tokens …`: no cycle is called so, for each has a slash."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the command that the first word names."""
        if args[:1] == ["tokens"]:
            return tokens_group.make_context(f"{info_name} tokens", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.group("tokens")
def tokens_group() -> None:
    """Issue, offer, list and revoke the private addresses of feeds."""


@tokens_group.command("issue")
@click.argument("person")
@click.argument("selection", default="everything")
@click.option("--language", type=click.Choice(sorted(WORDS)), default="en", show_default=True)
@asking.acting
@asking.as_json
def issue_command(person: str, selection: str, language: str, by: str | None, as_of: str | None, as_json: bool) -> None:
    """Give PERSON (an e-mail address, or a name) an address for SELECTION, such as body/council~deadlines."""
    now, who = asking.instant(as_of), asking.officer(by)
    found = asking.act(lambda session: subscribing.issue(session, person, selection, language, now=now, by=who))
    base = asking.settings().base_url or ""
    address, page = f"{base}/f/{found.token}.ics", f"{base}/subscription/{found.token}"
    if as_json:
        printing.as_text({"number": found.number, "selection": found.selection, "address": address, "page": page})
        return
    click.echo(address)
    click.echo(f"{page}  with the buttons for calendar programs")
    click.echo(f"subscription {found.number}, {found.selection}: shown this once; pass it on safely", err=True)


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


@tokens_group.command("offer")
@click.argument("person")
@click.argument("selection", default=requesting.MINE)
@click.option("--language", type=click.Choice(sorted(WORDS)), default="en", show_default=True)
@asking.acting
def offer_command(person: str, selection: str, language: str, by: str | None, as_of: str | None) -> None:
    """Mail PERSON a link that shows them an address for SELECTION, once; `mine` is what they have to do."""
    now, who, settings = asking.instant(as_of), asking.officer(by), asking.settings()
    if not posting.is_offered(settings):
        raise click.UsageError("links need COUNCIL_MAIL_URL and COUNCIL_BASE_URL; set both")
    found = asking.act(lambda session: requesting.offer(session, person, selection, language, now=now, by=who))
    told = f"a link to {found.selection} in {found.language} for {person}"
    sent = posting.send_waiting(asking.engine(), settings, clock=lambda: asking.instant(as_of))
    click.echo(f"{told} {'has left' if sent else 'waits: council web tries again'}")


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


@tokens_group.command("revoke")
@click.argument("number")
@asking.acting
def revoke_command(number: str, by: str | None, as_of: str | None) -> None:
    """Withdraw the subscription with that NUMBER: its address answers 410 from now on."""
    now, who = asking.instant(as_of), asking.officer(by)
    found = asking.act(lambda session: subscribing.revoke(session, number, now=now, by=who))
    click.echo(f"{found.number} of {found.person} is withdrawn")
