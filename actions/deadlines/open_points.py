"""Open points of a step: the items that it should answer, and the comments on the draft before it.

They refuse nothing: an open point is reported, and the journal keeps it.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from record import items as items_
from record import windows as windows_
from record.cycles import snapshots


def left_open(session: Session, name: str, step: str, *, now: datetime) -> tuple[str, ...]:
    """Return a sentence for each item and each comment that the step should answer and that stands open.

    Raises NoSuchCycle. A step that is not there has nothing to answer.
    """
    view = snapshots.view(session, name, now)
    hung = items_.of_step(session, name, step, now=now)
    items = [f"{point.key} is not answered: {point.text}" for point in hung if point.is_open]
    windows = [each for each in view.deadlines if each.is_window and each.step in view.chain.needs.get(step, ())]
    comments = [
        f"comment {point.number} of {window.step} ({point.organization}) is not answered: {point.says}"
        for window in windows
        for point in windows_.comments(session, window.id, now)
        if point.is_open
    ]
    return (*items, *comments)
