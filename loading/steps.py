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
from planning.basis import Basis, with_force
from planning.chain import STATED
from planning.grammar import parse
from planning.remedies import Call
from planning.rule_forms import Fixed
from record.cycles.deadline_views import clock_of, window_of


def compare(session: Session, compared: Compared) -> None:
    """Note what acts have changed. Raises LoadRefused for what is new in the file."""
    rows = {row.step: row for row in rows_of(session, compared.cycle)}
    for number, stated in enumerate(compared.entry.given.deadlines, start=1):
        where = step_place(compared.entry.where, number, stated)
        if stated.step not in rows:
            why = f"{compared.cycle.name} is open without this step, and none joins later; take it out"
            raise refused(where, f"{why}: {known(stated.step, rows)}")
        _compare_step(compared, where, stated, rows[stated.step])


def rows_of(session: Session, cycle: Cycle) -> list[Deadline]:
    """Return the deadlines of a cycle as stored, with all their dates."""
    people = selectinload(Deadline.assignments).selectinload(Assignment.person)
    query = select(Deadline).where(Deadline.cycle_id == cycle.id, Deadline.part == "").order_by(Deadline.position)
    query = query.options(selectinload(Deadline.promises), people).execution_options(populate_existing=True)
    return list(session.scalars(query))


def _compare_step(compared: Compared, where: str, stated: DeadlineShape, row: Deadline) -> None:
    for name in STATED:
        if not says_as_stored(stated, row, name):
            raise compared.fixed(where, name, getattr(row, name))
    if stated.is_agreed:
        _agreed(compared, where, stated, row)
    elif stated.due and stated.due != row.rule:
        stored = f"has the rule {row.rule!r}" if row.rule else "has no rule"
        acts = _agree(compared, stated.step, None)
        raise compared.differs(where, f"it {stored}, the file says {stated.due!r}", *acts)
    _opens(compared, where, stated, row)
    _officer(compared, where, stated, row)


def _agreed(compared: Compared, where: str, stated: DeadlineShape, row: Deadline) -> None:
    asked, last = agreement(compared.entry.given, stated), row.promises[-1]
    had = [promise for promise in row.promises if _binds_alike(promise, asked)]
    due, acts = str(stated.due), _agree(compared, stated.step, str(stated.due))
    if not had:
        stored = f"it is {with_force(last.basis, row.force).label}{f' for {last.due_on}' if last.due_on else ''}"
        raise compared.differs(where, f"{stored}, the file says {due}, agreed", *acts)
    if not any(_in_these_words(promise, compared.entry.given, stated) for promise in had):
        raise compared.differs(where, f"{due} was agreed in other words, which the file changes", *acts)
    if last not in had:
        compared.note(f"{stated.step} is now due on {last.due_on}", due)


def _opens(compared: Compared, where: str, stated: DeadlineShape, row: Deadline) -> None:
    if stated.opens is None or stated.opens == row.opening:
        return
    day = parse(stated.opens).day
    had = {promise.opens_on for promise in row.promises}
    if not isinstance(day, Fixed) or day.on not in had:
        raise compared.fixed(where, "opens", row.opening or row.promises[-1].opens_on)


def _officer(compared: Compared, where: str, stated: DeadlineShape, row: Deadline) -> None:
    if stated.officer and stated.officer not in {held.person.email for held in row.assignments if held.person}:
        of = {"cycle": compared.cycle.name, "step": stated.step, "person": stated.officer}
        act = Call("deadline/assign", of, "assign it")
        raise compared.differs(where, f"{stated.officer} is not responsible for it", act)


def says_as_stored(stated: DeadlineShape, row: Deadline, name: str) -> bool:
    """Return True if the file says nothing else of that field than what was copied when the cycle was opened."""
    value, stored = getattr(stated, name), getattr(row, name)
    return value is None or value == (tuple(stored) if isinstance(stored, list) else stored)


def _agree(compared: Compared, step: str, due: str | None) -> tuple[Call, Call]:
    """Return the acts that agree a date: this one, or all that a file states."""
    cycle = compared.cycle.name
    alone = Call("deadline/agree", {"cycle": cycle, "step": step, "due": due}, "agree it")
    return alone, Call("deadline/agree-several", {"cycle": cycle, "file": ""}, "agree all dates of the file")


def _binds_alike(promise: Promise, asked: Agreement) -> bool:
    """Return True if the promise binds by the same day and hour."""
    bound = promise.basis in (Basis.AGREED, Basis.ANNOUNCED)
    return bound and window_of(promise) == asked.window and clock_of(promise) == asked.clock


def _in_these_words(promise: Promise, timeline: TimelineShape, stated: DeadlineShape) -> bool:
    """Return True if the promise was made in the words of the file, as far as the file has any."""
    asked = words(timeline, stated)
    stored = (promise.agreed_by, promise.document, promise.reason)
    pairs = zip((asked.agreed_by, asked.document, asked.reason), stored, strict=True)
    return all(wanted is None or wanted == had for wanted, had in pairs)
