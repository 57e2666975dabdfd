"""Writing the journal: a line is reserved when its act begins, since the act's rows name it, and sealed at commit.

What the act did is added in between. Several lines of one transaction are sealed in their order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import partial
from uuid import uuid4

from sqlalchemy import event, select
from sqlalchemy.orm import Session, object_session

from models.cycles import Cycle
from models.journal import Entry
from models.people import Person
from models.store import the_store
from planning.clock import utc_now
from planning.day_range import believed
from record import origin
from record.journal import heads, line_seals
from record.journal.keys import settings_of
from record.journal.line_texts import GOES_ON, SEAL
from record.journal.reserved_lines import OPEN, Reserved, ReservedLine
from record.origin import Origin
from record.refusals import NobodyNamed, OutOfTime

AHEAD = timedelta(minutes=10)  # clocks differ; an act may be dated no further ahead than this
KEY = "journal lines"  # in Session.info
_CLOCK: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=utc_now)


@contextmanager
def by_clock(clock: Callable[[], datetime]) -> Iterator[None]:
    """Write lines by this clock within the block: a demonstration plays years to come, on a store of its own."""
    token = _CLOCK.set(clock)
    try:
        yield
    finally:
        _CLOCK.reset(token)


def write(
    session: Session, act: str, details: Mapping[str, object], *, cycle: Cycle | None = None, now: datetime, by: str
) -> Entry:
    """Return the new line, sealed when the transaction commits. `now` is when the act counts as done.

    Raises NobodyNamed; OutOfTime when `now` lies before the cycle's last act or after the real clock; WrongJournalKey;
    and, whatever the door, UnbelievableDay for a day among the details, or a `now`, that no act of the Union can have.
    """
    _check_days([now.date(), details])
    written_at = _CLOCK.get()()
    hand = _identify(session, by)
    _check_time(cycle, now)
    reserved = _reserved(session)
    blank = partial(_blank, at=now, written_at=written_at, by=hand)
    if reserved.ground is None:
        reserved.ground = line_seals.ground(session, _accepted(session, act))
    if reserved.ground.sealing and not any(each.entry.act == SEAL for each in reserved.living()):
        _add(session, reserved, blank(SEAL), reserved.ground.sealing)
    entry = _add(session, reserved, blank(act, cycle.name if cycle else None), details)
    if cycle:
        cycle.last_act_at = now
    return entry


def accepted_head(session: Session) -> dict[str, object]:
    """Return, as facts of a line, the head in this machine's data folder, which the line declares void."""
    kept = heads.kept(settings_of(session).home, the_store(session).public_id)
    return {"head_before": str(kept.head) if kept else None}


def _accepted(session: Session, act: str) -> str | None:
    """Return why lines of a key that is not here are accepted, if this act says so."""
    return str(origin.of(session).arguments["because"]) if act in GOES_ON else None


def line(session: Session) -> Entry:
    """Return the line of the running act: the last one reserved in this transaction."""
    acts = [reserved.entry for reserved in _reserved(session).living() if reserved.entry.act != SEAL]
    if not acts:
        raise LookupError("no line of the journal is reserved in this transaction")
    return acts[-1]


def tables_changed(session: Session, *names: str) -> None:
    """Say that a statement changed rows of these tables: which, is read when the line is sealed."""
    _reserved(session).whole.update(names)


def rows_changed(session: Session, name: str, ids: Iterable[int]) -> None:
    """Say that a statement changed the rows of a table with these ids."""
    _reserved(session).changed[name].update(ids)


def sign(session: Session, for_now: str, by: str) -> None:
    """Write who acted into those lines of this transaction that carry the placeholder `for_now`."""
    for reserved in _reserved(session).living():
        if reserved.entry.by == for_now:
            reserved.entry.by = by


def tell(entry: Entry, facts: Mapping[str, object], cycle: Cycle | None = None) -> None:
    """Add facts, and the cycle, to a line that is not sealed yet. Raises OutOfTime, UnbelievableDay as `write` does."""
    session = object_session(entry)
    living = (
        [] if session is None else [reserved for reserved in _reserved(session).living() if reserved.entry is entry]
    )
    if not living:
        raise LookupError("that line of the journal is sealed, or was taken back")
    _check_days([facts])
    _check_time(cycle, entry.at)
    living[0].facts.update(facts)
    if cycle:
        entry.cycle = cycle.name
        cycle.last_act_at = entry.at


def _blank(act: str, cycle: str | None = None, *, at: datetime, written_at: datetime, by: str) -> Entry:
    place = f"{OPEN}{uuid4()}"
    return Entry(
        at=at, written_at=written_at, by=by, act=act, cycle=cycle, text="{}", previous=place, hash=place,
    )  # fmt: skip


def _add(session: Session, reserved: Reserved, entry: Entry, facts: Mapping[str, object]) -> Entry:
    """Reserve a line: its id is known from here on, its seal is not."""
    session.add(entry)
    session.flush()
    by_act = Origin(door="journal") if entry.act == SEAL else origin.of(session)
    reserved.lines.append(ReservedLine(entry, dict(facts), by_act))
    return entry


def _reserved(session: Session) -> Reserved:
    """Return the reserved lines of the running transaction; empty at its beginning."""
    held: Reserved | None = session.info.get(KEY)
    transaction = session.get_transaction()
    if held is None or held.transaction is not transaction:
        held = session.info[KEY] = Reserved(transaction)
    return held


# Of every session: to listen to each one by itself would cost more than to seal a line.
@event.listens_for(Session, "after_flush")
def _after_flush(session: Session, _context: object) -> None:
    if KEY in session.info:
        _reserved(session).note(session.new, {*session.dirty, *session.deleted})


@event.listens_for(Session, "before_commit")
def _before_commit(session: Session) -> None:
    """Seal the lines, unless only a savepoint ends."""
    if KEY not in session.info or session.in_nested_transaction():
        return
    reserved = _reserved(session)
    session.flush()
    line_seals.seal_all(session, reserved)


@event.listens_for(Session, "after_commit")
def _after_commit(session: Session) -> None:
    """Write the new head into the data folder; no other transaction of the session has begun yet."""
    if KEY in session.info and not session.in_nested_transaction():
        line_seals.keep_head(session.info.pop(KEY))


def _identify(session: Session, by: str) -> str:
    """Return the public id of a known person, else the name. With the id, a contact can be erased, the line kept."""
    name = by.strip()
    if not name:
        raise NobodyNamed
    public_id = session.scalar(select(Person.public_id).where(Person.email == name.casefold()))
    return public_id or name


def _check_days(value: object) -> None:
    """Check that every day in these details is believed. Raises UnbelievableDay."""
    if isinstance(value, date) and not isinstance(value, datetime):
        believed(value)
    elif isinstance(value, Mapping):
        _check_days(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            _check_days(part)


def check_past(now: datetime) -> None:
    """Check that an act may count as done at `now`. Raises OutOfTime if that is ahead of the real clock."""
    if now > _CLOCK.get()() + AHEAD:
        raise OutOfTime(now, "that is still to come")


def _check_time(cycle: Cycle | None, now: datetime) -> None:
    check_past(now)
    if cycle and now < cycle.last_act_at:
        raise OutOfTime(now, f"{cycle.name} was last changed at {cycle.last_act_at:%Y-%m-%d %H:%M} UTC")
