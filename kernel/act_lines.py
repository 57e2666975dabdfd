"""What the line of an act tells, and automations with it; and the lines of acts that are parts of another one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.done import Done
from models.journal import Entry
from record import events, journal, origin
from record.cycles.snapshots import cycle_row

PARTS = frozenset(
    {
        "action-line/state",
        "circular/register",
        "document/describe",
        "document/register",
        "reporting-window/state",
        "resolution/register",
        "restore",
    }
)
"""Parts of acts that are no acts by themselves, as the journal names them."""


def conclude(session: Session, entry: Entry, done: Done, **more: object) -> None:
    """Have the line say what was done, and more, and tell automations; where nothing was done, there is no line."""
    if done.is_nothing:
        session.delete(entry)
    else:
        _tell(session, entry, done, more)
    session.flush()


def _tell(session: Session, entry: Entry, done: Done, more: Mapping[str, object]) -> None:
    cycle = cycle_row(session, done.cycle) if done.cycle else None
    happened = [events.of_thing(session, event.noun, event.word, event.key) for event in done.events]
    events.record(session, happened, written_at=entry.written_at, act=origin.of(session).id)
    journal.tell(entry, {**done.facts, "outcome": done.outcome, **more}, cycle)


def part(
    session: Session, name: str, arguments: Mapping[str, object], do: Callable[[Entry], Done], *, now: datetime, by: str
) -> Done:
    """Return what was done as a part of the act that runs: under a line of its own, by the id and door of the whole.

    It bears the name of the act that it would be by itself, or one of `PARTS`.
    """
    whole = session.info.get(origin.KEY)
    session.info[origin.KEY] = replace(origin.of(session), act=name, arguments=arguments, undoes=None)
    try:
        entry = journal.write(session, name, {}, now=now, by=by)
        done = do(entry)
        session.flush()
        conclude(session, entry, done)
    finally:
        session.info[origin.KEY] = whole
    return done
