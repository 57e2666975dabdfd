"""Questions about a draft that is not there: its officer is asked as the window opens, the secretary hears at four.

Both leave on the day on which the window was to open, at nine and at four in Geneva. An answer is the draft, or another
date of the window.
"""

from collections.abc import Iterator
from datetime import datetime

from letters.new_messages import Due
from models.outbox import MessageKind
from planning.calendar import WorkCalendar
from planning.ladder import Reminder, Rung
from record.cycles import window_openings
from record.cycles.views import CycleView, DeadlineView
from record.people.people import Recipient
from reminders.addressees import Addressees


def questions(view: CycleView, window: DeadlineView, calendar: WorkCalendar) -> tuple[Reminder, ...]:
    """Return the two questions of a window whose draft is missing; none if it was set after it was to open.

    `calendar` is Geneva's.
    """
    moments = window_openings.asked_at(view, window, calendar)
    if moments is None or moments[0] < max(view.opened_at, window.promised_at) or not window.basis.binds:
        return ()
    rungs = (Rung.DRAFT_ASKED, Rung.DRAFT_UNANSWERED)
    return tuple(Reminder(rung, at.date(), at) for rung, at in zip(rungs, moments, strict=True))


def owed(
    view: CycleView, window: DeadlineView, asked: tuple[Reminder, ...], addressees: Addressees, now: datetime
) -> Iterator[Due]:
    """Yield each question that has come, to whoever hears it, while the window is not over."""
    draft = window_openings.missing_draft(view, window)
    for question in asked if draft and window.closes and now <= window.closes else ():
        assert draft is not None
        for reader in _readers(view, draft, question, addressees) if question.at and question.at <= now else ():
            yield Due(window, reader, MessageKind.RUNG, question.rung, came_at=question.at)


def _readers(view: CycleView, draft: DeadlineView, question: Reminder, addressees: Addressees) -> list[Recipient]:
    return addressees.silent(view, draft) if question.rung == Rung.DRAFT_ASKED else addressees.above(view, draft)
