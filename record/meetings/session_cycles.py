"""The cycles that hang from a meeting, and the days that their steps give to what is due for it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cycles import Anchor, AnchorDate, Cycle
from record.cycles import snapshots
from record.cycles.latest_rows import last, opened
from record.cycles.views import CycleView

Days = Mapping[str, date | None]  # by `step`, and by `chain/edition step`


def hanging(session: Session, meeting_id: int, *, now: datetime, known: datetime) -> list[CycleView]:
    """Return the cycles that hung from a meeting as recorded by `known`, ended ones too."""
    dated = last(AnchorDate.id, AnchorDate.at, AnchorDate.anchor_id == Anchor.id, known)
    query = select(Anchor.cycle_id).join(AnchorDate, AnchorDate.id == dated.correlate(Anchor))
    ids = session.scalars(query.where(AnchorDate.meeting_id == meeting_id).distinct()).all()
    return snapshots.views_of(session, opened(known) & Cycle.id.in_(ids), now, known)


def days(views: Iterable[CycleView]) -> Days:
    """Return the days of the steps of these cycles; of two steps of one name, the first cycle's goes by the bare name.

    They are in the order of their names.
    """
    found: dict[str, date | None] = {}
    for view in views:
        for deadline in view.deadlines:
            found.setdefault(deadline.step, deadline.due)
            found[f"{view.name} {deadline.step}"] = deadline.due
    return found


def day_of(words: str | None, steps: Days) -> date | None:
    """Return the day that words promise: a day, or that of a step; None where nothing says it yet."""
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        return steps.get(words)
