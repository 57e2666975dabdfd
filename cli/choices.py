"""`council choices show | mute | unmute | set`: what people asked of our mail, for them who asked the desk."""

from collections.abc import Sequence

import click
from sqlalchemy.orm import Session

from actions.whom import linking, people, preferring
from actions.whom.preferring import ALL, DIGESTS, HOUSE, REPORT
from cli import asking, printing
from notifications.language import OFFICIAL

EVERYTHING, WEEKLY = "everything", "report"  # the words of the terminal


@click.group("choices")
def choices_command() -> None:
    """What people chose about our mail; they also do it by themselves, from a link in each mail."""


@choices_command.command("show")
@click.argument("person")
@asking.as_of
@asking.as_json
def show_command(person: str, as_of: str | None, as_json: bool) -> None:
    """Show what PERSON (an e-mail address, or a name) chose, and the address of their page."""
    now = asking.instant(as_of)
    with asking.look() as session:
        row = people.named(session, person)
        found, links = preferring.choices(session, row, now=now), linking.links(asking.settings())
        page = links.choices(row, linking.last_day((), now)) if links else None
    muted = [topic.chain for topic in found.topics if topic.is_muted]
    muted += [word for word, is_so in ((WEEKLY, found.mutes_report), (EVERYTHING, found.mutes_all)) if is_so]
    facts = {"person": found.person, "digest": found.digest or HOUSE, "language": found.language}
    if as_json:
        printing.as_text(facts | {"zone": found.zone, "muted": muted, "page": page})
        return
    shown = facts | {"zone": found.zone or "that of each chain", "muted": ", ".join(muted) or "nothing"}
    printing.columns([name, value] for name, value in (shown | ({"page": page} if page else {})).items())


@choices_command.command("mute")
@click.argument("person")
@click.argument("chain")
@asking.acting
def mute_command(person: str, chain: str, by: str | None, as_of: str | None) -> None:
    """Stop the messages about CHAIN to PERSON; `everything` is all of them, `report` the weekly report."""
    now, who = asking.instant(as_of), asking.officer(by)

    def act(session: Session) -> tuple[str, bool]:
        row = people.named(session, person)
        return row.name, preferring.mute(session, row, word(chain), now=now, by=who)

    name, new = asking.act(act)
    click.echo(f"{name} hears nothing more of {chain}" if new else f"{name} hears nothing of {chain} already")


@choices_command.command("unmute")
@click.argument("person")
@click.argument("chain")
@asking.acting
def unmute_command(person: str, chain: str, by: str | None, as_of: str | None) -> None:
    """Let PERSON hear of CHAIN again, from the next message on."""
    now, who = asking.instant(as_of), asking.officer(by)

    def act(session: Session) -> tuple[str, bool]:
        row = people.named(session, person)
        return row.name, preferring.unmute(session, row, word(chain), now=now, by=who)

    name, new = asking.act(act)
    click.echo(f"{name} hears of {chain} again" if new else f"{name} never stopped hearing of {chain}")


@choices_command.command("set")
@click.argument("person")
@click.option("--digest", type=click.Choice((*DIGESTS, HOUSE)), help="How often; `house` is the house's own rule.")
@click.option("--language", type=click.Choice(OFFICIAL))
@click.option("--zone", metavar="ZONE", help="Such as Asia/Tokyo; empty for the zone of each chain.")
@asking.acting
def set_command(
    person: str, digest: str | None, language: str | None, zone: str | None, by: str | None, as_of: str | None
) -> None:
    """Choose how often PERSON hears from us, in which language, and on whose clock."""
    now, who = asking.instant(as_of), asking.officer(by)
    if digest is None and language is None and zone is None:
        raise click.UsageError("say what to change: --digest, --language or --zone")

    def act(session: Session) -> tuple[str, Sequence[str]]:
        row = people.named(session, person)
        changed = preferring.choose(session, row, digest=digest, language=language, zone=zone, now=now, by=who)
        return row.name, changed

    name, changed = asking.act(act)
    click.echo(f"{name}: {', '.join(changed)} changed" if changed else f"{name} chose so already")


def word(chain: str) -> str:
    """Return a chain as the record keeps it."""
    return {EVERYTHING: ALL, WEEKLY: REPORT}.get(chain, chain)
