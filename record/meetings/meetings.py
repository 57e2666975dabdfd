"""Meetings as they stood at an instant, read from append-only history, with their agenda and the cycles they date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session, selectinload

from models.cycles import Anchor, AnchorDate, Cycle
from models.journal import Entry
from models.meetings import CALLED_OFF, AgendaItem, Meeting, MeetingState, MeetingStatus, Relation
from record import journal
from record.cycles.latest_rows import last, unended
from record.cycles.snapshots import last_of
from record.meetings import papers
from record.meetings.papers import PaperView
from record.refusals import NoSuchMeeting

Tie = tuple[Relation, Meeting]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a meeting is changed, and by which document."""

    reason: str | None = None
    document: str | None = None


NO_WHY = Why()


@dataclass(frozen=True, slots=True)
class AgendaView:
    """An agenda item; undated until it has a day."""

    number: str
    title: str
    document: str | None
    on: date | None


@dataclass(frozen=True, slots=True)
class StateView:
    """One state of a meeting's history: from when, by which act of whom, and why."""

    at: datetime
    act: str | None
    by: str | None
    opens: date
    closes: date
    hours: str | None
    status: MeetingStatus
    reason: str | None
    document: str | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting at an instant. One postponed or cancelled keeps the days that no longer hold."""

    key: str
    body: str
    title: str
    opens: date
    closes: date
    hours: str | None
    place: str | None
    status: MeetingStatus
    relation: Relation | None
    related: str | None
    cycles: tuple[str, ...]
    agenda: tuple[AgendaView, ...]
    papers: tuple[PaperView, ...]
    history: tuple[StateView, ...]

    @property
    def is_off(self) -> bool:
        """Return True if its days no longer hold."""
        return self.status in CALLED_OFF


def opening_in(first: date, last: date = date.max) -> ColumnElement[bool]:
    """Return the condition that a meeting opens within these days, or ever was to."""
    states = select(MeetingState.meeting_id).where(MeetingState.opens_on.between(first, last))
    return or_(Meeting.opens_on.between(first, last), Meeting.id.in_(states))


def listed(
    session: Session, which: ColumnElement[bool] | None = None, *, now: datetime, known: datetime | None = None
) -> list[MeetingView]:
    """Return all meetings, or those that `which` finds, as recorded by `known` (by `now`, unless told).

    The earliest comes first.
    """
    seen, which = known or now, true() if which is None else which
    query = select(Meeting).where(which)
    loaded = query.options(selectinload(Meeting.states), selectinload(Meeting.agenda), selectinload(Meeting.body))
    meetings = session.scalars(loaded.execution_options(populate_existing=True)).all()
    ids = query.with_only_columns(Meeting.id)
    entries, keys = _entries(session, ids), _related(session, ids)
    hanging, laid = _hanging(session, ids, seen), papers.by_meeting(session, seen, ids)
    views = [_make_view(row, hanging.get(row.id, ()), laid.get(row.id, ()), keys, entries, seen) for row in meetings]
    return sorted((view for view in views if view), key=lambda view: (view.opens, view.key))


def meeting(session: Session, key: str, *, now: datetime, known: datetime | None = None) -> MeetingView:
    """Return one meeting. Raises NoSuchMeeting."""
    views = listed(session, Meeting.key == key, now=now, known=known)
    if not views:
        raise NoSuchMeeting(key)
    return views[0]


def row(session: Session, key: str) -> Meeting:
    """Return the row of that key. Raises NoSuchMeeting."""
    meeting = session.scalar(select(Meeting).where(Meeting.key == key))
    if meeting is None:
        raise NoSuchMeeting(key)
    return meeting


def record(
    session: Session, meeting: Meeting, entry: Entry, *, tie: Tie | None = None, why: Why = NO_WHY, waits: bool
) -> None:
    """Write the meeting as its row now has it into its history; if it `waits`, members read on what they read."""
    was = _last_state(session, meeting)
    relation = tie[0] if tie else was.relation if was else None
    related = tie[1].id if tie else was.related_id if was else None
    if waits:
        set_aside(session, meeting)
    if was is not None:
        meeting.sequence += 1
    meeting.updated_at = entry.at
    state = MeetingState(
        meeting_id=meeting.id,
        title=meeting.title,
        opens_on=meeting.opens_on,
        closes_on=meeting.closes_on,
        hours=meeting.hours,
        place=meeting.place,
        status=meeting.status,
        at=entry.at,
        entry_id=entry.id,
        relation=relation,
        related_id=related,
        reason=why.reason,
        document=why.document,
    )
    session.add(state)
    session.flush()
    if not waits and meeting.public_state_id is not None:
        meeting.public_state_id, meeting.public_sequence = state.id, meeting.sequence


def set_aside(session: Session, meeting: Meeting) -> None:
    """Have members read on how the meeting stands, whatever is set of it, until that is issued."""
    was = _last_state(session, meeting)
    if was is not None and meeting.public_state_id is None:
        meeting.public_state_id, meeting.public_sequence = was.id, meeting.sequence


def last_change(session: Session, meeting: Meeting) -> datetime | None:
    """Return when the meeting was last changed, if it has a history."""
    state = _last_state(session, meeting)
    return state.at if state else None


def _last_state(session: Session, meeting: Meeting) -> MeetingState | None:
    query = select(MeetingState).where(MeetingState.meeting_id == meeting.id).order_by(MeetingState.id.desc())
    return session.scalars(query.limit(1)).first()


def _hanging(session: Session, ids: Select[int], known: datetime) -> dict[int, list[str]]:
    """Return, by meeting, the names of the cycles that were open and hung from it."""
    days = last(AnchorDate.id, AnchorDate.at, AnchorDate.anchor_id == Anchor.id, known)
    query = (
        select(AnchorDate.meeting_id, Cycle.chain, Cycle.edition)
        .join(Anchor, Anchor.cycle_id == Cycle.id)
        .join(AnchorDate, AnchorDate.id == days.correlate(Anchor))
        .where(unended(known), AnchorDate.meeting_id.in_(ids))
    )
    names_of: dict[int, set[str]] = {}
    for meeting_id, chain, edition in session.execute(query):
        names_of.setdefault(meeting_id or 0, set()).add(f"{chain}/{edition}")
    return {meeting_id: sorted(names) for meeting_id, names in names_of.items()}


def _related(session: Session, ids: Select[int]) -> dict[int, str]:
    """Return the keys of the meetings to which these belong in some way, by row."""
    related = select(MeetingState.related_id).where(MeetingState.meeting_id.in_(ids))
    return {row.id: row.key for row in session.execute(select(Meeting.id, Meeting.key).where(Meeting.id.in_(related)))}


def _entries(session: Session, ids: Select[int]) -> dict[int, tuple[str, str]]:
    acts = select(MeetingState.entry_id).where(MeetingState.meeting_id.in_(ids))
    rows = session.execute(select(Entry.id, Entry.act, Entry.by).where(Entry.id.in_(acts))).all()
    names = journal.names(session, {row.by for row in rows})
    return {row.id: (row.act, names.get(row.by, row.by)) for row in rows}


def _make_view(
    row: Meeting,
    cycles: Iterable[str],
    laid: tuple[PaperView, ...],
    keys: Mapping[int, str],
    entries: Mapping[int, tuple[str, str]],
    known: datetime,
) -> MeetingView | None:
    """Return the meeting, or None when nothing of it was recorded by then."""
    state = last_of(row.states, known)
    if state is None and row.states:
        return None
    seen = state or row
    return MeetingView(
        key=row.key,
        body=row.body.key,
        title=seen.title,
        opens=seen.opens_on,
        closes=seen.closes_on,
        hours=seen.hours,
        place=seen.place,
        status=seen.status,
        relation=state.relation if state else None,
        related=keys.get(state.related_id or 0) if state else None,
        cycles=tuple(cycles),
        agenda=_agenda(row.agenda, known),
        papers=laid,
        history=tuple(_state_view(change, entries) for change in row.states if change.at <= known),
    )


def _agenda(rows: Iterable[AgendaItem], known: datetime) -> tuple[AgendaView, ...]:
    items = {item.number: item for item in rows if item.at <= known}
    return tuple(agenda_view(item) for item in items.values() if not item.withdrawn)


def agenda_view(item: AgendaItem) -> AgendaView:
    """Return an agenda item as it is shown."""
    return AgendaView(item.number, item.title, item.document, item.on)


def _state_view(row: MeetingState, entries: Mapping[int, tuple[str, str]]) -> StateView:
    act, by = entries.get(row.entry_id or 0, (None, None))
    return StateView(row.at, act, by, row.opens_on, row.closes_on, row.hours, row.status, row.reason, row.document)
