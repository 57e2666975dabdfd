"""How rows that acts may change stood after each of them, by which a row that nobody's act changed is found.

Rows of other tables belong to the one line that they name (fact_digests.py). These may change again: a digest of them
is a row of its own, of the line whose act changed them, and the last one is of the row as it is.
"""

from collections.abc import Iterable, Mapping, Set
from functools import cache
from hashlib import sha256
from secrets import token_hex
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Select, Table, bindparam, func, insert, literal, select, union_all
from sqlalchemy.orm import Session

from models.journal import RowDigest
from models.slices import slices
from models.tables import tables
from record.journal.line_texts import canonical

GENERATION = 1  # raise it with a revision that changes such rows: the next act then digests all of them anew

# The tables, each with what changes in its rows without an act.
BY_ACTS: Mapping[str, frozenset[str]] = {
    "account": frozenset(),
    "anchor": frozenset(),
    "body": frozenset(),
    "body_alias": frozenset(),
    "channel": frozenset(),
    "circular": frozenset(),
    "clause": frozenset(),
    "conference_outcome": frozenset(),
    "cycle": frozenset(),
    "deadline": frozenset({"look_at", "row_version"}),  # when the round looks at it again
    "decision": frozenset(),
    "deputy": frozenset(),
    "document": frozenset(),
    "holiday_list": frozenset(),
    "item": frozenset(),
    "meeting": frozenset(),
    "membership": frozenset(),
    "membership_list": frozenset(),
    "memo": frozenset(),
    "mute": frozenset(),
    "obligation": frozenset(),
    "organization": frozenset(),
    "person": frozenset({"file_said"}),  # what a file said last, also one that changed nothing
    "recount": frozenset(),
    "resolution_version": frozenset(),
    "role": frozenset(),
    "standing_release": frozenset(),
    "subscription": frozenset({"used_at"}),  # a calendar was fetched
}


class Known(NamedTuple):
    """The last digest of a row: of the line with which id; empty where the row was taken away."""

    entry_id: int
    digest: str
    salt: str


Rows = Mapping[int, Mapping[str, Any]]  # of a table, by id


@cache
def columns_of(name: str) -> Set[str]:
    """Return the columns of a table that only acts change; none of a table that is not proved so."""
    table = tables().tables.get(name)
    return frozenset() if table is None or name not in BY_ACTS else {*table.columns.keys()} - BY_ACTS[name]


def write(session: Session, entry_id: int, changed: Mapping[str, Set[int]], whole: Iterable[str]) -> int:
    """Digest the changed rows, and every row of the tables in `whole` that is not as known; return the first new id."""
    first = (session.scalar(select(func.max(RowDigest.id))) or 0) + 1
    new: list[dict[str, object]] = []
    for name in sorted({*changed, *whole}):
        ids = None if name in whole else changed[name]
        here, known = _rows(session, name, ids), _known(session, name, ids)
        for number in sorted(here.keys() | known.keys()):
            if not stands(here.get(number), known.get(number)):
                salt = token_hex(8)
                digest = digest_of(here[number], salt) if number in here else ""
                new.append({"entry_id": entry_id, "of": name, "number": number, "digest": digest, "salt": salt})
    if new:
        session.execute(insert(RowDigest), new)
    return first


def stands(row: Mapping[str, Any] | None, known: Known | None) -> bool:
    """Return whether a row is as its last digest says; where there is none, whether there is no row either."""
    if row is None or known is None or not known.digest:
        return row is None and (known is None or not known.digest)
    return digest_of(row, known.salt) == known.digest


def digest_of(row: Mapping[str, Any], salt: str) -> str:
    """Return the digest of a row; what is empty leaves no trace in it, so that a later column may be."""
    text = canonical({name: value for name, value in row.items() if value not in (None, False, 0, "", [], {})})
    return sha256(f"{salt}\n{text}".encode()).hexdigest()


def filled(session: Session) -> Set[str]:
    """Return which of the tables have rows: what stood there before acts said how they leave them is the beginning."""
    return {*session.scalars(_filled())}


def standing(session: Session, name: str, first: int | None) -> tuple[Rows, Mapping[int, Known]]:
    """Return the rows of a table and their last digests, by the rows' ids; those that lines from `first` on changed."""
    ids: Set[int] | None = None
    if first is not None:
        query = select(RowDigest.number).where(RowDigest.of == name, RowDigest.entry_id >= first)
        ids = {*session.scalars(query)}
    return _rows(session, name, ids), _known(session, name, ids)


def forget_guesses(session: Session, name: str, numbers: Iterable[int]) -> None:
    """Take away what a guess at an older state of these rows could be tried with."""
    for some in slices(list(numbers)):
        meant = session.scalars(select(RowDigest).where(RowDigest.of == name, RowDigest.number.in_(some)))
        for row in meant:
            row.salt = ""


def _rows(session: Session, name: str, ids: Set[int] | None) -> Rows:
    query, table = _query(name), tables().tables[name]
    parts = [query] if ids is None else [query.where(table.c.id.in_(some)) for some in slices(sorted(ids))]
    names = tuple(query.selected_columns.keys())
    rows = (dict(zip(names, row, strict=True)) for part in parts for row in session.execute(part))
    return {row["id"]: row for row in rows}


def _known(session: Session, name: str, ids: Set[int] | None) -> dict[int, Known]:
    """Return the last digests of a table's rows, by the rows' ids: a later one takes the place of an earlier."""
    wanted = [None] if ids is None else slices(sorted(ids))
    known: dict[int, Known] = {}
    for some in wanted:
        query = _DIGESTS if some is None else _DIGESTS.where(RowDigest.number.in_(some))
        for number, entry_id, digest, salt in session.execute(query, {"name": name}):
            known[number] = Known(entry_id, digest, salt)
    return known


_DIGESTS = (
    select(RowDigest.number, RowDigest.entry_id, RowDigest.digest, RowDigest.salt)
    .where(RowDigest.of == bindparam("name"))
    .order_by(RowDigest.id)
)


@cache
def _filled() -> CompoundSelect[str]:
    of = {name: tables().tables[name] for name in BY_ACTS}
    return union_all(*(select(literal(name)).where(select(table.c.id).exists()) for name, table in of.items()))


@cache
def _query(name: str) -> Select[Any]:
    table: Table = tables().tables[name]
    return select(*(table.c[column] for column in sorted(columns_of(name))))
