"""A cycle as it would be opened: its anchors, and the dates planned from them; nothing is written yet."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles.promises import Words
from actions.cycles.rows_to_change import check_near
from models.cycles import Cycle
from models.meetings import CALLED_OFF, Meeting, MeetingStatus
from planning.basis import Basis
from planning.calendar import Calendars
from planning.chain import Chain
from planning.day_range import believed_year
from planning.errors import among
from planning.hours import Clock
from planning.plan import Bound, Plan, plan
from planning.window import Given, Window, given_words
from record.cycles import provisional_anchors as provisional_
from record.cycles import snapshots
from record.people import actors
from record.refusals import AlreadyOpen, DoesNotFit, NeitherDayNorMeeting, NoDates, NoSuchAnchor, NoSuchStep


@dataclass(frozen=True, slots=True)
class Agreement:
    """A date agreed when a cycle is opened, as a loaded file states it."""

    window: Window
    clock: Clock | None = None
    opens: date | None = None
    words: Words = field(default_factory=Words)

    @property
    def bound(self) -> Bound:
        """The date as it binds the plan."""
        return Bound(self.window, Basis.AGREED, self.words.link(self.window), self.clock, self.opens)


@dataclass(frozen=True, slots=True)
class Intended:
    """A cycle as it would be opened, with all that its rows are made of; nothing is written yet."""

    chain: Chain
    edition: str
    anchors: Mapping[str, Given]
    agreed: Mapping[str, Agreement]
    provisional: frozenset[str]  # the anchors of which whoever opens it says that they are not confirmed
    accepted: str | None  # why it is opened although it does not fit
    plan: Plan
    spans: Mapping[str, Window]
    meetings: Mapping[str, Meeting]
    waiting: frozenset[str]  # the anchors that are not confirmed, those included whose meeting is not
    calendars: Calendars  # by which it is planned
    notes: tuple[str, ...] = ()  # the holiday lists that nobody has loaded, and the actors whom nobody knows

    @property
    def name(self) -> str:
        """`hlpf-contribution/2017`."""
        return f"{self.chain.slug}/{self.edition}"

    @property
    def facts(self) -> dict[str, object]:
        """What the journal keeps of it."""
        return {
            "chain_version": self.chain.version,
            "anchors": {name: given_words(dates) for name, dates in self.anchors.items()},
            "deadlines": {
                deadline.step: deadline.due.isoformat() if deadline.due else None for deadline in self.plan.deadlines
            },
            "accepted_conflicts": self.accepted,
            "provisional": sorted(self.waiting),
        }


@dataclass(frozen=True, slots=True)
class OpeningTerms:
    """What a cycle is opened with: the dates of its anchors, and those of its steps that are agreed already."""

    anchors: Mapping[str, Given]
    agreed: Mapping[str, Agreement] = field(default_factory=dict)
    provisional: Collection[str] = ()  # anchors that are not confirmed yet
    accept_conflicts: str | None = None  # why it is opened although it does not fit
    sure: bool = False  # also of days far from its edition


def intend(session: Session, chain: Chain, edition: str, terms: OpeningTerms) -> Intended:
    """Return the cycle as it would be opened.

    Raises AlreadyOpen, NoSuchAnchor for a provisional one that is not given, NeitherDayNorMeeting, NoDates, NoSuchStep,
    what `plan` raises, DoesNotFit unless the conflicts are accepted, and FarFromEdition for a typed anchor that lies
    years from the edition, unless somebody is `sure` of it.
    """
    name = f"{chain.slug}/{edition}"
    snapshots.split_name(name)
    if (year := snapshots.edition_year(edition)) is not None:
        believed_year(year)
    if session.scalar(select(Cycle.id).where(Cycle.chain == chain.slug, Cycle.edition == edition)):
        raise AlreadyOpen(name)
    anchors, provisional = terms.anchors, terms.provisional
    bound = _bound(name, chain, terms.agreed)
    meetings = {anchor: _meeting(session, dates) for anchor, dates in anchors.items() if isinstance(dates, str)}
    spans = {anchor: _window_of(dates, meetings.get(anchor)) for anchor, dates in anchors.items()}
    typed = [span for anchor, span in spans.items() if anchor not in meetings]
    check_near(name, *(day for span in typed for day in (span.first, span.last)), sure=terms.sure)
    if unknown := next((anchor for anchor in provisional if anchor not in anchors), None):
        raise NoSuchAnchor(name, unknown, sorted(anchors))
    waiting = {
        *provisional,
        *(anchor for anchor, meeting in meetings.items() if meeting.status is MeetingStatus.PLANNED),
    }
    calendars = snapshots.calendars(session)
    planned = plan(provisional_.without(chain, waiting), spans, bound, calendars, snapshots.edition_year(edition))
    if planned.conflicts and not terms.accept_conflicts:
        raise DoesNotFit(name, planned.conflicts)
    years = {deadline.due.year for deadline in planned.deadlines if deadline.due}
    lists = calendars.unlisted((place, year) for place in chain.places for year in years)
    return Intended(
        chain=chain,
        edition=edition,
        anchors=anchors,
        agreed=terms.agreed,
        provisional=frozenset(provisional),
        accepted=terms.accept_conflicts,
        plan=planned,
        spans=spans,
        meetings=meetings,
        waiting=frozenset(waiting),
        calendars=calendars,
        notes=(*lists, *_strangers(session, chain)),
    )


def _strangers(session: Session, chain: Chain) -> Iterator[str]:
    """Yield a sentence for each actor that is no role and no name: nobody would be told of its steps."""
    for word in actors.unknown(session, [step.by for step in chain.steps]):
        steps = among(step.slug for step in chain.steps if step.by == word)
        near = actors.nearest(session, word)
        hint = f"; the nearest word is {near!r}" if near else ""
        yield f"nobody is called {word!r}, and no role is: nobody is told of {steps}{hint}"


def _bound(name: str, chain: Chain, agreements: Mapping[str, Agreement]) -> dict[str, Bound]:
    if unknown := next((step for step in agreements if chain.step(step) is None), None):
        raise NoSuchStep(name, unknown, [known.slug for known in chain.steps])
    return {step: agreement.bound for step, agreement in agreements.items()}


def meeting_span(meeting: Meeting) -> Window:
    """Return the days of a meeting."""
    return Window(meeting.opens_on, meeting.closes_on)


def _meeting(session: Session, key: str) -> Meeting:
    meeting = session.scalar(select(Meeting).where(Meeting.key == key))
    if meeting is None:
        raise NeitherDayNorMeeting(key)
    if meeting.status in CALLED_OFF:
        raise NoDates(key, meeting.status)
    return meeting


def _window_of(dates: Given, meeting: Meeting | None) -> Window:
    if meeting is not None:
        return meeting_span(meeting)
    assert isinstance(dates, Window)
    return dates
