"""Cancellations: whoever outside was told a date of a step hears that it is dropped, all of them at one moment.

The act that drops it writes the letters. They stand alone and wait for approval.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import effects
from kernel.effects import Slip
from letters import last_told, new_messages, retractions
from letters.ledger import Stored
from letters.new_messages import Due
from letters.superseded import Waiting
from models.cycles import Cycle
from models.deadlines import Deadline, Promise
from models.journal import Entry
from models.outbox import Message, MessageKind, Owed, is_cancellation, was_told
from models.slices import slices
from planning.ladder import Rung
from record.cycles import snapshots
from record.people.directory import Directory
from record.people.people import Recipient

AGAIN = "it is open again"  # why a cancellation that waits is taken back

Told = Mapping[int, Mapping[int, Promise]]  # by deadline and person, the date last told


class _Apart(Stored):
    """The ledger in which a letter takes over nothing that waits: what did was taken back by the same act."""

    def waiting(self, people: Collection[int], clock: datetime) -> list[Waiting]:
        """Return nothing, and lock nothing."""
        return []


def write(session: Session, cycle: Cycle, dropped: Sequence[Deadline], entry: Entry) -> None:
    """Write a letter to each reader outside who was told a date of these steps that has not passed at the act.

    All dates of a cycle that one act drops are one letter.
    """
    heard = _heard(session, {deadline.id: deadline for deadline in dropped}, entry.at)
    if not heard:
        return
    view = snapshots.view(session, cycle.name, entry.at, issued=True)
    directory = Directory(session, (), {person for told in heard.values() for person in told}, now=entry.at)
    rung = Rung.CANCELLED.numbered(entry.id)
    dues = [
        (view, Due(deadline, reader, MessageKind.CANCELLATION, rung))
        for deadline in view.deadlines
        for reader in _readers(directory, heard.get(deadline.id, {}), view.chain.slug, view.zone)
    ]
    new_messages.carry(_Apart(session), dues, now=entry.at, clock=entry.at)
    made = effects.of(session).made
    made += [Slip(due.recipient.person_id, MessageKind.CANCELLATION, due.deadline.step) for _, due in dues]


def _readers(directory: Directory, told: Mapping[int, Promise], chain: str, zone: str) -> list[Recipient]:
    """Return those outside the house who were told, or whoever stands in for them, once for each channel."""
    return [reader for reader in directory.reached(sorted(told), chain, zone) if not reader.inside]


def _heard(session: Session, dropped: Mapping[int, Deadline], now: datetime) -> dict[int, dict[int, Promise]]:
    """Return who was told a date of these steps that has not passed, by deadline and person."""
    heard: dict[int, dict[int, Promise]] = {}
    for (number, person, _), promise in last_told.last_told(session, list(dropped)).items():
        if promise.due_on and promise.closes_at and promise.closes_at >= now:
            heard.setdefault(number, {})[person] = promise
    return heard


def take_back(session: Session, deadlines: Sequence[Deadline], *, now: datetime) -> None:
    """Take back the cancellations of these steps that have not left: they are open again."""
    retractions.suppress(session, deadlines, AGAIN, is_cancellation(), now=now)


def told(session: Session, deadline_ids: Collection[int]) -> set[int]:
    """Return those of these deadlines of which a cancellation may have reached somebody."""
    query = select(Owed.deadline_id).join(Message, Message.id == Owed.message_id).where(is_cancellation(), was_told())
    parts = (query.where(Owed.deadline_id.in_(some)) for some in slices(deadline_ids))
    return {number for part in parts for number in session.scalars(part)}
