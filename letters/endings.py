"""Endings: letters that an act writes about a step that it ends. They stand alone, and wait for approval."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from kernel import effects
from kernel.effects import Slip
from letters import new_messages, retractions
from letters.ledger import Stored
from letters.new_messages import Due
from letters.superseded import Waiting
from models.deadlines import Deadline
from models.journal import Entry
from models.outbox import MessageKind
from planning.ladder import Rung
from record.cycles.views import CycleView, DeadlineView
from record.people.directory import Directory

AGAIN = "it is open again"  # why what waits is taken back


class Ending(NamedTuple):
    """How a step ended, as the outbox and the ledger call it."""

    kind: MessageKind
    rung: Rung


class _Apart(Stored):
    """The ledger in which a letter takes over nothing that waits: what did was taken back by the same act."""

    def waiting(self, people: Collection[int], clock: datetime) -> list[Waiting]:
        """Return nothing, and lock nothing."""
        return []


def write(
    session: Session,
    view: CycleView,
    told: Sequence[tuple[DeadlineView, Iterable[int]]],
    ending: Ending,
    entry: Entry,
) -> None:
    """Write to these people about these steps, and to whoever stands in for them: to those outside, by each channel.

    It is written once and no round looks again, so that those who are away find it when they are back.
    """
    directory = Directory(session, (), {person for _, people in told for person in people}, now=entry.at)
    rung = ending.rung.numbered(entry.id)
    dues = [
        (view, Due(deadline, reader, ending.kind, rung))
        for deadline, people in told
        for reader in directory.and_themselves(sorted(people), view.chain.slug, view.zone)
        if not reader.inside
    ]
    new_messages.carry(_Apart(session), dues, now=entry.at, clock=entry.at)
    made = effects.of(session).made
    made += [Slip(due.recipient.person_id, ending.kind, due.deadline.step) for _, due in dues]


def take_back(session: Session, deadlines: Sequence[Deadline], *, now: datetime) -> None:
    """Take back the letters about the end of these steps that have not left: they are open again."""
    retractions.suppress(session, deadlines, AGAIN, now=now, endings=True)
