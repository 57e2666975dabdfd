"""The picture of a cycle as an SVG: one row for each step, windows as bars, readable in light and dark."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from flows.axis import Axis, axis_over
from flows.colours import STYLE
from flows.timeline_rows import LEFT, RIGHT, ROW, THIN, WIDTH, anchor_row, long, said, short, step_row, text, wrapped
from planning.zones import local_day
from record.cycles.views import AnchorView, CycleView

TOP = 114  # where the axis is


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dated thing stands: connectors leave from here and arrive here."""

    x: float
    y: float
    on: date


def draw(view: CycleView, now: datetime) -> str:
    """Return the picture as the text of one SVG file; every word of the store is escaped."""
    today = local_day(now, view.zone)
    axis = axis_over(_days_shown(view, today), LEFT, RIGHT)
    bottom = TOP + THIN * len(_dated(view)) + ROW * len(view.deadlines) + 12
    notes = [line for conflict in view.conflicts for line in wrapped(f"Does not fit: {conflict.sentence}.")]
    height = bottom + 24 + 18 * len(notes) + (8 if notes else 0)
    places = _places(view, axis)
    parts = [
        *_header(view, today),
        *_grid(axis, bottom),
        *_today(axis, today, bottom),
        *_links(view, places),
        *(part for anchor in _dated(view) for part in anchor_row(anchor, places[anchor.name].y, axis)),
        *(
            part
            for number, deadline in enumerate(view.deadlines)
            for part in step_row(deadline, _middle_of_row(view, number), axis)
        ),
        *(text(24, bottom + 34 + 18 * number, note, "bad") for number, note in enumerate(notes)),
    ]
    return _sheet(view, height, parts)


def _sheet(view: CycleView, height: int, parts: list[str]) -> str:
    spoken = f"{view.title}: " + "; ".join(f"{deadline.title}, {said(deadline)}" for deadline in view.deadlines)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
            f'height="{height}" role="img" aria-labelledby="title spoken">',
            f'<title id="title">{escape(view.name)}</title><desc id="spoken">{escape(spoken)}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{height}" rx="10"/>',
            *parts,
            "</svg>",
        ]
    )


def _days_shown(view: CycleView, today: date) -> list[date]:
    """Return every day to be shown; today too, if it is not far from the others."""
    days = [on for deadline in view.deadlines for on in (deadline.opens, deadline.earliest, deadline.due) if on]
    days += [on for anchor in _dated(view) if anchor.span for on in (anchor.span.first, anchor.span.last)]
    near = (max(days) - min(days)).days // 3 + 14 if days else 0
    is_near = days and (min(days) - today).days <= near and (today - max(days)).days <= near
    return [*days, today] if is_near else days


def _dated(view: CycleView) -> list[AnchorView]:
    return [anchor for anchor in view.anchors if anchor.span]


def _middle_of_row(view: CycleView, number: int) -> float:
    """Return the middle of a step's row."""
    return TOP + THIN * len(_dated(view)) + ROW * number + ROW / 2 + 6


def _places(view: CycleView, axis: Axis) -> dict[str, Place]:
    """Return the place of each dated step, and of both ends of each dated anchor."""
    places: dict[str, Place] = {}
    for number, anchor in enumerate(_dated(view)):
        assert anchor.span is not None
        y = TOP + THIN * number + THIN / 2 + 4
        places[f"{anchor.name}.opens"] = Place(axis.x(anchor.span.first), y, anchor.span.first)
        places[f"{anchor.name}.closes"] = places[anchor.name] = Place(axis.x(anchor.span.last), y, anchor.span.last)
    for number, deadline in enumerate(view.deadlines):
        if deadline.due:
            places[deadline.step] = Place(axis.x(deadline.due), _middle_of_row(view, number), deadline.due)
    return places


def _header(view: CycleView, today: date) -> Iterator[str]:
    ended = f", {view.ending}" if view.ending else ""
    yield text(24, 36, view.title, "head")
    yield text(24, 58, f"{view.name}{ended}  ·  {view.mandate}  ·  as it stood on {long(today)}", "soft")


def _grid(axis: Axis, bottom: int) -> Iterator[str]:
    for tick in axis.ticks:
        x = axis.x(tick.on)
        yield f'<path class="grid" d="M{x} {TOP - 8}V{bottom}"/>'
        yield text(x + 4, TOP - 10, tick.words, "soft")
        yield text(x + 4, TOP - 24, tick.year, "year")


def _today(axis: Axis, today: date, bottom: int) -> Iterator[str]:
    if axis.holds(today):
        x = axis.x(today)
        yield f'<path class="today" d="M{x} {TOP - 4}V{bottom}"/>'
        yield text(x, bottom + 12, short(today), "now middle")


def _links(view: CycleView, places: Mapping[str, Place]) -> Iterator[str]:
    for before, after in view.chain.links:
        if before in places and after in places:
            start, end = places[before], places[after]
            kind = "link bad-link" if end.on < start.on else "link"
            bend = max(14.0, abs(end.y - start.y) / 2)
            down = 1 if end.y >= start.y else -1
            yield (
                f'<path class="{kind}" d="M{start.x} {start.y}'
                f'C{start.x} {start.y + down * bend} {end.x} {end.y - down * bend} {end.x} {end.y}"/>'
            )
