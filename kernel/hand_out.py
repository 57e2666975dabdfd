"""Hand-outs: a title, tables and drawings as a PDF, set by typst from data alone; what people wrote is no markup there.

typst comes with its own typeface, needs no other program, and is loaded by whoever asks for a hand-out.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kernel.shown import Column, Row
from notifications.plain_text import one_line

_SHEET = Path(__file__).parent / "hand_outs" / "sheet.typ"
WIDE = 5  # columns; a table of more lies broad
LEAST, MOST = 6, 34  # characters that count of a column, when widths are shared out
BROKEN = 18  # characters: a longer word is broken where its line ends
Part = dict[str, Any]
"""A part as the sheet knows it: `kind` says which (kernel/hand_outs/sheet.typ)."""


@dataclass(frozen=True, slots=True)
class HandOut:
    """What is handed out: its title, a line under it, and its parts."""

    title: str
    parts: Sequence[Part]
    under: str = ""
    paper: str = "a4"
    is_broad: bool = False


def as_pdf(hand_out: HandOut, *, office: str, foot: str, made_at: datetime) -> bytes:
    """Return the hand-out as a PDF: tagged, so that it can be read out, and the same to the byte for the same data."""
    import typst  # 20 ms and 80 MB that nobody else pays for

    sheet = {
        "title": hand_out.title, "under": hand_out.under, "paper": hand_out.paper, "broad": hand_out.is_broad,
        "parts": list(hand_out.parts), "office": office, "foot": foot,
    }  # fmt: skip
    at = made_at.astimezone(UTC).replace(microsecond=0)
    made: bytes = typst.compile(str(_SHEET), sys_inputs={"sheet": json.dumps(sheet)}, timestamp=at)
    return made


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, heading: str = "", **more: Any) -> Part:
    """Return a table, its columns as wide as what stands in them asks for, unless `widths` are given."""
    rows = [list(row) for row in rows]
    widths = more.pop("widths", None) or [_width(head, [row[n] for row in rows]) for n, head in enumerate(heads)]
    return {"kind": "table", "heading": heading, "heads": list(heads), "rows": rows, "widths": widths, **more}


def lines(every: Iterable[str | dict[str, Any]], heading: str = "") -> Part:
    """Return lines under a heading."""
    return {"kind": "lines", "heading": heading, "lines": list(every)}


def of_table(title: str, columns: Sequence[Column], rows: Iterable[Row], words: Any) -> HandOut:
    """Return the table of a reading as a hand-out; `words` words a cell."""
    worded = [[one_line(words(cell)) for cell in row] for row in rows]
    heads = [column.heading for column in columns]
    return HandOut(title, [table(heads, worded)], is_broad=len(heads) > WIDE)


def _width(head: str, cells: Sequence[Any]) -> int:
    texts = [head, *(str(each) if isinstance(each, str) else str(each.get("main", "")) for each in cells)]
    most = sorted(map(len, texts))[int(0.9 * (len(texts) - 1))]
    words = max(len(word) for text in texts for word in text.split() or [""])
    return max(LEAST, min(words, BROKEN) + 2, min(most, MOST))
