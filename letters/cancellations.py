"""Cancellations: whoever outside was told a date of a step hears that it is dropped, all of them at one moment.

The act that drops it writes the letters. They stand alone and wait for approval.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from letters import endings, last_told
from letters.endings import Ending
from models.cycles import Cycle
from models.deadlines import Deadline, Promise
from models.journal import Entry
from models.outbox import Message, MessageKind, Owed, is_cancellation, was_told
from models.slices import slices
from planning.ladder import Rung
from record.cycles import snapshots


def write(session: Session, cycle: Cycle, dropped: Sequence[Deadline], entry: Entry) -> None:
    """Write a letter to each reader outside who was told a date of these steps that has not passed at the act.

    All dates of a cycle that one act drops are one letter.
    """
    heard = _heard(session, {deadline.id: deadline for deadline in dropped}, entry.at)
    if not heard:
        return
    view = snapshots.view(session, cycle.name, entry.at, issued=True)
    told = [(deadline, heard[deadline.id]) for deadline in view.deadlines if deadline.id in heard]
    endings.write(session, view, told, Ending(MessageKind.CANCELLATION, Rung.CANCELLED), entry)


def _heard(session: Session, dropped: Mapping[int, Deadline], now: datetime) -> dict[int, dict[int, Promise]]:
    """Return who was told a date of these steps that has not passed, by deadline and person."""
    heard: dict[int, dict[int, Promise]] = {}
    for (number, person, _), promise in last_told.last_told(session, list(dropped)).items():
        if promise.due_on and promise.closes_at and promise.closes_at >= now:
            heard.setdefault(number, {})[person] = promise
    return heard


def told(session: Session, deadline_ids: Collection[int]) -> set[int]:
    """Return those of these deadlines of which a cancellation may have reached somebody."""
    query = select(Owed.deadline_id).join(Message, Message.id == Owed.message_id).where(is_cancellation(), was_told())
    parts = (query.where(Owed.deadline_id.in_(some)) for some in slices(deadline_ids))
    return {number for part in parts for number in session.scalars(part)}
