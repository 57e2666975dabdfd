"""Histories of meetings, and of what lies before them: a row is taken back by writing the one before it again."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from kernel.undo import ChangedSince
from models.cycles import AnchorDate
from models.documents import LanguageVersion, MeetingPaper
from models.journal import Entry
from models.meetings import AgendaItem, MeetingState
from models.sessions import ExpectedDocument
from planning.remedies import Call
from record import origin

TAKE_BACK = "meeting/take-back"
Row = TypeVar("Row", bound=AgendaItem | AnchorDate | ExpectedDocument | LanguageVersion | MeetingPaper | MeetingState)


def back(session: Session) -> Call:
    """Return the act that takes back the one that runs, by its line of the journal."""
    return Call(TAKE_BACK, {"line": origin.of(session).id})


def before(session: Session, row: Row, *same: ColumnElement[bool]) -> Row | None:
    """Return the row before this one in its history, or None; the last row must say what this one says.

    That finds what a loaded file has changed since, for its line does not say what it touched. Raises ChangedSince.
    """
    model = type(row)
    history = select(model).where(*same).order_by(model.id.desc()).limit(1)
    last = session.scalars(history).one()
    if values_of(last) != values_of(row):
        raise ChangedSince(session.get_one(Entry, last.entry_id))
    return session.scalars(history.where(model.id < row.id)).first()


def again(session: Session, row: Row, entry: Entry, **other: Any) -> Row:
    """Write and return a copy of the row that holds from the entry's time on, with the values of `other`."""
    copy = type(row)(**(values_of(row) | other), at=entry.at, entry_id=entry.id)
    session.add(copy)
    return copy


def values_of(row: Row) -> dict[str, Any]:
    """Return the values of the row, without its id, time, act and reason."""
    columns = row.__mapper__.column_attrs.keys()
    return {name: getattr(row, name) for name in columns if name not in ("id", "at", "entry_id", "reason")}
