"""Messages that contradict one another, or the record: pointed out before an officer lets them leave.

A reminder contradicts a change of the same step that the same person has yet to be told, by whatever channel; and it
contradicts the record once its date has been changed.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.deadlines import Deadline
from models.outbox import WAITING, Message, Owed, State, in_state
from planning.errors import CouncilError
from planning.ladder import Rung
from planning.remedies import Call

OPEN = (*WAITING, State.SENDING, State.UNKNOWN)  # not yet surely told
FEW = 1_000  # numbers in one query; beyond it all that is open is read at once


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What a message contradicts: another by its number, or, where that is None, the record."""

    number: int
    other: int | None
    sentence: str


class Contradictory(CouncilError):
    """A message that says other than what the reader will be told besides."""

    def __init__(self, found: Contradiction) -> None:
        self.number, self.other = found.number, found.other
        super().__init__(
            f"message {found.number} {found.sentence}",
            Call("outbox/drop", {"messages": None}, "take one of them out"),
            Call("outbox/release", {"messages": [found.number], "anyway": True}, "release it all the same"),
        )


@dataclass(frozen=True, slots=True)
class _Telling:
    number: int
    is_change: bool
    is_stale: bool
    step: str


def contradictions(session: Session, numbers: Collection[int] | None = None) -> Mapping[int, list[Contradiction]]:
    """Return, by number, what each message contradicts; of these only, or of all that are open. Two queries at most."""
    query = (
        select(
            Message.id, Message.person_id, Owed.deadline_id, Owed.rung, Owed.promise, Deadline.promise, Deadline.step
        )
        .join(Owed, Owed.message_id == Message.id)
        .join(Deadline, Deadline.id == Owed.deadline_id)
        .where(in_state(*OPEN), Deadline.open, ~Owed.rung.startswith(Rung.ANNOUNCED.prefix))
        .order_by(Message.id)
    )
    if numbers is not None and len(numbers) <= FEW:
        query = query.where(Message.person_id.in_(select(Message.person_id).where(Message.id.in_(numbers))))
    told: dict[tuple[int, int], list[_Telling]] = defaultdict(list)
    for number, person, deadline, rung, promise, current, step in session.execute(query):
        told[person, deadline].append(_Telling(number, rung == Rung.CHANGE, promise != current, step))
    found: dict[int, list[Contradiction]] = defaultdict(list)
    for tellings in told.values():
        for one in _of(tellings):
            if numbers is None or one.number in numbers:
                found[one.number].append(one)
    return found


def _of(tellings: list[_Telling]) -> list[Contradiction]:
    changes = [one for one in tellings if one.is_change]
    reminders = [one for one in tellings if not one.is_change]
    pairs = [(one, other) for one in reminders for other in changes if one.number != other.number]
    found = [Contradiction(one.number, other.number, _reminds(one, other)) for one, other in pairs]
    found += [Contradiction(other.number, one.number, _changes(one, other)) for one, other in pairs]
    return found + [Contradiction(one.number, None, _was_changed(one)) for one in reminders if one.is_stale]


def _reminds(one: _Telling, other: _Telling) -> str:
    return f"reminds of {one.step}, and message {other.number} tells the same person that its date has changed"


def _changes(one: _Telling, other: _Telling) -> str:
    return f"tells a new date of {other.step}, and message {one.number} reminds the same person of it besides"


def _was_changed(one: _Telling) -> str:
    return f"reminds of a date of {one.step} that has been changed since"
