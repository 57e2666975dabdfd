"""The contacts' spreadsheet, read as CSV: comma, semicolon or tab; UTF-8, UTF-16, or the cp1252 of an older Excel."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from loading.contact_columns import TAGS, Columns, columns, meaning
from loading.entry_refusals import refused
from notifications.plain_text import plain
from planning.errors import among
from planning.roles import is_known, misspelt

MANY = ("roles", "channels", "deputies")  # several in one cell
DELIMITERS = ",;\t"
EXCELS_HINT = re.compile(r"sep=.\r?\n", re.IGNORECASE)
LISTED = 12  # columns in a sentence
HEAD = 20_000  # letters in which the first row ends

Row = dict[str, str | list[str]]


@dataclass(slots=True)
class Sheet:
    """A table of contacts: its columns, and what of it is left out."""

    file: str
    data: bytes
    notes: list[str]  # grows with what is left out, once the rows are read

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Yield each row's number, as the spreadsheet shows it, and what it says. Raises LoadRefused."""
        text = _decoded(self.data, self.file)
        hinted = EXCELS_HINT.match(text)  # a first line `sep=;`, which Excel writes and hides
        text = text[hinted.end() :] if hinted else text
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        tags: dict[str, None] = {}
        try:
            named = columns(next(reader, []), f"{self.file}, row 1")
            for number, cells in enumerate(reader, start=3 if hinted else 2):
                if any(cell.strip() for cell in cells):
                    yield number, _read_row(named, cells, f"{self.file}, row {number}", tags)
        except csv.Error as why:
            where = f"{self.file}, line {reader.line_num}"
            raise refused(where, f"this is not CSV: {why}; export the sheet again") from None
        self._note("the column", "the columns", named.left_out)
        self._note("the category", "the categories", tuple(tags))

    def _note(self, one: str, many: str, words: tuple[str, ...]) -> None:
        shown = [repr(plain(word, 40)) for word in words[:LISTED]]
        more = f" and {len(words) - LISTED} more" if len(words) > LISTED else ""
        if words:
            were = f"{one} {shown[0]} was" if len(words) == 1 else f"{many} {among(shown)}{more} were"
            self.notes.append(f"{self.file}: {were} left out")


def _decoded(data: bytes, file: str) -> str:
    for encoding in _encodings(data[:4]):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refused(file, "this is no text; export the sheet as CSV (UTF-8)")


def _encodings(start: bytes) -> tuple[str, ...]:
    """Return what a file may be written in, by its first bytes."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    if start[1::2] == b"\0\0" and b"\0" not in start[::2]:
        return ("utf-16-le",)
    return ("utf-16-be",) if start[::2] == b"\0\0" and b"\0" not in start[1::2] else ("utf-8-sig", "cp1252")


def _delimiter(text: str) -> str:
    """Return what parts the first row into most headers that are known, or into most cells."""

    def cells(delimiter: str) -> tuple[int, int]:
        try:
            row = next(csv.reader(io.StringIO(text[:HEAD], newline=""), delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return sum(meaning(cell) is not None for cell in row), len(row)

    return max(DELIMITERS, key=cells)


def _read_row(named: Columns, cells: list[str], where: str, tags: dict[str, None]) -> Row:
    if any(cell.strip() for cell in cells[named.number :]):
        raise refused(where, f"it has more cells than the first row, which names {named.number}; quote what has commas")
    row = named.read(cells)
    roles = _several(row.get("roles", "")) + _roles_among(row.pop(TAGS, ""), tags)
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
