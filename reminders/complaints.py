"""Reminders that have come and reach nobody: what an officer must put right, whichever round found it.

Nothing of the ledger is read, and of the invited only whether there are any: the cost is that of the open deadlines.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from planning.calendar import WorkCalendar
from planning.ladder import parse_ladder
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView
from record.people.directory import Directory
from reminders import arrivals
from reminders.addressees import Addressees


@dataclass(frozen=True, slots=True)
class Come:
    """A deadline of which a reminder has come: to those who act, to those above them, or to both."""

    view: CycleView
    deadline: DeadlineView
    acting: bool
    above: bool

    def sentences(self, addressees: Addressees) -> Iterator[str]:
        """Yield why it reaches nobody."""
        for has_come, lack in ((self.acting, addressees.lack), (self.above, addressees.lack_above)):
            if has_come and (why := lack(self.view, self.deadline)):
                yield f"{self.view.name} {self.deadline.step}: {why}"


def come(view: CycleView, deadline: DeadlineView, calendar: WorkCalendar, now: datetime) -> Come:
    """Return whether reminders of a dated deadline have come at `now`."""
    reminders = arrivals.reminders(deadline, calendar)
    late = parse_ladder(deadline.ladder).escalated(reminders)
    acting, above = (bool(arrivals.come(view, deadline, some, calendar, now)) for some in (reminders, late))
    return Come(view, deadline, acting, above)


def every(session: Session, views: Iterable[CycleView], *, now: datetime) -> Iterator[tuple[Come, str]]:
    """Yield each deadline of these living cycles of which a reminder has come and reaches nobody, and why."""
    calendars = snapshots.calendars(session)
    due = [
        come(view, deadline, calendars[view.place], now)
        for view in views
        for deadline in view.deadlines
        if deadline.is_open and deadline.due
    ]
    due = [each for each in due if each.acting or each.above]
    addressees = Addressees(_directory(session, [each.deadline for each in due], now), {}, set(), now)
    yield from ((each, sentence) for each in due for sentence in each.sentences(addressees))


def _directory(session: Session, deadlines: list[DeadlineView], now: datetime) -> Directory:
    """Return the people of these deadlines; of the invited only whether there are any."""
    owed = [deadline for deadline in deadlines if not deadline.is_window]
    above = (parse_ladder(deadline.ladder).also_to for deadline in owed)
    roles = {deadline.by for deadline in owed if not deadline.officer_id} | {role for role in above if role}
    officers = {deadline.officer_id for deadline in owed if deadline.officer_id}
    return Directory(
        session, roles, officers, unnamed={deadline.by for deadline in deadlines if deadline.is_window}, now=now
    )
