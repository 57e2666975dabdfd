"""When a window opens: the instant at which all are invited to it, reckoned from its day and from what is on record.

A window that opens on a step, such as the day of a draft, waits until that is there.
"""

from contextlib import suppress
from datetime import date, datetime, time

from planning.calendar import Calendars, WorkCalendar
from planning.errors import CouncilError
from planning.mail_hours import next_morning, next_permitted
from planning.plan import rule_day
from planning.rule_context import Known
from planning.rule_forms import On
from planning.rules import Rule
from planning.zones import HOME_ZONE, local_day, zone_info
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView

ANSWERED_BY = time(16, 0)  # on the day of the opening: then the body's secretary hears that the draft is missing


def draft_of(view: CycleView, window: DeadlineView) -> DeadlineView | None:
    """Return the step on whose day a window opens, which somebody owes; None where it opens on a day of its own."""
    step = view.chain.step(window.step) if window.is_window else None
    name = step.opening.refers_to if step and step.opening else None
    draft = next((deadline for deadline in view.deadlines if deadline.step == name), None)
    return draft if draft and not draft.is_window else None


def draft_title(view: CycleView, window: DeadlineView) -> str:
    """Return the title of the step that a window opens with; none where that is a day, or the office alone sees it."""
    draft = draft_of(view, window)
    return draft.title if draft and not draft.office_only else ""


def missing_draft(view: CycleView, window: DeadlineView) -> DeadlineView | None:
    """Return the step that a window waits for: it opens on it, and it is neither met nor waived."""
    draft = draft_of(view, window)
    return draft if draft and draft.is_open else None


def opening(view: CycleView, window: DeadlineView, calendar: WorkCalendar) -> datetime | None:
    """Return the instant at which all are invited to a window; None while its draft or its opening day is missing.

    That is nine o'clock in Geneva on the day on which it opens, or on the next working day of `calendar`, which is
    Geneva's; where the draft came early, the nine o'clock after it. Where the cycle, the date or the draft was put on
    record later than that, it is the next hour of mail in Geneva.
    """
    if missing_draft(view, window):
        return None
    posted_at = _posted_at(view, window)
    mornings = [next_morning(at, calendar) for at in (_first_instant(view, window), posted_at) if at]
    if not mornings:
        return None
    morning = min(mornings) if _opens_with_draft(view, window) else mornings[0]
    known = max(at for at in (view.opened_at, window.promised_at, posted_at) if at)
    return morning if known <= morning else next_permitted(known, HOME_ZONE, calendar)


def comes_too_late(view: CycleView, window: DeadlineView, calendar: WorkCalendar) -> datetime | None:
    """Return the hour at which all could first be invited to a window that closes before; None where it closes later.

    A window that was past when its cycle was opened was flagged then; and whoever was told another date of it hears the
    change, whenever that was set.
    """
    if not window.is_open or window.closes is None or window.closes < view.opened_at:
        return None
    invited_at = opening(view, window._replace(promised_at=view.opened_at), calendar)
    return invited_at if invited_at and window.closes <= invited_at else None


def asked_at(view: CycleView, window: DeadlineView, calendar: WorkCalendar) -> tuple[datetime, datetime] | None:
    """Return nine and four o'clock in Geneva of the day on which a window was to open whose draft is missing."""
    first = _first_instant(view, window)
    if first is None or not missing_draft(view, window):
        return None
    morning = next_morning(first, calendar)
    return morning, datetime.combine(morning.date(), ANSWERED_BY, morning.tzinfo)


def opens_on(view: CycleView, window: DeadlineView) -> date | None:
    """Return the day on which a window opened with its draft (Geneva's), or else its own opening day."""
    step, posted_at = view.chain.step(window.step), _posted_at(view, window)
    return opened_on(step.opening, window.opens, posted_at) if step and step.opening and posted_at else window.opens


def opened_on(rule: Rule, planned: date | None, posted_at: datetime) -> date:
    """Return the day on which a window opened whose draft is there: early with an early one if its rule is that day."""
    posted_on = local_day(posted_at)
    return posted_on if planned is None or isinstance(rule.day, On) else max(planned, posted_on)


def has_begun(view: CycleView, window: DeadlineView, now: datetime) -> bool:
    """Return True if the opening day of a window has come, and its draft is there."""
    opens = opens_on(view, window)
    return missing_draft(view, window) is None and (opens is None or opens <= local_day(now, view.zone))


def by_rule(view: CycleView, window: DeadlineView, calendars: Calendars) -> date | None:
    """Return the day on which a window opens by its rule, as the dates of its cycle are; None while there is none.

    Where the rule hangs from a month or a year, that is the day that the window has.
    """
    step, days, year = view.chain.step(window.step), view.days, snapshots.year_of(view.name)
    near = days.get(step.opening.refers_to or "") if step and step.opening else None
    if near and not near.precision.is_exact:
        return window.opens
    with suppress(CouncilError):  # no believable day
        opened = rule_day(step.opening, Known(days, year, calendars)) if step else None
        return opened.last if opened else None
    return None


def _first_instant(view: CycleView, window: DeadlineView) -> datetime | None:
    """Return the midnight, in the cycle's zone, that begins the day on which a window opens."""
    return datetime.combine(window.opens, time.min, zone_info(view.zone)) if window.opens else None


def _posted_at(view: CycleView, window: DeadlineView) -> datetime | None:
    """Return when it was recorded that the window's draft is there; None if it has none, or that was waived."""
    draft = draft_of(view, window)
    settled = draft.settlement if draft else None
    return settled.at if settled and settled.kind == "met" else None


def _opens_with_draft(view: CycleView, window: DeadlineView) -> bool:
    """Return True if a window opens on the very day of its draft, so that an early one opens it early."""
    step = view.chain.step(window.step)
    return bool(step and step.opening and isinstance(step.opening.day, On))
