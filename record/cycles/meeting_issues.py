"""What members read of a meeting: how it was last issued, or loaded, while another state is set and waits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased

from models.cycles import Anchor, AnchorDate
from models.issues import Issue, is_public, stands
from models.meetings import CALLED_OFF, Meeting, MeetingState, MeetingStatus
from planning.window import Window, span_words
from planning.zones import in_geneva

FIRM = (MeetingStatus.CONFIRMED, MeetingStatus.HELD)  # which members read alike


def read_state_id(at: datetime | ColumnElement[datetime], of: type[Meeting] = Meeting) -> ColumnElement[int | None]:
    """Return the id of the state of a meeting that is public by then; NULL where that is how its row has it."""
    return _last_issued(is_public(at), of)


def _last_issued(which: ColumnElement[bool], of: type[Meeting]) -> ColumnElement[int | None]:
    """Return the id of the last state that such an issue names, or of the one that is public without an issue."""
    later = select(func.max(Issue.state_id)).where(which, Issue.meeting_id == of.id)
    later = later.where(Issue.state_id > of.public_state_id)
    return func.coalesce(later.correlate(of).scalar_subquery(), of.public_state_id)


def hung_meeting_id(at: datetime | ColumnElement[datetime]) -> ScalarSelect[int | None]:
    """Return the meeting that an anchor follows as members read it: no act that set another one is public yet."""
    of = aliased(Meeting)
    waits = select(MeetingState.id).join(of, of.id == MeetingState.meeting_id)
    waits = waits.where(MeetingState.entry_id == AnchorDate.entry_id, MeetingState.id > read_state_id(at, of))
    query = select(AnchorDate.meeting_id).where(AnchorDate.anchor_id == Anchor.id, ~waits.exists())
    return query.order_by(AnchorDate.id.desc()).limit(1).correlate(Anchor).scalar_subquery()


def is_public_as_set(session: Session, meeting: Meeting, now: datetime) -> bool:
    """Return True if members read the meeting as it is set."""
    session.flush()
    state = select(MeetingState).where(MeetingState.meeting_id == meeting.id).order_by(MeetingState.id.desc()).limit(1)
    read_id = session.scalar(select(read_state_id(now)).where(Meeting.id == meeting.id))
    read, last = session.get(MeetingState, read_id or 0), session.scalars(state).first()
    return read is None or last is None or reads_alike(read, last)


def reads_alike(state: MeetingState, other: MeetingState) -> bool:
    """Return True if members read the same in both: title, days, hours, place, and how it stands."""
    return _read(state) == _read(other)


def _read(state: MeetingState) -> tuple[object, ...]:
    status = MeetingStatus.CONFIRMED if state.status in FIRM else state.status
    return state.title, state.opens_on, state.closes_on, state.hours, state.place, status


@dataclass(frozen=True, slots=True)
class Waiting:
    """A meeting of which something is set and not issued: its states since, what members read, and from when on."""

    id: int
    key: str
    states: tuple[MeetingState, ...]
    read: MeetingState
    since: datetime

    @property
    def state(self) -> MeetingState:
        """Return how it is set."""
        return self.states[-1]

    @property
    def reads_as_before(self) -> bool:
        """Return True if members would read the same of it: only what hangs from it waits."""
        return reads_alike(self.state, self.read)

    def is_set_with(self, others: Iterable["Waiting"]) -> bool:
        """Return True if an act that set it set one of these as well; it is set with itself."""
        acts = {state.entry_id for other in others for state in other.states}
        return any(state.entry_id in acts for state in self.states)

    @property
    def set_words(self) -> str:
        """Return how it is set: `2017-05-29/2017-06-08, confirmed`."""
        return _words(self.state)

    def sentence(self, now: datetime) -> str:
        """Say what members read: `members read 2017-05-15/2017-05-25, confirmed`."""
        return f"members read {_words(self.read)}{from_when(self.since, now)}"

    @property
    def facts(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"meeting": self.key, "set": self.set_words, "read": _words(self.read), "since": self.since.isoformat()}


def from_when(since: datetime, now: datetime) -> str:
    """Return from when on members read something, where that is still to come: ` from 2017-02-13 10:10 on`."""
    return f" from {in_geneva(since)} on" if since > now else ""


def _words(state: MeetingState) -> str:
    days = span_words(Window(state.opens_on, state.closes_on))
    if state.status in CALLED_OFF:
        return f"{state.status}, no longer on {days}"
    return ", ".join(filter(None, (days, state.hours, state.status)))


def waiting(session: Session, now: datetime) -> dict[int, Waiting]:
    """Return, by row, the meetings that are set and not issued, and those that the same acts set."""
    every = list(_set_aside(session, now))
    changed = [each for each in every if not each.reads_as_before]
    return {each.id: each for each in every if each.is_set_with(changed)}


def _set_aside(session: Session, now: datetime) -> Iterator[Waiting]:
    """Yield each meeting with a state later than the one that was issued, whether or not members would read another."""
    read = _last_issued(stands(now), Meeting)
    query = select(Meeting.id, Meeting.key, read).where(Meeting.public_state_id.is_not(None)).order_by(Meeting.key)
    known = {id_: (key, state) for id_, key, state in session.execute(query)}
    states: dict[int, list[MeetingState]] = {}
    rows = select(MeetingState).where(MeetingState.meeting_id.in_(known), MeetingState.at <= now)
    for row in session.scalars(rows.order_by(MeetingState.id)) if known else ():
        states.setdefault(row.meeting_id, []).append(row)
    rows_since = session.execute(_SINCE.where(Issue.meeting_id.in_(known), stands(now))).all() if known else []
    since = {row.state_id: row.since for row in rows_since}
    for id_, (key, public) in known.items():
        read_state = next(state for state in states[id_] if state.id == public)
        if later := tuple(state for state in states[id_] if state.id > read_state.id):
            yield Waiting(id_, key, later, read_state, since.get(read_state.id) or read_state.at)


_SINCE = select(Issue.state_id, func.max(Issue.effective_at).label("since")).group_by(Issue.state_id)


def together(every: Mapping[int, Waiting], meeting_id: int) -> list[Waiting]:
    """Return the meetings that are issued with this one, itself first: those that the same acts set."""
    first = every.get(meeting_id)
    if first is None:
        return []
    return [first, *(each for each in every.values() if each is not first and each.is_set_with([first]))]
