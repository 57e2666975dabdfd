"""Comments and what becomes of them: each is taken up somewhere, or declined for a reason."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions import journal
from actions.cycles.rows import Held
from actions.refusals import NoSuchComment, NotAnswered, ReasonMissing
from actions.windows import answering
from models.answers import Comment, Outcome

TAKEN_UP, DECLINED = "taken-up", "declined"


def comment(
    session: Session, name: str, step: str, organization: str, says: str, *, document: str = "", now: datetime, by: str
) -> int:
    """Return the number of one more comment in an answer that is recorded already.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, NotAWindow, NoSuchOrganization, NotAnswered; ReasonMissing.
    """
    if not says.strip():
        raise ReasonMissing("a comment without words")
    held, who = answering.window(session, name, step), answering.named(session, organization)
    last = answering.last_answer(session, held, who, document)
    if last is None or last.withdrawn:
        raise NotAnswered(who.name, step)
    told = {"step": step, "organization": who.name, "document": document, "says": says}
    entry = journal.write(session, "comment", told, cycle=held.cycle, now=now, by=by)
    return answering.add_comments(session, held, who, document, [says], entry)[0]


def take_up(session: Session, name: str, step: str, number: int, where: str, *, now: datetime, by: str) -> None:
    """Record where a comment was taken up: "final draft, section 5". Raises as `decline` does."""
    _resolve(session, name, step, number, TAKEN_UP, where, now=now, by=by)


def decline(session: Session, name: str, step: str, number: int, because: str, *, now: datetime, by: str) -> None:
    """Record why a comment was not taken up.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, NotAWindow, NoSuchComment, ReasonMissing.
    """
    _resolve(session, name, step, number, DECLINED, because, now=now, by=by)


def _resolve(
    session: Session, name: str, step: str, number: int, kind: str, words: str, *, now: datetime, by: str
) -> None:
    if not words.strip():
        raise ReasonMissing("what became of a comment")
    held = answering.window(session, name, step)
    row = _numbered(session, held, number)
    told = {"step": step, "comment": number, "outcome": kind, "words": words}
    entry = journal.write(session, "resolve-comment", told, cycle=held.cycle, now=now, by=by)
    session.add(
        Outcome(comment_id=row.id, kind=kind, words=words.strip(), by=entry.by, at=entry.at, entry_id=entry.id)
    )  # fmt: skip
    session.flush()


def _numbered(session: Session, held: Held, number: int) -> Comment:
    of_window = Comment.deadline_id == held.deadline.id
    row = session.scalar(select(Comment).where(of_window, Comment.number == number))
    if row is None:
        count = session.scalar(select(func.count()).select_from(Comment).where(of_window)) or 0
        raise NoSuchComment(held.deadline.step, number, count)
    return row
