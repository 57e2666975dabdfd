"""The picture of a cycle: its line of dates as an SVG, one row a step, windows as bars, readable in light and dark."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from actions.views import AnchorView, CycleView, DeadlineView
from flows.axis import Axis, axis_over
from flows.ink import MARKS, STYLE
from planning.hours import zone_info
from planning.standing import Standing
from planning.window import Precision

WIDTH, LEFT, RIGHT = 1092, 384, 1060
TOP, ROW, THIN = 114, 42, 24  # the axis, a step's row, an anchor's row
LETTER = 6.4  # pixels, about, of a letter at 12
STEP_LETTERS, SOFT_LETTERS, LINE_LETTERS = 46, 56, 150


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dated thing stands: connectors leave from here and arrive here."""

    x: float
    y: float
    on: date


def draw(view: CycleView, now: datetime) -> str:
    """Return the picture as the text of one SVG file; every word of the store is escaped."""
    today = now.astimezone(zone_info(view.zone)).date()
    axis = axis_over(_days(view, today), LEFT, RIGHT)
    bottom = TOP + THIN * len(_dated(view)) + ROW * len(view.deadlines) + 12
    notes = [line for conflict in view.conflicts for line in _wrapped(f"Does not fit: {conflict.sentence}.")]
    height = bottom + 24 + 18 * len(notes)
    places = _places(view, axis)
    parts = [
        *_header(view, today),
        *_grid(axis, bottom),
        *_today(axis, today, bottom),
        *_links(view, places),
        *(part for anchor in _dated(view) for part in _anchor(anchor, places[f"{anchor.name}.opens"], axis)),
        *(part for number, found in enumerate(view.deadlines) for part in _step(view, number, found, axis)),
        *(_text(24, bottom + 22 + 18 * number, note, "bad") for number, note in enumerate(notes)),
    ]
    return _sheet(view, height, parts)


def _sheet(view: CycleView, height: int, parts: list[str]) -> str:
    spoken = f"{view.title}: " + "; ".join(f"{found.title}, {_said(found)}" for found in view.deadlines)
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


def _days(view: CycleView, today: date) -> list[date]:
    """Return every day to be shown; today too, if it is not far from the others."""
    days = [on for found in view.deadlines for on in (found.opens, found.earliest, found.due) if on]
    days += [on for anchor in _dated(view) if anchor.span for on in (anchor.span.first, anchor.span.last)]
    near = (max(days) - min(days)).days // 3 + 14 if days else 0
    is_near = days and (min(days) - today).days <= near and (today - max(days)).days <= near
    return [*days, today] if is_near else days


def _dated(view: CycleView) -> list[AnchorView]:
    return [anchor for anchor in view.anchors if anchor.span]


def _row(view: CycleView, number: int) -> float:
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
    for number, found in enumerate(view.deadlines):
        if found.due:
            places[found.step] = Place(axis.x(found.due), _row(view, number), found.due)
    return places


def _header(view: CycleView, today: date) -> Iterator[str]:
    ended = f", {view.ending}" if view.ending else ""
    yield _text(24, 36, view.title, "head")
    yield _text(24, 58, f"{view.name}{ended}  ·  {view.mandate}  ·  as it stood on {_long(today)}", "soft")


def _grid(axis: Axis, bottom: int) -> Iterator[str]:
    for tick in axis.ticks:
        x = axis.x(tick.on)
        yield f'<path class="grid" d="M{x} {TOP - 8}V{bottom}"/>'
        yield _text(x + 4, TOP - 10, tick.words, "soft")
        yield _text(x + 4, TOP - 24, tick.year, "year")


def _today(axis: Axis, today: date, bottom: int) -> Iterator[str]:
    if axis.holds(today):
        x = axis.x(today)
        yield f'<path class="today" d="M{x} {TOP - 4}V{bottom}"/>'
        yield _text(x, bottom + 12, _short(today), "now middle")


def _links(view: CycleView, places: Mapping[str, Place]) -> Iterator[str]:
    for before, after in view.chain.links:
        if before in places and after in places:
            one, two = places[before], places[after]
            kind = "link bad-link" if two.on < one.on else "link"
            bend = max(14.0, abs(two.y - one.y) / 2)
            down = 1 if two.y >= one.y else -1
            yield (
                f'<path class="{kind}" d="M{one.x} {one.y}'
                f'C{one.x} {one.y + down * bend} {two.x} {two.y - down * bend} {two.x} {two.y}"/>'
            )


def _anchor(anchor: AnchorView, at: Place, axis: Axis) -> Iterator[str]:
    assert anchor.span is not None
    end = axis.x(anchor.span.last)
    meeting = f" ({anchor.meeting})" if anchor.meeting else ""
    yield _text(24, at.y + 4, _cut(f"{anchor.title}{meeting}", SOFT_LETTERS), "soft")
    if end > at.x:
        yield f'<rect class="anchor" x="{at.x - 4}" y="{at.y - 4}" width="{end - at.x + 8}" height="8" rx="2"/>'
    else:
        yield f'<path class="anchor" d="M{at.x} {at.y - 6}l6 6l-6 6l-6-6z"/>'
    days = _short(anchor.span.last) if anchor.span.first == anchor.span.last else _days_of(anchor)
    yield _beside(end, at.x, at.y, f"<tspan>{days}</tspan>", len(days), "soft", axis)


def _days_of(anchor: AnchorView) -> str:
    assert anchor.span is not None
    return f"{_short(anchor.span.first)} to {_short(anchor.span.last)}"


def _step(view: CycleView, number: int, found: DeadlineView, axis: Axis) -> Iterator[str]:
    y = _row(view, number)
    yield f'<g class="{found.standing}"><title>{escape(" · ".join((*found.derivation, *found.flags)))}</title>'
    yield f'<path class="grid" d="M24 {y - ROW / 2}H{WIDTH - 24}"/>'
    yield _text(24, y - 2, _cut(found.title, STEP_LETTERS), "step")
    yield _text(24, y + 14, _cut(f"{found.by} → {found.to}" if found.to else found.by, SOFT_LETTERS), "soft")
    if found.due is None:
        yield _text(LEFT + 8, y + 4, "no date yet: awaited", "soft slant")
    else:
        yield from _dot(found, found.due, y, axis)
    yield "</g>"


def _dot(found: DeadlineView, due: date, y: float, axis: Axis) -> Iterator[str]:
    """Yield the bar, the mark on the due day and the words beside it."""
    x = axis.x(due)
    start = min(axis.x(on) for on in (found.opens, found.earliest, due) if on)
    if start < x:
        yield f'<rect class="bar" x="{start}" y="{y - 6}" width="{x - start}" height="12" rx="6"/>'
    kind = "dot hollow" if found.standing in (Standing.PROPOSED, Standing.WAIVED) else "dot"
    yield f'<circle class="{kind}" cx="{x}" cy="{y}" r="8"/>'
    if mark := MARKS.get(found.standing):
        yield f'<path class="mark" transform="translate({x} {y})" d="{mark}"/>'
    day, standing = _day_of(found, due), found.standing.label.lower()
    words = f'<tspan class="day">{day}</tspan><tspan class="standing" dx="6">{standing}</tspan>'
    yield _beside(x, start, y, words, len(day) + len(standing) + 1, "", axis)


def _beside(x: float, start: float, y: float, words: str, letters: int, kind: str, axis: Axis) -> str:
    """Return words to the right of `x`, or to the left of `start` where the right has no room."""
    is_right = x + 16 + letters * LETTER <= axis.right + 8
    place = f'x="{x + 14}"' if is_right else f'x="{start - 14}" text-anchor="end"'
    return f'<text class="beside {kind}" {place} y="{y + 4}">{words}</text>'


def _said(found: DeadlineView) -> str:
    return f"{found.due}, {found.standing.label.lower()}" if found.due else "no date yet"


def _day_of(found: DeadlineView, due: date) -> str:
    if found.precision is Precision.DAY:
        return f"{due:%a} {_short(due)}" + (f" {found.clock.at:%H:%M}" if found.clock else "")
    return due.strftime("%Y") if found.precision is Precision.YEAR else f"{found.precision} to {_short(due)}"


def _short(on: date) -> str:
    return f"{on.day} {on:%b}"


def _long(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(words)}</text>'


def _cut(words: str, letters: int) -> str:
    return words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…"


def _wrapped(words: str) -> Iterator[str]:
    while len(words) > LINE_LETTERS:
        cut = words.rfind(" ", 0, LINE_LETTERS)
        cut = cut if cut > 0 else LINE_LETTERS
        yield words[:cut]
        words = words[cut:].lstrip()
    yield words
