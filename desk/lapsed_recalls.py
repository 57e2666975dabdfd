"""Recalls approved too late: the window closes before the next hours of mail of the place where the reader works."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cycles import Cycle
from models.deadlines import Deadline, Promise
from models.outbox import DATES, Message, Owed, goes_to_all
from models.people import Person
from models.slices import slices
from planning.errors import among
from planning.mail_hours import next_permitted_to
from planning.rule_words import count_of
from record.cycles import snapshots
from record.people.official_addresses import NAMED


def notes(session: Session, messages: Sequence[Message], *, now: datetime) -> tuple[str, ...]:
    """Return whom these letters, approved at `now`, reach no more while their window is open: they will not leave."""
    readers_of = [*_too_late(session, [message.id for message in messages if message.issued], now)]
    names = sorted({*readers_of})
    if not names:
        return ()
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    readers = f"{among(names[:NAMED])}{more}"
    why = "will not leave: the period closes before the next working hours of"
    return (f"{count_of(len(readers_of), 'letter')} {why} {readers}",)


def _too_late(session: Session, numbers: Sequence[int], now: datetime) -> Iterator[str]:
    """Yield the reader of each letter whose windows all close before it may leave."""
    letters: dict[int, list[Any]] = defaultdict(list)
    for some in slices(numbers):
        for row in session.execute(_WINDOWS.where(Message.id.in_(some))):
            letters[row.id].append(row)
    calendars = snapshots.calendars(session) if letters else None
    for rows in letters.values():
        assert calendars is not None
        last = max(rows, key=attrgetter("closes_at"))
        to_all = goes_to_all(last.kind, [row.rung for row in rows])
        if next_permitted_to(last.reader_zone, last, calendars, now, to_all=to_all) > last.closes_at:
            yield last.name


_WINDOWS = (
    select(
        Message.id, Message.kind, Person.name, Person.zone.label("reader_zone"), Owed.rung, Promise.closes_at,
        Cycle.zone, Cycle.place,
    )
    .join(Owed, Owed.message_id == Message.id)
    .join(Deadline, Deadline.id == Owed.deadline_id)
    .join(Promise, (Promise.deadline_id == Deadline.id) & (Promise.number == Owed.promise))
    .join(Cycle, Cycle.id == Deadline.cycle_id)
    .join(Person, Person.id == Message.person_id)
    .where(Promise.opens_on.is_not(None), Promise.closes_at.is_not(None), Message.kind.not_in(DATES))
)  # fmt: skip
