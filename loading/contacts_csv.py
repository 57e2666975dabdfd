"""The contacts' spreadsheet, read as CSV: comma, semicolon or tab; UTF-8, UTF-16, or the cp1252 of an older Excel."""

import csv
import io
import re
from collections.abc import Iterator

from loading.entry_refusals import known, refused
from planning.errors import quoted

HEADERS = ("name", "email", "organization", "roles", "language", "zone", "channels", "digest", "deputies")
MANY = ("roles", "channels", "deputies")  # several in one cell
DELIMITERS = ",;\t"
EXCELS_HINT = re.compile(r"sep=.\r?\n", re.IGNORECASE)


def rows(data: bytes, file: str) -> Iterator[tuple[int, dict[str, str | list[str]]]]:
    """Return each row's number, as the spreadsheet shows it, and its cells that are not empty. Raises LoadRefused."""
    text = _decoded(data, file)
    hinted = EXCELS_HINT.match(text)  # a first line `sep=;`, which Excel writes and hides
    text = text[hinted.end() :] if hinted else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        headers = _headers(next(reader, []), file)
        for number, cells in enumerate(reader, start=3 if hinted else 2):
            if any(cell.strip() for cell in cells):
                yield number, _read_row(headers, cells, f"{file}, row {number}")
    except csv.Error as why:
        raise refused(f"{file}, line {reader.line_num}", f"this is not CSV: {why}; export the sheet again") from None


def _decoded(data: bytes, file: str) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refused(file, "this is no text; export the sheet as CSV (UTF-8)")


def _delimiter(text: str) -> str:
    head = text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=head.count)


def _headers(cells: list[str], file: str) -> list[str]:
    headers = [cell.strip().casefold() for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    for header in headers:
        if header not in HEADERS:
            raise refused(f"{file}, row 1", f"the column {quoted(header)} is not known; {known(header, HEADERS)}")
        if headers.count(header) > 1:
            raise refused(f"{file}, row 1", f"the column {quoted(header)} stands there twice; keep one of the two")
    for wanted in ("name", "email"):
        if wanted not in headers:
            raise refused(f"{file}, row 1", f"there is no column {wanted!r}; the first row names the columns")
    return headers


def _read_row(headers: list[str], cells: list[str], where: str) -> dict[str, str | list[str]]:
    if any(cell.strip() for cell in cells[len(headers) :]):
        raise refused(where, f"it has more cells than the first row, which names {len(headers)}; quote what has commas")
    row = {header: cell.strip() for header, cell in zip(headers, cells, strict=False) if cell.strip()}
    return {header: _several(cell) if header in MANY else cell for header, cell in row.items()}


def _several(cell: str) -> list[str]:
    return [word for word in re.split(r"[;,\s]+", cell) if word]
