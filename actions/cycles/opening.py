"""Opening a cycle: its dates and all that it needs of its chain are copied into rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import journal
from actions.cycles import provisional as provisional_
from actions.cycles import reading
from actions.cycles.nearness import check_near
from actions.cycles.promising import Words, promise
from actions.refusals import AlreadyOpen, DoesNotFit, NoDates, NoSuchAnchor, NoSuchMeeting, NoSuchStep
from models.bodies import Meeting, MeetingStatus
from models.cycles import Anchor, AnchorDate, Cycle, cycle_id
from models.deadlines import Deadline, deadline_id
from models.journal import Entry
from models.store import the_store
from planning.basis import Basis
from planning.chain import Chain, Step
from planning.days import believed_year
from planning.flags import Past
from planning.hours import Clock
from planning.plan import Bound, Plan, Planned, plan
from planning.window import Window


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


Given = Window | str  # an anchor's dates, or the key of the meeting that it follows


@dataclass(frozen=True, slots=True)
class Intended:
    """A cycle as it would be opened; nothing is written yet."""

    name: str
    plan: Plan
    spans: Mapping[str, Window]
    meetings: Mapping[str, Meeting]
    waiting: frozenset[str]  # the anchors that are not confirmed
    notes: tuple[str, ...] = ()  # the holiday lists that its dates need and nobody has loaded


def intend(
    session: Session,
    chain: Chain,
    edition: str,
    anchors: Mapping[str, Given],
    agreed: Mapping[str, Agreement] | None = None,
    *,
    provisional: Collection[str] = (),
    accept_conflicts: str | None = None,
    sure: bool = False,
) -> Intended:
    """Return the cycle as `open_cycle` would open it, and refuse what that would refuse."""
    name = f"{chain.slug}/{edition}"
    reading.split_name(name)
    if (year := reading.edition_year(edition)) is not None:
        believed_year(year)
    if session.scalar(select(Cycle.id).where(Cycle.chain == chain.slug, Cycle.edition == edition)):
        raise AlreadyOpen(name)
    bound = _bound(name, chain, agreed or {})
    meetings = {anchor: _meeting(session, given) for anchor, given in anchors.items() if isinstance(given, str)}
    spans = {anchor: _span(given, meetings.get(anchor)) for anchor, given in anchors.items()}
    typed = [span for anchor, span in spans.items() if anchor not in meetings]
    check_near(name, *(day for span in typed for day in (span.first, span.last)), sure=sure)
    if unknown := next((anchor for anchor in provisional if anchor not in anchors), None):
        raise NoSuchAnchor(name, unknown, sorted(anchors))
    waiting = {*provisional, *(anchor for anchor, found in meetings.items() if found.status is MeetingStatus.PLANNED)}
    calendars = reading.calendars(session)
    planned = plan(provisional_.without(chain, waiting), spans, bound, calendars, reading.edition_year(edition))
    if planned.conflicts and not accept_conflicts:
        raise DoesNotFit(name, planned.conflicts)
    years = {found.due.year for found in planned.deadlines if found.due}
    notes = calendars.unlisted((place, year) for place in chain.places for year in years)
    return Intended(name, planned, spans, meetings, frozenset(waiting), notes)


def _bound(name: str, chain: Chain, agreements: Mapping[str, Agreement]) -> dict[str, Bound]:
    if unknown := next((step for step in agreements if chain.step(step) is None), None):
        raise NoSuchStep(name, unknown, [known.slug for known in chain.steps])
    return {step: agreement.bound for step, agreement in agreements.items()}


def open_cycle(
    session: Session,
    chain: Chain,
    edition: str,
    anchors: Mapping[str, Given],
    agreed: Mapping[str, Agreement] | None = None,
    *,
    provisional: Collection[str] = (),
    accept_conflicts: str | None = None,
    sure: bool = False,
    now: datetime,
    by: str,
) -> Cycle:
    """Return the new cycle, its deadlines promised as planned; `provisional` names anchors not confirmed yet.

    Raises AlreadyOpen, NoSuchAnchor for a provisional one that is not given, NoSuchMeeting, NoDates, NoSuchStep, what
    `plan` raises, DoesNotFit unless the conflicts are accepted, and FarFromEdition for a typed anchor that lies years
    from the edition, unless somebody is `sure` of it.
    """
    found = intend(
        session, chain, edition, anchors, agreed,
        provisional=provisional, accept_conflicts=accept_conflicts, sure=sure,
    )  # fmt: skip
    cycle = _cycle(session, chain, edition, now=now)
    told = _told(chain, anchors, found.plan, accept_conflicts) | {"provisional": sorted(found.waiting)}
    entry = journal.write(session, "open", told, cycle=cycle, now=now, by=by)
    _copy_anchors(session, cycle, chain, found.spans, found.meetings, provisional, entry)
    _copy_steps(session, cycle, chain, found.plan, agreed or {}, entry)
    session.flush()
    return cycle


def meeting_span(meeting: Meeting) -> Window:
    """Return the days of a meeting."""
    return Window(meeting.opens_on, meeting.closes_on)


def _meeting(session: Session, key: str) -> Meeting:
    found = session.scalar(select(Meeting).where(Meeting.key == key))
    if found is None:
        raise NoSuchMeeting(key)
    if found.status in (MeetingStatus.POSTPONED, MeetingStatus.CANCELLED):
        raise NoDates(key, found.status)
    return found


def _span(given: Given, meeting: Meeting | None) -> Window:
    if meeting is not None:
        return meeting_span(meeting)
    assert isinstance(given, Window)
    return given


def _cycle(session: Session, chain: Chain, edition: str, *, now: datetime) -> Cycle:
    cycle = Cycle(
        chain=chain.slug,
        edition=edition,
        version=chain.version,
        title=chain.title,
        mandate=chain.mandate,
        zone=chain.zone,
        place=chain.place,
        public_id=cycle_id(the_store(session), f"{chain.slug}/{edition}"),
        opened_at=now,
        last_act_at=now,
    )
    session.add(cycle)
    session.flush()
    return cycle


def _told(chain: Chain, anchors: Mapping[str, Given], planned: Plan, accepted: str | None) -> dict[str, object]:
    return {
        "chain_version": chain.version,
        "anchors": {name: given if isinstance(given, str) else span_words(given) for name, given in anchors.items()},
        "deadlines": {found.step: found.due.isoformat() if found.due else None for found in planned.deadlines},
        "accepted_conflicts": accepted,
    }


def span_words(span: Window) -> str:
    """Return `2017-02-07/2017-02-08`, or the one day."""
    return f"{span.first}/{span.last}" if span.first != span.last else str(span.last)


def _copy_anchors(
    session: Session,
    cycle: Cycle,
    chain: Chain,
    spans: Mapping[str, Window],
    meetings: Mapping[str, Meeting],
    provisional: Collection[str],
    entry: Entry,
) -> None:
    for position, declared in enumerate(chain.anchors):
        meeting = meetings.get(declared.name)
        row = Anchor(
            cycle_id=cycle.id,
            position=position,
            name=declared.name,
            title=declared.title,
            optional=declared.optional,
            outside=declared.outside,
            meeting_id=meeting.id if meeting else None,
        )
        session.add(row)
        session.flush()
        if declared.name in spans:
            date_anchor(session, row, spans[declared.name], entry, provisional=declared.name in provisional)


def date_anchor(
    session: Session, anchor: Anchor, span: Window | None, entry: Entry, *, provisional: bool = False
) -> None:
    """Give an anchor its days, or take them away, from the entry's time on."""
    session.add(
        AnchorDate(
            anchor_id=anchor.id,
            opens_on=span.first if span else None,
            closes_on=span.last if span else None,
            at=entry.at,
            entry_id=entry.id,
            provisional=provisional,
            meeting_id=anchor.meeting_id,
        )
    )


def _copy_steps(
    session: Session, cycle: Cycle, chain: Chain, planned: Plan, agreed: Mapping[str, Agreement], entry: Entry
) -> None:
    for position, (step, found) in enumerate(zip(chain.steps, planned.deadlines, strict=True)):
        row = copy_step(session, cycle, position, step, now=entry.at)
        words = agreed[step.slug].words if step.slug in agreed else Words()
        promise(session, row, found, entry, words=words, flags=_past(found, entry.at))
        row.sequence = 0  # what a subscriber first sees is revision 0


def copy_step(session: Session, cycle: Cycle, position: int, step: Step, *, now: datetime) -> Deadline:
    """Return the row of a step, with all that the cycle needs of it; it has no date yet."""
    row = Deadline(
        cycle_id=cycle.id,
        public_id=deadline_id(the_store(session), cycle.name, step.slug),
        position=position,
        step=step.slug,
        title=step.title,
        by=step.by,
        to=step.to,
        via=step.via,
        purpose=step.purpose,
        source=step.source,
        rule=str(step.rule) if step.rule else None,
        opening=str(step.opening) if step.opening else None,
        follows=list(step.follows),
        before=list(step.before),
        ladder=str(step.ladder),
        look_at=now,
        updated_at=now,
        evidence=str(step.evidence),
        confirmation=step.confirmation,
        note=step.note,
    )
    session.add(row)
    session.flush()
    return row


def _past(planned: Planned, now: datetime) -> tuple[Past, ...]:
    """Return the flag of a step already past when its cycle is opened: it is flagged, not chased."""
    if planned.closes is None or planned.closes >= now:
        return ()
    return (Past(now.date()),)
