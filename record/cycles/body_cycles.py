"""The open cycles of a body: those with an open step that it does, gets or passes on, or hanging from its meetings."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from record.bodies import BodyNames
from record.cycles import snapshots
from record.cycles.latest_rows import living
from record.cycles.views import CycleView


def open_of(session: Session, key: str, *, now: datetime) -> dict[str, list[str]]:
    """Return the open cycles of a body by name, each with its open steps."""
    every = by_body(session, now=now)
    return every.get(key, {})


def by_body(session: Session, *, now: datetime) -> dict[str, dict[str, list[str]]]:
    """Return the open cycles of each body, by its key, each with its open steps; in a fixed number of queries."""
    names = BodyNames(session)
    views = snapshots.views(session, snapshots.cycles(session, living(now)), now, now)
    cycles: dict[str, dict[str, list[str]]] = {}
    for view in views:
        for body, step in _steps(view, names):
            cycles.setdefault(body, {}).setdefault(view.name, []).append(step)
    return cycles


def _steps(view: CycleView, names: BodyNames) -> Iterator[tuple[str, str]]:
    """Yield each body that an open step concerns, with the step."""
    of_meetings = {anchor.body for anchor in view.anchors if anchor.body}
    for deadline in view.deadlines:
        if deadline.is_open:
            words = {word for word in (deadline.by, deadline.to, deadline.via) if word}
            keys = {names.find(word) for word in words} | {names.find(body) for body in of_meetings}
            yield from ((key, deadline.step) for key in sorted(filter(None, keys)))
