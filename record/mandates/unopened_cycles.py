"""The cycles that are owed and that nobody has opened, from four weeks before their first date to their last one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Meeting
from models.slices import slices
from planning.calendar import Calendars
from planning.chain import Chain
from planning.errors import CouncilError
from planning.plan import plan
from planning.window import Window
from planning.zones import local_day
from record.cycles import snapshots
from record.cycles.due_decisions import AHEAD
from record.mandates import year_plan
from record.mandates.year_plan import Proposal, Shared, Year


@dataclass(frozen=True, slots=True)
class Unopened:
    """An owed cycle that is not open: the year that calls for it, and all its dates that can be reckoned.

    Of a duty that several may serve it is the first of them, and `shared` says which; the dates are those of all.
    """

    year: int
    proposal: Proposal
    dates: tuple[date, ...]
    shared: Shared | None = None

    @property
    def cycles(self) -> tuple[str, ...]:
        """The cycles, any of which is enough."""
        return self.shared.cycles if self.shared else (self.proposal.cycle,)

    @property
    def first(self) -> date | None:
        """Return its first date; None if none can be reckoned."""
        return min(self.dates, default=None)

    @property
    def since(self) -> date:
        """Return the day on which it was time to open it."""
        return self.first - AHEAD if self.first else date(self.year, 1, 1)

    @property
    def until(self) -> date:
        """Return the last day on which it helps to open it."""
        return max(self.dates, default=date(self.year, 12, 31))


def unopened(session: Session, chains: Mapping[str, Chain], *, now: datetime) -> list[Unopened]:
    """Return the owed cycles that should be open at `now` (Geneva's day), the most urgent first.

    Those of this year and of the next count. One of which no date can be reckoned counts from the first of its year on.
    """
    today = local_day(now)
    years = year_plan.propose_several(session, chains, [today.year + 1, today.year], now=now)
    owed = [(called.year, choice) for called in years for choice in _choices(called)]
    if not owed:
        return []
    spans = _spans(session, [proposal for _, (proposals, _) in owed for proposal in proposals])
    calendars = snapshots.calendars(session)
    dated = {
        proposal.cycle: _dates(chains, proposal, spans, calendars)
        for _, (proposals, _) in owed
        for proposal in proposals
    }
    cycles = (_unopened(year, proposals, shared, dated) for year, (proposals, shared) in owed)
    return sorted(
        (cycle for cycle in cycles if cycle.since <= today <= cycle.until),
        key=lambda cycle: (cycle.since, cycle.proposal.cycle),
    )


def _choices(called: Year) -> Iterator[tuple[list[Proposal], Shared | None]]:
    """Yield each cycle that a year owes and nobody opened; of a duty that several may serve, all of them at once."""
    owed = {each.cycle: each for each in called.proposals if each.owed and not each.is_open}
    yield from (([each], None) for each in owed.values() if not each.instead)
    for shared in called.shared:
        if all(owed[cycle].instead for cycle in shared.cycles):  # else one of them is to be opened in any case
            yield [owed[cycle] for cycle in shared.cycles], shared


def _unopened(
    year: int, proposals: Sequence[Proposal], shared: Shared | None, dated: Mapping[str, tuple[date, ...]]
) -> Unopened:
    first = min(proposals, key=lambda proposal: min(dated[proposal.cycle], default=date.max))
    return Unopened(year, first, tuple(day for each in proposals for day in dated[each.cycle]), shared)


def _spans(session: Session, proposals: Collection[Proposal]) -> dict[str, Window]:
    """Return the days of the meetings that the proposals follow, by key."""
    keys = {given for proposal in proposals for given in proposal.anchors.values() if isinstance(given, str)}
    rows = (
        row
        for some in slices(keys)
        for row in session.execute(
            select(Meeting.key, Meeting.opens_on, Meeting.closes_on).where(Meeting.key.in_(some))
        )
    )
    return {row.key: Window(row.opens_on, row.closes_on) for row in rows}


def _dates(
    chains: Mapping[str, Chain], proposal: Proposal, spans: Mapping[str, Window], calendars: Calendars
) -> tuple[date, ...]:
    """Return the dates of the cycle's steps; where an anchor is missing, the days of those that are known."""
    slug, edition = snapshots.split_name(proposal.cycle)
    known = dict(_known(proposal, spans))
    try:
        planned = plan(chains[slug], known, None, calendars, snapshots.edition_year(edition))
    except CouncilError:
        return tuple(day for span in known.values() for day in (span.first, span.last))
    return tuple(day for deadline in planned.deadlines for day in (deadline.opens, deadline.due) if day)


def _known(proposal: Proposal, spans: Mapping[str, Window]) -> Iterator[tuple[str, Window]]:
    for anchor, given in proposal.anchors.items():
        if isinstance(given, Window):
            yield anchor, given
        elif span := spans.get(given):
            yield anchor, span
