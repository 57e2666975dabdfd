"""Digests of the rows that an act wrote, by which a changed row is found. A row belongs to the line that it names.

Empty values are left out of a digest, so that a new column which may be empty changes no older digest.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, Table, bindparam, select
from sqlalchemy.orm import Session

from models.tables import tables
from record.journal.line_texts import canonical

NAMES_ITS_LINE = "entry_id"
OLD = 0  # stands for all lines of version 1 at once, whose rows the first sealing line answers for
Digests = dict[int, dict[str, str]]  # by the line's id, by table

# What other acts change later in a row that stays its first act's: row_digests.py proves it.
CHANGES_LATER: Mapping[str, frozenset[str]] = {
    "account": frozenset({"ended_at"}),  # another right, or none
    "circular": frozenset({"sent_on", "answers_by", "sent_at"}),  # its sending is recorded after it itself
    "conference_outcome": frozenset({"accepted_at", "accepted_entry_id"}),  # accepted, long after it was listed
    "decision": frozenset({"gone_at", "gone_entry_id"}),  # taken back
    "deputy": frozenset({"to_on", "ended_at"}),  # a stay is prolonged by a file, or ended
    "document": frozenset({"title", "dated_on", "url", "same_as_id", "same_at"}),  # described later, or merged
    "membership": frozenset({"gone_at", "gone_entry_id"}),  # said otherwise
    "membership_list": frozenset({"gone_at"}),  # taken back
    "memo": frozenset({"ended_at"}),  # wanted no more
    "mute": frozenset({"ended_at"}),  # unmuted
    "recount": frozenset({"answer", "answered_at", "was_id", "rule", "opening", "promise"}),  # accepted, or kept
    "resolution_version": frozenset({"text_at"}),  # its text came later
    "row_digest": frozenset({"salt"}),  # emptied when a person is erased
    "subscription": frozenset({"revoked_at", "used_at"}),  # withdrawn; fetched, which is no act
}


@cache
def tables_of_facts() -> Mapping[str, Table]:
    """Return the tables whose rows name their line, by name."""
    by_name = {table.name: table for table in tables().sorted_tables if NAMES_ITS_LINE in table.columns}
    return dict(sorted(by_name.items()))


def written(session: Session, since: Mapping[str, int]) -> Digests:
    """Return the digests of the rows from these ids on, of these tables."""
    return _digests(session, {name: (_new_rows(name), {"least": least}) for name, least in since.items()})


def stored(session: Session, *, old: int, first: int | None = None) -> Digests:
    """Return the digests of all rows, those of lines up to `old` as one; with `first` only of lines from that id on."""
    wanted: dict[str, tuple[Select[Any], dict[str, int]]] = {}
    for name, table in tables_of_facts().items():
        rows = _rows(name) if first is None else _rows(name).where(table.c.entry_id >= first)
        wanted[name] = (rows, {})
    return _digests(session, wanted, old=old)


def _digests(session: Session, wanted: Mapping[str, tuple[Select[Any], dict[str, int]]], *, old: int = 0) -> Digests:
    """Return the digests of the rows that each query finds, an old line's under `OLD`."""
    digests: Digests = defaultdict(dict)
    for name, (query, values) in wanted.items():
        sums: dict[int, Any] = defaultdict(sha256)
        rows = session.execute(query, values)
        names = tuple(rows.keys())
        for row in rows:
            facts = dict(zip(names, row, strict=True))
            entry_id = facts[NAMES_ITS_LINE]
            text = canonical({key: value for key, value in facts.items() if value is not None})
            sums[OLD if entry_id is None or entry_id <= old else entry_id].update(f"{text}\n".encode())
        for entry_id, digest in sums.items():
            digests[entry_id][name] = digest.hexdigest()
    return digests


@cache
def _rows(name: str) -> Select[Any]:
    """Return the query for the rows of a table, in the order in which they were made, without what changes later."""
    table, later = tables_of_facts()[name], CHANGES_LATER.get(name, frozenset())
    return select(*(column for column in table.columns if column.name not in later)).order_by(table.c.id)


@cache
def _new_rows(name: str) -> Select[Any]:
    return _rows(name).where(tables_of_facts()[name].c.id >= bindparam("least"))
