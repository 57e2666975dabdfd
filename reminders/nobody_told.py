"""Deadlines that nobody is told of: nobody is named, who is named stopped their letters, or a window closes too early.

The deadline still has to be met, so the secretariat sees it in the weekly report.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from notifications.weekly_words import Fact
from planning.calendar import HOME_PLACE
from planning.standing import Standing
from planning.zones import local_day
from record.cycles import snapshots, window_openings
from record.cycles.views import CycleView, DeadlineView
from record.people import people, reach
from record.people.choices import ALL
from record.people.people import scopes_of
from record.people.role_holders import Holders
from record.settings import Settings

AHEAD = timedelta(weeks=8)  # for a later one, somebody may still be named in time

Pair = tuple[CycleView, DeadlineView]


def unheard(session: Session, living: Sequence[Pair], settings: Settings, *, now: datetime) -> Iterator[Fact]:
    """Yield the overdue deadlines, and those of the next eight weeks, of which nobody is told; each with its reason."""
    pairs = [(view, deadline) for view, deadline in living if _matters(deadline, now)]
    owed, invited = (
        {deadline.by for _, deadline in pairs if deadline.is_window is is_window} for is_window in (False, True)
    )
    holders = Holders(session, owed, invited)
    asked = [(view, deadline, _acting(view, deadline, holders, now)) for view, deadline in pairs]
    duties = {person for _, deadline, acting in asked if not deadline.is_window for person in acting}
    muted = reach.muted(session, duties, now=now)
    names = people.names(session, muted)
    geneva = snapshots.calendars(session)[HOME_PLACE]
    for view, deadline, acting in asked:
        willing = [each for each in acting if muted.get(each, set()).isdisjoint((ALL, view.chain.slug))]
        too_late = window_openings.comes_too_late(view, deadline, geneva) if deadline.is_window and acting else None
        if not too_late and (willing or (acting and deadline.is_window)):
            continue
        yield Fact(
            what=deadline.title,
            where=view.name,
            due=deadline.due,
            earliest=deadline.earliest,
            precision=deadline.precision,
            by=deadline.by,
            person="" if too_late else ", ".join(names[each] for each in acting),
            state="uninvited" if too_late else "unwilling" if acting else "unnamed",
            url=f"{settings.base_url}/cycles/{view.name}#{deadline.step}" if settings.base_url else None,
        )


def _matters(deadline: DeadlineView, now: datetime) -> bool:
    if not deadline.is_open or deadline.closes is None:
        return False
    return deadline.standing is Standing.OVERDUE or now <= deadline.closes <= now + AHEAD


def _acting(view: CycleView, deadline: DeadlineView, holders: Holders, now: datetime) -> list[int]:
    """Return the ids of those who act: the officer, else the role's holders today, or one of them for a window."""
    if deadline.officer_id and not deadline.is_window:
        return [deadline.officer_id]
    return holders.holding(deadline.by, scopes_of(view, deadline), local_day(now, view.zone))
