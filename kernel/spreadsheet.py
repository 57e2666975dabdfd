"""The table of a reading as a file for spreadsheets, which take no cell of it for a formula."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date, datetime

from kernel.shown import Cell, Column, Days, Due, Row
from planning.window import Precision

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""With one of these a cell begins that a spreadsheet may reckon; in Japan and China also with a full-width one."""


def as_csv(columns: Iterable[Column], rows: Iterable[Row], words: Callable[[Cell], str]) -> bytes:
    """Return the table under its headings as CSV in UTF-8, with the mark by which spreadsheets know that.

    Numbers are numbers and days ISO dates; what else there is each door words. Text is quoted, so that no sign in it
    ends its cell, and text that could be taken for a formula follows an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([column.heading for column in columns])
    writer.writerows([_value(cell, words) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _value(cell: Cell, words: Callable[[Cell], str]) -> str | int:
    match cell:
        case int():
            return cell
        case Days():
            return "" if cell.count is None else cell.count
        case Due():
            return _write_day(cell)
        case date() if not isinstance(cell, datetime):
            return cell.isoformat()
    return _write_text(words(cell))


def _write_day(due: Due) -> str:
    """Return the day, with the stated hour, or how exactly it is known; nothing while it is awaited."""
    if due.on is None or due.precision is not Precision.DAY:
        return f"{due.on} ({due.precision})" if due.on else ""
    return f"{due.on} {due.closes:%H:%M}" if due.closes and due.closes.second != 59 else due.on.isoformat()


def _write_text(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) else value
