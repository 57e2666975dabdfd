"""Submissions: a document is handed to a body for a purpose, by a step of a cycle or by itself; and its receipt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Annotated, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles.rows_to_change import Held, check_lived, check_near
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.paper_types import BODY, BodyName, Clauses, PaperSymbol, Purpose
from kernel.parameters import CYCLE, DAY, WORDS, CycleName, StepName, Sure
from models.cycles import Cycle
from models.deadlines import Deadline, Settlement
from models.documents import Receipt, Submission
from models.journal import Entry
from models.store import public_id, the_store
from planning.zones import HOME_ZONE, local_day
from record import journal
from record.bodies import NO_BODIES, BodyNames
from record.cycles import snapshots
from record.papers import documents, submissions
from record.papers.submissions import SubmissionView
from record.refusals import NotSubmitted, OutOfTime


@act(
    "document/submit",
    who=(Grant.SECRETARIAT,),
    no_undo="what a body was given stays on record",
    tags=("papers",),
    short="submit",
)
def submit(
    session: Session,
    document: PaperSymbol,
    body: BodyName,
    *,
    on: Annotated[date | None, DAY.saying("The day on which it was submitted; today if left empty.")] = None,
    purpose: Purpose = None,
    via: Annotated[str | None, BODY.saying("The body through which it went.")] = None,
    cycle: Annotated[str | None, CYCLE.saying("The cycle that it belongs to.")] = None,
    clauses: Clauses = (),
    sure: Sure = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Record that a document was submitted to a body outside the steps of a cycle.

    It serves these clauses, beside those that its cycle's mandate cites. Raises BadSymbol, NoSuchClause, NoSuchCycle,
    OutOfTime for a day still to come, UnbelievableDay, and FarFromEdition for a day years from the edition of its
    cycle, of which nobody is `sure`.
    """
    of = snapshots.cycle_row(session, cycle) if cycle else None
    same = select(Submission).where(Submission.symbol == document, Submission.body == body)
    earlier = session.scalars(same.order_by(Submission.id)).all()
    effects.note(session, f"submission:{document} {body}", [row.on for row in earlier])
    handing = Handing(document, body, on or local_day(now, of.zone if of else HOME_ZONE), purpose, via, clauses)
    if any(_is_known(row, handing, of) for row in earlier):
        return Done(
            "known", f"that {document} was submitted to {body} on {handing.on} is recorded already", is_nothing=True
        )
    row = hand_over(session, journal.line(session), handing, of, sure=sure, now=now)
    return replace(submitted(row, cycle), notes=_of_a_stranger(session, row.body))


def submitted(row: Submission, cycle: str | None) -> Done:
    """Return the result of handing a document over, as a part of this cycle or of none."""
    return Done(
        "submitted",
        f"{row.symbol} was submitted to {row.body} on {row.on}",
        cycle=cycle,
        facts={"document": row.symbol, "to": row.body, "on": row.on}
        | {"purpose": row.purpose, "via": row.via, "clauses": row.clauses},
        events=(Happening("submitted", "document", (row.symbol, cycle) if cycle else (row.symbol,)),),
    )


def _is_known(row: Submission, handing: "Handing", cycle: Cycle | None) -> bool:
    """Return True if the same hand-over is recorded already, so that a repeated act records it once."""
    is_of_it = row.deadline_id is None and row.cycle_id == (cycle.id if cycle else None)
    recorded = (row.on, row.purpose, row.via, list(row.clauses or ()))
    return is_of_it and recorded == (handing.on, handing.purpose, handing.via, list(handing.clauses))


def _of_a_stranger(session: Session, body: str) -> tuple[str, ...]:
    """Return a sentence about a body that is not loaded, with the nearest one that is."""
    names = BodyNames(session)
    if names.find(body):
        return ()
    near = "".join(f"; did you mean {key!r}?" for key in get_close_matches(body, names.titles, 1))
    return (f"no body {body!r} is loaded: it is recorded by this word{near}",)


@dataclass(frozen=True, slots=True)
class Handing:
    """A document submitted outside the steps of a cycle: on which day (None: today), for what, by which way."""

    document: str
    body: str
    on: date | None
    purpose: str | None
    via: str | None
    clauses: Sequence[str]


def hand_over(
    session: Session, entry: Entry, handing: Handing, cycle: Cycle | None, *, sure: bool = False, now: datetime
) -> Submission:
    """Return the submission of a document to a body, by their keys, under the line of an act.

    Raises BadSymbol, OutOfTime, FarFromEdition.
    """
    on, today = handing.on, local_day(now, cycle.zone if cycle else HOME_ZONE)
    if on and on > today:
        raise OutOfTime(now, f"{handing.document} cannot have been submitted on {on}, a day still to come")
    if cycle:
        check_near(cycle.name, on, sure=sure)
    document, symbol = documents.found_or_made(session, handing.document, None, entry)
    return _add(
        session, Submission(
            public_id=_public_id(session, entry, symbol, handing.body),
            document_id=document.id,
            symbol=symbol,
            body=handing.body,
            via=handing.via,
            purpose=handing.purpose,
            on=on or today,
            due_on=None,
            clauses=list(handing.clauses),
            cycle_id=cycle.id if cycle else None,
            deadline_id=None,
            at=entry.at,
            entry_id=entry.id,
        )
    )  # fmt: skip


class Met(Protocol):
    """What is read here of how a step was settled (`actions/deadlines/settlements.py`)."""

    @property
    def kind(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def document(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...


def hand_over_settled(session: Session, held: Held, met: Met, entry: Entry) -> Submission | None:
    """Record the submission of a step that was met towards a body with its document; None for any other step.

    Part of the act that settles the step, in its transaction and under its journal line. Of a step that is only
    reported met the symbol is read, so that a malformed one is refused at once. Raises BadSymbol.
    """
    deadline, words = held.deadline, met.document or met.url
    if met.kind not in ("met", "reported") or not words or not deadline.to or deadline.to in NO_BODIES:
        return None
    documents.name_of(words)
    if met.kind == "reported":
        return None
    names = BodyNames(session)
    document, symbol = documents.found_or_made(session, words, met.url, entry)
    body = names.key(deadline.to)
    return _add(
        session, Submission(
            public_id=_public_id(session, entry, symbol, body),
            document_id=document.id,
            symbol=symbol,
            body=body,
            via=names.key(deadline.via) if deadline.via else None,
            purpose=deadline.purpose,
            on=met.on,
            due_on=held.promise.due_on,
            clauses=[],
            cycle_id=held.cycle.id,
            deadline_id=deadline.id,
            at=entry.at,
            entry_id=entry.id,
        )
    )  # fmt: skip


def take_back_settled(session: Session, deadline: Deadline, was: Settlement, entry: Entry) -> None:
    """Take back, with the hand-over of a step that is opened again, that its document is posted in its language.

    The submission itself counts no more from then on (record/papers/submissions.py).
    """
    words = was.document or was.url
    if was.kind == "met" and words and deadline.to and deadline.to not in NO_BODIES:
        documents.take_back_posted(session, words, was.entry_id, entry)


@act(
    "submission/receive",
    who=(Grant.SECRETARIAT,),
    no_undo="the word of a body stays on record; a later one takes its place",
    tags=("steps", "papers"),
    short="receipt",
)
def receive(
    session: Session,
    cycle: CycleName,
    step: StepName,
    *,
    reference: Annotated[str, WORDS.saying("The word of the body: a mail, a number, an address.")],
    on: Annotated[date | None, DAY.saying("The day of the receipt; today if left empty.")] = None,
    sure: Sure = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Record that a body has received what a step submitted.

    Raises NoSuchCycle, NoSuchStep, NotSubmitted, OutOfTime, UnbelievableDay, and FarFromEdition unless somebody is
    `sure`.
    """
    of = snapshots.cycle_row(session, cycle)
    handed_over = [each for each in submissions.standing(session, now=now) if (each.cycle, each.step) == (cycle, step)]
    if not handed_over:
        raise NotSubmitted(cycle, step)
    today = local_day(now, of.zone)
    if on and on > today:
        raise OutOfTime(now, f"{step} cannot have been received on {on}, a day still to come")
    check_lived(of, on, sure=sure)
    last, day = handed_over[-1], on or today
    if last.receipt == (day, reference):
        return Done("known", f"that {last.body} has received {last.symbol} is recorded already", is_nothing=True)
    effects.note(session, f"submission:{last.public_id}", last.receipt)
    return acknowledge(session, last, Receival(day, reference, cycle, step), journal.line(session))


@dataclass(frozen=True, slots=True)
class Receival:
    """That a body has received what it was handed: when, by its word, and for which step of a cycle, if any."""

    on: date
    reference: str
    cycle: str | None
    step: str | None

    def happening(self, symbol: str) -> Happening:
        """Return what automations are told: of the step, or of the document where no step handed it over."""
        if self.cycle and self.step:
            return Happening("received", "deadline", (self.cycle, self.step))
        return Happening("received", "document", (symbol, self.cycle) if self.cycle else (symbol,))


def acknowledge(session: Session, submission: Submission | SubmissionView, received: Receival, entry: Entry) -> Done:
    """Record the receipt of one submission, under the line of an act."""
    on, reference = received.on, received.reference
    session.add(Receipt(submission_id=submission.id, on=on, reference=reference, at=entry.at, entry_id=entry.id))
    session.flush()
    return Done(
        "received",
        f"{submission.body} has received {submission.symbol}",
        cycle=received.cycle,
        facts={"step": received.step, "reference": reference}
        | {"submission": submission.public_id, "document": submission.symbol, "to": submission.body, "on": on},
        events=(received.happening(submission.symbol),),
    )


def _add(session: Session, row: Submission) -> Submission:
    session.add(row)
    session.flush()
    return row


def _public_id(session: Session, entry: Entry, symbol: str, body: str) -> str:
    return public_id(the_store(session), "submission", entry.hash, symbol, body)
