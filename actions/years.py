"""Opening a year: every cycle that it owes, by obligations and by the meetings known, with what is still missing.

Nothing is guessed: a meeting not dated and a day not announced are named as missing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from actions import reading, texts
from actions.calling import Calls, meeting_anchors
from actions.meetings import MeetingView, listed
from actions.naming import BodyNames
from actions.opening import Given, open_cycle
from actions.refusals import NotProposed, StillMissing
from models.bodies import MeetingStatus, Relation
from models.cycles import Cycle
from planning.calendar import Calendars
from planning.chain import Anchor, Chain
from planning.clauses import Obligation, Period

NO_PERIOD = "no loaded text says how often"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A cycle that the year calls for: why, from which anchors, and what is missing.

    It is `owed` by a dated obligation, or by a meeting that is to be held; otherwise nothing makes it late.
    """

    cycle: str
    title: str
    mandate: str
    owed: bool
    why: str
    anchors: Mapping[str, Given]
    provisional: tuple[str, ...]
    missing: tuple[str, ...]  # sentences, of required anchors, each with the anchor's name before its colon
    awaited: tuple[str, ...]  # the same, of optional anchors
    is_open: bool


@dataclass(frozen=True, slots=True)
class Year:
    """What a year calls for, and the holiday lists that it lacks."""

    year: int
    proposals: tuple[Proposal, ...]
    notes: tuple[str, ...]


def propose(session: Session, chains: Mapping[str, Chain], year: int, *, now: datetime) -> Year:
    """Return every cycle that the year calls for, as known at `now`."""
    cycles = reading.views(session, reading.open_cycles(session, now), now, now)
    library = texts.library(session, now=now)
    calls = Calls(year, listed(session, now=now), BodyNames(session), cycles, library)
    found = [proposal for chain in chains.values() for proposal in _of_chain(chain, calls)]
    wanted = [chains[reading.split_name(one.cycle)[0]] for one in found]
    return Year(year, tuple(found), tuple(_lists(wanted, reading.calendars(session), year)))


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal as it is accepted: with anchors that nothing on record gives, or other ones than proposed."""

    anchors: Mapping[str, Given] = field(default_factory=dict)
    provisional: Collection[str] = ()  # those not confirmed yet
    accept_conflicts: str | None = None


def open_year(
    session: Session,
    chains: Mapping[str, Chain],
    year: int,
    accepted: Mapping[str, Accepted],
    *,
    now: datetime,
    by: str,
) -> list[Cycle]:
    """Open the accepted cycles, all or none, and return them.

    Raises NotProposed, StillMissing for one whose required anchors have no day, and what `open_cycle` raises.
    """
    found = {one.cycle: one for one in propose(session, chains, year, now=now).proposals}
    for name, own in accepted.items():
        if name not in found:
            raise NotProposed(name, year, found)
        if missing := [lack for lack in found[name].missing if lack.partition(":")[0] not in own.anchors]:
            raise StillMissing(name, missing)
    return [_open(session, chains, found[name], own, now=now, by=by) for name, own in accepted.items()]


def _open(
    session: Session, chains: Mapping[str, Chain], found: Proposal, own: Accepted, *, now: datetime, by: str
) -> Cycle:
    slug, edition = reading.split_name(found.cycle)
    return open_cycle(
        session,
        chains[slug],
        edition,
        {**found.anchors, **own.anchors},
        provisional=own.provisional,
        accept_conflicts=own.accept_conflicts,
        now=now,
        by=by,
    )


def _of_chain(chain: Chain, calls: Calls) -> Iterator[Proposal]:
    duties = list(calls.duties(chain))
    leading = next((anchor for anchor in meeting_anchors(chain) if not anchor.optional), None)
    meetings = calls.meetings(leading) if leading else []
    if duties:
        yield from _for_duty(chain, duties, meetings, calls)
    elif calls.cites_a_resolution(chain):
        yield _proposal(chain, calls.edition(chain), meetings[:1], False, NO_PERIOD, calls)
    elif leading:
        yield from _for_meetings(chain, leading, meetings, calls)


def _for_duty(
    chain: Chain, duties: Sequence[tuple[str, Obligation]], meetings: Sequence[MeetingView], calls: Calls
) -> Iterator[Proposal]:
    """Yield the one cycle of a chain that fulfils obligations: owed when one of them falls due in the year."""
    due = [(reference, duty) for reference, duty in duties if falls_due(duty, calls.year)]
    undated = [(reference, duty) for reference, duty in duties if not duty.period.has_dates]
    if not due and not undated:
        return
    words = sorted({f"{reference} ({duty.period})" for reference, duty in due or undated})
    yield _proposal(chain, calls.edition(chain), meetings[:1], bool(due), "; ".join(words), calls)


def _for_meetings(chain: Chain, leading: Anchor, meetings: Sequence[MeetingView], calls: Calls) -> Iterator[Proposal]:
    """Yield a cycle for each meeting that the chain serves: the year's own by its year, others by their keys."""
    own = [one for one in meetings if one.relation in (None, Relation.REPLACES)]
    for one in meetings:
        edition = calls.edition(chain) if [one] == own else one.key
        tie = f", {one.relation} {one.related}" if one.relation else ""
        yield _proposal(chain, edition, [one], True, f"serves {one.key}{tie}", calls)
    if not meetings and calls.was_opened(chain):
        why = f"serves a meeting each time: {leading.title}"
        yield _proposal(chain, calls.edition(chain), [], False, why, calls)


def _proposal(
    chain: Chain, edition: str, leading: Sequence[MeetingView], owed: bool, why: str, calls: Calls
) -> Proposal:
    given: dict[str, MeetingView] = {}
    missing: dict[bool, list[str]] = {True: [], False: []}
    for anchor in chain.anchors:
        found, lack = calls.anchor(chain, anchor, leading)
        if found:
            given[anchor.name] = found
        if lack:
            missing[anchor.optional].append(lack)
    planned = tuple(name for name, one in given.items() if one.status is MeetingStatus.PLANNED)
    name = f"{chain.slug}/{edition}"
    keys = {anchor: one.key for anchor, one in given.items()}
    return Proposal(
        cycle=name,
        title=chain.title,
        mandate=chain.mandate,
        owed=owed,
        why=why,
        anchors=keys,
        provisional=planned,
        missing=tuple(missing[False]),
        awaited=tuple(missing[True]),
        is_open=calls.is_open(name),
    )


def falls_due(duty: Obligation, year: int) -> bool:
    """Return whether the obligation falls due in the year by its own words."""
    if (duty.since and year < duty.since.year) or (duty.until and year > duty.until.year):
        return False
    if duty.period is Period.ANNUAL:
        return True
    if duty.first_year is None:
        return False
    if duty.period is Period.ONCE:
        return year == duty.first_year
    return duty.period is Period.FOUR_YEARS and year >= duty.first_year and (year - duty.first_year) % 4 == 0


def _lists(chains: Iterable[Chain], calendars: Calendars, year: int) -> Iterator[str]:
    """Yield the holiday lists that the year's chains need and nobody has loaded: they are reported, not guessed."""
    rules = [(chain, step.rule) for chain in chains for step in chain.steps]
    places = {chain.place for chain, _ in rules} | {place for _, rule in rules if rule for place in rule.places}
    for place in sorted(places):
        if year not in calendars[place].years:
            yield f"no {place} holiday list for {year} is loaded: closed days are not flagged, and mail leaves on them"
