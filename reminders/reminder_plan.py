"""PLAN: what each person is owed now, as rows that can be made twice without harm.

The round recomputes all that is due, so missed, doubled and out-of-order rounds are harmless. Of the rungs that have
come only the latest is told; the earlier ones are recorded as covered. A change outranks a reminder. What is read
belongs to the deadlines that are looked at: a round in which none is due asks one question.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from letters import new_messages
from letters.ledger import Changes, Keys, Ledger, Stored, come
from letters.new_messages import Due
from models.deadlines import Promise
from models.outbox import MessageKind, OwedKey
from models.store import locked_store
from planning.calendar import WorkCalendar
from planning.calendar_lag import looks
from planning.digests import Cadence, comes_at
from planning.hours import is_same
from planning.ladder import Reminder, Rung, parse_ladder
from planning.standing import Standing
from record.cycles.views import CycleView, DeadlineView
from record.people.people import Recipient
from reminders import arrivals
from reminders import complaints as complaining
from reminders.addressees import Addressees

QUIET = timedelta(minutes=10)  # a date rests so long before its change is told: A → B → A says nothing
AGAIN = timedelta(hours=1)  # until a change that was handed over and never answered is told, or has come to nothing
TOMORROW = timedelta(days=1)  # when it is tried again to reckon what could not be reckoned
NEVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What one deadline owes now, when to look at it next, and what an officer must put right for it to be told."""

    view: CycleView
    deadline: DeadlineView
    dues: tuple[Due, ...]
    next_look: datetime
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """What a round planned: so many messages, and a complaint for each deadline that reaches nobody."""

    messages: int
    nobody: tuple[str, ...]


def plan_owed(session: Session, *, now: datetime, clock: datetime | None = None) -> Planned:
    """Return what was planned at `now`: owed rows, and the messages that carry them, in this transaction.

    `clock` is the real one, if it is another: what a sender holds whose lease is over by it may be told better.
    """
    session.flush()  # what follows asks the connection
    if not come(session, now):
        return Planned(0, ())  # a quiet round holds nobody up
    locked_store(session)  # another planner may have been at them meanwhile, and the ledger asks anew
    return plan(Stored(session), now=now, clock=clock or now)


def plan(ledger: Ledger, *, now: datetime, clock: datetime) -> Planned:
    """Return what was planned at `now`, and write it into the ledger: the stored one, or one that is only imagined."""
    rows = ledger.come(now)
    reckonings = reckoned(ledger, set(rows.values()), now=now, only=rows.keys()) if rows else []
    dues = [(reckoning.view, due) for reckoning in reckonings for due in reckoning.dues]
    from feeds import stale_calendars  # reads feeds, and so the library behind them: only who plans pays

    sound = [(reckoning.view, reckoning.deadline) for reckoning in reckonings if not reckoning.deadline.fault]
    dues += stale_calendars.owed(ledger, sound, now=now)
    messages = new_messages.carry(ledger, dues, now=now, clock=clock)
    ledger.look_again(
        dict.fromkeys(rows, NEVER) | {reckoning.deadline.id: reckoning.next_look for reckoning in reckonings}
    )
    return Planned(messages, tuple(complaint for reckoning in reckonings for complaint in reckoning.complaints))


def reckon(
    session: Session, cycle_ids: Collection[int] | None = None, *, now: datetime, only: Collection[int] | None = None
) -> list[Reckoned]:
    """Return what each deadline owes at `now` and the ledger does not hold yet. Writes nothing.

    The complaints are those of everything that reaches nobody now, whichever round found it.
    """
    return reckoned(Stored(session), cycle_ids, now=now, only=only)


def reckoned(
    ledger: Ledger, cycle_ids: Collection[int] | None, *, now: datetime, only: Collection[int] | None
) -> list[Reckoned]:
    """Return what each deadline owes at `now` and this ledger does not hold yet."""
    views = ledger.living(cycle_ids, now)
    looked = [(view, deadline) for view in views for deadline in view.deadlines if only is None or deadline.id in only]
    ids = [deadline.id for _, deadline in looked]
    last_told = ledger.told(ids)
    roles, people = _named(looked)
    directory = ledger.directory(roles, people | {person for _, person, _ in last_told}, now)
    addressees = Addressees(directory, last_told, ledger.answered(ids, now), now)
    calendars, keys, pending = ledger.calendars(), ledger.keys(ids), ledger.changes(ids, now)
    under_way = {key[0] for key, told_at in pending.items() if told_at == now}
    turns = {view.id: _Turn(view, addressees, calendars[view.place], keys, pending, under_way, now) for view in views}
    return [turns[view.id].reckon(deadline) for view, deadline in looked]


def _named(looked: Sequence[tuple[CycleView, DeadlineView]]) -> tuple[set[str], set[int]]:
    """Return the roles that these deadlines name, and the officers."""
    roles = {deadline.by for _, deadline in looked} | {parse_ladder(deadline.ladder).also_to for _, deadline in looked}
    return {role for role in roles if role}, {deadline.officer_id for _, deadline in looked if deadline.officer_id}


@dataclass(frozen=True, slots=True)
class _Turn:
    """One cycle at one instant."""

    view: CycleView
    addressees: Addressees
    calendar: WorkCalendar
    ledger: Keys
    pending: Changes  # those that may still be told, and when they were
    under_way: Collection[int]  # the deadlines of those that a sender has, or nobody knows of
    now: datetime
    came: dict[object, tuple[Reminder, ...]] = field(default_factory=dict)

    def reckon(self, deadline: DeadlineView) -> Reckoned:
        """Return what the deadline owes."""
        if not deadline.is_open:
            return Reckoned(self.view, deadline, (), NEVER)
        if deadline.fault:  # a task, until an act or another version of ours puts it right
            return Reckoned(self.view, deadline, (), self.now + TOMORROW)
        if deadline.due is None:
            return self._undated(deadline)
        reminders = arrivals.reminders(deadline, self.calendar)
        dues = (*self._changes(deadline), *self._reminders(deadline, reminders))
        complaints = complaining.come(self.view, deadline, self.calendar, self.now).sentences(self.addressees)
        return Reckoned(self.view, deadline, dues, self._next_look(deadline, reminders), tuple(complaints))

    def _undated(self, deadline: DeadlineView) -> Reckoned:
        """Return what is owed of a date that was told and holds no longer: only that."""
        return Reckoned(self.view, deadline, tuple(self._changes(deadline)), self._next_look(deadline, ()))

    def _changes(self, deadline: DeadlineView) -> Iterator[Due]:
        """Yield the change for whoever was told another date, whether or not they are to be reminded of it now."""
        rested = deadline.promised_at + QUIET
        for reader in self.addressees.told(self.view, deadline) if self.now >= rested else ():
            if (was := self._news(deadline, reader)) is not None:
                due = Due(deadline, reader, MessageKind.CHANGE, Rung.CHANGE, came_at=rested, was=was.due_on)
                if due.key not in self.ledger:
                    yield due

    def _news(self, deadline: DeadlineView, reader: Recipient) -> Promise | None:
        """Return the date last told, if it is not the date promised."""
        last = self.addressees.last(deadline, reader)
        same = last and last.due_on == deadline.due and is_same(last.closes_at, deadline.closes)
        return None if same else last

    def _is_changing(self, deadline: DeadlineView, reader: Recipient) -> bool:
        """Whether they are still to be told of another date than the last."""
        change = Due(deadline, reader, MessageKind.CHANGE, Rung.CHANGE).key
        return self._news(deadline, reader) is not None and (change not in self.ledger or change in self.pending)

    def _reminders(self, deadline: DeadlineView, reminders: tuple[Reminder, ...]) -> Iterator[Due]:
        """Yield the latest reminder for each of those who act, and for those to whom it is escalated."""
        late = parse_ladder(deadline.ladder).escalated(reminders)
        for reader in self.addressees.silent(self.view, deadline):
            if due := self._reminder(deadline, reader, reminders):
                yield due
        for reader in self.addressees.above(self.view, deadline) if late else ():
            if due := self._reminder(deadline, reader, late):
                yield due

    def _reminder(self, deadline: DeadlineView, reader: Recipient, reminders: tuple[Reminder, ...]) -> Due | None:
        if self._is_changing(deadline, reader) or not (reader.inside or deadline.basis.binds):
            return None  # a change outranks a reminder; and no member hears of a proposed date
        zone, cadence = reader.zone or self.view.zone, reader.cadence(deadline)
        came = self._came(deadline, reminders, zone, cadence)
        if self._was_invited(deadline, reader):
            came = tuple(reminder for reminder in came if reminder.rung != Rung.OPENING)
        if not came or self._is_told_by_change(deadline, reader, comes_at(came[-1], zone, cadence, self.calendar)):
            return None
        kind = MessageKind.OVERDUE if deadline.standing is Standing.OVERDUE else MessageKind.RUNG
        since = max(comes_at(came[-1], zone, cadence, self.calendar), deadline.promised_at)
        earlier = tuple(reminder.rung for reminder in came[:-1])
        due = Due(deadline, reader, kind, came[-1].rung, earlier, came_at=since)
        return None if due.key in self.ledger else self._uncovered(due)

    def _is_told_by_change(self, deadline: DeadlineView, reader: Recipient, came_at: datetime) -> bool:
        """Whether the change left when the rung had come: it says the same; the next rung records this one as covered.

        A change is often planned days before it leaves: what comes meanwhile waits for it, and is told with it.
        """
        told_at = self.pending.get(Due(deadline, reader, MessageKind.CHANGE, Rung.CHANGE).key)
        return told_at is not None and came_at <= told_at

    def _came(
        self, deadline: DeadlineView, reminders: tuple[Reminder, ...], zone: str, cadence: Cadence = Cadence.EACH
    ) -> tuple[Reminder, ...]:
        """Return what has come in a zone: the same for all its readers, who may be thousands."""
        asked = (deadline.id, reminders, zone, cadence)
        if asked not in self.came:
            self.came[asked] = arrivals.come(
                self.view, deadline, reminders, self.calendar, self.now, zone=zone, cadence=cadence
            )
        return self.came[asked]

    def _was_invited(self, deadline: DeadlineView, reader: Recipient) -> bool:
        """Whether the opening is recorded already, under this promise or an earlier one."""
        return any(
            OwedKey(deadline.id, number, Rung.OPENING, reader.person_id, reader.address) in self.ledger
            for number in range(deadline.promise + 1)
        )

    def _uncovered(self, due: Due) -> Due:
        """Return the due with those earlier rungs only that the ledger does not hold yet."""
        left = tuple(rung for rung in due.covers if due.key._replace(rung=rung) not in self.ledger)
        return replace(due, covers=left)

    def _next_look(self, deadline: DeadlineView, reminders: tuple[Reminder, ...]) -> datetime:
        """Return the next instant at which a rung comes for somebody, or a quiet time ends."""
        clocks = {(zone or self.view.zone, weekly) for zone, weekly in self.addressees.clocks}
        each = {(self.view.zone, Cadence.EACH)} | {(zone, Cadence.EACH) for zone, _ in clocks}
        wanted = each | {(zone, Cadence.WEEKLY) for zone, weekly in clocks if weekly}
        moments = [
            comes_at(reminder, zone, cadence, self.calendar) for reminder in reminders for zone, cadence in wanted
        ]
        moments += [self.now + AGAIN] if self._is_under_way(deadline) else []
        moments += [deadline.promised_at + QUIET, *looks(deadline.promised_at)]
        return min((moment for moment in moments if moment > self.now), default=NEVER)

    def _is_under_way(self, deadline: DeadlineView) -> bool:
        """Whether a sender has a change of it, or nobody knows whether it arrived."""
        return deadline.id in self.under_way
