"""The papers of a meeting: documents that lie before it, for a purpose and for the clauses that they serve.

A paper says no day of hand-over: where a source gives one, that is a submission.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from actions import journal
from actions.mandates import texts
from actions.papers import documents
from actions.refusals import MeetingRefused, NoSuchMeeting
from models.bodies import Meeting
from models.documents import Document, MeetingPaper


@dataclass(frozen=True, slots=True)
class PaperView:
    """A document before a meeting."""

    document: str
    symbol: str
    title: str | None
    purpose: str | None
    clauses: tuple[str, ...]


def lay_before(
    session: Session,
    meeting: str,
    document: str,
    *,
    purpose: str | None = None,
    clauses: Iterable[str] = (),
    withdraw: bool = False,
    now: datetime,
    by: str,
) -> PaperView | None:
    """Return the paper as it now lies before the meeting: new, or what is not given as it was; None once withdrawn.

    Raises NoSuchMeeting, BadSymbol, NoSuchClause, and MeetingRefused where there is nothing to withdraw.
    """
    row, (name, _) = _meeting(session, meeting), documents.name_of(document)
    was = _last(session, row, document)
    if withdraw and (was is None or was.withdrawn):
        raise MeetingRefused(f"{meeting} has no {name} before it: there is none to withdraw")
    known = was if was and not was.withdrawn else None
    keys = [texts.clause_key(session, clause) for clause in clauses] or (known.clauses if known else [])
    purpose = purpose or (known.purpose if known else None)
    told = {"meeting": meeting, "document": document, "purpose": purpose, "clauses": keys, "withdrawn": withdraw}
    entry = journal.write(session, "paper", told, now=now, by=by)
    made, symbol = documents.found_or_made(session, document, None, entry)
    found = MeetingPaper(
        meeting_id=row.id,
        document_id=made.id,
        symbol=symbol,
        purpose=purpose,
        clauses=list(keys),
        withdrawn=withdraw,
        at=entry.at,
        entry_id=entry.id,
    )
    session.add(found)
    session.flush()
    return None if withdraw else _view(found, made)


def has_been_before(session: Session, meeting: str, document: str) -> bool:
    """Return whether the document ever lay before the meeting. Raises NoSuchMeeting, BadSymbol."""
    return _last(session, _meeting(session, meeting), document) is not None


def by_meeting(session: Session, known: datetime, ids: Select[int]) -> dict[int, tuple[PaperView, ...]]:
    """Return, by the meeting's row, the papers that lay before these as recorded by `known`, in two queries."""
    query = select(MeetingPaper).where(MeetingPaper.at <= known, MeetingPaper.meeting_id.in_(ids))
    query = query.order_by(MeetingPaper.id)
    rows = session.scalars(query.options(selectinload(MeetingPaper.document))).all()
    last = {(row.meeting_id, row.document_id): row for row in rows}
    found: dict[int, list[PaperView]] = {}
    for row in last.values():
        if not row.withdrawn:
            found.setdefault(row.meeting_id, []).append(_view(row, row.document))
    return {key: tuple(views) for key, views in found.items()}


def _view(row: MeetingPaper, document: Document) -> PaperView:
    return PaperView(document.name, row.symbol, document.title, row.purpose, tuple(row.clauses))


def _meeting(session: Session, key: str) -> Meeting:
    found = session.scalar(select(Meeting).where(Meeting.key == key))
    if found is None:
        raise NoSuchMeeting(key)
    return found


def _last(session: Session, meeting: Meeting, document: str) -> MeetingPaper | None:
    found = documents.find(session, document)
    if found is None:
        return None
    rows: Sequence[MeetingPaper] = session.scalars(
        select(MeetingPaper)
        .where(MeetingPaper.meeting_id == meeting.id, MeetingPaper.document_id == found.id)
        .order_by(MeetingPaper.id)
    ).all()
    return rows[-1] if rows else None
