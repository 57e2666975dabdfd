"""Alterations of a store by somebody who has its database and neither the secret nor the data folder."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from random import Random
from typing import Any

from sqlalchemy import Boolean, Integer, Table, UniqueConstraint, delete, func, insert, select, update
from sqlalchemy.orm import Session

from models.base import Day, Hour, UtcDateTime
from models.journal import Entry
from models.store import Store
from models.tables import tables
from record.journal import fact_digests, row_digests
from record.journal.fact_digests import NAMES_ITS_LINE
from record.journal.line_texts import FIRST, canonical

Alteration = Callable[[Session, Random], str]


WORDS = {"basis": "outside", "precision": "week", "status": "held", "relation": "replaces"}  # of enums
OTHER_WORDS = {"basis": "agreed", "precision": "day", "status": "planned", "relation": "additional-to"}


def free_of_keys(session: Session) -> None:
    """Let rows go although others name them; what is altered here is never committed."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    else:
        session.connection().exec_driver_sql("SET LOCAL session_replication_role = replica")


def _ids(session: Session) -> list[int]:
    return list(session.scalars(select(Entry.id).order_by(Entry.id)))


def _new_head(session: Session) -> None:
    """Have the store know the end that the journal has now."""
    last = session.scalar(select(Entry.hash).order_by(Entry.id.desc()).limit(1))
    lines = session.scalar(select(func.count()).select_from(Entry)) if last else 0
    session.execute(update(Store).values(journal_lines=lines, journal_hash=last))


def _other(value: Any, random: Random) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, StrEnum):
        return next(each for each in type(value) if each != value)
    if isinstance(value, dict):
        return value | {"forged": "yes"}
    if isinstance(value, datetime | date):
        return value + timedelta(days=random.randint(1, 30))
    if isinstance(value, int):
        return value + random.randint(1, 9)
    if isinstance(value, list):
        return [*value, "forged"]
    return f"{value or ''}forged"


def edit_text(session: Session, random: Random) -> str:
    number = random.choice(_ids(session))
    text = session.scalars(select(Entry.text).where(Entry.id == number)).one()
    at = random.randrange(len(text))
    changed = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
    session.execute(update(Entry).where(Entry.id == number).values(text=changed))
    return f"text of {number} at {at}"


def edit_column(session: Session, random: Random) -> str:
    number = random.choice(_ids(session))
    name = random.choice(("act", "by", "cycle", "at", "written_at", "previous", "hash", "key"))
    value = session.scalars(select(getattr(Entry, name)).where(Entry.id == number)).one()
    session.execute(update(Entry).where(Entry.id == number).values({name: _other(value, random)}))
    return f"{name} of {number}"


def remove(session: Session, random: Random) -> str:
    """Take out the first lines, some of the middle, the last, or all; often with a head to match."""
    ids = _ids(session)
    first, last = sorted(random.sample(range(len(ids) + 1), 2))
    which = random.choice(("first", "middle", "last", "all"))
    gone = {"first": ids[:last], "middle": ids[first:last], "last": ids[first:], "all": ids}[which]
    session.execute(delete(Entry).where(Entry.id.in_(gone)))
    if also := random.random() < 0.7:
        _new_head(session)
    if random.random() < 0.5:
        for table in fact_digests.tables_of_facts().values():
            session.execute(table.delete().where(table.c.entry_id.in_(gone)))
    return f"{which}: {len(gone)} of {len(ids)}, head {'too' if also else 'left'}"


def swap(session: Session, random: Random) -> str:
    first, other = random.sample(_ids(session), 2)
    for old, new in ((first, -1), (other, first), (-1, other)):
        session.execute(update(Entry).where(Entry.id == old).values(id=new))
    _new_head(session)
    return f"{first} and {other}"


def rewrite(session: Session, random: Random) -> str:
    """Make all lines anew with another hand: as lines of before there was a key, or with a key of one's own."""
    keyed = random.random() < 0.5
    lines = session.execute(select(Entry.id, Entry.text).order_by(Entry.id)).all()
    session.execute(update(Entry).values(previous=Entry.hash + "-", hash=Entry.hash + "+"))
    previous = FIRST
    for number, text in lines:
        facts = json.loads(text) | {"by": "Somebody Else"}
        if not keyed:
            facts = {key: facts[key] for key in ("act", "at", "by", "cycle", "written_at")} | {
                "details": facts["facts"]
            }
        new = canonical(facts)
        seal = sha256(f"{'my own key ' if keyed else ''}{previous}\n{new}".encode()).hexdigest()
        values = {"text": new, "previous": previous, "hash": seal, "by": "Somebody Else"}
        session.execute(update(Entry).where(Entry.id == number).values(values | ({} if keyed else {"key": None})))
        previous = seal
    if keyed:
        _new_head(session)
    else:
        session.execute(update(Store).values(journal_lines=0, journal_hash=None))
    return "with a key of one's own" if keyed else "as lines of before"


def forge_fact(session: Session, random: Random) -> str:
    """Change what a row says that an act wrote, take a row out, or put one in."""
    return _forge(session, random, random.choice(_filled(session, fact_digests.tables_of_facts().values())))


def forge_row(session: Session, random: Random) -> str:
    """Do so to a row that acts may change: a role, an address, a step, a clause, a list of holidays."""
    names = [tables().tables[name] for name in row_digests.BY_ACTS]
    return _forge(session, random, random.choice(_filled(session, names)))


def _forge(session: Session, random: Random, table: Table) -> str:
    row = random.choice(session.execute(select(table)).mappings().all())
    how = random.choice(("change", "change", "change", "remove", "add"))
    if how == "remove":
        session.execute(table.delete().where(table.c.id == row["id"]))
    elif how == "add":
        session.execute(insert(table).values(dict(row) | _unlike(table, row, random) | {"id": 100_000}))
    else:
        return f"{table.name} {row['id']}: {_change(session, table, dict(row), random)}"
    return f"{how} {table.name} {row['id']}"


def _unlike(table: Table, row: Mapping[Any, Any], random: Random) -> dict[str, Any]:
    """Return other values for a second row beside this one, where no two may be equal."""
    sets = [list(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    sets += [list(index.columns) for index in table.indexes if index.unique]

    def is_odd(column: Any) -> tuple[bool, bool]:
        return bool(column.foreign_keys), not isinstance(row[column.name], str)

    names = {min(each, key=is_odd).name for each in sets}
    return {name: _other(row[name], random) for name in names}


def _change(session: Session, table: Table, row: dict[str, Any], random: Random) -> str:
    free = fact_digests.CHANGES_LATER.get(table.name, frozenset()) if NAMES_ITS_LINE in table.columns else frozenset()
    proved = row_digests.columns_of(table.name) or {*table.columns.keys()} - free
    name = random.choice(sorted(proved - {"id"}))
    value = _other(row[name], random)
    column = table.columns[name]
    if row[name] is None and not isinstance(column.type, Boolean):
        value = _blank(column)
    if name in WORDS:
        value = WORDS[name] if row[name] != WORDS[name] else OTHER_WORDS[name]
    session.execute(table.update().where(table.c.id == row["id"]).values({name: value}))
    return name


def _blank(column: Any) -> Any:
    """Return something for a column that was empty."""
    blanks = {
        Day: date(2017, 1, 1),
        UtcDateTime: datetime.fromisoformat("2017-01-01T00:00+00:00"),
        Hour: time(12),
        Integer: 1,
    }
    return blanks.get(type(column.type), "forged")


def _filled(session: Session, every: Iterable[Table]) -> list[Table]:
    return [table for table in every if session.execute(select(table.c.id).limit(1)).first()]


def move_head(session: Session, random: Random) -> str:
    lines = session.scalars(select(Store.journal_lines)).one()
    other = random.choice(({"journal_lines": lines - 1}, {"journal_hash": None}, {"journal_hash": FIRST}))
    session.execute(update(Store).values(other))
    return str(other)


ALTERATIONS: tuple[Alteration, ...] = (
    edit_text, edit_column, remove, remove, swap, rewrite, forge_fact, forge_fact, forge_row, forge_row, move_head,
)  # fmt: skip
