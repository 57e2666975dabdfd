"""The letters that left, as their readers have them, held against the record: what it calls told is what they name."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import selectinload

from models.deadlines import Deadline, Promise, Settlement
from models.engine import reading
from models.issues import Issue
from models.message_identities import numbers_of
from models.outbox import Message, Owed, State
from models.people import Person
from notifications.rehearsal_server import Received
from planning.grammar import parse
from planning.ladder import Rung
from planning.standing import Standing
from planning.zones import local_day
from record.cycles import snapshots
from tests.faults.ledger import public_id_of
from tests.letters_read import Part, parts

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
Told = tuple[str, str]  # cycle and step
_PRESUMED = (
    select(Person.email, Owed.deadline_id)
    .join(Message, Message.id == Owed.message_id)
    .join(Person, Person.id == Owed.person_id)
    .where(Message.state == State.PRESUMED)
)


@dataclass
class Letters:
    """The mails that arrived, and the rows of the ledger that they tell."""

    engine: Engine
    mails: Sequence[Received]
    first: int  # the first mail since the store was last restored

    @cached_property
    def _read(self) -> list[tuple[Received, Message, list[Part]]]:
        """Return each mail with its message and its parts."""
        mails = self.mails[self.first :]
        with reading(self.engine) as session:
            numbers = numbers_of(session, [public_id_of(mail) for mail in mails]).values()
            query = select(Message).where(Message.id.in_(numbers))
            owed = selectinload(Message.owed).joinedload(Owed.deadline)
            query = query.options(owed.joinedload(Deadline.cycle), owed.selectinload(Deadline.promises))
            messages = {message.public_id: message for message in session.scalars(query)}
        return [(mail, messages[public_id_of(mail)], parts(mail.data)) for mail in mails]

    def told_otherwise(self) -> list[str]:
        """Return each letter that names other deadlines or days than the rows of its message."""
        return [found for letter in self._read for found in _otherwise(*letter)]

    def openings_apart(self) -> list[str]:
        """Return each opening whose letters, that left or wait, are not all due at one instant."""
        due: dict[tuple[int, int], set[datetime]] = {}
        query = select(Owed.deadline_id, Owed.promise, Message.due_at).join(Message, Message.id == Owed.message_id)
        with reading(self.engine) as session:
            for deadline, promise, due_at in session.execute(query.where(Owed.rung == Rung.OPENING)):
                due.setdefault((deadline, promise), set()).add(due_at)
        return [f"opening of {of}: due {sorted(map(str, at))}" for of, at in due.items() if len(at) > 1]

    def invited_too_early(self) -> list[str]:
        """Return each invitation that arrived before the draft, or before the opening day where none is required."""
        query = select(Deadline.cycle_id, Deadline.step, Settlement.kind, Settlement.at)
        with reading(self.engine) as session:
            settled = session.execute(query.join(Settlement, Settlement.deadline_id == Deadline.id)).all()
        return [
            f"{mail.recipient} was invited to {owed.deadline.step} on {mail.at}"
            for mail, message, _ in self._read
            for owed in message.owed
            if owed.rung == Rung.OPENING and not _may_open(owed, mail.at, settled)
        ]

    def told_too_early(self) -> list[str]:
        """Return each date that a letter told somebody outside the house before it was issued."""
        with reading(self.engine) as session:
            rows = session.execute(
                select(Promise.deadline_id, Promise.number, func.min(Issue.effective_at))
                .join(Issue, Issue.promise_id == Promise.id)
                .group_by(Promise.deadline_id, Promise.number)
            )
            issued = {(row[0], row[1]): row[2] for row in rows}
        return [
            f"{mail.recipient} was told of {owed.deadline.step} on {mail.at}, before it was issued"
            for mail, message, _ in self._read
            for owed in message.owed
            if message.issued and not issued.get((owed.deadline_id, owed.promise), NEVER) <= mail.at
        ]

    def left_behind(self, cycles: Collection[str], now: datetime, readers: Collection[str]) -> list[str]:
        """Return who was told a date of which another one has been issued since, and not that."""
        with reading(self.engine) as session:
            views = [snapshots.view(session, name, now, issued=True) for name in sorted(cycles)]
        return [
            f"{reader} of {view.name} {deadline.step}, {deadline.due}"
            for view in views
            for deadline in view.deadlines
            if not view.ending and deadline.is_open and deadline.due and deadline.due > local_day(now, view.zone)
            for reader in readers
            if self._hears_of(reader, view.name, deadline.step)
            and not self._names(reader, view.name, deadline.step, deadline.due)
        ]

    def left_waiting(self, cycles: Collection[str], now: datetime, readers: Collection[str]) -> list[str]:
        """Return who was told a date of a step that was dropped before its close, and reads last that it stands."""
        with reading(self.engine) as session:
            views = [snapshots.view(session, name, now, issued=True) for name in sorted(cycles)]
            closes = {(row.deadline_id, row.number): row.closes_at for row in session.scalars(select(Promise))}
            dropped = dict(
                session.execute(select(Settlement.deadline_id, Settlement.at).where(Settlement.kind == "waived")).all()
            )
        last: dict[tuple[str, int], tuple[datetime, Part, datetime | None]] = {}
        for mail, message, found in self._read:
            for part in found:
                for owed in message.owed:
                    if (owed.deadline.cycle.name, owed.deadline.step) == (part.cycle, part.step):
                        close = closes[owed.deadline_id, owed.promise]
                        last[mail.recipient, owed.deadline_id] = (mail.at, part, close)
        return [
            f"{reader} of {view.name} {deadline.step}"
            for view in views
            for deadline in view.deadlines
            if deadline.standing is Standing.WAIVED
            for reader in readers
            if (heard := last.get((reader, deadline.id)))
            and not _is_end(heard[1])
            and heard[0] <= dropped[deadline.id] <= (heard[2] or NEVER)
        ]

    def untold(self, announced: Collection[Told], now: datetime, readers: Collection[str]) -> list[str]:
        """Return whose last letter about an announced step that is still to come does not name its day.

        Of letters from before the store was restored any counts: the record may not know of the last one. A date that
        is issued by circular before a round had made a letter of the one before is told by the circular. What an
        officer presumed sent after a restore counts as told, also where no server would take it before.
        """
        about_to_hear = select(Owed.deadline_id).where(Owed.rung.startswith(Rung.ANNOUNCED.prefix))
        with reading(self.engine) as session:
            by_word = {tuple(row) for row in session.execute(_PRESUMED)}
            views = {name: snapshots.view(session, name, now, issued=True) for name, _ in announced}
            made = set(session.scalars(about_to_hear))
        dated = {(name, step): views[name][step] for name, step in sorted(announced) if not views[name].ending}
        return [
            f"{reader} of {name} {step}, {deadline.due}"
            for (name, step), deadline in dated.items()
            if deadline.is_open and deadline.due and deadline.due > local_day(now, views[name].zone)
            if deadline.tells_at or deadline.id in made
            for reader in readers
            if (reader, deadline.id) not in by_word and not self._names(reader, name, step, deadline.due)
        ]

    def _hears_of(self, reader: str, cycle: str, step: str) -> bool:
        mails = (mail for mail in self.mails[self.first :] if mail.recipient == reader)
        return any((part.cycle, part.step) == (cycle, step) for mail in mails for part in parts(mail.data))

    def _names(self, reader: str, cycle: str, step: str, day: date) -> bool:
        since, before = (
            [
                part
                for mail in mails
                if mail.recipient == reader
                for part in parts(mail.data)
                if (part.cycle, part.step) == (cycle, step)
            ]
            for mails in (self.mails[self.first :], self.mails[: self.first])
        )
        if since:
            return since[-1].names(day) and not _is_end(since[-1])
        return any(part.names(day) for part in before)


def told_by(engine: Engine, mails: Sequence[Received]) -> Counter[tuple[str, int]]:
    """Return how often each reader was told of each deadline by these mails."""
    with reading(engine) as session:
        numbers = numbers_of(session, [public_id_of(mail) for mail in mails]).values()
        query = select(Message).where(Message.id.in_(numbers)).options(selectinload(Message.owed))
        messages = {message.public_id: message for message in session.scalars(query)}
    owed = [(mail.recipient, row.deadline_id) for mail in mails for row in messages[public_id_of(mail)].owed]
    return Counter(owed)


def _is_end(part: Part) -> bool:
    """Return whether it tells that its step is dropped."""
    return "This is cancelled" in part.words


def _otherwise(mail: Received, message: Message, named: Sequence[Part]) -> Iterator[str]:
    told = {(owed.deadline.cycle.name, owed.deadline.step): _promise(owed) for owed in message.owed}
    if {(part.cycle, part.step) for part in named} != told.keys():
        yield f"{mail.recipient} reads of {[part.step for part in named]}, told are {sorted(told)}"
        return
    for part in named:
        day = told[part.cycle, part.step].due_on
        if day and not part.names(day):
            yield f"{mail.recipient} reads of {part.step}: {part.words}; told is {day}"


def _may_open(owed: Owed, at: datetime, settled: Sequence[Any]) -> bool:
    """Return whether the draft of a window was there by then, or was not required and the opening day had come."""
    draft = (owed.deadline.cycle_id, parse(owed.deadline.opening or "").refers_to)
    kinds = {row.kind for row in settled if (row.cycle_id, row.step) == draft and row.at <= at}
    opens = _promise(owed).opens_on
    has_come = opens is not None and opens <= local_day(at, owed.deadline.cycle.zone)
    return "met" in kinds or ("waived" in kinds and has_come)


def _promise(owed: Owed) -> Promise:
    return next(promise for promise in reversed(owed.deadline.promises) if promise.number == owed.promise)
