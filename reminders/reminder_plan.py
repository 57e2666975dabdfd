"""The plan of reminders: what each person is owed now, written as rows of the ledger.

Each round reckons all that is due, and writes only rows that are not there: a missed round, two at once or one out of
order do no harm. Of the rungs that have come only the latest is told; the earlier ones are recorded as covered. A
change is told before any reminder. Only deadlines that are to be looked at are read: a round with none asks one query.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from letters import new_messages
from letters.invitations import Invited
from letters.ledger import Changes, Keys, Ledger, Stored, come
from letters.new_messages import Due
from models.deadlines import Promise
from models.outbox import MessageKind, OwedKey
from models.store import locked_store
from planning.calendar import HOME_PLACE, Calendars, WorkCalendar
from planning.calendar_lag import looks
from planning.digests import Cadence, comes_at
from planning.hours import is_same
from planning.ladder import Reminder, Rung, parse_ladder
from planning.standing import Standing
from record.cycles import window_openings
from record.cycles.views import CycleView, DeadlineView
from record.people.people import Recipient
from reminders import arrivals, missing_drafts, recalls
from reminders import complaints as complaining
from reminders.addressees import Addressees, Announced
from reminders.recalls import Clock

QUIET = timedelta(minutes=10)  # how long a date must stand before its change is told; A → B → A tells nothing
AGAIN = timedelta(hours=1)  # how soon to look again while a sender has a change, or its server never answered
TOMORROW = timedelta(days=1)  # how soon to look again at a deadline that could not be reckoned
NEVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What is owed of one deadline now, the next instant to look at it (UTC), and complaints for an officer."""

    view: CycleView
    deadline: DeadlineView
    dues: tuple[Due, ...]
    next_look: datetime
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """What a round planned: the number of messages, and a sentence for each reminder that reaches nobody."""

    messages: int
    nobody: tuple[str, ...]


def plan_owed(session: Session, *, now: datetime, clock: datetime | None = None) -> Planned:
    """Write the owed rows and messages that are due at `now` in this transaction, and return what was planned.

    `clock` is the real time, where it is not `now`: a message whose sender's lease is over by it may be superseded.
    """
    session.flush()  # `come` asks the connection, which does not flush
    if not come(session, now):
        return Planned(0, ())  # nothing to plan: take no lock
    locked_store(session)  # another round may have planned them while we waited: the ledger asks again
    return plan(Stored(session), now=now, clock=clock or now)


def plan(ledger: Ledger, *, now: datetime, clock: datetime) -> Planned:
    """Write what is due at `now` into a ledger, stored or in memory, and return what was planned."""
    rows = ledger.come(now)
    reckonings = reckoned(ledger, set(rows.values()), now=now, only=rows.keys()) if rows else []
    dues = [(reckoning.view, due) for reckoning in reckonings for due in reckoning.dues]
    from feeds import stale_calendars  # imported late: it loads feeds, which is slow

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
    """Return what is owed of each deadline at `now` and is not in the stored ledger yet; write nothing.

    `cycle_ids` and `only` (ids of deadlines) narrow it; None means all. A complaint is there for each reminder that
    reaches nobody now, also when an earlier round has said so.
    """
    return reckoned(Stored(session), cycle_ids, now=now, only=only)


def reckoned(
    ledger: Ledger, cycle_ids: Collection[int] | None, *, now: datetime, only: Collection[int] | None
) -> list[Reckoned]:
    """Return what is owed of each deadline at `now` and is not in this ledger yet; `only` has ids of deadlines."""
    views = ledger.living(cycle_ids, now)
    looked = [(view, deadline) for view in views for deadline in view.deadlines if only is None or deadline.id in only]
    ids = [deadline.id for _, deadline in looked]
    last_told = ledger.told(ids)
    roles, people = _find_named(looked)
    keys, pending = ledger.keys(ids), ledger.changes(ids, now)
    announced = _announced(keys)
    people |= {person for _, person, _ in last_told} | {person for heard in announced.values() for person in heard}
    directory = ledger.directory(roles, people, now)
    addressees = Addressees(directory, last_told, announced, ledger.answered(ids, now), now)
    calendars, invited = ledger.calendars(), ledger.invited(ids, now)
    under_way = {key[0] for key, told_at in pending.items() if told_at == now}
    turns = {view.id: _Turn(view, addressees, calendars, keys, invited, pending, under_way, now) for view in views}
    return [turns[view.id].reckon(deadline) for view, deadline in looked]


def _find_named(looked: Sequence[tuple[CycleView, DeadlineView]]) -> tuple[set[str], set[int]]:
    """Return the roles that these deadlines name, and the drafts that they wait for, and the ids of their officers."""
    drafts = [draft for view, deadline in looked if (draft := window_openings.missing_draft(view, deadline))]
    named = [*(deadline for _, deadline in looked), *drafts]
    roles = {deadline.by for deadline in named} | {parse_ladder(deadline.ladder).also_to for deadline in named}
    return {role for role in roles if role}, {deadline.officer_id for deadline in named if deadline.officer_id}


def _announced(keys: Iterable[OwedKey]) -> Announced:
    """Return the last promise that was announced of each deadline to each person."""
    announced: dict[int, dict[int, int]] = {}
    for key in keys:
        if key.rung.startswith(Rung.ANNOUNCED.prefix):
            of = announced.setdefault(key.deadline_id, {})
            of[key.person_id] = max(key.promise, of.get(key.person_id, 0))
    return announced


@dataclass(frozen=True, slots=True)
class _Turn:
    """Reckons what is owed of the deadlines of one cycle at `now`."""

    view: CycleView
    addressees: Addressees
    calendars: Calendars
    ledger: Keys
    invited: Invited
    pending: Changes  # those that may still be told, and when they were
    under_way: Collection[int]  # the deadlines of those that a sender has, or nobody knows of
    now: datetime
    came: dict[object, tuple[Reminder, ...]] = field(default_factory=dict)

    def _of_reader(self, zone: str) -> WorkCalendar:
        """Return the calendar in the week of readers in a zone."""
        return self.calendars.of_reader(self.view.place, zone)

    def _ladder(self, deadline: DeadlineView, zone: str) -> tuple[Reminder, ...]:
        """Return the reminders of a deadline for readers in a zone, kept for all whose week is the same."""
        theirs = self._of_reader(zone)
        asked = (deadline.id, theirs.weekend)
        if asked not in self.came:
            self.came[asked] = arrivals.reminders(self.view, deadline, self.calendars, theirs)
        return self.came[asked]

    def reckon(self, deadline: DeadlineView) -> Reckoned:
        """Return what is owed of the deadline now, and when to look at it next."""
        if not deadline.is_open:
            return Reckoned(self.view, deadline, (), NEVER)
        if deadline.fault:  # a task says so, until an act or another version of this program mends it
            return Reckoned(self.view, deadline, (), self.now + TOMORROW)
        if deadline.due is None:
            return self._undated(deadline)
        asked = missing_drafts.owed(self.view, deadline, self._questions(deadline), self.addressees, self.now)
        reminded = (*self._reminders(deadline), *(due for due in asked if due.key not in self.ledger))
        dues = (*self._changes(deadline), *self._announcements(deadline, reminded), *reminded)
        complaints = complaining.come(self.view, deadline, self.calendars, self.now).sentences(self.addressees)
        return Reckoned(self.view, deadline, dues, self._next_look(deadline), tuple(complaints))

    def _questions(self, deadline: DeadlineView) -> tuple[Reminder, ...]:
        return missing_drafts.questions(self.view, deadline, self.calendars[HOME_PLACE])

    def _undated(self, deadline: DeadlineView) -> Reckoned:
        """Return what is owed of a deadline without a date: the change, for those who were told a date."""
        return Reckoned(self.view, deadline, tuple(self._changes(deadline)), self._next_look(deadline))

    def _changes(self, deadline: DeadlineView) -> Iterator[Due]:
        """Yield the change for each person who was told another date, whether or not a reminder is due."""
        rested = deadline.promised_at + QUIET
        for reader in self.addressees.told(self.view, deadline) if self.now >= rested else ():
            if (was := self._news(deadline, reader)) is not None:
                due = Due(deadline, reader, MessageKind.CHANGE, Rung.CHANGE, came_at=rested, was=was.due_on)
                if due.key not in self.ledger:
                    yield due

    def _announcements(self, deadline: DeadlineView, reminded: Collection[Due]) -> Iterator[Due]:
        """Yield the new date for readers to whom another one was announced by a letter that never left.

        A reader who is invited hears it from the invitation.
        """
        rested, rung = deadline.promised_at + QUIET, Rung.ANNOUNCED.numbered(deadline.sequence)
        is_told = deadline.basis.binds and deadline.closes is not None and rested <= self.now <= deadline.closes
        hears = {due.recipient.person_id for due in reminded}
        for reader in self.addressees.untold(self.view, deadline) if is_told else ():
            if reader.person_id not in hears and not self._was_invited(deadline, reader):
                yield Due(deadline, reader, MessageKind.ANNOUNCEMENT, rung, came_at=rested)

    def _news(self, deadline: DeadlineView, reader: Recipient) -> Promise | None:
        """Return the promise last told to the reader, if its date or hour is not the present one."""
        last = self.addressees.last(deadline, reader)
        same = last and last.due_on == deadline.due and is_same(last.closes_at, deadline.closes)
        return None if same else last

    def _is_changing(self, deadline: DeadlineView, reader: Recipient) -> bool:
        """Return True if the reader still has to be told a change of date."""
        change = Due(deadline, reader, MessageKind.CHANGE, Rung.CHANGE).key
        return self._news(deadline, reader) is not None and (change not in self.ledger or change in self.pending)

    def _reminders(self, deadline: DeadlineView) -> Iterator[Due]:
        """Yield the latest reminder for each person who acts, and for those to whom a late deadline is escalated."""
        ladder = parse_ladder(deadline.ladder)
        for reader in self.addressees.silent(self.view, deadline):
            if due := self._reminder(deadline, reader, self._ladder(deadline, reader.zone or self.view.zone)):
                yield due
        for reader in self.addressees.above(self.view, deadline) if ladder.also_to else ():
            late = ladder.escalated(self._ladder(deadline, reader.zone or self.view.zone))
            if due := self._reminder(deadline, reader, late):
                yield due

    def _reminder(self, deadline: DeadlineView, reader: Recipient, reminders: tuple[Reminder, ...]) -> Due | None:
        if self._is_changing(deadline, reader) or not (reader.inside or deadline.binds_its_actor):
            return None  # the change is told first; and nobody outside hears of a date that does not bind them
        zone = reader.zone or self.view.zone
        clock = Clock(zone, reader.cadence(deadline), self._of_reader(zone), self.now)
        came = self._came(deadline, reminders, zone, clock.cadence)
        if any(reminder.rung == Rung.OPENING for reminder in reminders):
            came = self._invitation_first(deadline, reader, came, clock)
        came = recalls.to_invite(came) if reader.is_muted else came
        if not came or self._is_told_by_change(deadline, reader, clock.comes_at(came[-1])):
            return None
        kind = MessageKind.OVERDUE if deadline.standing is Standing.OVERDUE else MessageKind.RUNG
        since = max(clock.comes_at(came[-1]), deadline.promised_at)
        due = Due(deadline, reader, kind, came[-1].rung, tuple(each.rung for each in came[:-1]), came_at=since)
        return None if due.key in self.ledger else self._uncovered(due)

    def _invitation_first(
        self, deadline: DeadlineView, reader: Recipient, came: tuple[Reminder, ...], clock: Clock
    ) -> tuple[Reminder, ...]:
        """Return the invitation until one is in the ledger, then the recalls of days after it; none while it waits.

        One that failed, or that an officer did not send, leaves no recall waiting for it.
        """
        if not self._was_invited(deadline, reader):
            return recalls.to_invite(came)
        key = (deadline.id, reader.person_id, reader.address)
        if key not in self.invited:
            return recalls.without_invitation(came)
        invited_at = self.invited[key]
        return recalls.after(invited_at, came, clock) if invited_at else ()

    def _is_told_by_change(self, deadline: DeadlineView, reader: Recipient, came_at: datetime) -> bool:
        """Return True if the change left after the rung came: it says the same, and the next rung covers this one.

        A change is often planned days before it leaves; reminders that come meanwhile wait for it.
        """
        told_at = self.pending.get(Due(deadline, reader, MessageKind.CHANGE, Rung.CHANGE).key)
        return told_at is not None and came_at <= told_at

    def _came(
        self, deadline: DeadlineView, reminders: tuple[Reminder, ...], zone: str, cadence: Cadence = Cadence.EACH
    ) -> tuple[Reminder, ...]:
        """Return the reminders that have come in a zone, kept for all its readers, who may be thousands."""
        asked = (deadline.id, reminders, zone, cadence)
        if asked not in self.came:
            self.came[asked] = arrivals.come(
                self.view, deadline, reminders, self._of_reader(zone), self.now, zone=zone, cadence=cadence
            )
        return self.came[asked]

    def _was_invited(self, deadline: DeadlineView, reader: Recipient) -> bool:
        """Return True if a letter invited the reader, or an opening of this promise is in the ledger."""
        opening = OwedKey(deadline.id, deadline.promise, Rung.OPENING, reader.person_id, reader.address)
        return opening in self.ledger or self.invited.get((deadline.id, reader.person_id, reader.address)) is not None

    def _uncovered(self, due: Due) -> Due:
        """Return the due, covering only those earlier rungs that are not in the ledger yet."""
        left = tuple(rung for rung in due.covers if due.key._replace(rung=rung) not in self.ledger)
        return replace(due, covers=left)

    def _next_look(self, deadline: DeadlineView) -> datetime:
        """Return the next instant (UTC) to look at the deadline: a rung comes for somebody, or the quiet time ends."""
        clocks = {(zone or self.view.zone, weekly) for zone, weekly in self.addressees.clocks}
        each = {(self.view.zone, Cadence.EACH)} | {(zone, Cadence.EACH) for zone, _ in clocks}
        wanted = each | {(zone, Cadence.WEEKLY) for zone, weekly in clocks if weekly}
        moments = [
            comes_at(reminder, zone, cadence, self._of_reader(zone))
            for zone, cadence in wanted
            for reminder in (self._ladder(deadline, zone) if deadline.due else ())
        ]
        moments += [question.at for question in self._questions(deadline) if question.at]
        moments += [self.now + AGAIN] if deadline.id in self.under_way else []
        moments += [deadline.promised_at + QUIET, *looks(deadline.promised_at)]
        return min((moment for moment in moments if moment > self.now), default=NEVER)
