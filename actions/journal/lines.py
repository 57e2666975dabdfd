"""Writing the journal: an act's line is reserved when the act begins, for its rows name it, and sealed as it commits.

So a line can hold what the act did only after it was reserved; several lines of one transaction are sealed in order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, SessionTransaction, object_session

from actions import events, origin
from actions.journal.texts import FIRST, canonical, seal
from actions.refusals import NobodyNamed, OutOfTime
from models.cycles import Cycle
from models.journal import Entry
from models.people import Person
from models.store import locked_store
from planning.clock import utc_now
from planning.days import believed

AHEAD = timedelta(minutes=10)  # clocks differ; an act may be dated no further ahead than this
OPEN = "open "  # begins the seal of a line that is only reserved: none such is ever committed
KEY = "journal lines"  # in Session.info


@dataclass
class OpenLine:
    """A line that is reserved, and what it will say."""

    entry: Entry
    facts: dict[str, object]


@dataclass
class OpenLines:
    """The lines that one transaction will seal, in their order."""

    transaction: SessionTransaction | None
    lines: list[OpenLine] = field(default_factory=list)

    def living(self) -> list[OpenLine]:
        """Return the lines that no savepoint has taken back."""
        return [line for line in self.lines if inspect(line.entry).persistent]


def write(
    session: Session, act: str, details: Mapping[str, object], *, cycle: Cycle | None = None, now: datetime, by: str
) -> Entry:
    """Return the new line, sealed when the transaction commits. `now` is when the act counts as done.

    Raises NobodyNamed; OutOfTime when `now` lies before the cycle's last act or after the real clock; and, whatever the
    door, UnbelievableDay for a day among the details, or a `now`, that no act of the Union can have.
    """
    _check_days([now.date(), details])
    written_at = utc_now()
    who = _who(session, by)
    _check_time(cycle, now, written_at)
    locked_store(session)
    place = f"{OPEN}{uuid4()}"
    name = cycle.name if cycle else None
    entry = Entry(
        at=now, written_at=written_at, by=who, act=act, cycle=name, text="{}", previous=place, hash=place,
    )  # fmt: skip
    session.add(entry)
    session.flush()
    _open_lines(session).lines.append(OpenLine(entry, dict(details)))
    if cycle:
        cycle.last_act_at = now
    return entry


def line(session: Session) -> Entry:
    """Return the line of this transaction's act: the first that was reserved in it."""
    living = _open_lines(session).living()
    if not living:
        raise LookupError("no line of the journal is reserved in this transaction")
    return living[0].entry


def tell(entry: Entry, facts: Mapping[str, object], cycle: Cycle | None = None) -> None:
    """Add facts, and the cycle, to a line that is not sealed yet. Raises OutOfTime, UnbelievableDay as `write` does."""
    session = object_session(entry)
    reserved = [] if session is None else [one for one in _open_lines(session).living() if one.entry is entry]
    if not reserved:
        raise LookupError("that line of the journal is sealed, or was taken back")
    _check_days([facts])
    _check_time(cycle, entry.at, entry.written_at)
    reserved[0].facts.update(facts)
    if cycle:
        entry.cycle = cycle.name
        cycle.last_act_at = entry.at


def _open_lines(session: Session) -> OpenLines:
    """Return the lines of the transaction that runs; those of one before it are sealed, or gone."""
    held: OpenLines | None = session.info.get(KEY)
    transaction = session.get_transaction()
    if held is None or held.transaction is not transaction:
        held = session.info[KEY] = OpenLines(transaction)
        if not event.contains(session, "before_commit", _seal_lines):
            event.listen(session, "before_commit", _seal_lines)
    return held


def _seal_lines(session: Session) -> None:
    """Give every reserved line its text and its seal, in order, and keep what it tells automations.

    A savepoint's end is not the end of the act.
    """
    if session.in_nested_transaction():
        return
    reserved = _open_lines(session)
    session.flush()
    written = select(Entry.hash).where(~Entry.hash.startswith(OPEN)).order_by(Entry.id.desc()).limit(1)
    living = reserved.living()
    previous = (session.scalar(written) or FIRST) if living else FIRST
    for one in living:
        entry = one.entry
        entry.text = canonical(
            {"act": entry.act, "at": entry.at, "by": entry.by, "cycle": entry.cycle, "details": one.facts}
            | {"written_at": entry.written_at, "id": origin.of(session).id}
        )
        entry.previous, entry.hash = previous, seal(previous, entry.text)
        previous = entry.hash
        told = events.happenings(session, entry.act, one.facts, entry.cycle)
        events.record(session, told, written_at=entry.written_at)
    reserved.lines.clear()


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
