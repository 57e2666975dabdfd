"""Open the accepted cycles of those that a year calls for, all or none."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from actions.cycles.openings import Accepted, open_cycle
from actions.cycles.planned_cycles import OpeningTerms
from kernel import chains
from kernel.declaration import act
from kernel.done import Done, Part
from kernel.grants import Grant, Identity
from kernel.parameters import AcceptedCycles, AnchorDatesByCycle, AnchorNamesByCycle, Sure, YearNumber
from planning.rule_words import count_of
from planning.window import Given
from record.cycles.snapshots import split_name
from record.mandates import year_plan
from record.mandates.year_plan import Proposal, Year
from record.refusals import NotAccepted, NotProposed, StillMissing


@act(
    "year/open",
    who=(Grant.SECRETARIAT,),
    no_undo="cycles that were opened stay on record; one that is not wanted is abandoned",
    tags=("cycles",),
    short="year",
    asks_first=True,
    makes_store=True,
)
def open_year(
    session: Session,
    year: YearNumber,
    *,
    accept: AcceptedCycles = (),
    anchors: AnchorDatesByCycle = None,
    provisional: AnchorNamesByCycle = None,
    accept_conflicts: Accepted = None,
    sure: Sure = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Open those cycles that you accept of what a year calls for, all or none; without any, list what it calls for.

    Raises NotAccepted, NotProposed, StillMissing for one whose required anchors have no day, and what `intend` raises.
    """
    dates, loose, known = anchors or {}, provisional or {}, chains.declared()
    if stray := next((name for name in (*dates, *loose) if name not in accept), None):
        raise NotAccepted(stray)
    called = year_plan.propose(session, known, year, now=now)
    wanted = _accepted(called, accept, dates)
    if not wanted:
        return _accept_nothing(called)
    opened = []
    for proposal in wanted:
        slug, edition = split_name(proposal.cycle)
        done = open_cycle(
            session,
            known[slug],
            edition,
            OpeningTerms(
                {**proposal.anchors, **dates.get(proposal.cycle, {})},
                provisional=loose.get(proposal.cycle, ()),
                accept_conflicts=accept_conflicts,
                sure=sure,
            ),
            now=now,
            by=by.hand,
        )
        opened.append(done)
    return Done(
        "opened",
        f"opened: {', '.join(proposal.cycle for proposal in wanted)}",
        facts={"year": year, "cycles": [proposal.cycle for proposal in wanted]},
        opened=tuple(cycle for done in opened for cycle in done.opened),
        notes=tuple(dict.fromkeys(note for done in opened for note in done.notes)),
    )


def _accepted(called: Year, accept: tuple[str, ...], dates: Mapping[str, Mapping[str, Given]]) -> list[Proposal]:
    """Return what is accepted, each proposal once. Raises NotProposed, StillMissing."""
    proposals = {proposal.cycle: proposal for proposal in called.proposals}
    for name in accept:
        if name not in proposals:
            raise NotProposed(name, called.year, proposals)
        if missing := [lack for anchor, lack in proposals[name].missing.items() if anchor not in dates.get(name, {})]:
            raise StillMissing(name, missing)
    return [proposals[name] for name in dict.fromkeys(accept)]


def _accept_nothing(called: Year) -> Done:
    """Return what the year calls for, where nothing of it is accepted."""
    return Done(
        "shown",
        f"{called.year} calls for {count_of(len(called.proposals), 'cycle')}; none is accepted, and none was opened",
        parts=tuple(Part("owed", " or ".join(each.cycles), each.duty) for each in called.shared)
        + tuple(
            Part(each.standing, each.cycle, "; ".join((each.why, *each.missing.values()))) for each in called.proposals
        ),
        notes=called.notes,
        is_nothing=True,
    )
