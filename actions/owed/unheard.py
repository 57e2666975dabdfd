"""Deadlines that nobody is told of: no one is named for them, or whoever is has asked for no more mail.

A duty stays a duty when its bearer is left in peace; the secretariat then sees it here.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from actions.cycles.views import CycleView, DeadlineView
from actions.settings import Settings
from actions.whom import people, reaching
from actions.whom.chosen import ALL
from actions.whom.holders import Holders
from actions.whom.people import scopes_of
from notifications.week import Fact
from planning.hours import local_day
from planning.standing import Standing

AHEAD = timedelta(weeks=8)  # of a later one somebody may still be named in good time

Pair = tuple[CycleView, DeadlineView]


def unheard(session: Session, living: Sequence[Pair], settings: Settings, *, now: datetime) -> Iterator[Fact]:
    """Yield the open deadlines of the next eight weeks, and those overdue, of which nobody hears, and why."""
    pairs = [(view, found) for view, found in living if _matters(found, now)]
    owed, invited = ({found.by for _, found in pairs if found.is_window is is_window} for is_window in (False, True))
    holders = Holders(session, owed, invited)
    asked = [(view, found, _acting(view, found, holders, now)) for view, found in pairs]
    duties = {person for _, found, acting in asked if not found.is_window for person in acting}
    muted = reaching.muted(session, duties, now=now)
    names = people.names(session, muted)
    for view, found, acting in asked:
        willing = [one for one in acting if muted.get(one, set()).isdisjoint((ALL, view.chain.slug))]
        if willing or (acting and found.is_window):
            continue
        yield Fact(
            what=found.title,
            where=view.name,
            due=found.due,
            earliest=found.earliest,
            precision=found.precision,
            by=found.by,
            person=", ".join(names[one] for one in acting),
            state="unwilling" if acting else "unnamed",
            url=f"{settings.base_url}/cycles/{view.name}#{found.step}" if settings.base_url else None,
        )


def _matters(found: DeadlineView, now: datetime) -> bool:
    if not found.is_open or found.closes is None:
        return False
    return found.standing is Standing.OVERDUE or now <= found.closes <= now + AHEAD


def _acting(view: CycleView, found: DeadlineView, holders: Holders, now: datetime) -> list[int]:
    """Return the officer, else whoever holds the role today; of the invited, one is enough."""
    if found.officer_id and not found.is_window:
        return [found.officer_id]
    return holders.holding(found.by, scopes_of(view, found), local_day(now, view.zone))
