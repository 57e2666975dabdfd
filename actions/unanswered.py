"""What needs a hand among the deadlines: nobody to tell, chased in vain, or proposed and still not agreed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from actions import reading
from actions.needing import Task
from actions.people import Directory, Recipient
from models.cycles import Cycle
from models.deadlines import Assignment, Deadline, Promise
from planning.basis import Basis
from planning.calendar import Calendars, WorkCalendar
from planning.chain import INVITEES
from planning.hours import zone_info
from planning.ladder import CHASE_DAYS, leaves_at, parse_ladder
from planning.standing import Facts, Standing, standing

AGREE_WITHIN = 14  # days


@dataclass(frozen=True, slots=True)
class Open:
    """A deadline that is neither met nor waived, in a living cycle, with the date last promised."""

    cycle: str
    chain: str
    zone: str
    place: str
    opened_at: datetime
    step: str
    by: str
    to: str | None
    via: str | None
    ladder: str
    opens: date | None
    due: date
    closes: datetime
    basis: Basis
    promised_at: datetime
    officer_id: int | None

    @property
    def is_window(self) -> bool:
        """Whether its actors are invited."""
        return self.by in INVITEES

    @property
    def name(self) -> str:
        """`chain/edition step`, as commands take it."""
        return f"{self.cycle} {self.step}"

    def morning(self, days: int) -> datetime:
        """Return the first instant of the day that lies so many days after the due day, in its own zone."""
        return datetime.combine(self.due + timedelta(days=days), time.min, zone_info(self.zone))

    def standing(self, now: datetime) -> Standing:
        """Return how it stands at `now`."""
        return standing(Facts(self.due, self.closes, self.basis, self.is_window), now)


def unanswered(session: Session, *, now: datetime) -> Iterator[Task]:
    """Yield the tasks of the open deadlines. What was past when its cycle was opened is flagged there, and no task."""
    directory, calendars = Directory(session), reading.calendars(session)
    for one in open_deadlines(session, now=now):
        if one.closes < one.opened_at:
            continue
        yield from _nobody(one, directory, calendars, now)
        yield from _chased_in_vain(one, now)
        yield from _unagreed(one, now)


def open_deadlines(session: Session, *, now: datetime) -> Sequence[Open]:
    """Return the open deadlines that have a date, the next one first, in one query."""
    last_promise = _last(Promise)
    last_officer = _last(Assignment)
    promise, officer = aliased(Promise), aliased(Assignment)
    query = (
        select(
            Cycle.chain, Cycle.edition, Cycle.zone, Cycle.place, Cycle.opened_at, Deadline.step, Deadline.by,
            Deadline.to, Deadline.via, Deadline.ladder, promise.opens_on, promise.due_on, promise.closes_at,
            promise.basis, promise.at, officer.person_id,
        )
        .join(Cycle, Cycle.id == Deadline.cycle_id)
        .join(promise, promise.id == last_promise)
        .outerjoin(officer, officer.id == last_officer)
        .where(Deadline.open, Cycle.opened_at <= now, promise.due_on.is_not(None), promise.closes_at.is_not(None))
        .order_by(promise.due_on, Deadline.id)
    )  # fmt: skip
    return [Open(f"{row[0]}/{row[1]}", row[0], *row[2:]) for row in session.execute(query)]


def _last(history: type[Promise] | type[Assignment]) -> Any:
    rows = select(func.max(history.id)).where(history.deadline_id == Deadline.id)
    return rows.correlate(Deadline).scalar_subquery()


def _nobody(one: Open, directory: Directory, calendars: Mapping[str, WorkCalendar], now: datetime) -> Iterator[Task]:
    """Yield a task once a reminder has come and there is nobody whom it could reach."""
    if not _is_chased(one, now) or _recipients(one, directory, now):
        return
    assert isinstance(calendars, Calendars)
    rungs = parse_ladder(one.ladder).rungs(one.opens, one.due, calendars[one.place])
    came = [moment for rung in rungs if (moment := leaves_at(rung, one.zone)) <= now]
    if came:
        why = "the officer named has no address" if one.officer_id else f"nobody is named for {one.by}"
        sentence = f"{one.name} ({_due(one)}): {why}, so that nobody is told"
        yield Task("nobody", came[0], one.name, sentence, _who(one))


def _is_chased(one: Open, now: datetime) -> bool:
    return now <= one.closes or one.standing(now) is Standing.OVERDUE


def _recipients(one: Open, directory: Directory, now: datetime) -> list[Recipient]:
    if one.officer_id and not one.is_window:
        return directory.recipients(one.officer_id)
    scopes = tuple(filter(None, (one.cycle, one.chain, one.to, one.via)))
    return directory.holders(one.by, scopes, now.astimezone(zone_info(one.zone)).date())


def _who(one: Open) -> str:
    contact = f"council load CONTACTS.csv with somebody who holds the role {one.by}"
    return contact if one.is_window else f"council assign {one.name} PERSON, or {contact}"


def _chased_in_vain(one: Open, now: datetime) -> Iterator[Task]:
    ended = one.morning(CHASE_DAYS + 1)
    if now >= ended and one.standing(now) is Standing.OVERDUE:
        sentence = f"{one.name} ({_due(one)}) is not settled, and its reminders have ended"
        remedy = f"council met {one.name}, council waive {one.name} --because REASON, or council agree a new date"
        yield Task("chase-ended", ended, one.name, sentence, remedy)


def _unagreed(one: Open, now: datetime) -> Iterator[Task]:
    near = one.morning(-AGREE_WITHIN)
    if now < near or one.standing(now) is not Standing.PROPOSED:
        return
    passed = "passed" if one.closes < now else f"comes within {AGREE_WITHIN} days"
    sentence = f"{one.name}: the date proposed, {one.due}, {passed}, and nobody has agreed one"
    remedy = f"council agree {one.name} {one.due} --because REASON"
    yield Task("proposal", max(one.promised_at, near), one.name, sentence, remedy)


def _due(one: Open) -> str:
    return f"due {one.due}"
