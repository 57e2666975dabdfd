"""The ledger that planning reads and writes: the stored one, or one in memory (reminders/ledger_ahead.py)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from letters import last_told, preview_notes, superseded
from letters.last_told import Told
from letters.preview_notes import Preview
from letters.superseded import Merged, Waiting
from models.base import UtcDateTime
from models.cycles import Cycle
from models.deadlines import Deadline
from models.message_identities import identify
from models.outbox import TOLD, WAITING, Message, Owed, OwedKey, StandingRelease, State
from models.slices import slices
from models.store import Store, the_store
from planning.calendar import Calendars
from planning.ladder import Rung
from record import journal
from record.cycles import snapshots
from record.cycles.latest_rows import living
from record.cycles.views import CycleView
from record.people.directory import Directory
from record.windows import Answered, answered

BATCH = 200  # messages that a sender claims at once (delivery/claims.py)
Keys = set[OwedKey]
Changes = dict[OwedKey, datetime | None]
Values = Mapping[str, object]


class Ledger(Protocol):
    """What is owed to whom, and the messages that carry it; with the record that planning reads beside it."""

    session: Session

    def come(self, now: datetime) -> dict[int, int]:
        """Return the deadlines that are to be looked at by now, with their cycles."""

    def look_again(self, looks: Mapping[int, datetime]) -> None:
        """Write when each deadline is looked at next."""

    def living(self, cycle_ids: Collection[int] | None, now: datetime) -> list[CycleView]:
        """Return those of these cycles (of all, unless told) that live."""

    def calendars(self) -> Calendars:
        """Return the duty stations' calendars."""

    def directory(self, roles: Collection[str], people: Collection[int], now: datetime) -> Directory:
        """Return who holds these roles, and these people, as they can be reached on that day."""

    def answered(self, deadline_ids: Sequence[int], now: datetime) -> Answered:
        """Return which organizations have answered which windows."""

    def told(self, deadline_ids: Sequence[int]) -> Told:
        """Return the promise last told of these deadlines, by person and address."""

    def keys(self, deadline_ids: Sequence[int]) -> Keys:
        """Return what is owed already."""

    def changes(self, deadline_ids: Sequence[int], now: datetime) -> Changes:
        """Return the changes that are owed and may still be told: one dropped or undeliverable holds back no reminder.

        Each with when it was told: now while it is under way, None while it waits.
        """

    def heard(self, promises: Mapping[int, int]) -> set[tuple[int, int]]:
        """Return the deadlines and people of whom the outbox takes care already; given each one's last promise."""

    def show(self, row: Values) -> None:
        """Write what somebody's calendar shows."""

    def store(self) -> Store:
        """Return the store's one row."""

    def allowed(self) -> set[tuple[str, str]]:
        """Return of which chains which kinds of mail leave without a release."""

    def waiting(self, people: Collection[int], clock: datetime) -> list[Waiting]:
        """Return what waits for these people; no sender takes it before it is merged."""

    def merge(self, merged: Merged) -> None:
        """Supersede these messages, and take these rows out of others."""

    def insert(self, messages: Sequence[Values]) -> list[int]:
        """Write new messages, and return their numbers."""

    def owe(self, rows: Sequence[Values]) -> None:
        """Write new rows."""

    def move(self, taken: Sequence[Waiting], message_id: int) -> None:
        """Have a message carry these rows."""


class Stored:
    """The ledger as the database has it, in this transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def come(self, now: datetime) -> dict[int, int]:
        """Return the deadlines that are to be looked at by now, with their cycles."""
        return come(self.session, now)

    def look_again(self, looks: Mapping[int, datetime]) -> None:
        """Write when each deadline is looked at next; not through its object, which counts a version.

        An act that has read the deadline and waits for us would find itself stale, and fail for no reason of its own.
        """
        table = Deadline.__table__
        assert isinstance(table, Table)
        written = update(table).where(table.c.id == bindparam("of")).values(look_at=bindparam("at"))
        if looks:
            self.session.connection().execute(written, [{"of": number, "at": at} for number, at in looks.items()])

    def living(self, cycle_ids: Collection[int] | None, now: datetime) -> list[CycleView]:
        """Return those of these cycles (of all, unless told) that live."""
        if cycle_ids is None:
            return snapshots.living_views(self.session, now)
        parts = (living(now) & Cycle.id.in_(some) for some in slices(cycle_ids))
        return [view for part in parts for view in snapshots.views_of(self.session, part, now, now)]

    def calendars(self) -> Calendars:
        """Return the duty stations' calendars."""
        return snapshots.calendars(self.session)

    def directory(self, roles: Collection[str], people: Collection[int], now: datetime) -> Directory:
        """Return who holds these roles, and these people, as they can be reached on that day."""
        return Directory(self.session, roles, people, now=now)

    def answered(self, deadline_ids: Sequence[int], now: datetime) -> Answered:
        """Return which organizations have answered which windows."""
        return answered(self.session, deadline_ids, now)

    def told(self, deadline_ids: Sequence[int]) -> Told:
        """Return the promise last told of these deadlines, by person and address."""
        return last_told.last_told(self.session, deadline_ids)

    def keys(self, deadline_ids: Sequence[int]) -> Keys:
        """Return what is owed already."""
        return {
            OwedKey.of(row)
            for some in slices(deadline_ids)
            for row in self.session.execute(select(*KEY).where(Owed.deadline_id.in_(some)))
        }

    def changes(self, deadline_ids: Sequence[int], now: datetime) -> Changes:
        """Return the changes that are owed and may still be told, each with when it was told."""
        query = (
            select(*KEY, Message.state, Message.sent_at, Message.due_at)
            .join(Message, Message.id == Owed.message_id)
            .where(Owed.rung == Rung.CHANGE, Message.state.in_((*WAITING, *TOLD)))
        )
        return {
            OwedKey.of(row): told_at(row.state, row.sent_at, row.due_at, now=now)
            for some in slices(deadline_ids)
            for row in self.session.execute(query.where(Owed.deadline_id.in_(some)))
        }

    def heard(self, promises: Mapping[int, int]) -> set[tuple[int, int]]:
        """Return the deadlines and people of whom the outbox takes care already."""
        columns = (Owed.deadline_id, Owed.person_id, Owed.promise, Owed.rung, Message.state, Message.in_doubt)
        query = select(*columns).outerjoin(Message, Message.id == Owed.message_id)
        rows = self.session.execute(query.where(Owed.deadline_id.in_(promises)))
        return {
            (row.deadline_id, row.person_id)
            for row in rows
            if is_cared_for(row.promise, row.rung, row.state, row.in_doubt, last=promises[row.deadline_id])
        }

    def show(self, row: Values) -> None:
        """Write what somebody's calendar shows."""
        self.session.execute(insert(Owed), [dict(row)])

    def store(self) -> Store:
        """Return the store's one row."""
        return the_store(self.session)

    def allowed(self) -> set[tuple[str, str]]:
        """Return of which chains which kinds of mail leave without a release."""
        query = select(StandingRelease).where(StandingRelease.withdrawn_at.is_(None))
        return {(row.chain, row.kind) for row in self.session.scalars(query)}

    def waiting(self, people: Collection[int], clock: datetime) -> list[Waiting]:
        """Return what waits for these people, and hold it: no sender takes it before this transaction ends."""
        return superseded.waiting(self.session, people, clock)

    def merge(self, merged: Merged) -> None:
        """Supersede these messages, and take these rows out of others."""
        superseded.write(self.session, merged)

    def insert(self, messages: Sequence[Values]) -> list[int]:
        """Write new messages, each with the act that caused it, and return their numbers; one statement for many."""
        lines = (cast("int | None", row["caused_by"]) for row in messages)
        acts = journal.acts(self.session, {line for line in lines if line is not None})
        numbers = identify(self.session, [str(row["public_id"]) for row in messages])
        rows = [_row(number, values, acts) for number, values in zip(numbers, messages, strict=True)]
        self.session.execute(insert(Message), rows)
        return numbers

    def owe(self, rows: Sequence[Values]) -> None:
        """Write new rows."""
        self.session.execute(insert(Owed), [dict(row) for row in rows])

    def move(self, taken: Sequence[Waiting], message_id: int) -> None:
        """Have a message carry these rows."""
        superseded.move(self.session, taken, message_id)


class Noted(Stored):
    """The stored ledger under a preview: new letters are written, those that wait already are left alone."""

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(session)
        self._preview = preview

    def waiting(self, people: Collection[int], clock: datetime) -> list[Waiting]:
        """Return what waits for these people, and would after what was noted."""
        return [
            row
            for row in superseded.waiting(self.session, people, clock, hold=False)
            if not self._preview.is_over(row.message_id) and row.owed_id not in self._preview.left_out
        ]

    def merge(self, merged: Merged) -> None:
        """Note what is superseded and left out."""
        self._preview.superseded.update(merged.superseded)
        self._preview.left_out.update(owed for rows in merged.left_out.values() for owed in rows)

    def move(self, taken: Sequence[Waiting], message_id: int) -> None:
        """Note which message carries these rows."""
        self._preview.moved.update((row.owed_id, message_id) for row in taken)


def of(session: Session) -> Stored:
    """Return the ledger into which an act of this session carries its letters."""
    preview = preview_notes.of(session)
    return Noted(session, preview) if preview else Stored(session)


KEY = (Owed.deadline_id, Owed.promise, Owed.rung, Owed.person_id, Owed.address)


def come(session: Session, now: datetime) -> dict[int, int]:
    """Return the deadlines that are to be looked at by now, with their cycles."""
    rows = session.connection().execute(_COME, {"now": now})
    return {row.id: row.cycle_id for row in rows}


_COME = select(Deadline.id, Deadline.cycle_id).where(
    Deadline.open, Deadline.look_at <= bindparam("now", type_=UtcDateTime)
)


def _row(number: int, values: Values, acts: Mapping[int, str]) -> dict[str, object]:
    """Return the row of a message: its number in the place of its id, the act that caused it in that of its line."""
    line = cast("int | None", values["caused_by"])
    row = {name: value for name, value in values.items() if name not in ("public_id", "caused_by")}
    return row | {"id": number, "act": None if line is None else acts.get(line)}


def told_at(state: State, sent_at: datetime | None, due_at: datetime, *, now: datetime) -> datetime | None:
    """Return when a change was told: now while it is under way, None while it waits."""
    if state in WAITING:
        return None
    return sent_at or (due_at if state is State.PRESUMED else now)


def is_cared_for(promise: int, rung: str, state: State | None, in_doubt: bool | None, *, last: int) -> bool:
    """Whether a row, with the state of its message, says that its reader hears of the deadline by mail anyway."""
    if rung in (Rung.SHOWN, Rung.CHANGE) or state in TOLD or in_doubt:
        return True
    return promise == last and state in WAITING
