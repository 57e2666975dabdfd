"""Submissions: a document handed to a body for a purpose, by a step of a cycle or by itself, and its receipt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions import journal
from actions.bodies.naming import ROLES, BodyNames
from actions.cycles import reading
from actions.cycles.nearness import check_near
from actions.cycles.rows import Held
from actions.mandates import texts
from actions.papers import documents
from actions.refusals import NotSubmitted, OutOfTime
from models.cycles import Cycle
from models.deadlines import Deadline, Settlement
from models.documents import Receipt, Submission
from models.journal import Entry
from models.store import public_id, the_store
from planning.hours import zone_info

HOME_ZONE = "Europe/Zurich"


def submit(
    session: Session,
    document: str,
    body: str,
    *,
    on: date | None = None,
    purpose: str | None = None,
    via: str | None = None,
    cycle: str | None = None,
    clauses: Iterable[str] = (),
    sure: bool = False,
    now: datetime,
    by: str,
) -> Submission:
    """Record that the document was handed to the body, today in Geneva unless told the day.

    `clauses` are those that it serves (`council-1332/sg-6`), beside those that its cycle's mandate cites.
    Raises BadSymbol, NoSuchClause, NoSuchCycle, OutOfTime for a day still to come, UnbelievableDay, and FarFromEdition
    for a day years from the edition of its cycle, of which nobody is `sure`.
    """
    of = reading.cycle_row(session, cycle) if cycle else None
    keys = [texts.clause_key(session, clause) for clause in clauses]
    today = now.astimezone(zone_info(of.zone if of else HOME_ZONE)).date()
    if on and on > today:
        raise OutOfTime(now, f"{document} cannot have been handed over on {on}, a day still to come")
    if of:
        check_near(of.name, on, sure=sure)
    names = BodyNames(session)
    told = {"document": document, "to": names.key(body), "purpose": purpose, "on": on or today, "clauses": keys}
    entry = journal.write(session, "submit", told, cycle=of, now=now, by=by)
    made, symbol = documents.found_or_made(session, document, None, entry)
    return _add(
        session, Submission(
            public_id=_public_id(session, entry, symbol, names.key(body)),
            document_id=made.id,
            symbol=symbol,
            body=names.key(body),
            via=names.key(via) if via else None,
            purpose=purpose,
            on=on or today,
            due_on=None,
            clauses=keys,
            cycle_id=of.id if of else None,
            deadline_id=None,
            at=entry.at,
            entry_id=entry.id,
        )
    )  # fmt: skip


def hand_over_settled(
    session: Session, held: Held, kind: str, entry: Entry, *, on: date, document: str | None, url: str | None
) -> Submission | None:
    """Record the submission of a step that was met towards a body with its document; None for any other step.

    Part of the act that settles the step, in its transaction and under its journal line. Of a step that is only
    reported met the symbol is read, so that a malformed one is refused at once. Raises BadSymbol.
    """
    deadline, words = held.deadline, document or url
    if kind not in ("met", "reported") or not words or not deadline.to or deadline.to in ROLES:
        return None
    documents.name_of(words)
    if kind == "reported":
        return None
    names = BodyNames(session)
    made, symbol = documents.found_or_made(session, words, url, entry)
    body = names.key(deadline.to)
    return _add(
        session, Submission(
            public_id=_public_id(session, entry, symbol, body),
            document_id=made.id,
            symbol=symbol,
            body=body,
            via=names.key(deadline.via) if deadline.via else None,
            purpose=deadline.purpose,
            on=on,
            due_on=held.promise.due_on,
            clauses=[],
            cycle_id=held.cycle.id,
            deadline_id=deadline.id,
            at=entry.at,
            entry_id=entry.id,
        )
    )  # fmt: skip


def receive(
    session: Session,
    cycle: str,
    step: str,
    *,
    on: date | None = None,
    reference: str,
    sure: bool = False,
    now: datetime,
    by: str,
) -> Submission:
    """Record that the body has received what the step handed over.

    Raises NoSuchCycle, NotSubmitted, OutOfTime, UnbelievableDay, and FarFromEdition unless somebody is `sure`.
    """
    of = reading.cycle_row(session, cycle)
    found = [one for one in standing(session, now=now) if one.cycle == cycle and one.step == step]
    if not found:
        raise NotSubmitted(cycle, step)
    today = now.astimezone(zone_info(of.zone)).date()
    if on and on > today:
        raise OutOfTime(now, f"{step} cannot have been received on {on}, a day still to come")
    check_near(of.name, on, sure=sure)
    return acknowledge(session, found[-1].id, of, on or today, reference, now=now, by=by)


def acknowledge(
    session: Session, submission_id: int, cycle: Cycle | None, on: date, reference: str, *, now: datetime, by: str
) -> Submission:
    """Record the receipt of one submission."""
    row = session.get_one(Submission, submission_id)
    told = {"submission": row.public_id, "document": row.symbol, "to": row.body, "on": on, "reference": reference}
    entry = journal.write(session, "receipt", told, cycle=cycle, now=now, by=by)
    session.add(Receipt(submission_id=row.id, on=on, reference=reference, at=entry.at, entry_id=entry.id))
    session.flush()
    return row


def _add(session: Session, row: Submission) -> Submission:
    session.add(row)
    session.flush()
    return row


def _public_id(session: Session, entry: Entry, symbol: str, body: str) -> str:
    return public_id(the_store(session), "submission", entry.hash, symbol, body)


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
        """Whether it went after the day by which it was due."""
        return self.due is not None and self.on > self.due


def standing(session: Session, *, now: datetime) -> list[SubmissionView]:
    """Return the submissions recorded by `now`, the oldest first; none of a step that was reopened since."""
    rows = session.execute(
        select(Submission, Cycle.chain, Cycle.edition, Deadline.step)
        .outerjoin(Cycle, Cycle.id == Submission.cycle_id)
        .outerjoin(Deadline, Deadline.id == Submission.deadline_id)
        .where(Submission.at <= now)
        .order_by(Submission.id)
        .options(selectinload(Submission.document), selectinload(Submission.receipts))
    ).all()
    undone = _reopened(session, now)
    return [
        _view(row, f"{chain}/{edition}" if chain else None, step, now)
        for row, chain, edition, step in rows
        if row.deadline_id is None or undone.get(row.deadline_id, 0) < row.entry_id
    ]


def _reopened(session: Session, now: datetime) -> dict[int, int]:
    """Return, by deadline, the journal entry that last reopened it."""
    query = select(Settlement.deadline_id, Settlement.entry_id).where(
        Settlement.kind == "reopened", Settlement.at <= now
    )  # fmt: skip
    return {row.deadline_id: row.entry_id for row in session.execute(query.order_by(Settlement.id))}


def _view(row: Submission, cycle: str | None, step: str | None, now: datetime) -> SubmissionView:
    receipt = reading.last_of(row.receipts, now)
    return SubmissionView(
        row.id,
        row.public_id,
        row.document.name,
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
    view = reading.view(session, name, now)
    made = tuple(one for one in standing(session, now=now) if one.cycle == name)
    done = {one.step for one in made}
    names = BodyNames(session)
    owed = [
        HandOver(one.step, names.key(one.to), one.via, one.purpose, one.due, str(one.standing))
        for one in view.deadlines
        if one.to and one.to not in ROLES and one.step not in done
    ]
    return CycleSubmissions(name, made, tuple(owed))


def documents_of(found: Sequence[SubmissionView]) -> list[str]:
    """Return the documents among these submissions, in their order."""
    return list(dict.fromkeys(one.document for one in found))
