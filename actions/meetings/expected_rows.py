"""Rows of expected documents: the last one of each, another one written after it, and what an act left taken back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from actions.meetings import histories
from kernel import effects
from kernel.done import Done, Happening
from models.documents import Document, LanguageVersion, MeetingPaper
from models.journal import Entry
from models.meetings import Meeting, MeetingStatus
from models.sessions import ExpectedDocument, Ruling
from planning.chain import SLUG
from planning.errors import among, quoted
from planning.remedies import Call
from record import journal
from record.meetings import expected_documents, meetings, session_cycles
from record.meetings.expected_documents import ExpectedView
from record.papers import documents
from record.papers.documents import State
from record.refusals import ExpectedRefused, NoSuchExpected, NotHeldAtAll


def last(session: Session, name: str) -> ExpectedDocument | None:
    """Return the last row of a document by MEETING/DOCUMENT; None if none is expected."""
    meeting, _, key = name.rpartition("/")
    query = select(ExpectedDocument).join(Meeting, Meeting.id == ExpectedDocument.meeting_id)
    query = query.where(Meeting.key == meeting, ExpectedDocument.key == key).order_by(ExpectedDocument.id.desc())
    row = session.scalars(query.limit(1)).first()
    return row if row and not row.withdrawn else None


def living(session: Session, name: str) -> ExpectedDocument:
    """Return the last row of a document that its meeting expects still. Raises NoSuchExpected, ExpectedRefused."""
    row = last(session, name)
    if row is None:
        raise NoSuchExpected(name)
    if row.ruling == Ruling.NEXT_SESSION:
        other = session.get_one(Meeting, row.next_id).key
        raise ExpectedRefused(f"{name} went to {other}: it is {other}/{row.key} now", "name it so")
    return row


def received(session: Session, name: str) -> ExpectedDocument:
    """Return the last row of a document that has come. Raises NoSuchExpected, ExpectedRefused."""
    row = living(session, name)
    if row.document_id is None:
        raise ExpectedRefused(f"{name} has not been received", "record first that it was")
    return row


def view(session: Session, name: str, now: datetime) -> ExpectedView:
    """Return how an expected document stands. Raises NoSuchExpected."""
    meeting = meetings.row(session, name.rpartition("/")[0])
    steps = session_cycles.days(session_cycles.hanging(session, meeting.id, now=now, known=now))
    views = expected_documents.of_meeting(session, meeting, steps, now=now, known=now)
    found = next((each for each in views if each.name == name), None)
    if found is None:
        raise NoSuchExpected(name)
    return found


def note(session: Session, name: str, was: ExpectedDocument | None) -> None:
    """Note how an expected document was before the act changes it."""
    effects.note(session, f"expected-document:{name}", was and histories.values_of(was))


def rewrite(session: Session, name: str, was: ExpectedDocument, changes: Mapping[str, Any]) -> ExpectedDocument:
    """Write how an expected document stands from the act that runs on; what is not changed is as it was."""
    note(session, name, was)
    row = histories.again(session, was, journal.line(session), **changes)
    session.flush()
    return row


def done(session: Session, outcome: str, name: str, sentence: str, **facts: object) -> Done:
    """Return the result of an act on an expected document, which is taken back row by row."""
    return Done(
        outcome,
        sentence,
        facts={"document": name, **facts},
        events=(Happening(outcome, "document", (name,)),),
        undo=histories.back(session),
    )


def check_held(meeting: Meeting) -> None:
    """Check that a meeting is not cancelled. Raises NotHeldAtAll."""
    if meeting.status is MeetingStatus.CANCELLED:
        raise NotHeldAtAll(meeting.key)


def check_symbol(session: Session, name: str, symbol: str) -> None:
    """Check that no other document of the meeting goes by a symbol. Raises ExpectedRefused."""
    meeting, _, key = name.rpartition("/")
    base = documents.name_of(symbol)[0]
    rows = expected_documents.last_rows(session, meetings.row(session, meeting), journal.line(session).at)
    for row in rows:
        if not row.withdrawn and row.key != key and row.symbol and documents.name_of(row.symbol)[0] == base:
            way = Call("document/receive", {"expected": f"{meeting}/{row.key}"}, "if it has another symbol, say which")
            raise ExpectedRefused(f"{base} is {meeting}/{row.key} ({row.title}); correct the symbol", way)


def check_words(session: Session, meeting: Meeting, words: str | None, now: datetime) -> None:
    """Check that words promise a day: one of the calendar, or that of a step that hangs from the meeting.

    While no cycle hangs from it, what may be the name of a step is believed. Raises ExpectedRefused.
    """
    if words is None or _is_day(words):
        return
    views = session_cycles.hanging(session, meeting.id, now=now, known=now)
    steps = session_cycles.days(views)
    if words in steps or (not views and SLUG.fullmatch(words.rpartition(" ")[2])):
        return
    near = get_close_matches(words, steps, 1)
    known = f"did you mean {near[0]!r}? " if near else ""
    ways = f"those are {among([step for step in steps if ' ' not in step])}" if steps else "there is none yet"
    raise ExpectedRefused(
        f"{quoted(words)} is neither a day nor a step of what depends on {meeting.key}; {known}{ways}"
    )


def _is_day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def restore(session: Session, taken: Entry, entry: Entry) -> Done:
    """Restore the expected documents, papers and languages that a line changed. Raises ChangedSince."""
    names: list[str] = []
    for row in session.scalars(select(ExpectedDocument).where(ExpectedDocument.entry_id == taken.id)).all():
        same = (ExpectedDocument.meeting_id == row.meeting_id, ExpectedDocument.key == row.key)
        _write_before(session, row, entry, *same, blank={"withdrawn": True})
        names.append(f"{session.get_one(Meeting, row.meeting_id).key}/{row.key}")
        effects.note(session, f"expected-document:{names[-1]}", histories.values_of(row))
    for paper in session.scalars(select(MeetingPaper).where(MeetingPaper.entry_id == taken.id)).all():
        same = (MeetingPaper.meeting_id == paper.meeting_id, MeetingPaper.document_id == paper.document_id)
        _write_before(session, paper, entry, *same, blank={"withdrawn": True})
    for version in session.scalars(select(LanguageVersion).where(LanguageVersion.entry_id == taken.id)).all():
        _write_before(session, version, entry, *_same_place(version), blank={"state": str(State.UNKNOWN), "url": None})
        public_id = session.get_one(Document, version.document_id).public_id
        effects.note(session, f"document:{public_id} {version.issue} {version.language}", version.state)
    found = list(dict.fromkeys(names)) or [str(journal.facts_of(taken)["document"])]
    return replace(
        done(session, "taken-back", among(found), f"{among(found)}: as before"), facts={"documents": found}, undo=None
    )


def _same_place(version: LanguageVersion) -> tuple[ColumnElement[bool], ...]:
    of = LanguageVersion
    return of.document_id == version.document_id, of.issue == version.issue, of.language == version.language


def _write_before(session: Session, row: Any, entry: Entry, *same: Any, blank: Mapping[str, Any]) -> None:
    was = histories.before(session, row, *same)
    histories.again(session, was or row, entry, **({} if was else blank))
