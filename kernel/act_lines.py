"""Write the line of an act and tell automations; write the lines of acts that are parts of another act."""

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
"""The names in the journal of parts of acts that are not acts themselves."""


def conclude(session: Session, entry: Entry, done: Done, **more: object) -> None:
    """Complete the line with what was done and with `more`, and tell automations; delete it if nothing was done."""
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
    """Do a part of the act that runs, and return what was done: it has a line of its own, with the act's id and door.

    Its name is the act that it would be by itself, or one of `PARTS`.
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
