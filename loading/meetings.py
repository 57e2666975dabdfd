"""Meetings: new ones are added, words and agenda may change; their dates move by an act alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import meeting_followers
from actions.cycles.meeting_followers import Change
from actions.cycles.planned_cycles import meeting_span
from actions.meetings import agenda
from loading.bodies import Bodies
from loading.entry_refusals import inside, known, refused
from loading.file_entries import Entry
from loading.meeting_shapes import AgendaShape, MeetingShape
from loading.result import Tally
from models.bodies import Body
from models.journal import Entry as Line
from models.meetings import AgendaItem, Meeting, MeetingState, MeetingStatus
from models.store import Store, public_id
from planning.errors import CouncilError
from planning.remedies import Call
from planning.sittings import UNKNOWN, checked, read_hours
from planning.window import Window, span_words
from record.cycles import meeting_issues
from record.meetings import meetings
from record.meetings.meetings import Tie

PLANNED, CONFIRMED, HELD = MeetingStatus.PLANNED, MeetingStatus.CONFIRMED, MeetingStatus.HELD
ONWARDS = {(PLANNED, CONFIRMED), (PLANNED, HELD), (CONFIRMED, HELD)}  # steps that move no date
LOADS = ("file/load", "load")  # as the journal calls a load, today and before 0.2
ACTS = {MeetingStatus.POSTPONED: "meeting/postpone", MeetingStatus.CANCELLED: "meeting/cancel"}


@dataclass(slots=True)
class _News:
    """What a file says of a meeting that the record does not have yet."""

    entry: Entry[MeetingShape]
    row: Meeting
    is_new: bool = False
    words: dict[str, str] = field(default_factory=dict)
    status: MeetingStatus | None = None
    relation: str | None = None
    agenda: list[AgendaShape] = field(default_factory=list)

    @property
    def told(self) -> dict[str, object]:
        """What the journal keeps of it."""
        facts: dict[str, object] = dict(self.words)
        facts |= {"status": str(self.status)} if self.status else {}
        facts |= {"relation": self.relation} if self.relation else {}
        return facts | ({"agenda": [item.number for item in self.agenda]} if self.agenda else {})


class Meetings:
    """The meetings of the store, by key, with what they have been."""

    def __init__(self, session: Session, store: Store, bodies: Bodies, *, now: datetime) -> None:
        self._session, self._store, self._bodies, self._now = session, store, bodies, now
        self.rows = {row.key: row for row in session.scalars(select(Meeting))}
        self._states: dict[int, list[MeetingState]] = {}
        for state in session.scalars(select(MeetingState).order_by(MeetingState.id)):
            self._states.setdefault(state.meeting_id, []).append(state)
        items = session.execute(select(AgendaItem, Line.act).join(Line).order_by(AgendaItem.id)).all()
        last = {(item.meeting_id, item.number): item for item, _ in items}
        self._agenda = last | {(item.meeting_id, item.number): item for item, act in items if act in LOADS}
        self._news: list[_News] = []

    def take(self, entry: Entry[MeetingShape], tally: Tally) -> None:
        """Add the meeting, or note its news. Raises LoadRefused for another body or other dates."""
        shape = entry.given
        body = self._bodies.named(entry.where, shape.body)
        row = self.rows.get(shape.key)
        if row is None:
            row = self.rows[shape.key] = self._add(shape, body)
            self._news.append(_News(entry, row, True, relation=shape.relation, agenda=list(shape.agenda)))
            tally.add("meetings", shape.key, span_words(meeting_span(row)))
            return
        self._check(entry, row, body, tally)
        self._check_clock(entry, row)
        first = None if self._had_hours(row, shape.known_hours.stored) else shape.known_hours.stored
        news = _News(entry, row, words=_words(row, shape, first), status=self._changed_status(entry, row, tally))
        news.relation = shape.relation if self._has_new_tie(row, shape) else None
        news.agenda = [item for item in shape.agenda if self._is_new(row, item)]
        if news.told:
            self._news.append(news)
            tally.change("meetings", shape.key, news.told)
        else:
            tally.keep("meetings")

    def write(self, line: Line) -> None:
        """Write the news into the history of each meeting, once the journal has its line."""
        for news in self._news:
            with inside(news.entry.where):
                self._write(news, line)

    def _write(self, news: _News, line: Line) -> None:
        row = news.row
        waits = not meeting_issues.is_public_as_set(self._session, row, line.at)
        if news.status:
            meeting_followers.change(self._session, row, Change(news.status), line, waits=waits)
        if news.is_new or news.words or news.relation:
            meetings.record(self._session, row, line, tie=self._tie(news), waits=waits)
        for item in news.agenda:
            agenda.check_day(row, item.on)
            values: dict[str, Any] = {"title": item.title, "document": item.document, "on": item.on, "withdrawn": False}
            agenda.add_item(self._session, row, item.number, values, line)

    def _add(self, shape: MeetingShape, body: Body) -> Meeting:
        row = Meeting(
            key=shape.key,
            body_id=body.id,
            title=shape.title,
            opens_on=shape.opens,
            closes_on=shape.closes or shape.opens,
            hours=shape.known_hours.stored,
            place=shape.place,
            status=shape.status or PLANNED,
            public_id=public_id(self._store, "meeting", shape.key),
            updated_at=self._now,
        )
        self._session.add(row)
        self._session.flush()
        return row

    def _check(self, entry: Entry[MeetingShape], row: Meeting, body: Body, tally: Tally) -> None:
        if row.body_id != body.id:
            why = f"{row.key} is a meeting of another body; correct `body`, or give this meeting a key of its own"
            raise refused(entry.where, why)
        stored = span_words(meeting_span(row))
        stated = span_words(Window(entry.given.opens, entry.given.closes or entry.given.opens))
        if stated == stored:
            self._check_hours(entry, row, stated, tally)
            return
        if stated not in [span_words(Window(state.opens_on, state.closes_on)) for state in self._had(row)]:
            move = Call("meeting/move", {"meeting": row.key, "span": stated}, "move it")
            raise refused(entry.where, f"{row.key} is on {stored}, the file says {stated}; a load moves no date", move)
        tally.notes.append(f"{row.key} was moved to {stored}; {entry.where} still says {stated}")

    def _check_hours(self, entry: Entry[MeetingShape], row: Meeting, days: str, tally: Tally) -> None:
        """Refuse other hours of the same days: they change by the act that sets the days."""
        stated = entry.given.known_hours.stored
        if stated in (None, row.hours):
            return
        if self._had_hours(row, stated):
            now = row.hours or UNKNOWN
            tally.notes.append(f"the hours of {row.key} are {now} since; {entry.where} still says {stated}")
        elif row.hours is not None:
            move = Call("meeting/move", {"meeting": row.key, "span": days, "hours": stated}, "change them")
            why = f"the hours of {row.key} are {row.hours}, the file says {stated}; a load changes no hour"
            raise refused(entry.where, why, move)

    def _check_clock(self, entry: Entry[MeetingShape], row: Meeting) -> None:
        """Refuse another place for hours that name no clock: they would be read on another one than was meant."""
        place = entry.given.place
        if row.hours is None or place in (None, row.place):
            return
        try:
            checked(read_hours(row.hours), meeting_span(row), place)
        except CouncilError as fault:
            raise refused(entry.where, f"the hours of {row.key}: {fault}") from fault

    def _had_hours(self, row: Meeting, hours: str | None) -> bool:
        return hours in [state.hours for state in self._had(row)]

    def _changed_status(self, entry: Entry[MeetingShape], row: Meeting, tally: Tally) -> MeetingStatus | None:
        """Return the status that the file brings on. Raises LoadRefused for one that would move dates."""
        stated = entry.given.status
        if stated is None or stated is row.status:
            return None
        if stated in [state.status for state in self._had(row)]:
            tally.notes.append(f"{row.key} is {row.status}; {entry.where} still says {stated}")
            return None
        if (row.status, stated) in ONWARDS:
            return stated
        act = Call(ACTS[stated], {"meeting": row.key}, "do it") if stated in ACTS else "correct `status`"
        raise refused(entry.where, f"{row.key} is {row.status}, the file says {stated}; a load moves no date", act)

    def _had(self, row: Meeting) -> Sequence[MeetingState]:
        return self._states.get(row.id, ())

    def _has_new_tie(self, row: Meeting, shape: MeetingShape) -> bool:
        keys = {each.id: each.key for each in self.rows.values()}
        had = [f"{each.relation} {keys[each.related_id]}" for each in self._had(row) if each.related_id]
        return shape.relation is not None and shape.relation not in had

    def _tie(self, news: _News) -> Tie | None:
        tie = news.entry.given.tie if news.relation else None
        if tie is None:
            return None
        relation, key = tie
        if key not in self.rows or key == news.row.key:
            raise refused(news.entry.where, f"there is no other meeting {key!r}: {known(key, self.rows)}")
        return relation, self.rows[key]

    def _is_new(self, row: Meeting, item: AgendaShape) -> bool:
        was = self._agenda.get((row.id, item.number))
        return was is None or (was.title, was.document, was.on) != (item.title, item.document, item.on)


def _words(row: Meeting, shape: MeetingShape, hours: str | None) -> dict[str, str]:
    """Change what is neither a date nor how it stands, and return it; the hours where it has none."""
    days = (shape.opens, shape.closes or shape.opens)
    is_first = row.hours is None and days == (row.opens_on, row.closes_on)
    stated = {"title": shape.title, "place": shape.place, "hours": hours if is_first else None}
    new = {name: value for name, value in stated.items() if value is not None and value != getattr(row, name)}
    for name, value in new.items():
        setattr(row, name, value)
    return new
