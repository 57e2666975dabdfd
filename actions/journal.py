"""The journal: one line per act, written in the act's own transaction and sealed with the hash of the line before."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.refusals import BadSeal, NobodyNamed, OutOfTime
from models.cycles import Cycle
from models.journal import Entry
from models.people import Person
from models.slices import slices
from models.store import locked_store
from planning.clock import utc_now
from planning.days import believed

AHEAD = timedelta(minutes=10)  # clocks differ; an act may be dated no further ahead than this
FIRST = "0" * 64


def write(
    session: Session, act: str, details: Mapping[str, object], *, cycle: Cycle | None = None, now: datetime, by: str
) -> Entry:
    """Return the new line. `now` is when the act counts as done; the line also keeps when it was written.

    Raises NobodyNamed; OutOfTime when `now` lies before the cycle's last act or after the real clock; and, whatever the
    door, UnbelievableDay for a day among the details, or a `now`, that no act of the Union can have.
    """
    _check_days([now.date(), details])
    written_at = utc_now()
    who = _who(session, by)
    _check_time(cycle, now, written_at)
    locked_store(session)
    previous = session.scalar(select(Entry.hash).order_by(Entry.id.desc()).limit(1)) or FIRST
    name = cycle.name if cycle else None
    text = canonical(
        {"act": act, "at": now, "by": who, "cycle": name, "written_at": written_at, "details": dict(details)}
    )
    entry = Entry(
        at=now, written_at=written_at, by=who, act=act, cycle=name, text=text, previous=previous,
        hash=seal(previous, text),
    )  # fmt: skip
    session.add(entry)
    session.flush()
    if cycle:
        cycle.last_act_at = now
    return entry


def canonical(facts: Mapping[str, object]) -> str:
    """Return the one JSON text of these facts: sorted, without spaces, dates in ISO."""
    return json.dumps(facts, default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal(previous: str, text: str) -> str:
    """Return the SHA-256 of a line on top of the line before."""
    return sha256(f"{previous}\n{text}".encode()).hexdigest()


def verify(session: Session, *, last: int | None = None) -> int:
    """Return the number of lines, each found whole; with `last` only of so many. Raises BadSeal, naming the first."""
    skipped = 0 if last is None else max(0, (session.scalar(select(func.count()).select_from(Entry)) or 0) - last)
    previous, count = None if skipped else FIRST, skipped
    for entry in session.scalars(select(Entry).order_by(Entry.id).offset(skipped)):
        count += 1
        fits = previous is None or entry.previous == previous
        if not fits or entry.hash != seal(entry.previous, entry.text) or not _columns_agree(entry):
            raise BadSeal(f"line {count} of the journal was changed after it was written; restore it from a backup")
        previous = entry.hash
    return count - skipped


def _columns_agree(entry: Entry) -> bool:
    facts = json.loads(entry.text)
    shown = (entry.act, entry.by, entry.cycle, _plain(entry.at), _plain(entry.written_at))
    return shown == tuple(facts[key] for key in ("act", "by", "cycle", "at", "written_at"))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _who(session: Session, by: str) -> str:
    """Return the public id of a known person, so that erasing the contact leaves the journal whole; else the name."""
    name = by.strip()
    if not name:
        raise NobodyNamed
    found = session.scalar(select(Person.public_id).where(Person.email == name.casefold()))
    return found or name


def _check_days(value: object) -> None:
    """Return nothing where every day in these details is believed. Raises UnbelievableDay."""
    if isinstance(value, date) and not isinstance(value, datetime):
        believed(value)
    elif isinstance(value, Mapping):
        _check_days(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            _check_days(part)


def _check_time(cycle: Cycle | None, now: datetime, written_at: datetime) -> None:
    if now > written_at + AHEAD:
        raise OutOfTime(now, "that is still to come")
    if cycle and now < cycle.last_act_at:
        raise OutOfTime(now, f"{cycle.name} was last changed at {cycle.last_act_at:%Y-%m-%d %H:%M} UTC")


def entries(session: Session, cycle: str | None, *, now: datetime) -> Sequence[Entry]:
    """Return the acts counted as done by `now`, the oldest first."""
    query = select(Entry).where(Entry.at <= now).order_by(Entry.id)
    return session.scalars(query.where(Entry.cycle == cycle) if cycle else query).all()


def names(session: Session, ids: Collection[str] | None = None) -> dict[str, str]:
    """Return people's names by the public ids that the journal holds, of these ids or of all."""
    query = select(Person.public_id, Person.name)
    if ids is None:
        return {row.public_id: row.name for row in session.execute(query)}
    parts = (query.where(Person.public_id.in_(some)) for some in slices(ids))
    return {row.public_id: row.name for part in parts for row in session.execute(part)}


def details(entry: Entry) -> str:
    """Return what was done, as `key value` pairs, without what is empty."""
    facts = json.loads(entry.text)["details"]
    return ", ".join(f"{key} {_short(value)}" for key, value in facts.items() if value not in (None, {}, []))


def _short(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
