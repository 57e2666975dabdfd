"""The values of readings as the desk shows them: in a table of a page, and in a file for spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from markupsafe import Markup, escape

from kernel.shown import Cell, Days, Due, Part, Remedies, Row, Table
from planning.remedies import Call
from planning.window import Precision
from web.desk import remedy_links
from web.desk.names import Names
from web.desk.words import catalog, day, instant, named, say


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


def table(heads: Sequence[str], rows: Iterable[Row], names: Names) -> Iterator[list[Markup]]:
    """Yield the rows of a table of a page; the title of a cycle is seen in the first of its rows, and heard in each."""
    above: Cell = None
    for row in rows:
        cells = list(map(markup, _in_words(heads, row, names)))
        if heads[:1] == ["Cycle"]:
            cells[0] = Markup('<span class="unseen">{}</span>').format(cells[0]) if row[0] == above else cells[0]
            above = row[0]
        yield cells


def titled(heads: Sequence[str], rows: Iterable[Row], names: Names) -> Iterator[Row]:
    """Yield rows with titles for keys, for a file that people read."""
    return (_in_words(heads, row, names) for row in rows)


def _in_words(heads: Sequence[str], row: Row, names: Names) -> list[Cell]:
    """Return a row with titles for keys, days in words, and standings as officers call them."""
    cycle = next((cell for head, cell in zip(heads, row, strict=False) if head == "Cycle"), None)
    return [_plain(cell, head, str(cycle or ""), names) for head, cell in zip(heads, row, strict=False)]


WORDED = {"Kind": ("letter",), "Standing": ("letter_state", "standing"), "Outcome": ("outcome",)}
"""The sections of the catalog in which words of a column are looked up, the first that has one."""


def _plain(cell: Cell, head: str, cycle: str, names: Names) -> Cell:
    match cell:
        case tuple():
            return tuple(_plain(each, head, cycle, names) for each in cell)
        case str() if head in ("Step", "Steps") and cycle:
            return ", ".join(names.step(cycle, slug) for slug in cell.split(", "))
        case str() if head == "Resolution" and cell in names.resolutions:
            return Call("resolution/show", {"resolution": cell}, names.resolutions[cell])
        case int() if head == "Letter":
            return Call("outbox/show", {"number": cell}, str(cell))
        case str():
            section = next((each for each in WORDED.get(head, ()) if str(cell) in catalog()[each]), "")
            return named(section, str(cell)) if section else names.plain(cell)
    return cell


def labelled(row: Row, names: Names) -> list[Cell]:
    """Return a row of facts, of which the first says what the second is, in words of officers."""
    if len(row) != 2 or not isinstance(row[0], str):
        return list(row)
    value = row[1]
    return [named("of_contact", str(row[0])), names.plain(value) if isinstance(value, str) else value]


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


def lines(parts: Iterable[Part], names: Names) -> list[Markup | Table]:
    """Return what a reading says, sentence by sentence, with its tables in between."""
    said: list[Markup | Table] = []
    for part in parts:
        if isinstance(part, Table):
            said.append(part)
        else:
            pieces = (part,) if isinstance(part, str) else part
            said.append(Markup("").join(markup(_plain(piece, "", "", names)) for piece in pieces))
    return said
