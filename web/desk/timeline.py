"""The timeline of a cycle as it is drawn: marks in hundredths of its width, to fit any screen without a script.

It is reckoned from the cycle as it stands; the template draws it, and the table below it says the same in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planning.standing import Standing
from record.cycles.views import AnchorView, CycleView, DeadlineView
from web.desk.words import month, short_day

TOP, LANE = 34, 46  # pixels: the months' names, and each mark with its title above it
MARGIN = 0.04  # of the days shown, on each side
LABELS, FEW = 13, 5  # months named at most, and on a narrow screen
MIDDLE = 55  # hundredths: a title that begins right of it is set to end at its mark
SLIM = 36  # characters of a title on a narrow screen
FAR_RIGHT, ROOM = 68, 30  # hundredths: a date behind a mark further right, and before one further left, has no room
Thing = DeadlineView | AnchorView
NEAR = timedelta(days=45)  # today is shown if the cycle is not further away


class State(StrEnum):
    """How a mark looks."""

    DONE = "done"
    LATE = "late"
    SET = "set"
    PROPOSED = "proposed"
    OVER = "over"  # not required, or closed
    ANCHOR = "anchor"


STATES = {
    Standing.MET: State.DONE, Standing.MET_LATE: State.DONE, Standing.WAIVED: State.OVER, Standing.CLOSED: State.OVER,
    Standing.OVERDUE: State.LATE, Standing.PROPOSED: State.PROPOSED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lane:
    """One mark with its title: from where to where it reaches, and the days in hand before it."""

    title: str
    said: str
    state: State
    y: int
    start: float
    end: float
    hand: float | None  # from where on the date could lie

    @property
    def is_long(self) -> bool:
        """Return whether it is a bar: a window, or a date that is not known to the day."""
        return self.end > self.start

    @property
    def ends_there(self) -> bool:
        """Return whether its title is set to end at its mark, for there is no room behind it."""
        return self.start > MIDDLE

    @property
    def left(self) -> float:
        """Where its drawing begins."""
        return self.start if self.hand is None else min(self.hand, self.start)

    @property
    def is_said_before(self) -> bool:
        """Return whether its date stands before its mark, for there is no room behind it on a narrow screen."""
        return self.end > FAR_RIGHT and self.left > ROOM

    @property
    def is_said_above(self) -> bool:
        """Return whether its date joins its title on a narrow screen, for there is no room on either side of it."""
        return self.end > FAR_RIGHT and self.left <= ROOM

    @property
    def short(self) -> str:
        """Its title for a narrow screen."""
        rest = f" · {self.said}" if self.is_said_above else ""
        room = SLIM - len(rest)
        return (self.title if len(self.title) <= room else f"{self.title[: room - 1].rstrip()}…") + rest


@dataclass(frozen=True, slots=True)
class Month:
    """A line of the grid, and its word; on a narrow screen only some are named."""

    x: float
    said: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole of it."""

    lanes: Sequence[Lane]
    months: Sequence[Month]
    today: float | None
    height: int
    said: str  # for whoever does not see it


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that are shown."""

    first: date
    last: date

    def x(self, on: date) -> float:
        """Return where a day lies, in hundredths."""
        return round(100 * (on - self.first).days / max(1, (self.last - self.first).days), 2)


def draw(view: CycleView, today: date) -> Drawing | None:
    """Return the timeline of a cycle; None where nothing has a date."""
    dated = [each for each in view.deadlines if each.due]
    anchors = [each for each in view.anchors if each.span]
    if not dated:
        return None
    axis = _axis(dated, anchors, today)
    things: list[Thing] = sorted([*dated, *anchors], key=lambda each: (_days(each)[1], isinstance(each, DeadlineView)))
    lanes = [_lane(each, TOP + LANE * number, axis) for number, each in enumerate(things)]
    said = "; ".join(f"{lane.title}, {lane.said}" for lane in lanes)
    is_near = axis.first <= today <= axis.last
    height = TOP + LANE * len(lanes) + 8
    return Drawing(lanes, list(_months(axis)), axis.x(today) if is_near else None, height, said)


def _days(each: Thing) -> tuple[date, date]:
    """Return the first and the last day of a mark."""
    if isinstance(each, AnchorView):
        assert each.span
        return each.span.first, each.span.last
    assert each.due
    first = each.opens if each.is_window and each.opens else each.earliest
    return min(first or each.due, each.due), each.due


def _hand(deadline: DeadlineView) -> date | None:
    """Return the day from which on the date of an open step could lie; None where it has no days in hand."""
    days = deadline.float_days or 0
    return deadline.due - timedelta(days=days) if deadline.due and deadline.is_open and days > 0 else None


def _axis(dated: Sequence[DeadlineView], anchors: Sequence[AnchorView], today: date) -> Axis:
    things: list[Thing] = [*dated, *anchors]
    ends = [day for each in things for day in _days(each)]
    ends += filter(None, map(_hand, dated))
    first, last = min(ends), max(ends)
    if first - NEAR <= today <= last + NEAR:
        first, last = min(first, today), max(last, today)
    margin = timedelta(days=max(2, round((last - first).days * MARGIN)))
    return Axis(first - margin, last + margin)


def _lane(each: Thing, y: int, axis: Axis) -> Lane:
    first, last = _days(each)
    said = short_day(last) if first == last else f"{short_day(first)} – {short_day(last)}"
    if isinstance(each, AnchorView):
        return Lane(each.title, said, State.ANCHOR, y, axis.x(first), axis.x(last), None)
    state = STATES.get(each.standing, State.SET)
    hand = _hand(each)
    return Lane(each.title, said, state, y, axis.x(first), axis.x(last), axis.x(hand) if hand else None)


def _months(axis: Axis) -> Iterator[Month]:
    """Yield the first days of the months that are shown, so many that their names have room."""
    first = axis.first.year * 12 + axis.first.month  # the month after the first day's
    last = axis.last.year * 12 + axis.last.month - 1
    apart = next(size for size in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if (last - first) // size < LABELS)
    shown = [number for number in range(first, last + 1) if number % apart == 0]
    rarely = -(-len(shown) // FEW) or 1
    for count, number in enumerate(shown):
        on = date(number // 12, number % 12 + 1, 1)
        if axis.x(on) > 97:
            continue  # its name would stand beside the drawing
        yield Month(axis.x(on), month(on, with_year=count == 0 or on.month == 1), count % rarely == 0)
