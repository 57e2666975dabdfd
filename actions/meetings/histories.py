"""What meetings have been, each row until the next: how the last one is taken back by the one before it."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from kernel.undo import ChangedSince
from models.bodies import AgendaItem, MeetingState
from models.cycles import AnchorDate
from models.documents import MeetingPaper
from models.journal import Entry
from planning.remedies import Call
from record import origin

TAKE_BACK = "meeting/take-back"
Row = TypeVar("Row", bound=AgendaItem | AnchorDate | MeetingPaper | MeetingState)


def back(session: Session) -> Call:
    """Return what takes the act back that runs: by its line, whose rows are each followed by the one before it."""
    return Call(TAKE_BACK, {"line": origin.of(session).id})


def before(session: Session, row: Row, *same: ColumnElement[bool]) -> Row | None:
    """Return the row before this one of its history, if there is one; what is so now must be what this one says.

    What a loaded file has changed since is found so, for its line does not say what it touched. Raises ChangedSince.
    """
    model = type(row)
    history = select(model).where(*same).order_by(model.id.desc()).limit(1)
    last = session.scalars(history).one()
    if _says(last) != _says(row):
        raise ChangedSince(session.get_one(Entry, last.entry_id))
    return session.scalars(history.where(model.id < row.id)).first()


def again(session: Session, row: Row, entry: Entry, **other: Any) -> Row:
    """Write that what the row says holds again from the entry's time on, but for what is `other` now."""
    copy = type(row)(**(_says(row) | other), at=entry.at, entry_id=entry.id)
    session.add(copy)
    return copy


def _says(row: Row) -> dict[str, Any]:
    """Return what the row says: all but when, by which act and why."""
    columns = row.__mapper__.column_attrs.keys()
    return {name: getattr(row, name) for name in columns if name not in ("id", "at", "entry_id", "reason")}
