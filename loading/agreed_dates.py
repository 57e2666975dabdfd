"""Agree several dates of an open cycle: those that are typed, the proposed ones, or those of a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy.orm import Session

from actions.cycles.promises import Words
from actions.deadlines.agreements import AgreedBy, literal
from actions.deadlines.objections import AcceptedDates
from actions.deadlines.several_agreements import Stated, Terms, agree_all, as_it_is
from kernel.day_words import dated
from kernel.declaration import Look, act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.kinds import Place, many
from kernel.parameters import FILES, FLAG, STEP, CycleName, Reason, Source, Sure
from kernel.shapes import as_date, as_list
from loading import file_entries, steps
from loading.entry_chains import check_authorities, step_place, words
from loading.entry_refusals import inside, refused
from loading.file_entries import Entry
from loading.shapes import DeadlineShape, TimelineShape
from models.deadlines import Deadline
from planning.basis import Basis
from planning.chain import STATED
from record.cycles import snapshots
from record.cycles.views import CycleView
from record.refusals import GivenTwice, NoDatesGiven, Undated

Pair = tuple[str, str | None]  # a step, and its date; None for the one that it has
READ = ("step", "due", "agreed_by", "document", "reason")  # of a deadline in a file


def as_pairs(value: Any) -> tuple[Pair, ...]:
    """Return each step with its date, from words STEP=DATE or STEP. Raises GivenTwice, NotADate, NotARule."""
    pairs: dict[str, str | None] = {}
    for given in as_list(value):
        step, equals, due = (part.strip() for part in given.partition("="))
        if step in pairs:
            raise GivenTwice(step)
        pairs[step] = as_date(due) if equals else None
    return tuple(pairs.items())


def _resolved(place: Place, pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    return tuple((STEP.resolve(place, step), due) for step, due in pairs)


def _plainly(given: str, today: date) -> str:
    step, equals, due = given.partition("=")
    return f"{step}{equals}{dated(due, today)}" if equals else given


DATES = replace(
    many(STEP.saying("A step and its date, STEP=DATE; a step alone agrees the date that it has.")),
    metavar="STEP=DATE...",
    shape=as_pairs,
    resolve=_resolved,
    plainly=_plainly,
    kept=lambda pairs: [f"{step}={due}" if due else step for step, due in pairs],
)
Dates = Annotated[tuple[Pair, ...], DATES]
Proposed = Annotated[bool, FLAG.saying("Agree every date that is proposed and has not passed.")]
DateFiles = Annotated[
    tuple[Any, ...],
    replace(
        FILES,
        meaning="A file of timelines (.yaml) that states the dates, as a file that is loaded does.",
        metavar="FILE",
    ),
]


def prepared(shape: Mapping[str, Any], _look: Look | None, /, *, now: datetime) -> list[Entry[TimelineShape]]:
    """Return the timelines of the files. Raises LoadRefused."""
    if not shape["file"]:
        return []
    entries = file_entries.read(shape["file"])
    if entries.refusals:
        raise entries.refusals[0]
    for kind, others in entries.by_kind().items():
        if others and kind != "timelines":
            raise refused(others[0].where, "only dates of timelines are agreed; load the rest, and take it out here")
    return entries.timelines


@act(
    "deadline/agree-several",
    who=(Grant.SECRETARIAT,),
    undo="deadline/withdraw-several",
    tags=("dates", "files"),
    short="agree-several",
    prepare=prepared,
)
def agree_several(
    session: Session,
    cycle: CycleName,
    dates: Dates = (),
    *,
    proposed: Proposed = False,
    file: DateFiles = (),
    because: Reason,
    document: Source = None,
    agreed_by: AgreedBy = None,
    accept_conflicts: AcceptedDates = None,
    sure: Sure = False,
    found: list[Entry[TimelineShape]],
    now: datetime,
    by: Identity,
) -> Done:
    """Agree several dates of a cycle in one act, all or none: those of steps, all proposed ones, or those of a file.

    What a file says of who agreed a date, and by which document, outranks what is said here. Raises NoSuchCycle,
    CycleEnded, NoSuchStep, AlreadySettled, Undated, NoDatesGiven, GivenTwice, LoadRefused, FarFromEdition, Objected.
    """
    view, own = snapshots.view(session, cycle, now), Words(agreed_by, document, because)
    stated = [_stated(view, step, due, own) for step, due in dates]
    stated += [each for entry in found for each in _of_file(session, entry, view, own)]
    stated += _proposed(view, own, {each.step for each in stated}, now) if proposed else []
    if not stated:
        raise NoDatesGiven(cycle)
    _check_once(stated)
    return agree_all(session, cycle, stated, Terms(accept_conflicts, sure), now=now, by=by)


def _stated(view: CycleView, step: str, due: str | None, own: Words) -> Stated:
    if due is None and view[step].due is None:
        raise Undated(step)
    return Stated(step, literal(due) if due else as_it_is(view[step]), own)


def _proposed(view: CycleView, own: Words, others: set[str], now: datetime) -> Iterator[Stated]:
    for deadline in view.deadlines:
        is_proposed = deadline.is_open and deadline.basis is Basis.PROPOSED and deadline.step not in others
        if is_proposed and deadline.closes and deadline.closes >= now:
            yield Stated(deadline.step, as_it_is(deadline), own)


def _of_file(session: Session, entry: Entry[TimelineShape], view: CycleView, own: Words) -> Iterator[Stated]:
    """Yield the dates that a timeline states. Raises LoadRefused for another cycle's, and for what is no date."""
    if entry.given.cycle != view.name:
        raise refused(entry.where, f"dates of {view.name} are to be agreed, and these are another cycle's")
    rows = {row.step: row for row in steps.rows_of(session, snapshots.cycle_row(session, view.name))}
    with inside(entry.where):
        check_authorities(session, entry.given)
    for number, step in enumerate(entry.given.deadlines, start=1):
        where = step_place(entry.where, number, step)
        _check_stated(where, step, rows)
        with inside(where):
            assert step.due is not None
            said = words(entry.given, step)
            yield Stated(
                step.step,
                literal(step.due),
                Words(said.agreed_by or own.agreed_by, said.document or own.document, said.reason or own.reason),
            )


def _check_stated(where: str, step: DeadlineShape, rows: Mapping[str, Deadline]) -> None:
    if step.step not in rows:
        raise refused(where, "the cycle has no such step; correct it, or take it out")
    if not step.is_agreed:
        raise refused(where, "it states no date; give a day such as 2017-03-10, or take it out")
    own = {name for name in STATED if steps.says_as_stored(step, rows[step.step], name)}
    if more := sorted(step.model_fields_set - own - {*READ}):
        raise refused(where, f"`{more[0]}` is no date, and is not changed here; take it out")


def _check_once(stated: Sequence[Stated]) -> None:
    steps = [each.step for each in stated]
    if twice := next((step for step in steps if steps.count(step) > 1), None):
        raise GivenTwice(twice)
