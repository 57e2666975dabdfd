"""Output at the terminal, in columns: ISO date first, one fact a line, no colours."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from cli import remedy_words
from kernel.shown import Cell, Days, Due, Part, Remedies, Table
from planning.remedies import Call
from planning.window import Precision

if TYPE_CHECKING:  # a reading shows none of them
    from kernel.done import Notice, Opened
    from planning.fit import Conflict
    from planning.replan import Difference, Kept, Move


def columns(rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns as wide as their widest word; the last one runs on."""
    for line in aligned(rows):
        click.echo(line)


def aligned(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines, in columns as wide as their widest word; the last one runs on."""
    lines = [list(row) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    for row in lines:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()


def as_text(facts: object) -> None:
    """Print facts as JSON."""
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=_plain))


def worded(parts: Iterable[Part]) -> Iterator[str]:
    """Yield what a reading shows, line by line."""
    for part in parts:
        if isinstance(part, Table):
            inset = "  " if part.is_inset else ""
            yield from aligned([f"{inset}{cell(first)}", *map(cell, others)] for first, *others in part.rows)
        else:
            yield part if isinstance(part, str) else "".join(map(cell, part))


def cell(value: Cell) -> str:
    """Return a value in words."""
    match value:
        case None:
            return ""
        case Due():
            return when(value)
        case Days():
            return spare(value.count)
        case Call():
            return remedy_words.call(value)
        case Remedies():
            return remedy_words.remedies(value.ways)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case tuple():
            return "; ".join(filter(None, map(cell, value)))
    return str(value)


def when(due: Due) -> str:
    """Return `2017-03-10 Fri`, with the stated hour, or the precision; `awaited` while undated."""
    if due.on is None:
        return "awaited"
    words = f"{due.on:%Y-%m-%d %a}"
    if due.precision is not Precision.DAY:
        return f"{words} ({due.precision})"
    closes = due.closes
    stated = closes is not None and closes.second != 59
    return f"{words} {closes:%H:%M}" if stated and closes else words


def spare(days: int | None) -> str:
    """Return the float in days."""
    return "" if days is None else f"{days:+d} d"


def notes(sentences: Iterable[str]) -> None:
    """Print each note on a line of its own."""
    for note in sentences:
        click.echo(note)


def conflicts(unfit: "Iterable[Conflict]") -> None:
    """Print each conflict as its sentence."""
    for conflict in unfit:
        click.echo(f"does not fit: {conflict.sentence}")


def differences(opened: "Opened") -> None:
    """Print where the dates of a new edition are others than its rules propose."""
    last = opened.last or ""
    columns(
        [f"  {difference.due or 'awaited'}", difference.step, _difference(difference, last)]
        for difference in opened.differences
    )


def _difference(difference: "Difference", last: str) -> str:
    if difference.rule is None:
        return f"{difference.was} in {last}; no rule gives it"
    if difference.days is None:
        return (
            f"{difference.was} in {last}; its rule, {difference.rule}, proposes {difference.proposed or 'nothing yet'}"
        )
    days = f"{difference.days:+d} d"
    return f"{difference.was} in {last}; its rule, {difference.rule}, proposes {difference.proposed} ({days})"


def notices(due: "Iterable[Notice]") -> None:
    """Print whom a change concerns."""
    for notice in due:
        click.echo(f"  {_notice(notice)}")


def _notice(notice: "Notice") -> str:
    waits = f"{notice.person} is about to be told {notice.was} for {notice.step}"
    opening = f"{notice.person} was told {notice.was} for {notice.step}, and will be told"
    return {
        "change": f"{opening} the new date",
        "gone": f"{opening} that it no longer holds",
        "withdrawn": f"{notice.person} was about to be told {notice.was} for {notice.step}, and no longer is",
        "until-issued": f"{waits}, and of the new date once it is issued",
    }[notice.kind]


def moves(moved: "Iterable[Move]", kept: "Iterable[Kept]") -> None:
    """Print what moves, and the agreed dates that stay though their rule now differs."""
    columns([f"  {move.was or 'awaited'} → {move.now or 'awaited'}", move.step, spare(move.days)] for move in moved)
    columns([f"  {k.due} stays", k.step, f"its rule now proposes {k.proposed} ({k.days:+d} d)"] for k in kept)


def _plain(value: object) -> str:
    if isinstance(value, Remedies):
        return remedy_words.remedies(value.ways)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
