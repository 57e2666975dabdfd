"""`council chains` and `council plan`: they need no store."""

import click

import flows.chains
from actions.cycles.reading import calendars, edition_year
from actions.kernel.shapes import as_anchors, as_span
from actions.refusals import NoStore
from cli import asking, printing
from models.engine import reading
from planning.calendar import Calendars
from planning.days import believed_year
from planning.library import chains_in, find
from planning.plan import plan


@click.command("chains")
@asking.as_of
@asking.as_json
def chains_command(as_json: bool, as_of: str | None) -> None:
    """List the declared chains."""
    found = chains_in(flows.chains).values()
    if as_json:
        printing.as_text(
            [
                {
                    "chain": chain.slug,
                    "version": chain.version,
                    "title": chain.title,
                    "mandate": chain.mandate,
                    "anchors": [{"name": a.name, "title": a.title, "optional": a.optional} for a in chain.anchors],
                    "steps": [step.slug for step in chain.steps],
                }
                for chain in found
            ]
        )
        return
    for chain in found:
        click.echo(f"{chain.slug}  {chain.title} ({chain.mandate})")
        printing.columns(
            [f"  {anchor.name}", "optional" if anchor.optional else "required", anchor.title]
            for anchor in chain.anchors
        )


@click.command("plan")
@click.argument("chain")
@click.option("--anchor", "anchors", multiple=True, metavar="NAME=DATE", help="A date, or an interval OPENS/CLOSES.")
@click.option("--edition", metavar="YEAR", default="", help="The year that rules such as '24 February' mean.")
@asking.as_of
@asking.as_json
def plan_command(chain: str, anchors: tuple[str, ...], edition: str, as_of: str | None, as_json: bool) -> None:
    """Reckon the dates of CHAIN from its anchors, without storing anything."""
    declared = find(chains_in(flows.chains), chain)
    given = {name: as_span(value) for name, value in as_anchors(anchors).items()}
    year = edition_year(edition)
    found = plan(declared, given, calendars=_calendars(), edition=year if year is None else believed_year(year))
    if as_json:
        printing.as_text(printing.plan_facts(found))
    else:
        printing.plan(found)


def _calendars() -> Calendars:
    """Return the lists that were loaded, or none: plan needs no store."""
    try:
        engine = asking.engine()
    except NoStore:
        return Calendars()
    with reading(engine) as session:
        return calendars(session)
