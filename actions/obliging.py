"""The matrix of obligations: clause by year, each judged under the version in force, from submissions and cycles.

The number of queries does not depend on the number of clauses, submissions or cycles.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from actions import reading, submitting, texts
from actions.naming import BodyNames
from actions.submitting import SubmissionView
from actions.texts import Reading, ResolutionView
from actions.views import CycleView, DeadlineView
from models.cycles import Cycle
from planning.clauses import Clause, Obligation
from planning.hours import zone_info
from planning.obligations import Cell, Handed, OpenStep, Serving, judge

HOME_ZONE = "Europe/Zurich"


@dataclass(frozen=True, slots=True)
class Judged:
    """One obligation in one year, under the version in force; `label` says what is read instead of it, or in doubt."""

    cell: Cell
    in_force: str
    read: str
    label: str | None
    clause: Clause
    duty: Obligation

    @property
    def reference(self) -> str:
        """`resolves 3 (a)`."""
        return f"{self.clause.reference}{f' ({self.duty.part})' if self.duty.part else ''}"


@dataclass(frozen=True, slots=True)
class Row:
    """One obligation over the years; a year in which no version holds it has no entry."""

    resolution: str
    key: str  # "council-1332/sg-5", with the part that tells two obligations of a clause apart
    years: tuple[Judged, ...]

    @property
    def last(self) -> Judged:
        """As it reads in the last of the years."""
        return self.years[-1]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Clause by year, and what has to be said about the texts that it was read from."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    """What is judged from: submissions by clause key, and living cycles by clause key."""

    handed: dict[str, list[Handed]]
    cycles: dict[str, list[CycleView]]
    names: BodyNames
    today: date


def matrix(session: Session, year: int | None = None, resolution: str | None = None, *, now: datetime) -> Matrix:
    """Return the matrix as recorded by `now`: of one year, or from the first with a hand-over or cycle to this one.

    Raises NoSuchResolution.
    """
    library = texts.library(session, now=now)
    if resolution:
        library = [texts.named(session, resolution, now=now)]
    today = now.astimezone(zone_info(HOME_ZONE)).date()
    cycles = reading.open_cycles(session, now)
    made = submitting.standing(session, now=now)
    views = reading.views(session, cycles, now, now)
    record = _record(library, cycles, views, made, BodyNames(session), today)
    years = (year,) if year else _years(made, views, today)
    rows = [row for found in library for row in _rows(found, years, record)]
    return Matrix(years, tuple(rows), tuple(dict.fromkeys(_notes(library, years, today))))


def _years(made: Sequence[SubmissionView], views: Sequence[CycleView], today: date) -> tuple[int, ...]:
    known = [one.on.year for one in made]
    known += [due.due.year for view in views for due in view.deadlines if due.due]
    return tuple(range(min([*known, today.year]), today.year + 1))


def _record(
    library: Sequence[ResolutionView],
    cycles: Sequence[Cycle],
    views: Sequence[CycleView],
    made: Sequence[SubmissionView],
    names: BodyNames,
    today: date,
) -> _Record:
    cites = {cycle.name: _cites(library, cycle) for cycle in cycles}
    handed: dict[str, list[Handed]] = {}
    for one in made:
        for key in dict.fromkeys((*one.clauses, *cites.get(one.cycle or "", ()))):
            handed.setdefault(key, []).append(_handed(one))
    living: dict[str, list[CycleView]] = {}
    for view in views:
        for key in cites[view.name] if not view.ending else ():
            living.setdefault(key, []).append(view)
    return _Record(handed, living, names, today)


def _cites(library: Iterable[ResolutionView], cycle: Cycle) -> list[str]:
    """Return the clauses that the cycle's mandate cites, by their numbers on the day when it was opened."""
    on = cycle.opened_at.date()
    return [f"{one.key}/{key}" for one in library for key in texts.cited_keys(one, cycle.mandate, on)]


def _handed(one: SubmissionView) -> Handed:
    return Handed(one.document, one.symbol, one.body, one.on, one.via, one.purpose, one.cycle)


def _rows(found: ResolutionView, years: Sequence[int], record: _Record) -> Iterator[Row]:
    cells: dict[str, list[Judged]] = {}
    for year in years:
        read = found.reading(_day_of(year, record.today))
        for clause in read.read.clauses if read and read.read else ():
            for duty in clause.obligations:
                assert read is not None
                key = f"{found.key}/{clause.key}{f'-{duty.part}' if duty.part else ''}"
                cells.setdefault(key, []).append(_judged(found, clause, duty, year, read, record))
    yield from (Row(found.name, key, tuple(judged)) for key, judged in cells.items())


def _day_of(year: int, today: date) -> date:
    """Return the day on which a year is judged: its last, or today within it."""
    return min(date(year, 12, 31), today) if year <= today.year else date(year, 12, 31)


def _judged(
    found: ResolutionView, clause: Clause, duty: Obligation, year: int, read: Reading, record: _Record
) -> Judged:
    key = f"{found.key}/{clause.key}"
    serving = [one for view in record.cycles.get(key, ()) if (one := _serving(view, duty, record.names))]
    cell = judge(duty, clause.kind, year, record.handed.get(key, ()), serving, record.today)
    assert read.read is not None
    return Judged(cell, read.in_force.name, read.read.name, read.label, clause, duty)


def _serving(view: CycleView, duty: Obligation, names: BodyNames) -> Serving | None:
    """Return the cycle as it serves the obligation: the years of its hand-overs, and its open steps.

    None for one with nothing left to do, or that never goes to a body to which the obligation is due.
    """
    towards = [one for one in view.deadlines if one.to and names.key(one.to) in duty.to]
    if duty.to and not towards:
        return None
    years = {year for one in towards if (year := _year(one))}
    years = years or {span.last.year for span in view.spans.values()} or _edition(view.name)
    done = [position for position, one in enumerate(view.deadlines) if one in towards and not one.is_open]
    steps = tuple(
        OpenStep(one.step, names.key(one.to) if one.to else None, one.due, position < max(done, default=-1))
        for position, one in enumerate(view.deadlines)
        if one.is_open
    )
    return Serving(view.name, frozenset(years), steps) if steps else None


def _year(one: DeadlineView) -> int | None:
    if one.settlement:
        return one.settlement.on.year
    return one.due.year if one.due else None


def _edition(name: str) -> set[int]:
    year = reading.edition_year(name.partition("/")[2])
    return {year} if year else set()


def _notes(library: Iterable[ResolutionView], years: Iterable[int], today: date) -> Iterator[str]:
    """Say under which version each year is read, where this is not plain."""
    for found in library:
        for year in years:
            read = found.reading(_day_of(year, today))
            if read is None:
                yield f"{found.name}: no version in force in {year} is known"
            elif read.label:
                yield f"{found.name}, {year}: {read.label}"
