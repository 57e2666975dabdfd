"""Reading the journal: lines, who wrote them, and what they say was done."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.journal import Entry
from models.people import Person
from models.slices import slices
from notifications.plain_text import plain
from record import origin
from record.journal.line_texts import SEAL

DIGESTS = ("digest", "rows")  # of a sealing line: for the proof, not for people
REASONS = ("because", "alone", "accept_conflicts", "accept_provisional", "keep_short")  # why an act was done
A_READ = 500  # lines at once
FOR_MACHINES = ("outcome", "undo", "touched", "was")


def entries(session: Session, cycle: str | None, *, now: datetime) -> Sequence[Entry]:
    """Return the acts counted as done by `now`, the oldest first."""
    query = select(Entry).where(Entry.at <= now).order_by(Entry.id)
    return session.scalars(query.where(Entry.cycle == cycle) if cycle else query).all()


def latest(session: Session, cycle: str | None, *, now: datetime, skip: int, most: int) -> Sequence[Entry]:
    """Return as many of the acts counted as done by `now`, the latest first, without so many of the latest."""
    query = select(Entry).where(Entry.at <= now, Entry.act != SEAL).order_by(Entry.id.desc())
    query = query.where(Entry.cycle == cycle) if cycle else query
    return session.scalars(query.offset(skip).limit(most)).all()


def arrived(
    session: Session, acts: Collection[str], door: str, *, since: datetime, now: datetime, most: int
) -> Sequence[Entry]:
    """Return as many of these acts, and of those done at that door, after `since` and by `now`, the latest first."""
    meant = or_(Entry.act.in_(acts), Entry.text.contains(f'"door":"{door}"', autoescape=True))
    query = select(Entry).where(Entry.at > since, Entry.at <= now, meant).order_by(Entry.id.desc())
    return session.scalars(query.limit(most)).all()


def for_reasons(session: Session, words: str, cycle: str | None = None, *, now: datetime, most: int) -> Sequence[Entry]:
    """Return as many of the acts that were done for a reason in which each of these words stands, the latest first."""
    query = select(Entry).where(Entry.at <= now, Entry.act != SEAL).order_by(Entry.id.desc())
    query = query.where(*(Entry.text.icontains(word, autoescape=True) for word in words.split()))
    query = query.where(Entry.cycle == cycle) if cycle else query
    found = (line for line in session.scalars(query.limit(A_READ)) if _holds(reasons_of(line), words))
    return list(islice(found, most))


def reasons_of(entry: Entry) -> str:
    """Return why an act was done, as people said it; empty where nobody had to."""
    text = json.loads(entry.text)
    said = text.get("arguments") or facts_of(entry)
    return "; ".join(said[name] for name in REASONS if isinstance(said.get(name), str))


def _holds(reasons: str, words: str) -> bool:
    return all(word.casefold() in reasons.casefold() for word in words.split())


def begins(session: Session) -> datetime | None:
    """Return the instant of the first act on record, None while there is none."""
    return session.scalar(select(func.min(Entry.at)))


def names(session: Session, ids: Collection[str] | None = None) -> dict[str, str]:
    """Return people's names by the public ids that the journal holds, of these ids or of all."""
    query = select(Person.public_id, Person.name).where(Person.name != "")
    if ids is None:
        return {row.public_id: row.name for row in session.execute(query)}
    parts = (query.where(Person.public_id.in_(some)) for some in slices(ids))
    return {row.public_id: row.name for part in parts for row in session.execute(part)}


def acts(session: Session, entry_ids: Collection[int]) -> dict[int, str]:
    """Return the ids of acts by the numbers of their lines; a line of this transaction is not sealed yet.

    Lines of a version before acts had ids are left out.
    """
    if not entry_ids:
        return {}
    here = origin.of(session).id
    parts = (select(Entry.id, Entry.text).where(Entry.id.in_(some)) for some in slices(entry_ids))
    rows = {row.id: json.loads(row.text) for part in parts for row in session.execute(part)}
    ids = {number: text.get("id") if text else here for number, text in rows.items()}
    return {number: act for number, act in ids.items() if act}


def facts_of(entry: Entry) -> dict[str, Any]:
    """Return what the line says was done; lines before version 2 call it details."""
    text = json.loads(entry.text)
    facts: dict[str, Any] = text["facts"] if "facts" in text else text["details"]
    return facts


def details(entry: Entry) -> str:
    """Return what was done, as `key value` pairs on one line, without what is empty and what machines alone read."""
    hidden = (*FOR_MACHINES, *(DIGESTS if entry.act == SEAL else ()))
    shown = {key: value for key, value in facts_of(entry).items() if key not in hidden}
    return ", ".join(f"{key} {_short(value)}" for key, value in shown.items() if value not in (None, {}, []))


def _short(value: object) -> str:
    return plain(value, len(value) + 1) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
