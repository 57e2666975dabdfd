"""The ledger ahead of time: a copy in memory that the planning fills for rounds to come; nothing is stored.

It begins as a copy of the stored ledger in this transaction, with the notes of a preview applied. It assumes that each
server takes each message at once, and that nobody acts, releases or fetches a calendar meanwhile. No row is locked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from letters import invitations, last_told
from letters.invitations import Invited
from letters.known_dates import by_deadline
from letters.last_told import Told
from letters.ledger import Changes, Keys, Stored, Values, is_cared_for, told_at
from letters.superseded import Merged, Waiting
from models.cycles import Cycle
from models.deadlines import Deadline, Promise
from models.outbox import OwedKey, State
from models.people import Organization, Person
from models.slices import slices
from models.store import Store
from planning.calendar import Calendars
from planning.ladder import Rung
from planning.zones import local_day
from record.cycles import snapshots
from record.cycles.views import CycleView
from record.people.directory import Directory
from record.people.role_holders import Holders
from record.windows import Answered
from reminders import mail_ahead as mails
from reminders.mail_ahead import Mail, Reader, Row


class Ahead(Stored):
    """The ledger in memory, from `now` on."""

    def __init__(self, session: Session, *, now: datetime, until: datetime, only: set[int] | None = None) -> None:
        """Read the deadlines that a round looks at by `until`, and those of which a message waits; or only these."""
        super().__init__(session)
        self._now = now
        query = select(Deadline.id, Deadline.cycle_id, Deadline.look_at)
        coming = session.execute(query.where(Deadline.open, Deadline.look_at <= until)).all()
        self._looks = {row.id: (row.look_at, row.cycle_id) for row in coming if only is None or row.id in only}
        known = sorted({*self._looks, *(each for each in mails.living(session) if only is None or each in only)})
        self.views = self._views(known)
        self.deadlines = by_deadline(self.views.values())
        self._later = super().pending(known, now)
        self._issued = {at: self._views(known, at) for at in sorted({now, *self._later.values()}) if at <= until}
        self.issued_views = self._issued[now]
        self._promises = self._promised(known)
        self._calendars, self._store, self._allowed = super().calendars(), super().store(), super().allowed()
        self._kept: dict[object, Any] = {}  # answers that stay true meanwhile, by the question
        self._rows: dict[int, list[Row]] = {}  # by deadline id
        self._unsent: dict[int, list[Mail]] = {}  # by person id
        self.mails: dict[int, Mail] = {}
        self._moving: list[Mail] = []
        self._people: dict[int, Reader] = {}
        self._last_row = self._last_mail = 0
        for row in mails.read(session, known):
            self._add(row)
        for mail in self.mails.values():
            if mail.cycle_id is None and mail.owed:
                mail.cycle_id = self.deadlines[mail.owed[0].deadline_id][0].id

    def _views(self, deadline_ids: Sequence[int], issued_at: datetime | None = None) -> dict[int, CycleView]:
        """Return the cycles of these deadlines by id: with the dates as set, or as they are issued at an instant."""
        of = (select(Deadline.cycle_id).where(Deadline.id.in_(some)) for some in slices(deadline_ids))
        ids = sorted({cycle for query in of for cycle in self.session.scalars(query)})
        at, issued = issued_at or self._now, issued_at is not None
        parts = (snapshots.views_of(self.session, Cycle.id.in_(some), at, at, issued=issued) for some in slices(ids))
        return {view.id: view for views in parts for view in views}

    def _promised(self, deadline_ids: Sequence[int]) -> dict[tuple[int, int], Promise]:
        parts = (select(Promise).where(Promise.deadline_id.in_(some)) for some in slices(deadline_ids))
        rows = (row for query in parts for row in self.session.scalars(query))
        return {(row.deadline_id, row.number): row for row in rows}

    def _add(self, row: Row) -> None:
        self._last_row = max(self._last_row, row.id)
        self._rows.setdefault(row.deadline_id, []).append(row)
        if row.mail is not None and row.mail.id not in self.mails:
            self._keep(row.mail)

    def _keep(self, mail: Mail) -> None:
        self._last_mail = max(self._last_mail, mail.id)
        self.mails[mail.id] = mail
        self._moving.append(mail)
        self._unsent.setdefault(mail.person_id, []).append(mail)

    # -- what is to be looked at ---------------------------------------------------------------------------------

    def next_look(self) -> datetime | None:
        """Return the next instant (UTC) at which the round has to look at a deadline; None if there is none."""
        return min((at for at, _ in self._looks.values()), default=None)

    def come(self, now: datetime) -> dict[int, int]:
        """Return the deadlines that the round has to look at by now: the cycle's id by the deadline's id."""
        return {number: cycle for number, (at, cycle) in self._looks.items() if at <= now}

    def look_again(self, looks: Mapping[int, datetime]) -> None:
        """Keep the next instant at which each of these deadlines is looked at."""
        self._looks |= {number: (at, self._looks[number][1]) for number, at in looks.items()}

    # -- the record, which stays as it is ------------------------------------------------------------------------

    def stand_at(self, now: datetime) -> None:
        """Reckon how every deadline stands at that instant."""
        self.views = {number: snapshots.standing_at(view, now) for number, view in self.views.items()}
        self.deadlines = by_deadline(self.views.values())
        last = max(at for at in self._issued if at <= now)
        self.issued_views = {number: snapshots.standing_at(view, now) for number, view in self._issued[last].items()}

    def living(self, cycle_ids: Collection[int] | None, now: datetime, *, issued: bool = False) -> list[CycleView]:
        """Return the living ones among these cycles, ordered by name, as they stand at `now`, as set or as issued."""
        views = self.issued_views if issued else self.views
        wanted = (views[number] for number in views if cycle_ids is None or number in cycle_ids)
        return [view for view in wanted if not view.ending and view.opened_at <= now]

    def pending(self, deadline_ids: Collection[int], now: datetime) -> Mapping[int, datetime]:
        """Return when the approved issue of each of these deadlines takes effect, if that is later than `now`."""
        return {number: at for number, at in self._later.items() if number in deadline_ids and at > now}

    def calendars(self) -> Calendars:
        """Return the duty stations' calendars."""
        return self._calendars

    def store(self) -> Store:
        """Return the one row that describes the store."""
        return self._store

    def allowed(self) -> set[tuple[str, str]]:
        """Return pairs of chain and kind of message that leave without a release."""
        return self._allowed

    def answered(self, deadline_ids: Sequence[int], now: datetime) -> Answered:
        """Return which organizations have answered which windows."""
        asked = ("answered", tuple(deadline_ids))
        if asked not in self._kept:
            self._kept[asked] = super().answered(deadline_ids, now)
        return cast("Answered", self._kept[asked])

    def directory(self, roles: Collection[str], people: Collection[int], now: datetime) -> Directory:
        """Return the holders of these roles and these people; read once for each day and set of names."""
        named = frozenset(roles)
        if named not in self._kept:
            self._kept[named] = Holders(self.session, named)
        holders: Holders = self._kept[named]
        whom = (named, frozenset(set(people) - holders.people))
        asked = (local_day(now), *whom)
        if asked not in self._kept:
            last: Directory | None = self._kept.get(whom)
            other = last.on(self.session, now) if last else None
            fresh = other or Directory(self.session, named, people, holders=holders, now=now)
            self._kept[asked] = self._kept[whom] = fresh
        directory: Directory = self._kept[asked]
        return directory.at(now)

    # -- the rows ------------------------------------------------------------------------------------------------

    def _rows_of(self, deadline_ids: Iterable[int]) -> Iterable[Row]:
        return (row for number in sorted(deadline_ids) for row in self._rows.get(number, ()))

    def told(self, deadline_ids: Iterable[int], besides: Collection[Mail] = frozenset()) -> Told:
        """Return the promise last told of these deadlines to each person; messages in `besides` do not count."""
        return last_told.latest(
            ((row.deadline_id, row.person_id, row.address), row.rung, self._promises[row.deadline_id, row.promise])
            for row in self._rows_of(deadline_ids)
            if row.mail not in besides and row.was_told
        )

    def keys(self, deadline_ids: Sequence[int]) -> Keys:
        """Return the keys of the rows that these deadlines have already."""
        return {OwedKey.of(row) for row in self._rows_of(deadline_ids)}

    def invited(self, deadline_ids: Sequence[int], now: datetime) -> Invited:
        """Return when a letter that may have reached them invited readers to these windows; None while one waits."""
        return invitations.earliest(
            ((row.deadline_id, row.person_id, row.address), row.rung, invitations.left(mail, now))
            for row in self._rows_of(deadline_ids)
            if (mail := row.mail) and (mail.is_pending or mail.in_doubt) and mail.state is not State.SUPPRESSED
        )

    def changes(self, deadline_ids: Sequence[int], now: datetime) -> Changes:
        """Return the changes of these deadlines that may still be told, with `now` or None as `Ledger` says."""
        rows = (row for row in self._rows_of(deadline_ids) if row.rung == Rung.CHANGE)
        return {
            OwedKey.of(row): told_at(row.mail.state, row.mail.sent_at, row.mail.due_at, now=now)
            for row in rows
            if row.mail is not None and row.mail.is_pending
        }

    def heard(self, promises: Mapping[int, Collection[int]]) -> set[tuple[int, int]]:
        """Return pairs of deadline and person that hear by mail already; `promises` are each one's present ones."""
        return {
            (row.deadline_id, row.person_id)
            for row in self._rows_of(promises)
            if is_cared_for(row.promise, row.rung, *row.standing, last=promises[row.deadline_id])
        }

    def show(self, row: Values) -> None:
        """Keep a row that says which date a person's calendar shows."""
        self.owe([row])

    # -- the messages --------------------------------------------------------------------------------------------

    def waiting(self, people: Collection[int], clock: datetime) -> list[Waiting]:
        """Return the waiting rows of these people."""
        unsent = (mail for person in people for mail in self._unsent.get(person, ()) if mail.is_unsent(clock))
        rows = sorted(((row, mail) for mail in unsent for row in mail.owed), key=lambda pair: pair[0].id)
        return [self._waiting(row, mail) for row, mail in rows]

    def _waiting(self, row: Row, mail: Mail) -> Waiting:
        view, deadline = self.deadlines[row.deadline_id]
        stands = deadline.is_open and not view.ending
        return Waiting(
            owed_id=row.id,
            message_id=mail.id,
            person_id=mail.person_id,
            address=mail.address,
            kind=mail.kind,
            is_held=mail.state is State.HELD,
            is_frozen=mail.is_frozen,
            due_at=mail.due_at,
            first_try_at=mail.first_try_at,
            deadline_id=row.deadline_id,
            public_id=deadline.public_id,
            promise=row.promise,
            rung=row.rung,
            chain=view.chain.slug,
            cycle_id=view.id,
            is_so=(stands and row.promise == deadline.promised(mail.issued)) or (not stands and row.is_ending),
            is_unanswered=mail.is_handed_over or mail.in_doubt,
        )

    def merge(self, merged: Merged) -> None:
        """Supersede messages and take rows out of others; rows that move are moved by `move`."""
        for number, owed_ids in merged.left_out.items():
            mail = self.mails[number]
            for row in mail.owed:
                row.mail = None if row.id in owed_ids else mail
            mail.owed = [row for row in mail.owed if row.mail]
            mail.cycle_id = self.deadlines[mail.owed[0].deadline_id][0].id
        for number in merged.superseded:
            self.mails[number].supersede()

    def insert(self, messages: Sequence[Values]) -> list[int]:
        """Keep new messages, and return their ids in the same order."""
        first = self._last_mail + 1
        for number, values in enumerate(messages, first):
            wanted: dict[str, Any] = {name: values[name] for name in _MADE}
            self._keep(Mail(number, **wanted))
        return list(range(first, first + len(messages)))

    def owe(self, rows: Sequence[Values]) -> None:
        """Keep new rows of what is owed."""
        for values in rows:
            wanted: dict[str, Any] = {name: values[name] for name in OwedKey._fields}
            mail = self.mails[cast("int", values["message_id"])] if values["message_id"] else None
            row = Row(self._last_row + 1, **wanted, mail=mail)
            if mail:
                mail.owed.append(row)
            self._add(row)

    def move(self, taken: Sequence[Waiting], message_id: int) -> None:
        """Put these rows into another message."""
        mail = self.mails[message_id]
        moved = {row.owed_id for row in taken}
        for number in {row.message_id for row in taken}:
            before = self.mails[number]
            mail.owed += [row for row in before.owed if row.id in moved]
            before.owed = [row for row in before.owed if row.id not in moved]
        for row in mail.owed:
            row.mail = mail
        mail.owed.sort(key=lambda row: row.id)

    def moving(self) -> list[Mail]:
        """Return the messages that a sender may take, now or later."""
        self._moving = [mail for mail in self._moving if mail.free_at]
        return self._moving

    def held(self) -> list[Mail]:
        """Return the messages that wait for a release."""
        return [mail for mail in self.mails.values() if mail.state is State.HELD]

    def people(self, mails: Iterable[Mail]) -> Mapping[int, Reader]:
        """Return the readers of these messages, by person id."""
        new = {mail.person_id for mail in mails} - self._people.keys()
        query = select(Person.id, Person.name, Person.zone, Organization.name.label("organization"))
        query = query.outerjoin(Organization, Organization.id == Person.organization_id)
        for some in slices(new):
            rows = self.session.execute(query.where(Person.id.in_(some)))
            self._people |= {row.id: Reader(row.name, row.zone, row.organization) for row in rows}
        return self._people


_MADE = ("person_id", "address", "carrier", "kind", "chain", "cycle_id", "state", "due_at", "issued", "first_try_at")
