"""The plan of a year: every cycle that its obligations and meetings require, and what is missing to open them.

Nothing is guessed: a meeting without dates, or a day that nobody announced, is named as missing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.bodies import Body
from models.cycles import ABANDONED
from models.meetings import Meeting, MeetingStatus, Relation
from planning.calendar import Calendars
from planning.chain import Anchor, Chain
from planning.window import Given
from record.bodies import BodyNames
from record.cycles import snapshots
from record.mandates import outlines, resolutions
from record.mandates.called_for import (
    Calls,
    Duty,
    bodies_of,
    editions,
    meeting_anchors,
    required_anchors,
    rests_on_a_resolution,
)
from record.mandates.outlines import Outline
from record.meetings.meetings import MeetingView, listed, opening_in

EITHER = "either"  # of several procedures, any of which serves a duty
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
    missing: Mapping[str, str]  # a sentence for each required anchor without a day
    awaited: Mapping[str, str]  # the same, of optional anchors
    is_open: bool  # or has been
    duties: tuple[str, ...] = ()  # the dated obligations for which it is owed
    instead: tuple[str, ...] = ()  # the cycles that may serve all of them in its place
    ending: str | None = None  # closed, or abandoned

    @property
    def serves(self) -> bool:
        """Whether it is open or closed: one that was abandoned serves nothing."""
        return self.is_open and self.ending != ABANDONED

    @property
    def standing(self) -> str:
        """Whether it is open already, how it ended, owed, one of several that may serve a duty, or offered."""
        if self.is_open or not self.owed:
            return (self.ending or "open") if self.is_open else "offered"
        return EITHER if self.instead else "owed"


@dataclass(frozen=True, slots=True)
class Shared:
    """One duty that any of several procedures serves, as long as none of them is open."""

    duty: str
    cycles: tuple[str, ...]

    @property
    def choice(self) -> str:
        """`either of two procedures: action-line-report/2018 or annual-report/2018`."""
        which = "either of two" if len(self.cycles) == 2 else f"any of {len(self.cycles)}"
        return f"{which} procedures: {' or '.join(self.cycles)}"


@dataclass(frozen=True, slots=True)
class Year:
    """What a year calls for; its notes say what it owes that no chain serves, and the holiday lists that it lacks."""

    year: int
    proposals: tuple[Proposal, ...]
    shared: tuple[Shared, ...] = ()
    notes: tuple[str, ...] = ()


def propose(session: Session, chains: Mapping[str, Chain], year: int, *, now: datetime) -> Year:
    """Return every cycle that the year calls for, as known at `now`."""
    (calls,) = _calls(session, chains.values(), [year], now)
    proposed = _propose(chains, calls)
    return replace(proposed, notes=tuple(_notes(chains, proposed, calls, snapshots.calendars(session))))


def propose_several(
    session: Session, chains: Mapping[str, Chain], years: Sequence[int], *, now: datetime
) -> list[Year]:
    """Return every cycle that each of these years calls for, without notes; what they share is read once."""
    return [_propose(chains, calls) for calls in _calls(session, chains.values(), years, now)]


def _propose(chains: Mapping[str, Chain], calls: Calls) -> Year:
    proposals = [proposal for chain in chains.values() for proposal in _of_chain(chain, calls)]
    proposals = [_beside(proposal, proposals) for proposal in proposals]
    return Year(calls.year, tuple(proposals), tuple(_shared(proposals)))


def _notes(chains: Mapping[str, Chain], proposed: Year, calls: Calls, calendars: Calendars) -> Iterator[str]:
    """Yield what falls due in the year and nothing serves, and the holiday lists that it lacks."""
    yield from calls.unserved([(each.mandate, each.anchors) for each in proposed.proposals], chains.values())
    wanted = [chains[snapshots.split_name(each.cycle)[0]] for each in proposed.proposals]
    yield from calendars.unlisted((place, calls.year) for chain in wanted for place in chain.places)


def _beside(proposal: Proposal, proposals: Sequence[Proposal]) -> Proposal:
    """Return the proposal with the others that serve its duties: one of them is enough, and one that is open serves."""
    if proposal.is_open or not proposal.duties:
        return proposal
    others = [other for other in proposals if other is not proposal and set(other.duties) & set(proposal.duties)]
    served = {duty for other in others if other.serves for duty in other.duties}
    left = set(proposal.duties) - served
    if not left:
        return replace(proposal, owed=False, why=f"{proposal.why}; served by {_names([o for o in others if o.serves])}")
    if served:
        done = "; ".join(sorted(served & set(proposal.duties)))
        opened = _names([other for other in others if other.serves])
        proposal = replace(proposal, why=f"{'; '.join(sorted(left))}; {done} is served by {opened}")
    instead = [other for other in others if left & set(other.duties) and not other.is_open]
    may_serve = {duty for other in instead for duty in other.duties}
    return replace(proposal, instead=tuple(other.cycle for other in instead)) if may_serve >= left else proposal


def _shared(proposals: Sequence[Proposal]) -> Iterator[Shared]:
    """Yield each duty that several procedures may serve, of which none is open."""
    for duty in dict.fromkeys(duty for proposal in proposals for duty in proposal.duties):
        having = [proposal for proposal in proposals if duty in proposal.duties]
        serving = [proposal for proposal in having if not proposal.is_open]
        if len(serving) > 1 and not any(proposal.serves for proposal in having):
            yield Shared(duty, tuple(proposal.cycle for proposal in serving))


def _names(proposals: Iterable[Proposal]) -> str:
    return " and ".join(proposal.cycle for proposal in proposals)


def edition(session: Session, chain: Chain, name: str, *, now: datetime) -> Proposal | None:
    """Return an edition of a chain as the meetings known would have it; None where it is named by no year, no meeting.

    An edition may be named by another year than its meetings': the report of 2016 goes to those of 2017.
    """
    opens = session.scalar(select(Meeting.opens_on).where(Meeting.key == name))
    year = snapshots.edition_year(name) or (opens.year if opens else None)
    if year is None:
        return None
    (calls,) = _calls(session, [chain], [year], now)
    if (named := calls.editions.get(chain.slug)) and name.isdecimal():
        (calls,) = _calls(session, [chain], [2 * year - int(named)], now)
    leading = next((anchor for anchor in meeting_anchors(chain) if not anchor.optional), None)
    meetings = calls.meetings(leading) if leading else []
    named_so = [meeting for meeting in meetings if meeting.key == name]
    return _proposal(chain, name, named_so or meetings[:1], False, "", calls)


def _calls(session: Session, chains: Collection[Chain], years: Sequence[int], now: datetime) -> Iterator[Calls]:
    """Yield what is known of each year; of its meetings also those that are later, or of an earlier one of these."""
    required = {chain.slug: names for chain in chains if (names := required_anchors(chain))}
    newest, bodies = outlines.newest(session, required, now), BodyNames(session)
    living = outlines.living(session, now)
    meetings = listed(session, _from(min(years), chains, bodies), now=now)
    library = resolutions.library(session, now=now)
    for year in years:
        named = editions(chains, year, newest)
        cycles = outlines.of_year(session, living, {str(year), *named.values()}, year, now)
        yield Calls(year, meetings, bodies, cycles, library, named)


def _from(year: int, chains: Collection[Chain], names: BodyNames) -> ColumnElement[bool]:
    """Return the condition that a meeting is of the year or later; or of the year before, where a chain asks for it."""
    anchors = (anchor for chain in chains for anchor in meeting_anchors(chain) if anchor.year_before)
    bodies = {body for anchor in anchors for body in bodies_of(anchor, names)}
    year_before = opening_in(date(year - 1, 1, 1), date(year - 1, 12, 31))
    return or_(opening_in(date(year, 1, 1)), and_(Meeting.body.has(Body.key.in_(bodies)), year_before))


def _of_chain(chain: Chain, calls: Calls) -> Iterator[Proposal]:
    duties = list(calls.duties(chain))
    leading = next((anchor for anchor in meeting_anchors(chain) if not anchor.optional), None)
    meetings = calls.meetings(leading) if leading else []
    if not rests_on_a_resolution(chain):
        yield from _for_meetings(chain, leading, meetings, duties, calls) if leading else ()
    elif duties:
        yield from _for_duty(chain, duties, meetings, calls)
    else:
        yield _proposal(chain, calls.edition(chain), meetings[:1], False, NO_PERIOD, calls)


def _for_duty(
    chain: Chain, duties: Sequence[Duty], meetings: Sequence[MeetingView], calls: Calls
) -> Iterator[Proposal]:
    """Yield the one cycle of a chain that fulfils obligations: owed when one of them falls due in the year."""
    due = sorted({str(duty) for duty in duties if duty.is_due})
    others = sorted({str(duty) for duty in duties if duty.is_open})
    if due or others:
        proposal = _proposal(chain, calls.edition(chain), meetings[:1], bool(due), "; ".join(due or others), calls)
        yield replace(proposal, duties=tuple(due))


def _for_meetings(
    chain: Chain, leading: Anchor, meetings: Sequence[MeetingView], duties: Sequence[Duty], calls: Calls
) -> Iterator[Proposal]:
    """Yield a cycle for each meeting that the chain serves: the year's own by its year, others by their keys."""
    own = [meeting for meeting in meetings if meeting.relation in (None, Relation.REPLACES)]
    for meeting in meetings:
        held = calls.following(chain, leading, meeting)
        edition = held or (calls.edition(chain) if [meeting] == own else meeting.key)
        tie = f", {meeting.relation} {meeting.related}" if meeting.relation else ""
        due = sorted({str(duty) for duty in duties if duty.is_due and calls.served_at(duty, chain, meeting)})
        yield _proposal(chain, edition, [meeting], True, "; ".join([f"serves {meeting.key}{tie}", *due]), calls)
    if not meetings and calls.was_opened(chain):
        why = f"serves a meeting each time: {leading.title}"
        yield _proposal(chain, calls.edition(chain), [], False, why, calls)


def _proposal(
    chain: Chain, edition: str, leading: Sequence[MeetingView], owed: bool, why: str, calls: Calls
) -> Proposal:
    name = f"{chain.slug}/{edition}"
    if view := calls.opened(name):
        return _opened(view, owed, why)
    followed: dict[str, MeetingView] = {}
    missing: dict[bool, dict[str, str]] = {True: {}, False: {}}
    for anchor in chain.anchors:
        meeting, lack = calls.anchor(chain, anchor, leading)
        if meeting:
            followed[anchor.name] = meeting
        if lack:
            missing[anchor.optional][anchor.name] = lack
    planned = tuple(name for name, each in followed.items() if each.status is MeetingStatus.PLANNED)
    keys = {anchor: each.key for anchor, each in followed.items()}
    return Proposal(
        cycle=name,
        title=chain.title,
        mandate=chain.mandate,
        owed=owed,
        why=why,
        anchors=keys,
        provisional=planned,
        missing=missing[False],
        awaited=missing[True],
        is_open=False,
    )


def _opened(view: Outline, owed: bool, why: str) -> Proposal:
    """Return what the year calls for as it was opened: from its own anchors, whatever meetings are known since."""
    return Proposal(
        cycle=view.name,
        title=view.title,
        mandate=view.mandate,
        owed=owed,
        why=why,
        anchors={anchor.name: anchor.meeting or anchor.span for anchor in view.anchors if anchor.span},
        provisional=view.provisional,
        missing={},
        awaited={
            anchor.name: f"{anchor.name}: {anchor.title}, has no day yet" for anchor in view.anchors if not anchor.span
        },
        is_open=True,
        ending=view.ending,
    )
