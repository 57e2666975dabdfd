"""Draws docs/pictures/growth.svg from the figures kept beside it: what each piece of work costs as the store grows.

`python -m benchmarks.growth_pictures`. Both scales are logarithmic: a flat line costs the same in any store, and one
that climbs as the dashed ones do costs ten times as much where ten times as much is stored.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
FIGURES, PICTURE = FOLDER / "growth.json", FOLDER / "growth.svg"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 420, 70, 240, 40, 50
STYLE = (
    "text{font:13px sans-serif;fill:#222}.soft{fill:#666}.grid{stroke:#ddd}.paper{fill:#fff}"
    ".line{fill:none;stroke:#1f5fa8;stroke-width:2}.dot{fill:#1f5fa8}.steep{stroke:#999;stroke-dasharray:4 4}"
    "@media (prefers-color-scheme:dark){text{fill:#eee}.soft{fill:#aaa}.grid{stroke:#444}.line{stroke:#7fb2ec}"
    ".dot{fill:#7fb2ec}.steep{stroke:#888}.paper{fill:#161616}}"
)
APART = 17.0  # from one label to the next
Figure = Mapping[str, Any]


def keep(figures: Sequence[Figure]) -> None:
    """Write the figures beside the picture."""
    FOLDER.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def draw(figures: Sequence[Figure]) -> str:
    """Return the picture as one SVG file."""
    scales = _Scales(figures)
    parts = [*scales.grid(), *_lines(figures, scales)]
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img">',
        "<title>Processor time of each piece of work, by how many messages the store holds</title>",
        f"<style>{STYLE}</style>",
        '<rect class="paper" width="100%" height="100%"/>',
    )
    return "\n".join((*head, *parts, "</svg>\n"))


class _Scales:
    """Where a number of messages and of milliseconds stand; whole powers of ten have lines."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        messages = [math.log10(each["messages"]) for each in figures]
        costs = [math.log10(max(each["milliseconds"], 0.1)) for each in figures]
        self._first, self._last = min(messages), max(messages)
        self._least, self._most = math.floor(min(costs)), math.ceil(max(costs))

    def x(self, messages: float) -> float:
        """Return where so many messages stand."""
        return LEFT + (math.log10(messages) - self._first) / (self._last - self._first) * (WIDTH - LEFT - RIGHT)

    def y(self, milliseconds: float) -> float:
        """Return where so many milliseconds stand."""
        share = (math.log10(max(milliseconds, 0.1)) - self._least) / (self._most - self._least)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def grid(self) -> Iterator[str]:
        """Yield the lines of both scales, and dashed ones along which cost grows as the store does."""
        yield f'<text x="{LEFT - 60}" y="20" class="soft">ms of processor time</text>'
        for power in range(self._least, self._most + 1):
            y = self.y(10**power)
            yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
            yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" class="soft">{10**power:,}</text>'
            rises = min(self._last - self._first, self._most - power)
            end = 10 ** (self._first + rises), 10 ** (power + rises)
            yield f'<path class="steep" d="M{LEFT} {y:.1f}L{self.x(end[0]):.1f} {self.y(end[1]):.1f}"/>'
        for power in range(math.ceil(self._first), math.floor(self._last) + 1):
            words = f'<text x="{self.x(10**power):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" class="soft">'
            yield f"{words}{10**power:,} messages</text>"


def _lines(figures: Sequence[Figure], scales: _Scales) -> Iterator[str]:
    """Yield a line for each piece of work, with its name at its end, names moved apart."""
    by_work = groupby(sorted(figures, key=lambda each: str(each["what"])), key=lambda each: str(each["what"]))
    lines = [(what, sorted(each, key=lambda figure: float(figure["messages"]))) for what, each in by_work]
    below = math.inf
    for what, each in sorted(lines, key=lambda line: float(line[1][-1]["milliseconds"])):
        points = [(scales.x(figure["messages"]), scales.y(figure["milliseconds"])) for figure in each]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        yield f'<path class="line" d="M{path}"/>'
        yield from (f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points)
        below = min(points[-1][1], below - APART)
        label = f"{what}: {each[-1]['milliseconds']:,.0f} ms"
        yield f'<text x="{WIDTH - RIGHT + 10}" y="{below + 4:.1f}">{label}</text>'


def main() -> None:
    """Draw the picture anew from its figures."""
    PICTURE.write_text(draw(json.loads(FIGURES.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
