"""The turn of one cycle in a round: what is owed of each of its deadlines, as set or as issued."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from letters.invitations import Invited
from letters.ledger import Changes, Keys
from letters.new_messages import Due
from models.deadlines import Promise
from models.outbox import MessageKind, OwedKey
from planning.basis import Basis, with_force
from planning.calendar import HOME_PLACE, Calendars, WorkCalendar
from planning.calendar_lag import looks
from planning.digests import Cadence, comes_at
from planning.hours import is_same
from planning.ladder import Reminder, Rung, parse_ladder
from planning.standing import Standing
from record.cycles.views import CycleView, DeadlineView
from record.people.people import Recipient
from reminders import arrivals, missing_drafts, recalls
from reminders import complaints as complaining
from reminders.addressees import Addressees
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
    issued: DeadlineView | None = None  # as members read it

    @property
    def read(self) -> tuple[DeadlineView, ...]:
        """Return the deadline as set and as issued; nothing if it cannot be reckoned."""
        both = (self.deadline, self.issued)
        return tuple(each for each in both if each is not None and not self.deadline.fault)


@dataclass(frozen=True, slots=True)
class Turn:
    """Reckons what is owed of the deadlines of one cycle at `now`."""

    view: CycleView
    addressees: Addressees
    calendars: Calendars
    ledger: Keys
    invited: Invited
    pending: Changes  # those that may still be told, and when they were
    under_way: Collection[int]  # the deadlines of those that a sender has, or nobody knows of
    now: datetime
    issued: bool = False  # True: its dates are those that were issued, for all who are not of the Secretariat
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
        reminded = (*self._reminders(deadline), *self._asked(deadline))
        dues = (*self._changes(deadline), *self._announcements(deadline, reminded), *reminded)
        if self.issued:
            return Reckoned(self.view, deadline, dues, self._next_look(deadline))
        complaints = complaining.come(self.view, deadline, self.calendars, self.now).sentences(self.addressees)
        return Reckoned(self.view, deadline, dues, self._next_look(deadline), tuple(complaints))

    def _theirs(self, readers: Iterable[Recipient]) -> Iterator[Recipient]:
        """Yield those of these readers who are told the dates of this turn."""
        return (reader for reader in readers if reader.inside is not self.issued)

    def _rested(self, deadline: DeadlineView) -> datetime:
        """Return when a new date is told: ten quiet minutes later; what an approver issued, as soon as it is public."""
        return deadline.promised_at + QUIET if deadline.held else deadline.promised_at

    def _asked(self, deadline: DeadlineView) -> Iterator[Due]:
        """Yield the questions for a draft that is not there."""
        asked = missing_drafts.owed(self.view, deadline, self._questions(deadline), self.addressees, self.now)
        return (due for due in asked if due.recipient.inside is not self.issued and due.key not in self.ledger)

    def _questions(self, deadline: DeadlineView) -> tuple[Reminder, ...]:
        return missing_drafts.questions(self.view, deadline, self.calendars[HOME_PLACE])

    def _undated(self, deadline: DeadlineView) -> Reckoned:
        """Return what is owed of a deadline without a date: the change, for those who were told a date."""
        return Reckoned(self.view, deadline, tuple(self._changes(deadline)), self._next_look(deadline))

    def _changes(self, deadline: DeadlineView) -> Iterator[Due]:
        """Yield the change for each person who was told another date, whether or not a reminder is due."""
        rested = self._rested(deadline)
        for reader in self._theirs(self.addressees.told(self.view, deadline)) if self.now >= rested else ():
            if (was := self._news(deadline, reader)) is not None:
                due = Due(deadline, reader, MessageKind.CHANGE, Rung.CHANGE, came_at=rested, was=was.due_on)
                if due.key not in self.ledger:
                    yield due

    def _announcements(self, deadline: DeadlineView, reminded: Collection[Due]) -> Iterator[Due]:
        """Yield the date for members when it is issued by letter, and for whom a letter with another one never reached.

        A reader who is invited hears it from the invitation.
        """
        rested, rung = self._rested(deadline), Rung.ANNOUNCED.numbered(deadline.promise)
        is_told = self.issued and deadline.basis.is_set and deadline.closes is not None and self.now <= deadline.closes
        untold = self.addressees.untold(self.view, deadline) if is_told and self.now >= rested else []
        news = self.addressees.members(self.view, deadline) if is_told and self._is_told_to_all(deadline) else []
        hears = {due.recipient.person_id for due in reminded}
        for reader in dict.fromkeys(self._theirs([*untold, *news])):
            if reader.person_id not in hears and not self._was_invited(deadline, reader):
                yield Due(
                    deadline, reader, MessageKind.ANNOUNCEMENT, rung, came_at=max(rested, deadline.tells_at or rested)
                )

    def _is_told_to_all(self, deadline: DeadlineView) -> bool:
        """Return True if the membership is to be told of the date by now."""
        return deadline.tells_at is not None and deadline.tells_at <= self.now

    def _news(self, deadline: DeadlineView, reader: Recipient) -> Promise | None:
        """Return the promise last told to the reader, if its date or hour is not the present one."""
        last = self.addressees.last(deadline, reader)
        if last is None:
            return None
        was, now = self._is_told(deadline, last.basis), self._is_told(deadline, deadline.basis)
        same = last.due_on == deadline.due and is_same(last.closes_at, deadline.closes)
        return None if (same and was is now) or not (was or now) else last

    def _is_told(self, deadline: DeadlineView, basis: Basis) -> bool:
        """Return True if the readers of this turn hear of a date on this basis: of issued ones, of no proposal."""
        return not self.issued or with_force(basis, deadline.force).is_set

    def _is_changing(self, deadline: DeadlineView, reader: Recipient) -> bool:
        """Return True if the reader still has to be told a change of date."""
        change = Due(deadline, reader, MessageKind.CHANGE, Rung.CHANGE).key
        return self._news(deadline, reader) is not None and (change not in self.ledger or change in self.pending)

    def _reminders(self, deadline: DeadlineView) -> Iterator[Due]:
        """Yield the latest reminder for each person who acts, and for those to whom a late deadline is escalated."""
        ladder = parse_ladder(deadline.ladder)
        for reader in self._theirs(self.addressees.silent(self.view, deadline)):
            if due := self._reminder(deadline, reader, self._ladder(deadline, reader.zone or self.view.zone)):
                yield due
        for reader in self._theirs(self.addressees.above(self.view, deadline)) if ladder.also_to else ():
            late = ladder.escalated(self._ladder(deadline, reader.zone or self.view.zone))
            if due := self._reminder(deadline, reader, late):
                yield due

    def _reminder(self, deadline: DeadlineView, reader: Recipient, reminders: tuple[Reminder, ...]) -> Due | None:
        is_told = reader.inside or deadline.binds_its_actor or (deadline.approved is not None and deadline.basis.is_set)
        if self._is_changing(deadline, reader) or not is_told:
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

        One that failed, or that an officer did not send, leaves no recall waiting for it. A change that left once the
        window was open said that it is, and recalls follow it.
        """
        if not self._was_invited(deadline, reader):
            told_at = self._change_told_at(deadline, reader)
            invitation = recalls.to_invite(came)
            if told_at and invitation and clock.comes_at(invitation[0]) <= told_at:
                return recalls.after(told_at, came, clock)
            return invitation
        key = (deadline.id, reader.person_id, reader.address)
        if key not in self.invited:
            return recalls.without_invitation(came)
        invited_at = self.invited[key]
        return recalls.after(invited_at, came, clock) if invited_at else ()

    def _is_told_by_change(self, deadline: DeadlineView, reader: Recipient, came_at: datetime) -> bool:
        """Return True if the change left after the rung came: it says the same, and the next rung covers this one.

        A change is often planned days before it leaves; reminders that come meanwhile wait for it.
        """
        told_at = self._change_told_at(deadline, reader)
        return told_at is not None and came_at <= told_at

    def _change_told_at(self, deadline: DeadlineView, reader: Recipient) -> datetime | None:
        """Return when the change to the present date left, or now while it may still leave; None if there is none."""
        return self.pending.get(Due(deadline, reader, MessageKind.CHANGE, Rung.CHANGE).key)

    def _came(
        self, deadline: DeadlineView, reminders: tuple[Reminder, ...], zone: str, cadence: Cadence = Cadence.EACH
    ) -> tuple[Reminder, ...]:
        """Return the reminders that have come in a zone, kept for all its readers, who may be thousands."""
        asked = (deadline.id, reminders, zone, cadence)
        if asked not in self.came:
            self.came[asked] = arrivals.come(
                self.view, deadline, reminders, self._of_reader(zone), self.now, arrivals.Pace(zone, cadence)
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
        moments += [self._rested(deadline), *looks(deadline.promised_at)]
        moments += [deadline.tells_at] if deadline.tells_at else []
        return min((moment for moment in moments if moment > self.now), default=NEVER)


def both(office: Turn, members: Turn, deadline: DeadlineView, coming: datetime | None) -> Reckoned:
    """Return what is owed of a deadline to the Secretariat as it is set, and to everybody else as it is issued.

    While an issue of it waits to take effect, `coming`, these are told nothing more of what they read until then.
    """
    own, public = office.reckon(deadline), members.view[deadline.step]
    if public.approved is None and not deadline.basis.binds and deadline.binds_its_actor:
        public = deadline  # by rule: it binds whoever owes it, also outside, though no member reads it
    if coming is not None or deadline.fault:
        return replace(own, next_look=min(own.next_look, coming or own.next_look))
    theirs = members.reckon(public)
    look = min(own.next_look, theirs.next_look)
    return replace(own, dues=(*own.dues, *theirs.dues), next_look=look, issued=public)
