"""Meetings: added when absent; their words may change, their dates move by `council move` alone."""

import json
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.loading.bodies import Bodies
from actions.loading.entries import Entry
from actions.loading.refusing import refused
from actions.loading.shapes import MeetingShape
from actions.loading.tally import Tally
from actions.opening import meeting_span, span_words
from models.bodies import Body, Meeting, MeetingStatus
from models.journal import Entry as Line
from models.store import Store, public_id
from planning.window import Window


class Meetings:
    """The meetings of the store, by key."""

    def __init__(self, session: Session, store: Store, bodies: Bodies, *, now: datetime) -> None:
        self._session, self._store, self._bodies, self._now = session, store, bodies, now
        self.rows = {row.key: row for row in session.scalars(select(Meeting))}

    def take(self, entry: Entry[MeetingShape], tally: Tally) -> None:
        """Add the meeting, or update its words. Raises LoadRefused for another body or other dates."""
        given = entry.given
        body = self._bodies.named(entry.where, given.body)
        row = self.rows.get(given.key)
        if row is None:
            self.rows[given.key] = row = self._add(given, body)
            tally.add("meetings", given.key, span_words(meeting_span(row)))
            return
        self._check(entry, row, body, tally)
        if new := _words(row, given):
            row.sequence, row.updated_at = row.sequence + 1, self._now
            tally.change("meetings", given.key, new)
        else:
            tally.keep("meetings")

    def _add(self, given: MeetingShape, body: Body) -> Meeting:
        row = Meeting(
            key=given.key,
            body_id=body.id,
            title=given.title,
            opens_on=given.opens,
            closes_on=given.closes or given.opens,
            place=given.place,
            status=given.status or MeetingStatus.PLANNED,
            public_id=public_id(self._store, "meeting", given.key),
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
        said = span_words(Window(entry.given.opens, entry.given.closes or entry.given.opens))
        if said == stored:
            return
        if said not in _had(self._session, row.key):
            why = f"{row.key} is on {stored}, the file says {said}; dates move by: council move {row.key} {said}"
            raise refused(entry.where, why)
        tally.notes.append(f"{row.key} was moved to {stored}; {entry.where} still says {said}")


def _words(row: Meeting, given: MeetingShape) -> dict[str, str]:
    """Change what is not a date, and return it."""
    said = {"title": given.title, "place": given.place, "status": given.status}
    new = {name: value for name, value in said.items() if value is not None and value != getattr(row, name)}
    for name, value in new.items():
        setattr(row, name, value)
    return {name: str(value) for name, value in new.items()}


def _had(session: Session, key: str) -> set[str]:
    """Return every date that the journal knows of the meeting: as it was loaded, and as it was moved."""
    lines = session.scalars(select(Line.text).where(Line.act.in_(("load", "move")), Line.cycle.is_(None)))
    found = set()
    for details in (json.loads(text)["details"] for text in lines):
        found.add(details.get("meetings", {}).get(key))
        found.add(details.get("to") if details.get("meeting") == key else None)
    return {words for words in found if words}
