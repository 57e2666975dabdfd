"""The rows of a picture of dates: an anchor's or a step's mark on the axis, and the words beside it."""

from collections.abc import Iterator
from datetime import date
from html import escape

from flows.axis import Axis
from flows.colours import MARKS
from planning.sentences import sentences
from planning.standing import Standing
from planning.window import Precision
from record.cycles.views import AnchorView, DeadlineView

WIDTH, LEFT, RIGHT = 1092, 384, 1060
ROW, THIN = 42, 24  # a step's row, an anchor's row
LETTER = 6.4  # pixels, about, of a letter at 12
STEP_LETTERS, SOFT_LETTERS, LINE_LETTERS = 46, 56, 150


def anchor_row(anchor: AnchorView, y: float, axis: Axis) -> Iterator[str]:
    """Yield the row of a dated anchor: a bar for a meeting, a diamond for a day; `y` is its middle."""
    assert anchor.span is not None
    start, end = axis.x(anchor.span.first), axis.x(anchor.span.last)
    meeting = f" ({anchor.meeting})" if anchor.meeting else ""
    yield text(24, y + 4, _cut(f"{anchor.title}{meeting}", SOFT_LETTERS), "soft")
    if end > start:
        yield f'<rect class="anchor" x="{start - 4:.1f}" y="{y - 4}" width="{end - start + 8:.1f}" height="8" rx="2"/>'
    else:
        yield f'<path class="anchor" d="M{end} {y - 6}l6 6l-6 6l-6-6z"/>'
    days = short(anchor.span.last) if anchor.span.first == anchor.span.last else _days_of(anchor)
    yield _beside((start, end), y, f"<tspan>{days}</tspan>", len(days), "soft", axis)


def _days_of(anchor: AnchorView) -> str:
    assert anchor.span is not None
    return f"{short(anchor.span.first)} to {short(anchor.span.last)}"


def step_row(deadline: DeadlineView, y: float, axis: Axis) -> Iterator[str]:
    """Yield the row of a step, with its whole derivation to be read on pointing at it; `y` is its middle."""
    why = escape(" · ".join(sentences((*deadline.derivation, *deadline.flags))))
    yield f'<g class="{deadline.standing}"><title>{why}</title>'
    yield f'<path class="grid" d="M24 {y - ROW / 2}H{WIDTH - 24}"/>'
    yield text(24, y - 2, _cut(deadline.title, STEP_LETTERS), "step")
    yield text(24, y + 14, _cut(f"{deadline.by} → {deadline.to}" if deadline.to else deadline.by, SOFT_LETTERS), "soft")
    if deadline.due is None:
        yield text(LEFT + 8, y + 4, "no date yet: awaited", "soft slant")
    else:
        yield from _dot(deadline, deadline.due, y, axis)
    yield "</g>"


def _dot(deadline: DeadlineView, due: date, y: float, axis: Axis) -> Iterator[str]:
    """Yield the bar, the mark on the due day and the words beside it."""
    x = axis.x(due)
    start = min(axis.x(on) for on in (deadline.opens, deadline.earliest, due) if on)
    if start < x:
        yield f'<rect class="bar" x="{start}" y="{y - 6}" width="{x - start:.1f}" height="12" rx="6"/>'
    kind = "dot hollow" if deadline.standing in (Standing.PROPOSED, Standing.WAIVED) else "dot"
    yield f'<circle class="{kind}" cx="{x}" cy="{y}" r="8"/>'
    if mark := MARKS.get(deadline.standing):
        yield f'<path class="mark" transform="translate({x} {y})" d="{mark}"/>'
    day, standing = _day_of(deadline, due), deadline.standing.label.lower()
    words = f'<tspan class="day">{day}</tspan><tspan class="standing" dx="6">{standing}</tspan>'
    yield _beside((start, x), y, words, len(day) + len(standing) + 1, "", axis)


def _beside(ends: tuple[float, float], y: float, words: str, letters: int, kind: str, axis: Axis) -> str:
    """Return words to the right of both ends, or to their left where the right has no room."""
    start, end = ends
    is_right = end + 16 + letters * LETTER <= axis.right + 8
    place = f'x="{end + 14}"' if is_right else f'x="{start - 14}" text-anchor="end"'
    return f'<text class="beside {kind}" {place} y="{y + 4}">{words}</text>'


def said(deadline: DeadlineView) -> str:
    """Return date and standing in words, for those who hear the picture."""
    return f"{deadline.due}, {deadline.standing.label.lower()}" if deadline.due else "no date yet"


def _day_of(deadline: DeadlineView, due: date) -> str:
    if deadline.precision is Precision.DAY:
        return f"{due:%a} {short(due)}" + (f" {deadline.clock.at:%H:%M}" if deadline.clock else "")
    return due.strftime("%Y") if deadline.precision is Precision.YEAR else f"{deadline.precision} to {short(due)}"


def short(on: date) -> str:
    """Return `7 Feb`."""
    return f"{on.day} {on:%b}"


def long(on: date) -> str:
    """Return `7 February 2017`."""
    return f"{on.day} {on:%B %Y}"


def text(x: float, y: float, words: str, kind: str) -> str:
    """Return words at a place, escaped."""
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(words)}</text>'


def _cut(words: str, letters: int) -> str:
    return words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…"


def wrapped(words: str) -> Iterator[str]:
    """Yield the words in lines that fit the width."""
    while len(words) > LINE_LETTERS:
        cut = words.rfind(" ", 0, LINE_LETTERS)
        cut = cut if cut > 0 else LINE_LETTERS
        yield words[:cut]
        words = words[cut:].lstrip()
    yield words
