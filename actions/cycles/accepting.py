"""Accepting what a year calls for: its cycles are opened, all or none."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from actions import chains
from actions.cycles import years
from actions.cycles.intending import OpeningTerms
from actions.cycles.opening import Accepted, open_cycle
from actions.cycles.reading import split_name
from actions.cycles.years import Proposal, Year
from actions.kernel.declaration import act
from actions.kernel.done import Done, Part
from actions.kernel.grants import Grant, Identity
from actions.kernel.parameters import AcceptedCycles, AnchorDatesByCycle, AnchorNamesByCycle, Sure, YearNumber
from actions.refusals import NotAccepted, NotProposed, StillMissing
from planning.window import Given
from planning.words import count_of


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
    given, loose, known = anchors or {}, provisional or {}, chains.declared()
    if stray := next((name for name in (*given, *loose) if name not in accept), None):
        raise NotAccepted(stray)
    called = years.propose(session, known, year, now=now)
    wanted = _accepted(called, accept, given)
    if not wanted:
        return _nothing(called)
    opened = []
    for proposal in wanted:
        slug, edition = split_name(proposal.cycle)
        done = open_cycle(
            session,
            known[slug],
            edition,
            OpeningTerms(
                {**proposal.anchors, **given.get(proposal.cycle, {})},
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


def _accepted(called: Year, accept: tuple[str, ...], given: Mapping[str, Mapping[str, Given]]) -> list[Proposal]:
    """Return what is accepted, each proposal once. Raises NotProposed, StillMissing."""
    proposals = {proposal.cycle: proposal for proposal in called.proposals}
    for name in accept:
        if name not in proposals:
            raise NotProposed(name, called.year, proposals)
        if missing := [lack for anchor, lack in proposals[name].missing.items() if anchor not in given.get(name, {})]:
            raise StillMissing(name, missing)
    return [proposals[name] for name in dict.fromkeys(accept)]


def _nothing(called: Year) -> Done:
    """Return what the year calls for, where nothing of it is accepted."""
    return Done(
        "shown",
        f"{called.year} calls for {count_of(len(called.proposals), 'cycle')}; none is accepted, and none was opened",
        parts=tuple(
            Part(each.standing, each.cycle, "; ".join((each.why, *each.missing.values()))) for each in called.proposals
        ),
        notes=called.notes,
        is_nothing=True,
    )
