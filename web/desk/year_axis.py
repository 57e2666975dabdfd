"""The axis of a year or a term: what is dated, row by row, in hundredths of its width."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from record.cycles.views import CycleView
from record.mandates.term import Mark
from web.desk.timeline import STATES, State
from web.desk.words import month, short_day

KINDS = ("meeting", "cycle", "duty", "body", "members", "resolution")  # in this order
THIN = 0.9  # hundredths: so wide is the narrowest bar


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the grid, and its word."""

    x: float
    said: str
    is_minor: bool  # not named on a narrow screen


@dataclass(frozen=True, slots=True)
class Tick:
    """One step of a cycle on its bar."""

    x: float
    state: State
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing on the axis: from where to where, and the steps on it."""

    mark: Mark
    start: float
    end: float
    days: str
    ticks: tuple[Tick, ...]

    @property
    def is_dot(self) -> bool:
        """Return whether it is too short for a bar."""
        return not self.ticks and self.end - self.start < THIN

    @property
    def width(self) -> float:
        """How wide its bar is."""
        return round(max(THIN, self.end - self.start), 2)


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that are shown."""

    first: date
    last: date

    def x(self, on: date) -> float:
        """Return where a day lies, in hundredths; what lies before or behind the axis lies at its end."""
        on = min(max(on, self.first), self.last)
        return round(100 * (on - self.first).days / max(1, (self.last - self.first).days), 2)

    @property
    def is_long(self) -> bool:
        """Return whether it is longer than a year and a half."""
        return (self.last - self.first).days > 550

    def lines(self) -> Iterator[Line]:
        """Yield the first days of its months; of a long one, of its years."""
        on = self.first.replace(day=1)
        while on <= self.last:
            if on >= self.first and (on.month == 1 or not self.is_long):
                said = str(on.year) if self.is_long else month(on, with_year=False)
                yield Line(self.x(on), said, on.month % 3 != 1)
            on = (on + timedelta(days=32)).replace(day=1)


def rows(axis: Axis, marks: Iterable[Mark], cycles: Iterable[CycleView]) -> Mapping[str, Sequence[Row]]:
    """Return what is dated by its kind, the earliest first."""
    views = {view.name: view for view in cycles}
    by_kind: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    for mark in marks:
        assert mark.first
        last = mark.last or mark.first
        ticks = tuple(_ticks(axis, views[mark.name])) if mark.kind == "cycle" and mark.name in views else ()
        by_kind[mark.kind].append(
            Row(mark, axis.x(mark.first), axis.x(last), _days(mark.first, last, with_year=axis.is_long), ticks)
        )
    return {kind: every for kind, every in by_kind.items() if every}


def _days(first: date, last: date, *, with_year: bool) -> str:
    """Return the days of a row: `9 Nov – 27 Nov`, on a term's axis with their year."""
    said = short_day(last)
    if first != last:
        of_first = f" {first.year}" if with_year and first.year != last.year else ""
        said = f"{short_day(first)}{of_first} – {said}"
    return f"{said} {last.year}" if with_year else said


def _ticks(axis: Axis, view: CycleView) -> Iterator[Tick]:
    for each in view.deadlines:
        if each.due and axis.first <= each.due <= axis.last:
            state = STATES.get(each.standing, State.SET)
            yield Tick(axis.x(each.due), state, f"{short_day(each.due)}: {each.title}")
