"""What people want to be reminded of: each their own, until they end it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.memos import Memo
from record.people import people


def due(session: Session, hand: str, by: date) -> Sequence[Memo]:
    """Return what somebody wanted to be reminded of by a day, the earliest first."""
    query = select(Memo).where(
        Memo.hand.in_({hand, *people.hands(session, hand)}), Memo.ended_at.is_(None), Memo.due_on <= by
    )
    return session.scalars(query.order_by(Memo.due_on, Memo.id)).all()


def row(session: Session, hand: str, words: str, on: date) -> Memo | None:
    """Return what they wanted to be reminded of in these words on that day, if they still do."""
    return next((memo for memo in _rows(session, hand, words, on) if memo.ended_at is None), None)


def was_set(session: Session, hand: str, words: str, on: date) -> bool:
    """Return whether they ever wanted to be reminded of it on that day."""
    return bool(_rows(session, hand, words, on))


def _rows(session: Session, hand: str, words: str, on: date) -> Sequence[Memo]:
    query = select(Memo).where(
        Memo.hand.in_({hand, *people.hands(session, hand)}), Memo.due_on == on, Memo.words == words
    )
    return session.scalars(query.order_by(Memo.id)).all()
