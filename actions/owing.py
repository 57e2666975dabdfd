"""PLAN: what each person is owed now, as rows that can be made twice without harm.

The round recomputes all that is due, so missed, doubled and out-of-order rounds are harmless. Of the rungs that have
come only the latest is told; the earlier ones are recorded as covered. A change outranks a reminder.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import carrying, reading
from actions.carrying import Due
from actions.ledger import Answered, answered
from actions.people import Directory, Recipient, scopes_of
from actions.telling import Told, last_told
from actions.views import CycleView, DeadlineView
from models.cycles import Cycle
from models.deadlines import Deadline
from models.outbox import Owed
from models.store import locked_store
from planning.calendar import WorkCalendar
from planning.hours import zone_info
from planning.ladder import Rung, leaves_at, parse_ladder, reached
from planning.standing import Standing

QUIET = timedelta(minutes=10)  # a date rests so long before its change is told: A → B → A says nothing
NEVER = datetime(9000, 1, 1, tzinfo=UTC)

Ledger = set[tuple[int, int, str, int, str]]  # deadline, promise, rung, person, address


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What one deadline owes now, when to look at it next, and whether nobody is named for it."""

    view: CycleView
    deadline: DeadlineView
    dues: tuple[Due, ...]
    next_look: datetime
    nobody: bool

    @property
    def complaint(self) -> str:
        """The sentence for a deadline that nobody answers for."""
        return f"{self.view.name} {self.deadline.step}: nobody is named for {self.deadline.by}"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a round planned: so many messages, and the deadlines that nobody is named for."""

    messages: int
    nobody: tuple[str, ...]


def plan_owed(session: Session, *, now: datetime) -> Planned:
    """Return what was planned at `now`: owed rows, and the messages that carry them, in this transaction."""
    locked_store(session)
    rows = {row.id: row for row in session.scalars(select(Deadline).where(Deadline.open, Deadline.look_at <= now))}
    found = reckon(session, {row.cycle_id for row in rows.values()}, now=now, only=rows.keys())
    messages = carrying.carry(session, [(one.view, due) for one in found for due in one.dues], now=now)
    looks = {one.deadline.id: one.next_look for one in found}
    for row in rows.values():
        row.look_at = looks.get(row.id, NEVER)
    session.flush()
    return Planned(messages, tuple(one.complaint for one in found if one.nobody))


def reckon(
    session: Session, cycle_ids: Collection[int] | None = None, *, now: datetime, only: Collection[int] | None = None
) -> list[Reckoned]:
    """Return what each deadline owes at `now` and the ledger does not hold yet. Writes nothing."""
    cycles = _cycles(session, cycle_ids, now)
    directory, calendars = Directory(session), reading.calendars(session)
    found: list[Reckoned] = []
    for view in reading.views(session, cycles, now, now):
        ids = [deadline.id for deadline in view.deadlines]
        told, heard = last_told(session, ids), answered(session, ids, now)
        turn = _Turn(view, directory, calendars[view.place], told, _ledger(session, ids), heard, now)
        living = () if view.ending else view.deadlines
        found += [turn.reckon(deadline) for deadline in living if only is None or deadline.id in only]
    return found


def _cycles(session: Session, ids: Collection[int] | None, now: datetime) -> Sequence[Cycle]:
    query = select(Cycle).where(Cycle.opened_at <= now).order_by(Cycle.chain, Cycle.edition)
    return session.scalars(query if ids is None else query.where(Cycle.id.in_(ids))).all()


def _ledger(session: Session, deadline_ids: Sequence[int]) -> Ledger:
    columns = (Owed.deadline_id, Owed.promise, Owed.rung, Owed.person_id, Owed.address)
    rows = session.execute(select(*columns).where(Owed.deadline_id.in_(deadline_ids)))
    return {(row[0], row[1], row[2], row[3], row[4]) for row in rows}


@dataclass(frozen=True, slots=True)
class _Turn:
    """One cycle at one instant."""

    view: CycleView
    directory: Directory
    calendar: WorkCalendar
    told: Told
    ledger: Ledger
    answered: Answered
    now: datetime

    def reckon(self, deadline: DeadlineView) -> Reckoned:
        """Return what the deadline owes."""
        if not deadline.is_open:
            return Reckoned(self.view, deadline, (), NEVER, nobody=False)
        if deadline.due is None:
            return self._undated(deadline)
        ladder = parse_ladder(deadline.ladder)
        rungs = ladder.rungs(deadline.opens, deadline.due, self.calendar)
        recipients = self._recipients(deadline)
        dues = [self._change(deadline, one) for one in self._told(deadline)]
        dues += [self._rung(deadline, one, rungs) for one in recipients]
        nobody = not recipients and bool(self._came(deadline, rungs, self.view.zone))
        return Reckoned(
            self.view, deadline, tuple(due for due in dues if due), self._next_look(deadline, rungs), nobody
        )

    def _undated(self, deadline: DeadlineView) -> Reckoned:
        """Return what is owed of a date that was told and holds no longer: only that."""
        dues = tuple(due for one in self._told(deadline) if (due := self._change(deadline, one)))
        rested = deadline.promised_at + QUIET
        return Reckoned(self.view, deadline, dues, rested if rested > self.now else NEVER, nobody=False)

    def _recipients(self, deadline: DeadlineView) -> list[Recipient]:
        """Return the officer, else the role's people; the invited are always the role's people."""
        if deadline.officer_id and not deadline.is_window:
            return self.directory.recipients(deadline.officer_id)
        scopes = scopes_of(self.view, deadline)
        return self.directory.holders(deadline.by, scopes, self.now.astimezone(zone_info(self.view.zone)).date())

    def _told(self, deadline: DeadlineView) -> list[Recipient]:
        """Return whoever was told a date of this deadline, whether or not they are to be reminded of it now."""
        told = {person for on, person, _ in self.told if on == deadline.id}
        return [one for person in sorted(told) for one in self.directory.recipients(person)]

    def _change(self, deadline: DeadlineView, one: Recipient) -> Due | None:
        if not self._is_news(deadline, one) or self.now < deadline.promised_at + QUIET:
            return None
        return self._unless_known(Due(deadline, one, carrying.CHANGE, "change"))

    def _is_news(self, deadline: DeadlineView, one: Recipient) -> bool:
        """Whether the date last told is not the date promised."""
        told = self.told.get((deadline.id, one.person_id, one.address))
        return told is not None and (told.due_on, told.closes_at) != (deadline.due, deadline.closes)

    def _rung(self, deadline: DeadlineView, one: Recipient, rungs: tuple[Rung, ...]) -> Due | None:
        if self._is_news(deadline, one) or not (one.inside or deadline.basis.binds):
            return None  # a change outranks a reminder; and no member hears of a proposed date
        if (deadline.id, self.directory.organization(one.person_id)) in self.answered:
            return None  # one answer silences all contacts of its organization
        came = [rung.key for rung in self._came(deadline, rungs, one.zone or self.view.zone)]
        if self._was_invited(deadline, one):
            came = [key for key in came if key != "opening"]
        if not came:
            return None
        kind = carrying.OVERDUE if deadline.standing is Standing.OVERDUE else carrying.RUNG
        return self._unless_known(Due(deadline, one, kind, came[-1], tuple(came[:-1])))

    def _came(self, deadline: DeadlineView, rungs: tuple[Rung, ...], zone: str) -> tuple[Rung, ...]:
        """Return the rungs that have come since the date was promised; the opening also when it was agreed late."""
        if not self._is_chased(deadline):
            return ()
        since = max(self.view.opened_at, deadline.promised_at)
        return tuple(
            rung
            for rung in reached(rungs, self.now, zone)
            if leaves_at(rung, zone) >= (self.view.opened_at if rung.key == "opening" else since)
        )

    def _is_chased(self, deadline: DeadlineView) -> bool:
        """Whether reminders make sense now: not for what was past at the opening, nor for a day nobody agreed."""
        assert deadline.closes is not None
        if deadline.closes < self.view.opened_at:
            return False
        return self.now <= deadline.closes or deadline.standing is Standing.OVERDUE

    def _was_invited(self, deadline: DeadlineView, one: Recipient) -> bool:
        """Whether the opening is recorded already, under this promise or an earlier one."""
        return any(
            (deadline.id, number, "opening", one.person_id, one.address) in self.ledger
            for number in range(deadline.promise + 1)
        )

    def _unless_known(self, due: Due) -> Due | None:
        return None if due.key in self.ledger else self._uncovered(due)

    def _uncovered(self, due: Due) -> Due:
        """Return the due with those earlier rungs only that the ledger does not hold yet."""
        left = tuple(rung for rung in due.covers if (*due.key[:2], rung, *due.key[3:]) not in self.ledger)
        return Due(due.deadline, due.recipient, due.kind, due.rung, left)

    def _next_look(self, deadline: DeadlineView, rungs: tuple[Rung, ...]) -> datetime:
        """Return the next instant at which a rung comes for somebody, or a quiet time ends."""
        zones = {self.view.zone, *self.directory.zones}
        moments = [leaves_at(rung, zone) for rung in rungs for zone in zones]
        moments.append(deadline.promised_at + QUIET)
        return min((moment for moment in moments if moment > self.now), default=NEVER)
