"""Find messages that contradict one another or the record, so that an officer sees it before releasing them.

A reminder contradicts a message about a change of the same step that waits for the same person, by any channel. It
contradicts the record once its date has been changed.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.deadlines import Deadline
from models.outbox import WAITING, Message, Owed, State, in_state, is_current
from planning.errors import CouncilError
from planning.ladder import Rung
from planning.remedies import Call

OPEN = (*WAITING, State.SENDING, State.UNKNOWN)  # perhaps not delivered yet
FEW = 1_000  # numbers in one query; beyond it all open messages are read


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A message contradicts another one, or, if `other` is None, the record."""

    number: int
    other: int | None
    sentence: str


class Contradictory(CouncilError):
    """A message to be released contradicts another one, or the record."""

    def __init__(self, contradiction: Contradiction) -> None:
        self.number, self.other = contradiction.number, contradiction.other
        super().__init__(
            f"letter {contradiction.number} {contradiction.sentence}",
            Call("outbox/drop", {"messages": None}, "take one of them out"),
            Call("outbox/release", {"messages": [contradiction.number], "anyway": True}, "approve it all the same"),
        )


@dataclass(frozen=True, slots=True)
class _Telling:
    number: int
    is_change: bool
    is_stale: bool
    step: str


def contradictions(session: Session, numbers: Collection[int] | None = None) -> Mapping[int, list[Contradiction]]:
    """Return the contradictions of these messages, or of all open ones, by number. It runs two queries at most."""
    query = (
        select(Message.id, Message.person_id, Owed.deadline_id, Owed.rung, is_current(), Deadline.step)
        .join(Owed, Owed.message_id == Message.id)
        .join(Deadline, Deadline.id == Owed.deadline_id)
        .where(in_state(*OPEN), Deadline.open, ~Owed.rung.startswith(Rung.ANNOUNCED.prefix))
        .order_by(Message.id)
    )
    if numbers is not None and len(numbers) <= FEW:
        query = query.where(Message.person_id.in_(select(Message.person_id).where(Message.id.in_(numbers))))
    by_deadline: dict[tuple[int, int], list[_Telling]] = defaultdict(list)
    for number, person, deadline, rung, is_so, step in session.execute(query):
        by_deadline[person, deadline].append(_Telling(number, rung == Rung.CHANGE, not is_so, step))
    by_number: dict[int, list[Contradiction]] = defaultdict(list)
    for tellings in by_deadline.values():
        for contradiction in _find_contradictions(tellings):
            if numbers is None or contradiction.number in numbers:
                by_number[contradiction.number].append(contradiction)
    return by_number


def _find_contradictions(tellings: list[_Telling]) -> list[Contradiction]:
    changes = [telling for telling in tellings if telling.is_change]
    reminders = [telling for telling in tellings if not telling.is_change]
    pairs = [(telling, other) for telling in reminders for other in changes if telling.number != other.number]
    contradicting = [Contradiction(telling.number, other.number, _reminds(telling, other)) for telling, other in pairs]
    contradicting += [Contradiction(other.number, telling.number, _changes(telling, other)) for telling, other in pairs]
    return contradicting + [
        Contradiction(telling.number, None, _was_changed(telling)) for telling in reminders if telling.is_stale
    ]


def _reminds(reminder: _Telling, change: _Telling) -> str:
    return f"reminds of {reminder.step}, and letter {change.number} tells the same person that its date has changed"


def _changes(reminder: _Telling, change: _Telling) -> str:
    return f"tells a new date of {change.step}, and letter {reminder.number} reminds the same person of it besides"


def _was_changed(reminder: _Telling) -> str:
    return f"reminds of a date of {reminder.step} that has been changed since"
