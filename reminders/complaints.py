"""Complaints: reminders that have come and reach nobody, which an officer must put right.

The ledger is not read, and of the invited only whether there are any: the cost grows with the open deadlines alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from planning.calendar import Calendars
from planning.ladder import parse_ladder
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView
from record.people.directory import Directory
from reminders import arrivals
from reminders.addressees import Addressees

CLOSED = timedelta(days=31)  # more than any run of closed days by which a reminder leaves earlier


@dataclass(frozen=True, slots=True)
class Come:
    """A deadline, and whether a reminder has come for those who act, and one for those who hear when it is late."""

    view: CycleView
    deadline: DeadlineView
    acting: bool
    above: bool

    def sentences(self, addressees: Addressees) -> Iterator[str]:
        """Yield a sentence for each of these reminders that reaches nobody."""
        for has_come, lack in ((self.acting, addressees.lack), (self.above, addressees.lack_above)):
            if has_come and (why := lack(self.view, self.deadline)):
                yield f"{self.view.name} {self.deadline.step}: {why}"


def come(view: CycleView, deadline: DeadlineView, calendars: Calendars, now: datetime) -> Come:
    """Return which reminders of a deadline with a date have come by `now`."""
    calendar = calendars[view.place]
    reminders = arrivals.reminders(view, deadline, calendars, calendar)
    late = parse_ladder(deadline.ladder).escalated(reminders)
    acting, above = (bool(arrivals.come(view, deadline, some, calendar, now)) for some in (reminders, late))
    return Come(view, deadline, acting, above)


def every(session: Session, views: Iterable[CycleView], *, now: datetime) -> Iterator[tuple[Come, str]]:
    """Yield each deadline of these living cycles whose reminder has come and reaches nobody, with a sentence why."""
    calendars = snapshots.calendars(session)
    due = [
        come(view, deadline, calendars, now)
        for view in views
        for deadline in view.deadlines
        if deadline.is_open and deadline.due and arrivals.is_chased(view, deadline, now) and not _is_far(deadline, now)
    ]
    due = [each for each in due if each.acting or each.above]
    addressees = Addressees(_directory(session, [each.deadline for each in due], now), {}, {}, set(), now)
    yield from ((each, sentence) for each in due for sentence in each.sentences(addressees))


def _is_far(deadline: DeadlineView, now: datetime) -> bool:
    """Return True if no reminder of the deadline can have come, whatever the closed days before it."""
    first = deadline.earliest or deadline.due
    if first is None or deadline.is_window:
        return False
    return first - timedelta(days=max(parse_ladder(deadline.ladder).before)) - CLOSED > now.date()


def _directory(session: Session, deadlines: list[DeadlineView], now: datetime) -> Directory:
    """Return the directory of the people of these deadlines; of the invited it only knows whether there are any."""
    owed = [deadline for deadline in deadlines if not deadline.is_window]
    above = (parse_ladder(deadline.ladder).also_to for deadline in owed)
    roles = {deadline.by for deadline in owed if not deadline.officer_id} | {role for role in above if role}
    officers = {deadline.officer_id for deadline in owed if deadline.officer_id}
    return Directory(
        session, roles, officers, unnamed={deadline.by for deadline in deadlines if deadline.is_window}, now=now
    )
