"""The values of readings as the desk shows them: in a table of a page, and in a file for spreadsheets."""

from collections.abc import Iterable
from datetime import date, datetime

from markupsafe import Markup, escape

from kernel.shown import Cell, Days, Due, Part, Remedies, Table
from planning.remedies import Call
from planning.window import Precision
from web.desk import remedy_links
from web.desk.words import day, instant, say


def text(cell: Cell) -> str:
    """Return a value in plain words."""
    match cell:
        case Due():
            return _due(cell)
        case Days():
            return "" if cell.count is None else say("days", number=f"{cell.count:+d}")
        case Call():
            return cell.words
        case Remedies():
            return "; ".join(str(link.striptags()) for link in remedy_links.links(cell.ways))
        case date():  # or an instant, which is one too
            return instant(cell) if isinstance(cell, datetime) else day(cell)
        case tuple():
            return "; ".join(filter(None, map(text, cell)))
    return "" if cell is None else str(cell)


def _due(due: Due) -> str:
    if due.on is None:
        return say("awaited")
    if due.precision is not Precision.DAY:
        return say("about", day=day(due.on), precision=due.precision)
    is_stated = due.closes is not None and due.closes.second != 59
    return f"{day(due.on)}, {due.closes:%H:%M}" if is_stated and due.closes else day(due.on)


def markup(cell: Cell) -> Markup:
    """Return a value for a page: what ends a thing is a link to where that is done."""
    match cell:
        case Remedies():
            return Markup("<br>").join(remedy_links.links(cell.ways))
        case Call():
            return Markup(" ").join(remedy_links.links([cell]))
        case tuple():
            return Markup("<br>").join(filter(None, map(markup, cell)))
        case date() | Due():
            return Markup('<span class="day">{}</span>').format(text(cell))
    return escape(text(cell))


def lines(parts: Iterable[Part]) -> list[Markup | Table]:
    """Return what a reading says, sentence by sentence, with its tables in between."""
    said: list[Markup | Table] = []
    for part in parts:
        if isinstance(part, Table):
            said.append(part)
        else:
            said += [escape(part)] if isinstance(part, str) else [Markup("").join(map(markup, part))]
    return said
