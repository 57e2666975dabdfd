"""Submissions: which document went to which body, which are still to be made, and which the bodies received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.cycles import Cycle
from models.deadlines import Deadline, Settlement
from models.documents import Submission
from record.bodies import NO_BODIES, BodyNames
from record.cycles import snapshots
from record.papers import documents


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """A submission at an instant: what, to whom, for what, by which day, when, and the word that it came in."""

    id: int
    public_id: str
    document: str
    symbol: str
    title: str | None
    body: str
    via: str | None
    purpose: str | None
    on: date
    due: date | None
    cycle: str | None
    step: str | None
    clauses: tuple[str, ...]
    receipt: tuple[date, str] | None

    @property
    def is_late(self) -> bool:
        """Return True if it went after the day by which it was due."""
        return self.due is not None and self.on > self.due


def standing(session: Session, *, now: datetime) -> list[SubmissionView]:
    """Return the submissions recorded by `now`, the oldest first; none of a step that was opened again since."""
    rows = session.execute(
        select(Submission, Cycle.chain, Cycle.edition, Deadline.step)
        .outerjoin(Cycle, Cycle.id == Submission.cycle_id)
        .outerjoin(Deadline, Deadline.id == Submission.deadline_id)
        .where(Submission.at <= now)
        .order_by(Submission.id)
        .options(selectinload(Submission.document), selectinload(Submission.receipts))
    ).all()
    undone, kept = _reopened(session, now), documents.kept_names(session, now=now)
    return [
        _make_view(
            row, kept.get(row.document_id, row.document.name), f"{chain}/{edition}" if chain else None, step, now
        )
        for row, chain, edition, step in rows
        if row.deadline_id is None or undone.get(row.deadline_id, 0) < row.entry_id
    ]


def _reopened(session: Session, now: datetime) -> dict[int, int]:
    """Return, by deadline, the journal entry that last opened it again: also one that withdrew its confirmation."""
    query = select(Settlement.deadline_id, Settlement.entry_id).where(
        Settlement.kind.in_(("reopened", "reported")), Settlement.at <= now
    )
    return {row.deadline_id: row.entry_id for row in session.execute(query.order_by(Settlement.id))}


def _make_view(row: Submission, document: str, cycle: str | None, step: str | None, now: datetime) -> SubmissionView:
    receipt = snapshots.last_of(row.receipts, now)
    return SubmissionView(
        row.id,
        row.public_id,
        document,
        row.symbol,
        row.document.title,
        row.body,
        row.via,
        row.purpose,
        row.on,
        row.due_on,
        cycle,
        step,
        tuple(row.clauses),
        (receipt.on, receipt.reference) if receipt else None,
    )


@dataclass(frozen=True, slots=True)
class HandOver:
    """A hand-over that the cycle owes and has not made: the step, its body, and the day, if it has one."""

    step: str
    body: str
    via: str | None
    purpose: str | None
    due: date | None
    standing: str


@dataclass(frozen=True, slots=True)
class CycleSubmissions:
    """One report, several bodies: what of it was handed over, and what is still owed."""

    cycle: str
    made: tuple[SubmissionView, ...]
    owed: tuple[HandOver, ...]


def of_cycle(session: Session, name: str, *, now: datetime) -> CycleSubmissions:
    """Return the matrix of a cycle's hand-overs as recorded by `now`. Raises BadCycleName, NoSuchCycle."""
    view = snapshots.view(session, name, now)
    handed_over = tuple(each for each in standing(session, now=now) if each.cycle == name)
    done = {each.step for each in handed_over}
    names = BodyNames(session)
    owed = [
        HandOver(each.step, names.key(each.to), each.via, each.purpose, each.due, str(each.standing))
        for each in view.deadlines
        if each.to and each.to not in NO_BODIES and each.step not in done
    ]
    return CycleSubmissions(name, handed_over, tuple(owed))


def documents_of(submissions: Sequence[SubmissionView]) -> list[str]:
    """Return the documents among these submissions, in their order."""
    return list(dict.fromkeys(submission.document for submission in submissions))
