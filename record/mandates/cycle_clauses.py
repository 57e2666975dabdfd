"""The clauses that a cycle serves: what it leaves of them, and which of its documents may be one text."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from planning.clauses import Obligation
from planning.obligations import OPEN
from planning.zones import local_day
from record.bodies import BodyNames
from record.cycles import snapshots
from record.cycles.views import CycleView
from record.mandates import resolutions
from record.mandates.matrix import matrix
from record.papers import documents, submissions
from record.papers.submissions import SubmissionView


def left_of_mandate(session: Session, name: str, *, now: datetime) -> tuple[str, ...]:
    """Return a sentence for each clause that the cycle serves and that lacks a hand-over in its last year.

    Raises BadCycleName, NoSuchCycle.
    """
    view, names = snapshots.view(session, name, now), BodyNames(session)
    towards = {names.key(each.to): each for each in view.deadlines if each.to}
    years = {day.year for each in towards.values() if (day := each.settlement.on if each.settlement else each.due)}
    if not years:
        return ()
    served = {f"{key}/{clause}" for key, clause, _ in _served(session, view, now)}
    rows = (row for row in matrix(session, max(years), now=now).rows if towards.keys() & set(row.last.duty.to))
    return tuple(
        f"not fulfilled: {row.last.reference}, {row.last.duty.what}: {row.last.cell.sentence}"
        for row in rows
        if row.last.cell.judgement in OPEN
        and row.last.cell.lacking
        and f"{row.key.partition('/')[0]}/{row.last.clause.key}" in served
    )


def may_be_one_text(session: Session, name: str, document: str, *, now: datetime) -> list[SubmissionView]:
    """Return the hand-overs of other documents by the cycle that would fulfil a clause together with those of this one.

    A body that got a copy after the recipient had the document may have it under another symbol.
    """
    row = documents.find(session, document)
    kept = row.name if row else document
    hand_overs = [each for each in submissions.standing(session, now=now) if each.cycle == name]
    mine = [each for each in hand_overs if each.document == kept]
    others = [each for each in hand_overs if each.document != kept]
    if not mine or not others:
        return []
    duties = [duty for _, _, duty in _served(session, snapshots.view(session, name, now), now)]
    together = {
        other.document: other
        for other in others
        for duty in duties
        if not set(duty.holders) <= {own.body for own in mine}
        for own in mine
        if _is_copy(duty, of=other, copy=own) or _is_copy(duty, of=own, copy=other)
    }
    return list(together.values())


def _is_copy(duty: Obligation, *, of: SubmissionView, copy: SubmissionView) -> bool:
    return of.body in duty.to and copy.body in duty.copies and copy.on >= of.on


def _served(session: Session, view: CycleView, now: datetime) -> Iterator[tuple[str, str, Obligation]]:
    """Yield the resolution, the clause and each obligation that the cycle's mandate cites."""
    on = local_day(view.opened_at)
    for resolution in resolutions.library(session, now=now):
        for clause in resolutions.cited_clauses(resolution, view.mandate, on):
            yield from ((resolution.key, clause.key, duty) for duty in clause.obligations)
