"""The days on which windows open: each follows the step or anchor that its rule names, whatever binds its own close."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from actions.cycles import issue_rows, rows_to_change
from actions.cycles.promises import as_it_stands, promise
from models.journal import Entry
from planning.calendar import HOME_PLACE, Calendars
from record.cycles import snapshots, window_openings
from record.cycles.views import CycleView


def follow(
    session: Session,
    before: CycleView,
    entry: Entry,
    *,
    now: datetime,
    wait: bool = False,
    but: Collection[str] = (),
) -> dict[str, date | None]:
    """Have windows `but` these open as their rules now say; return the new days by step. They may `wait` for an issue.

    `before` is the cycle as it was before its dates changed. A window that is open stays so, and one that was stated to
    open on another day than its rule's keeps that day.
    """
    calendars = snapshots.calendars(session)
    ruled = {
        step for step in by_rule(before, calendars).difference(but) if not _has_opened(before, step, calendars, now)
    }
    if not ruled:
        return {}
    session.flush()
    after = snapshots.view(session, before.name, now)
    moved = {step: opens for step, opens in _ruled(after, calendars).items() if opens != after[step].opens}
    moved = {step: opens for step, opens in moved.items() if step in ruled}
    open_on(session, after, moved, entry, wait=wait)
    return moved


def open_on(
    session: Session, view: CycleView, days: Mapping[str, date | None], entry: Entry, *, wait: bool = False
) -> None:
    """Have windows open on these days, and close as they did. They may `wait` for a meeting's issue."""
    for step, opens in days.items():
        held = rows_to_change.open_step(session, view.name, step)
        if held.promise.opens_on == opens:
            continue
        planned = replace(as_it_stands(view[step]), opens=opens)
        row = promise(session, held.deadline, planned, entry, words=held.words, last=held.promise)
        if not wait:
            issue_rows.follow(session, held.deadline, held.promise, row, entry)
    session.flush()


def by_rule(view: CycleView, calendars: Calendars) -> set[str]:
    """Return the steps whose windows open on the days that their rules give."""
    return {step for step, opens in _ruled(view, calendars).items() if opens == view[step].opens}


def sentences(moved: Mapping[str, date | None]) -> list[str]:
    """Return a sentence for each window whose opening day has moved."""
    return [f"{step} opens on {opens or 'a day to be confirmed'}" for step, opens in moved.items()]


def _ruled(view: CycleView, calendars: Calendars) -> dict[str, date | None]:
    """Return the day by its rule of each window that is not settled and opens on another step, or on an anchor."""
    hanging = [each for each in view.deadlines if each.is_open and not each.fault and _hangs(view, each.step)]
    return {window.step: window_openings.by_rule(view, window, calendars) for window in hanging}


def _hangs(view: CycleView, step: str) -> bool:
    declared = view.chain.step(step)
    return bool(declared and declared.opening and declared.opening.refers_to not in (None, step))


def _has_opened(view: CycleView, step: str, calendars: Calendars, now: datetime) -> bool:
    opened_at = window_openings.opening(view, view[step], calendars[HOME_PLACE])
    return opened_at is not None and opened_at <= now
