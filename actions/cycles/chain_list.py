"""`chain/list` and `chain/plan`: the declared chains, and the dates that one would have. They need no store."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from actions import chains
from actions.cycles.plan_shown import of_plan
from actions.cycles.reading import calendars, edition_year
from actions.kernel.grants import Grant
from actions.kernel.parameters import ANCHORS, WORDS, AnchorDates
from actions.kernel.readings import reading
from actions.kernel.shapes import as_span
from actions.kernel.shown import Part, Shown, table
from planning.calendar import Calendars
from planning.chain import Chain
from planning.days import believed_year
from planning.facts import conflict_facts, deadline_facts
from planning.library import Library, find
from planning.plan import Plan
from planning.plan import plan as reckon

ChainName = Annotated[str, WORDS.saying("The chain, such as hlpf-contribution.", metavar="CHAIN")]
Dates = Annotated[AnchorDates, ANCHORS.saying("A date, or an interval OPENS/CLOSES.", option="anchor")]
Edition = Annotated[str, WORDS.saying("The year that rules such as '24 February' mean.", metavar="YEAR")]


@reading("chain/list", who=(Grant.VIEWER,), short="chains")
def declared(*, now: datetime) -> Shown[Library]:
    """List the procedures that can be opened, with the reference dates that each hangs from, and the files at fault."""
    return Shown(chains.declared(), _declared, _parts)


def _declared(library: Library) -> list[dict[str, object]]:
    broken: list[dict[str, object]] = [
        {"chain": fault.chain, "place": fault.place, "fault": fault.sentence} for fault in library.broken
    ]
    return [_facts(chain) for chain in library.values()] + broken


def _facts(chain: Chain) -> dict[str, object]:
    return {
        "chain": chain.slug,
        "version": chain.version,
        "title": chain.title,
        "mandate": chain.mandate,
        "anchors": [{"name": a.name, "title": a.title, "optional": a.optional} for a in chain.anchors],
        "steps": [step.slug for step in chain.steps],
    }


def _parts(library: Library) -> Iterator[Part]:
    for chain in library.values():
        yield f"{chain.slug}  {chain.title} ({chain.mandate})"
        rows = ((anchor.name, "optional" if anchor.optional else "required", anchor.title) for anchor in chain.anchors)
        yield table(rows, is_inset=True)
    for fault in library.broken:
        yield str(fault)


@reading("chain/plan", who=(Grant.VIEWER,), short="plan", needs_store=False)
def plan(
    session: Session | None, chain: ChainName, *, anchors: Dates = None, edition: Edition = "", now: datetime
) -> Shown[Plan]:
    """Reckon the dates of CHAIN from its anchors, without storing anything. Raises NoSuchChain, NotADate."""
    year, lists = edition_year(edition), calendars(session) if session else Calendars()
    days = {name: as_span(given) for name, given in (anchors or {}).items()}
    found = find(chains.declared(), chain)
    named = None if year is None else believed_year(year)
    return Shown(reckon(found, days, calendars=lists, edition=named), _plan, of_plan)


def _plan(found: Plan) -> dict[str, object]:
    return {
        "chain": found.chain,
        "version": found.version,
        "deadlines": [deadline_facts(deadline) for deadline in found.deadlines],
        "conflicts": [conflict_facts(conflict) for conflict in found.conflicts],
    }
