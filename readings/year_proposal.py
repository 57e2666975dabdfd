"""`year/propose`: the cycles that a year calls for, with what is missing. The act `year/open` opens them."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from kernel import chains
from kernel.grants import Grant
from kernel.parameters import YearNumber
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown
from planning.window import span_words
from record.mandates import year_plan
from record.mandates.year_plan import Proposal, Year

UNDER_THE_CYCLE = " " * len("offered  ")


@reading(
    "year/propose",
    who=(Grant.VIEWER,),
    short="year",
    columns=(
        Column("Standing"),
        Column("Cycle"),
        Column("Title"),
        Column("Why"),
        Column("Missing", tuple),
        Column("Awaited", tuple),
    ),
)
def propose(session: Session, year: YearNumber, *, now: datetime) -> Shown[Year]:
    """Propose every cycle that YEAR calls for, with what is still missing."""
    return Shown(year_plan.propose(session, chains.declared(), year, now=now), _facts, _lines, for_tables=_rows)


def _facts(year: Year) -> dict[str, object]:
    proposals = [
        asdict(proposal) | {"missing": list(proposal.missing.values()), "awaited": list(proposal.awaited.values())}
        for proposal in year.proposals
    ]
    shared = [asdict(each) for each in year.shared]
    return {"year": year.year, "proposals": proposals, "shared": shared, "notes": list(year.notes)}


def _rows(year: Year) -> Iterator[Row]:
    for each in year.shared:
        yield "owed", " or ".join(each.cycles), each.duty, each.choice.partition(":")[0], (), ()
    for proposal in year.proposals:
        yield (
            proposal.standing,
            proposal.cycle,
            proposal.title,
            proposal.why,
            tuple(proposal.missing.values()),
            tuple(proposal.awaited.values()),
        )


def _lines(year: Year) -> Iterator[Part]:
    yield from (f"{'owed':<8} {each.duty}: one duty, by {each.choice}" for each in year.shared)
    for proposal in year.proposals:
        yield f"{proposal.standing:<8} {proposal.cycle}  {proposal.title}: {proposal.why}"
        yield from (f"{UNDER_THE_CYCLE}{words}" for words in _details(proposal))
    yield from year.notes
    if not year.proposals:
        yield f"nothing that is known calls for a cycle in {year.year}; load its meetings, and the resolutions"


def _details(proposal: Proposal) -> Iterator[str]:
    for name, dates in proposal.anchors.items():
        words = f"follows {dates}" if isinstance(dates, str) else f"is {span_words(dates)}"
        yield f"{name} {words}{', not confirmed' if name in proposal.provisional else ''}"
    yield from (f"missing: {sentence}" for sentence in proposal.missing.values())
    yield from (f"to be confirmed: {sentence}" for sentence in proposal.awaited.values())
