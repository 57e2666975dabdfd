"""Lists in tables, as the entries of a file: members of a kind, outcomes of a conference, documents of a session."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any, Literal
from unicodedata import normalize

from loading.contacts_csv import note
from loading.entry_refusals import refused
from loading.ical_reader import Meant
from loading.membership_shapes import kind
from loading.merged_cells import noted
from loading.spreadsheets import Rows
from loading.table_columns import CHAIRS, DOCUMENTS, MEMBERS, columns, meant_by
from planning.names import unaccented
from planning.remedies import Argument

Raw = tuple[Literal["memberships", "chairs", "outcomes", "expected_documents"], dict[str, Any], str]
DAYS = ("from", "to")
CHAIR_WORDS = set(map(unaccented, (
    "chair", "chairman", "chairwoman", "chairperson", "president", "président", "présidente", "presidente",
    "presidenta", "vorsitz", "vorsitzender", "vorsitzende", "председатель", "主席", "الرئيس", "رئيس",
)))  # fmt: skip
VICE_CHAIR_WORDS = set(map(unaccented, (
    "vice-chair", "vice chair", "vice-chairman", "vice-chairs", "vice-président", "vice-présidente", "vicepresidente",
    "vicepresidenta", "stellvertretender vorsitz", "заместитель председателя", "副主席", "نائب الرئيس",
)))  # fmt: skip


def entries(headers: list[str], at: str, rows: Rows, file: str, meant: Meant, notes: list[str]) -> Iterator[Raw]:
    """Yield the entries of a table that is no contacts', whose headers stand `at` a row; each with its place.

    Raises LoadRefused.
    """
    fields = meant_by(headers)
    assert fields is not None
    named = columns(headers, fields, at)
    note(notes, file, "the column", "the columns", named.left_out)
    read = ((number, named.read(cells)) for number, cells in noted(rows, named.places, file, notes))
    if fields is MEMBERS:
        yield from _memberships(list(read), file, meant)
    elif fields is CHAIRS:
        yield from _chairs(list(read), file, meant)
    elif fields is DOCUMENTS:
        yield from _documents(read, file)
    else:
        yield from (("outcomes", row, f"{file}, row {number}") for number, row in read)


def _documents(rows: Iterable[tuple[int, dict[str, str]]], file: str) -> Iterator[Raw]:
    """Yield the documents of an agenda; one without a key goes by its title."""
    for number, row in rows:
        letters = normalize("NFKD", row.get("key") or row.get("title", "")).encode("ascii", "ignore").decode()
        key = re.sub("[^a-z0-9]+", "-", letters.casefold()).strip("-")
        yield "expected_documents", row | {"key": key}, f"{file}, row {number}"


def _memberships(rows: list[tuple[int, dict[str, str]]], file: str, meant: Meant) -> Iterator[Raw]:
    """Yield one list for each kind that the table names."""
    lists: dict[str, list[dict[str, str]]] = {}
    for number, row in rows:
        lists.setdefault(_kind(row.pop("kind", None), meant, f"{file}, row {number}"), []).append(row)
    for word, members in lists.items():
        shared = {day: _shared(members, day) for day in DAYS}
        since = meant.since.isoformat() if meant.since else shared["from"]
        if since is None:
            since_when = Argument("since", "say it", "DATE")
            raise refused(file, f"the table does not say from which day on they are {word}", since_when)
        dated = {"from": since} | ({"to": shared["to"]} if shared["to"] else {})
        yield "memberships", {"kind": word, **dated, "source": PurePath(file).name, "members": members}, file


def _chairs(rows: list[tuple[int, dict[str, str]]], file: str, meant: Meant) -> Iterator[Raw]:
    """Yield one list for each body and term that the table names."""
    lists: dict[tuple[str, ...], dict[str, Any]] = {}
    for number, row in rows:
        place = f"{file}, row {number}"
        body, since = row.pop("body", ""), row.pop("from", "") or str(meant.since or "")
        if not body:
            raise refused(place, "it names no body; fill that cell")
        if not since:
            raise refused(place, "nothing says from which day on they hold it", Argument("since", "say it", "DATE"))
        until, position = row.pop("to", ""), unaccented(row.pop("position", ""))
        source = row.pop("source", "")
        listed = lists.setdefault((body, since, until), {"body": body, "from": since})
        listed |= {name: words for name, words in (("to", until), ("source", source)) if words}
        if position in CHAIR_WORDS and "chair" not in listed:
            listed["chair"] = row
        elif position in VICE_CHAIR_WORDS:
            listed.setdefault("vice_chairs", []).append(row)
        else:
            raise refused(place, "its position is neither Chair nor Vice-Chair, or there is another Chair; correct it")
    yield from (("chairs", listed, file) for listed in lists.values())


def _kind(cell: str | None, meant: Meant, where: str) -> str:
    """Return the word of a kind, as the row says it or whoever loads the table. Raises LoadRefused."""
    words = cell or meant.kind
    if not words:
        raise refused(where, "nothing says what the members of this list are", Argument("kind", "say it", "KIND"))
    try:
        return str(kind(words))
    except ValueError as why:
        raise refused(where, str(why)) from None


def _shared(members: list[dict[str, str]], day: str) -> str | None:
    """Return the day that all members have, None if there is none."""
    days = {member.get(day) for member in members}
    return days.pop() if len(days) == 1 else None
