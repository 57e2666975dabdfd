"""The papers of a meeting: documents that lie before it, for a purpose and for the clauses that they serve.

A paper says no day of hand-over: where a source gives one, that is a submission.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from models.documents import MeetingPaper
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
    """Return, by the meeting's row, the papers that lay before these as recorded by `known`, in three queries."""
    query = select(MeetingPaper).where(MeetingPaper.at <= known, MeetingPaper.meeting_id.in_(ids))
    query = query.order_by(MeetingPaper.id)
    rows = session.scalars(query.options(selectinload(MeetingPaper.document))).all()
    kept = documents.kept_names(session, now=known) if rows else {}
    last = {(row.meeting_id, kept.get(row.document_id, row.document.name)): row for row in rows}
    by_row: dict[int, list[PaperView]] = {}
    for (meeting_id, name), row in last.items():
        if not row.withdrawn:
            by_row.setdefault(meeting_id, []).append(_make_view(row, name))
    return {key: tuple(views) for key, views in by_row.items()}


def _make_view(row: MeetingPaper, document: str) -> PaperView:
    return PaperView(document, row.symbol, row.document.title, row.purpose, tuple(row.clauses))


def last(session: Session, meeting: Meeting, document: str) -> MeetingPaper | None:
    """Return the last row of a document before a meeting; None if it never lay before it. Raises BadSymbol."""
    paper = documents.find(session, document)
    if paper is None:
        return None
    same = (paper, *documents.merged_into(session, paper))
    rows: Sequence[MeetingPaper] = session.scalars(
        select(MeetingPaper)
        .where(MeetingPaper.meeting_id == meeting.id, MeetingPaper.document_id.in_([each.id for each in same]))
        .order_by(MeetingPaper.id)
    ).all()
    return rows[-1] if rows else None
