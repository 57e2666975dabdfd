"""`council choices show`, beside its acts: what people asked of our mail, for them who asked the desk."""

import click

from actions.whom import linking, people, preferring
from actions.whom.preferring import EVERYTHING, HOUSE, WEEKLY
from cli import asking, printing
from cli.groups import Noun


@click.group("choices", cls=Noun)
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
