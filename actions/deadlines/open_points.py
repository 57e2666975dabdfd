"""What a step has to answer before it is whole: the items that hang on it, the comments on the draft before it.

Nothing is refused for it: that something stands open is reported, and the journal keeps what stood open.
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
    items = [f"{found.key} is not answered: {found.text}" for found in hung if found.is_open]
    windows = [found for found in view.deadlines if found.is_window and found.step in view.chain.needs.get(step, ())]
    comments = [
        f"comment {found.number} of {window.step} ({found.organization}) is neither taken up nor declined: {found.says}"
        for window in windows
        for found in windows_.comments(session, window.id, now)
        if found.is_open
    ]
    return (*items, *comments)
