"""`council year`: what a year calls for, with what is missing. What is accepted of it, an act opens."""

from dataclasses import asdict

import click

from actions import chains
from actions.cycles import years
from actions.cycles.years import Proposal
from cli import asking, printing
from cli.groups import ReadingOrAct
from planning.window import span_words


@click.command("year", cls=ReadingOrAct)
@click.argument("year", type=int, callback=asking.year)
@asking.as_of
@asking.as_json
def year_command(year: int, as_of: str | None, as_json: bool) -> None:
    """Propose every cycle that YEAR calls for, with what is still missing.

    `--accept CYCLE` opens what it calls for; more about that says `council year --accept CYCLE --help`.
    """
    now = asking.instant(as_of)
    with asking.look() as session:
        found = years.propose(session, chains.declared(), year, now=now)
    if as_json:
        facts = [
            asdict(one) | {"missing": list(one.missing.values()), "awaited": list(one.awaited.values())}
            for one in found.proposals
        ]
        printing.as_text({"year": year, "proposals": facts, "notes": list(found.notes)})
        return
    for one in found.proposals:
        _print(one)
    for note in found.notes:
        click.echo(note)
    if not found.proposals:
        click.echo(f"nothing that is known calls for a cycle in {year}; load its meetings, and the resolutions")


def _print(one: Proposal) -> None:
    click.echo(f"{one.standing:<8} {one.cycle}  {one.title}: {one.why}")
    for name, given in one.anchors.items():
        said = f"follows {given}" if isinstance(given, str) else f"is {span_words(given)}"
        click.echo(f"         {name} {said}{', provisional' if name in one.provisional else ''}")
    for sentence in one.missing.values():
        click.echo(f"         missing: {sentence}")
    for sentence in one.awaited.values():
        click.echo(f"         awaited: {sentence}")
