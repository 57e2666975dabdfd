"""Holding the deadlines of an entry against those of the cycle that is there, with every date that these have had."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions.cycles.planned_cycles import Agreement
from loading.entry_chains import agreement, step_place, words
from loading.entry_refusals import known, refused
from loading.existing_cycle import Compared
from loading.shapes import DeadlineShape, TimelineShape
from models.cycles import Cycle
from models.deadlines import Assignment, Deadline, Promise
from planning.basis import Basis
from planning.chain import KEPT
from planning.grammar import parse
from planning.remedies import Call
from planning.rule_forms import Fixed
from record.cycles.snapshots import clock_of, window_of


def compare(session: Session, found: Compared) -> None:
    """Note what acts have changed. Raises LoadRefused for what is new in the file."""
    rows = {row.step: row for row in _rows(session, found.cycle)}
    for number, said in enumerate(found.entry.given.deadlines, start=1):
        where = step_place(found.entry.where, number, said)
        if said.step not in rows:
            why = f"{found.cycle.name} is open without this step, and none joins later; take it out"
            raise refused(where, f"{why}: {known(said.step, rows)}")
        _step(found, where, said, rows[said.step])


def _rows(session: Session, cycle: Cycle) -> list[Deadline]:
    people = selectinload(Deadline.assignments).selectinload(Assignment.person)
    query = select(Deadline).where(Deadline.cycle_id == cycle.id, Deadline.part == "").order_by(Deadline.position)
    query = query.options(selectinload(Deadline.promises), people).execution_options(populate_existing=True)
    return list(session.scalars(query))


def _step(found: Compared, where: str, said: DeadlineShape, row: Deadline) -> None:
    for name in KEPT:
        value, stored = getattr(said, name), getattr(row, name)
        if value is not None and value != (tuple(stored) if isinstance(stored, list) else stored):
            raise found.fixed(where, name, stored)
    if said.is_agreed:
        _agreed(found, where, said, row)
    elif said.due and said.due != row.rule:
        stored = f"has the rule {row.rule!r}" if row.rule else "has no rule"
        raise found.differs(where, f"it {stored}, the file says {said.due!r}", _agree(found, said.step, None))
    _opens(found, where, said, row)
    _officer(found, where, said, row)


def _agreed(found: Compared, where: str, said: DeadlineShape, row: Deadline) -> None:
    asked, last = agreement(found.entry.given, said), row.promises[-1]
    had = [promise for promise in row.promises if _says(promise, asked)]
    due, act = str(said.due), _agree(found, said.step, str(said.due))
    if not had:
        stored = f"it is {last.basis}{f' for {last.due_on}' if last.due_on else ''}"
        raise found.differs(where, f"{stored}, the file says {due}, agreed", act)
    if not any(_in_these_words(promise, found.entry.given, said) for promise in had):
        raise found.differs(where, f"{due} was agreed in other words, which the file changes", act)
    if last not in had:
        found.note(f"{said.step} is now due on {last.due_on}", due)


def _opens(found: Compared, where: str, said: DeadlineShape, row: Deadline) -> None:
    if said.opens is None or said.opens == row.opening:
        return
    day = parse(said.opens).day
    had = {promise.opens_on for promise in row.promises}
    if not isinstance(day, Fixed) or day.on not in had:
        raise found.fixed(where, "opens", row.opening or row.promises[-1].opens_on)


def _officer(found: Compared, where: str, said: DeadlineShape, row: Deadline) -> None:
    if said.officer and said.officer not in {held.person.email for held in row.assignments if held.person}:
        of = {"cycle": found.cycle.name, "step": said.step, "person": said.officer}
        act = Call("deadline/assign", of, "assign it")
        raise found.differs(where, f"{said.officer} is not responsible for it", act)


def _agree(found: Compared, step: str, due: str | None) -> Call:
    return Call("deadline/agree", {"cycle": found.cycle.name, "step": step, "due": due}, "agree it")


def _says(promise: Promise, asked: Agreement) -> bool:
    """Return whether the promise binds by the same day and hour."""
    bound = promise.basis in (Basis.AGREED, Basis.ANNOUNCED)
    return bound and window_of(promise) == asked.window and clock_of(promise) == asked.clock


def _in_these_words(promise: Promise, given: TimelineShape, said: DeadlineShape) -> bool:
    """Return whether the promise was made in the words of the file, as far as the file has any."""
    asked = words(given, said)
    stored = (promise.agreed_by, promise.document, promise.reason)
    pairs = zip((asked.agreed_by, asked.document, asked.reason), stored, strict=True)
    return all(wanted is None or wanted == had for wanted, had in pairs)
