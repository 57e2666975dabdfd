"""The contacts' spreadsheet, row by row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loading import role_words
from loading.contact_columns import TAGS, Columns, columns
from loading.entry_refusals import refused
from loading.merged_cells import noted
from loading.spreadsheets import Rows
from notifications.plain_text import plain
from planning.errors import among
from planning.roles import is_known, misspelt

MANY = ("roles", "channels", "deputies")  # several in one cell
LISTED = 12  # columns in a sentence

Row = dict[str, str | list[str]]


@dataclass(slots=True)
class Sheet:
    """A table of contacts: its columns, and what of it is left out."""

    file: str
    headers: list[str]
    at: str  # where these stand
    table: Rows
    notes: list[str]  # grows with what is left out, once the rows are read

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Yield each row's number, as the spreadsheet shows it, and what it says. Raises LoadRefused."""
        tags: dict[str, None] = {}
        named = columns(self.headers, self.at)
        for number, cells in noted(self.table, named.places, self.file, self.notes):
            yield number, _read_row(named, cells, f"{self.file}, row {number}", tags)
        note(self.notes, self.file, "the column", "the columns", named.left_out)
        note(self.notes, self.file, "the category", "the categories", tuple(tags))


def note(notes: list[str], file: str, one: str, many: str, words: tuple[str, ...]) -> None:
    """Note what of a table was left out, if anything was."""
    shown = [repr(plain(word, 40)) for word in words[:LISTED]]
    more = f" and {len(words) - LISTED} more" if len(words) > LISTED else ""
    if words:
        were = f"{one} {shown[0]} was" if len(words) == 1 else f"{many} {among(shown)}{more} were"
        notes.append(f"{file}: {were} left out")


def _read_row(named: Columns, cells: list[str], where: str, tags: dict[str, None]) -> Row:
    if any(cell.strip() for cell in cells[named.number :]):
        raise refused(where, f"it has more cells than the first row, which names {named.number}; quote what has commas")
    row = named.read(cells)
    roles = role_words.roles(row.get("roles", ""), where) + _roles_among(row.pop(TAGS, ""), tags)
    return {field: _several(cell) if field in MANY else cell for field, cell in row.items()} | (
        {"roles": roles} if roles else {}
    )


def _roles_among(cell: str, left_out: dict[str, None]) -> list[str]:
    """Return those of Outlook's categories that are roles, or a slip for one; the others are kept in `left_out`."""
    words = [word.strip() for word in re.split(r"[;,]", cell) if word.strip()]
    roles = [word for word in words if is_known(word.casefold()) or misspelt(word.casefold())]
    left_out |= dict.fromkeys(word for word in words if word not in roles)
    return roles


def _several(cell: str) -> list[str]:
    return [word for word in re.split(r"[;,\s]+", cell) if word]
