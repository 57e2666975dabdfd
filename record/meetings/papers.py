"""The papers of a meeting: documents that lie before it, for a purpose and for the clauses that they serve.

A paper says no day of hand-over: where a source gives one, that is a submission.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from models.documents import Document, MeetingPaper
from models.meetings import Meeting
from record.papers import documents


@dataclass(frozen=True, slots=True)
class PaperView:
    """A document before a meeting."""

    document: str
    symbol: str
    title: str | None
    purpose: str | None
    clauses: tuple[str, ...]


def by_meeting(session: Session, known: datetime, ids: Select[int]) -> dict[int, tuple[PaperView, ...]]:
    """Return, by the meeting's row, the papers that lay before these as recorded by `known`, in two queries."""
    query = select(MeetingPaper).where(MeetingPaper.at <= known, MeetingPaper.meeting_id.in_(ids))
    query = query.order_by(MeetingPaper.id)
    rows = session.scalars(query.options(selectinload(MeetingPaper.document))).all()
    last = {(row.meeting_id, row.document_id): row for row in rows}
    by_row: dict[int, list[PaperView]] = {}
    for row in last.values():
        if not row.withdrawn:
            by_row.setdefault(row.meeting_id, []).append(_make_view(row, row.document))
    return {key: tuple(views) for key, views in by_row.items()}


def _make_view(row: MeetingPaper, document: Document) -> PaperView:
    return PaperView(document.name, row.symbol, document.title, row.purpose, tuple(row.clauses))


def last(session: Session, meeting: Meeting, document: str) -> MeetingPaper | None:
    """Return the last row of a document before a meeting; None if it never lay before it. Raises BadSymbol."""
    paper = documents.find(session, document)
    if paper is None:
        return None
    rows: Sequence[MeetingPaper] = session.scalars(
        select(MeetingPaper)
        .where(MeetingPaper.meeting_id == meeting.id, MeetingPaper.document_id == paper.id)
        .order_by(MeetingPaper.id)
    ).all()
    return rows[-1] if rows else None
