"""Tables as spreadsheets export them, as CSV: comma, semicolon or tab; UTF-8, UTF-16, or the cp1252 of old Excels."""

import csv
import io
import re
from collections.abc import Callable, Iterator

from loading.entry_refusals import refused

DELIMITERS = ",;\t"
EXCELS_HINT = re.compile(r"sep=.\r?\n", re.IGNORECASE)
EMPTY_ROWS = re.compile(r'[\s,;"]*\n')
HEAD = 20_000  # letters in which the first row ends

FOREIGN = re.compile(r"[^\x00-\x7f\xa0«»‘’“”–—…€]{3}")  # no word of cp1252 has three such letters in a row

Known = Callable[[str], bool]  # whether a header is one that some table has
Rows = Iterator[tuple[int, list[str]]]


def rows(data: bytes, file: str, known: Known) -> Rows:
    """Yield each row that is not empty, by its number in the sheet; first that of the headers. Raises LoadRefused."""
    text = _decoded(data, file)
    hinted = EXCELS_HINT.match(text)  # a first line `sep=;`, which Excel writes and hides
    text = text[hinted.end() :] if hinted else text
    above = EMPTY_ROWS.match(text)
    first = 1 + bool(hinted) + (above.group().count("\n") if above else 0)
    text = text[above.end() :] if above else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, known), strict=True)
    try:
        yield first, next(reader, [])
        for number, cells in enumerate(reader, start=first + 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as why:
        raise refused(
            f"{file}, line {reader.line_num}", f"this is not CSV: {why}; export the sheet again"
        ) from None  # fmt: skip


def _decoded(data: bytes, file: str) -> str:
    for encoding in _encodings(data[:4]):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252" and FOREIGN.search(text):
            raise refused(file, "it is in an older encoding of another script; save the sheet as CSV UTF-8")
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


def _delimiter(text: str, known: Known) -> str:
    """Return what parts the first row into most headers that are known, or into most cells."""

    def cells(delimiter: str) -> tuple[int, int]:
        try:
            row = next(csv.reader(io.StringIO(text[:HEAD], newline=""), delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return sum(known(cell) for cell in row), len(row)

    return max(DELIMITERS, key=cells)
