"""Documents that are expected for meetings: new ones are added, with their agenda items; words may be corrected."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.meetings import agenda, expected_documents, expected_rows
from kernel import act_lines
from kernel.done import Done
from loading.entry_refusals import inside, refused
from loading.file_entries import Entry
from loading.result import Tally
from loading.scopes import Scopes
from loading.session_shapes import ExpectedShape
from models.journal import Entry as Line
from models.meetings import Meeting
from models.sessions import ExpectedDocument
from planning.remedies import Call
from record.meetings import expected_documents as expected
from record.meetings import meetings, session_cycles

SIDES = ("submit_by", "post_by")
COLUMNS = ("title", "unit", "item", "languages", *SIDES)


def take(session: Session, entries: Sequence[Entry[ExpectedShape]], scopes: Scopes, tally: Tally, line: Line) -> None:
    """Expect the documents of a load. Raises LoadRefused."""
    if entries:
        book = _Expected(session, scopes, line)
        for entry in entries:
            book.take(entry, tally)
        book.note_doubts(tally)


class _Expected:
    """The expected documents of the store, with all that they ever were, by meeting and key."""

    def __init__(self, session: Session, scopes: Scopes, line: Line) -> None:
        self._session, self._scopes, self._line = session, scopes, line
        query = select(Meeting.key, ExpectedDocument).join(Meeting, Meeting.id == ExpectedDocument.meeting_id)
        self._had: dict[str, list[ExpectedDocument]] = {}
        self._new: dict[int, set[str]] = {}  # by the meeting
        for meeting, row in session.execute(query.order_by(ExpectedDocument.id)):
            self._had.setdefault(f"{meeting}/{row.key}", []).append(row)

    def take(self, entry: Entry[ExpectedShape], tally: Tally) -> None:
        """Expect the document, or correct its words; what an act changed since stays. Raises LoadRefused."""
        shape, name = entry.given, f"{entry.given.meeting}/{entry.given.key}"
        with inside(entry.where):
            row = meetings.row(self._session, shape.meeting)
            expected_rows.check_held(row)
            for words in (shape.submit_by, shape.post_by):
                expected_rows.check_words(self._session, row, words, self._line.at)
        self._scopes.check_role(entry.where, shape.unit)
        self._put_on_agenda(shape, row)
        stated, had = _stated(shape), self._had.get(name, [])
        if any(all(getattr(was, each) == stated[each] for each in COLUMNS) for was in had):
            tally.keep("expected_documents")
            return
        if had:
            _check_days(entry, name, stated, had[-1])
            tally.change("expected_documents", name, _news(stated, had[-1]))
        else:
            tally.add("expected_documents", name, shape.title)
        put = partial(self._put, name, stated)
        self._new.setdefault(row.id, set()).add(name)
        arguments = {"expected": name, "title": shape.title, "unit": shape.unit}
        act_lines.part(self._session, "document/expect", arguments, put, now=self._line.at, by=self._line.by)

    def note_doubts(self, tally: Tally) -> None:
        """Note what is odd about the days that the files promise."""
        for number, names in self._new.items():
            meeting, at = self._session.get_one(Meeting, number), self._line.at
            steps = session_cycles.days(session_cycles.hanging(self._session, number, now=at, known=at))
            views = expected.of_meeting(self._session, meeting, steps, now=at, known=at)
            for view in (view for view in views if view.name in names):
                tally.notes += [f"{view.name}: {doubt}" for doubt in expected.doubts(view, meeting.opens_on, date.min)]

    def _put(self, name: str, stated: dict[str, Any], line: Line) -> Done:
        row = expected_documents.put(self._session, name, stated, line)
        self._had.setdefault(name, []).append(row)
        return Done("expected", f"{name}: {row.title}, from {row.unit}", facts={"document": name, "unit": row.unit})

    def _put_on_agenda(self, shape: ExpectedShape, row: Meeting) -> None:
        """Put the item on the agenda, unless it stands there."""
        if not (shape.item and shape.item_title) or agenda.last_item(self._session, row, shape.item):
            return
        values = {"title": shape.item_title, "document": None, "on": None, "withdrawn": False}

        def put(line: Line) -> Done:
            agenda.add_item(self._session, row, str(shape.item), values, line)
            return Done("on-the-agenda", f"{row.key} {shape.item}: {shape.item_title}", facts={"meeting": row.key})

        words = {"meeting": row.key, "number": shape.item, "title": shape.item_title}
        act_lines.part(self._session, "meeting/agenda", words, put, now=self._line.at, by=self._line.by)


def _stated(shape: ExpectedShape) -> dict[str, Any]:
    return {each: getattr(shape, each) for each in COLUMNS} | {"languages": str(shape.languages)}


def _news(stated: dict[str, Any], was: ExpectedDocument) -> dict[str, str]:
    return {each: str(stated[each]) for each in COLUMNS if stated[each] not in (None, getattr(was, each))}


def _check_days(entry: Entry[ExpectedShape], name: str, stated: dict[str, Any], was: ExpectedDocument) -> None:
    """Check that the file promises no other days than the record does. Raises LoadRefused."""
    for side in SIDES:
        if stated[side] not in (None, getattr(was, side)):
            why = (
                f"{name} has {side} {getattr(was, side) or 'open'}, the file says {stated[side]}; a load moves no date"
            )
            raise refused(entry.where, why, Call("document/expect", {"expected": name, side: stated[side]}, "move it"))
