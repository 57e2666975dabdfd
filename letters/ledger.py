"""The ledger that the planning of reminders reads and writes: stored, or in memory (reminders/ledger_ahead.py)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from letters import invitations, last_told, superseded
from letters.invitations import Invited
from letters.last_told import Told
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
from record.cycles import issues, snapshots
from record.cycles.latest_rows import living
from record.cycles.views import CycleView
from record.people.directory import Directory
from record.windows import Answered, answered

BATCH = 200  # the number of messages that a sender claims at once (delivery/claims.py)
Keys = set[OwedKey]
Changes = dict[OwedKey, datetime | None]
Values = Mapping[str, object]


class Ledger(Protocol):
    """What is owed to whom, the messages that carry it, and what else the planning reads of the record."""

    session: Session

    def come(self, now: datetime) -> dict[int, int]:
        """Return the deadlines that the round has to look at by now: the cycle's id by the deadline's id."""

    def look_again(self, looks: Mapping[int, datetime]) -> None:
        """Write the next instant at which the round looks at each of these deadlines."""

    def living(self, cycle_ids: Collection[int] | None, now: datetime, *, issued: bool = False) -> list[CycleView]:
        """Return the living ones among these cycles, or among all for None, as they stand at `now`.

        With `issued`, each date is the one that members read.
        """

    def pending(self, deadline_ids: Collection[int], now: datetime) -> Mapping[int, datetime]:
        """Return when the approved issue of each of these deadlines takes effect, if that is later than `now`."""

    def calendars(self) -> Calendars:
        """Return the duty stations' calendars."""

    def directory(self, roles: Collection[str], people: Collection[int], now: datetime) -> Directory:
        """Return the holders of these roles and these people, with how each can be reached on the day of `now`."""

    def answered(self, deadline_ids: Sequence[int], now: datetime) -> Answered:
        """Return which organizations have answered which windows."""

    def told(self, deadline_ids: Sequence[int]) -> Told:
        """Return the promise last told of these deadlines to each person at each address."""

    def keys(self, deadline_ids: Sequence[int]) -> Keys:
        """Return the keys of the rows that these deadlines have already."""

    def invited(self, deadline_ids: Sequence[int], now: datetime) -> Invited:
        """Return when a letter that may have reached them invited readers to these windows; None while one waits.

        That is `now` while a sender has it.
        """

    def changes(self, deadline_ids: Sequence[int], now: datetime) -> Changes:
        """Return the changes of these deadlines that may still be told, each with when it was told.

        That is `now` while a sender has it, and None while it waits. A change that was dropped or given up is left
        out: it delays no reminder.
        """

    def heard(self, promises: Mapping[int, Collection[int]]) -> set[tuple[int, int]]:
        """Return pairs of deadline and person that hear by mail already; `promises` are each one's present ones."""

    def show(self, row: Values) -> None:
        """Write a row that says which date a person's calendar shows."""

    def store(self) -> Store:
        """Return the one row that describes the store."""

    def allowed(self) -> set[tuple[str, str]]:
        """Return pairs of chain and kind of message that leave without a release."""

    def waiting(self, people: Collection[int], clock: datetime) -> list[Waiting]:
        """Return the waiting rows of these people; no sender takes their messages before they are merged."""

    def merge(self, merged: Merged) -> None:
        """Supersede messages and take rows out of others; rows that move are moved by `move`."""

    def insert(self, messages: Sequence[Values]) -> list[int]:
        """Write new messages, and return their ids in the same order."""

    def owe(self, rows: Sequence[Values]) -> None:
        """Write new rows of what is owed."""

    def move(self, taken: Sequence[Waiting], message_id: int) -> None:
        """Put these rows into another message."""


class Stored:
    """The ledger in the database, read and written in the session's transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def come(self, now: datetime) -> dict[int, int]:
        """Return the deadlines that the round has to look at by now: the cycle's id by the deadline's id."""
        return come(self.session, now)

    def look_again(self, looks: Mapping[int, datetime]) -> None:
        """Write the next instant at which the round looks at each of these deadlines.

        The rows are updated by a statement, not through their objects, which would raise the row's version: an act
        that has read the deadline and waits for this transaction would then fail as stale.
        """
        table = Deadline.__table__
        assert isinstance(table, Table)
        written = update(table).where(table.c.id == bindparam("of")).values(look_at=bindparam("at"))
        if looks:
            self.session.connection().execute(written, [{"of": number, "at": at} for number, at in looks.items()])

    def living(self, cycle_ids: Collection[int] | None, now: datetime, *, issued: bool = False) -> list[CycleView]:
        """Return the living ones among these cycles, or among all for None, as they stand at `now`."""
        if cycle_ids is None:
            return snapshots.views_of(self.session, living(now), now, now, issued=issued)
        parts = (living(now) & Cycle.id.in_(some) for some in slices(cycle_ids))
        return [view for part in parts for view in snapshots.views_of(self.session, part, now, now, issued=issued)]

    def pending(self, deadline_ids: Collection[int], now: datetime) -> Mapping[int, datetime]:
        """Return when the approved issue of each of these deadlines takes effect, if that is later than `now`."""
        return issues.pending(self.session, deadline_ids, now)

    def calendars(self) -> Calendars:
        """Return the duty stations' calendars."""
        return snapshots.calendars(self.session)

    def directory(self, roles: Collection[str], people: Collection[int], now: datetime) -> Directory:
        """Return the holders of these roles and these people, with how each can be reached on the day of `now`."""
        return Directory(self.session, roles, people, now=now)

    def answered(self, deadline_ids: Sequence[int], now: datetime) -> Answered:
        """Return which organizations have answered which windows."""
        return answered(self.session, deadline_ids, now)

    def told(self, deadline_ids: Sequence[int]) -> Told:
        """Return the promise last told of these deadlines to each person at each address."""
        return last_told.last_told(self.session, deadline_ids)

    def keys(self, deadline_ids: Sequence[int]) -> Keys:
        """Return the keys of the rows that these deadlines have already."""
        return {
            OwedKey.of(row)
            for some in slices(deadline_ids)
            for row in self.session.execute(select(*KEY).where(Owed.deadline_id.in_(some)))
        }

    def invited(self, deadline_ids: Sequence[int], now: datetime) -> Invited:
        """Return when a letter that may have reached them invited readers to these windows; None while one waits."""
        return invitations.invited(self.session, deadline_ids, now)

    def changes(self, deadline_ids: Sequence[int], now: datetime) -> Changes:
        """Return the changes of these deadlines that may still be told, with `now` or None as `Ledger` says."""
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

    def heard(self, promises: Mapping[int, Collection[int]]) -> set[tuple[int, int]]:
        """Return pairs of deadline and person that hear by mail already; `promises` are each one's present ones."""
        columns = (Owed.deadline_id, Owed.person_id, Owed.promise, Owed.rung, Message.state, Message.in_doubt)
        query = select(*columns).outerjoin(Message, Message.id == Owed.message_id)
        rows = self.session.execute(query.where(Owed.deadline_id.in_(promises)))
        return {
            (row.deadline_id, row.person_id)
            for row in rows
            if is_cared_for(row.promise, row.rung, row.state, row.in_doubt, last=promises[row.deadline_id])
        }

    def show(self, row: Values) -> None:
        """Write a row that says which date a person's calendar shows."""
        self.session.execute(insert(Owed), [dict(row)])

    def store(self) -> Store:
        """Return the one row that describes the store."""
        return the_store(self.session)

    def allowed(self) -> set[tuple[str, str]]:
        """Return pairs of chain and kind of message that leave without a release."""
        query = select(StandingRelease).where(StandingRelease.withdrawn_at.is_(None))
        return {(row.chain, row.kind) for row in self.session.scalars(query)}

    def waiting(self, people: Collection[int], clock: datetime) -> list[Waiting]:
        """Return the waiting rows of these people, and lock their messages until the transaction ends."""
        return superseded.waiting(self.session, people, clock)

    def merge(self, merged: Merged) -> None:
        """Supersede messages and take rows out of others; rows that move are moved by `move`."""
        superseded.write(self.session, merged)

    def insert(self, messages: Sequence[Values]) -> list[int]:
        """Write new messages, each with the act that caused it, and return their ids; one statement writes many."""
        lines = (cast("int | None", row["caused_by"]) for row in messages)
        acts = journal.acts(self.session, {line for line in lines if line is not None})
        numbers = identify(self.session, [str(row["public_id"]) for row in messages])
        rows = [_make_row(number, values, acts) for number, values in zip(numbers, messages, strict=True)]
        self.session.execute(insert(Message), rows)
        return numbers

    def owe(self, rows: Sequence[Values]) -> None:
        """Write new rows of what is owed."""
        self.session.execute(insert(Owed), [dict(row) for row in rows])

    def move(self, taken: Sequence[Waiting], message_id: int) -> None:
        """Put these rows into another message."""
        superseded.move(self.session, taken, message_id)


KEY = (Owed.deadline_id, Owed.promise, Owed.rung, Owed.person_id, Owed.address)


def come(session: Session, now: datetime) -> dict[int, int]:
    """Return the deadlines that the round has to look at by now: the cycle's id by the deadline's id."""
    rows = session.connection().execute(_COME, {"now": now})
    return {row.id: row.cycle_id for row in rows}


_COME = select(Deadline.id, Deadline.cycle_id).where(
    Deadline.open, Deadline.look_at <= bindparam("now", type_=UtcDateTime)
)


def _make_row(number: int, values: Values, acts: Mapping[int, str]) -> dict[str, object]:
    """Return the values of a message's row: with its id, and with the act's origin in place of the journal line."""
    line = cast("int | None", values["caused_by"])
    row = {name: value for name, value in values.items() if name not in ("public_id", "caused_by")}
    return row | {"id": number, "act": None if line is None else acts.get(line)}


def told_at(state: State, sent_at: datetime | None, due_at: datetime, *, now: datetime) -> datetime | None:
    """Return when a change was told (UTC): `now` while a sender has it, None while it waits."""
    if state in WAITING:
        return None
    return sent_at or (due_at if state is State.PRESUMED else now)


def is_cared_for(promise: int, rung: str, state: State | None, in_doubt: bool | None, *, last: Collection[int]) -> bool:
    """Return True if the reader of a row hears of the deadline by mail, judging by the state of its message."""
    if rung in (Rung.SHOWN, Rung.CHANGE) or state in TOLD or in_doubt:
        return True
    return promise in last and state in WAITING
