"""Separate letters: what an act takes out of a letter that keeps other parts is a letter of its own, taken back.

An act that is undone puts letters back: what they had told of, whole or in part, is owed again, and is in no other.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from letters import superseded
from models.deadlines import Deadline
from models.message_identities import identify
from models.outbox import Message, Owed, State
from models.store import Store, public_id, the_store

Part = tuple[Message, Sequence[Owed]]
AS_BEFORE = (
    "person_id",
    "address",
    "kind",
    "chain",
    "due_at",
    "planned_at",
    "first_try_at",
    "carrier",
    "issued",
    "act",
)


def separate(session: Session, parts: Sequence[Part], deadlines: Mapping[int, Deadline], detail: str) -> None:
    """Take each of these parts out of its message, into a suppressed one with this detail."""
    if not parts:
        return
    store = the_store(session)
    numbers = identify(session, [_identity(store, message, owed, deadlines) for message, owed in parts])
    rows = [
        {name: getattr(message, name) for name in AS_BEFORE}
        | {
            "id": number,
            "cycle_id": deadlines[owed[0].deadline_id].cycle_id,
            "state": State.SUPPRESSED,
            "detail": detail,
        }
        for number, (message, owed) in zip(numbers, parts, strict=True)
    ]
    session.execute(insert(Message), rows)
    for number, (message, owed) in zip(numbers, parts, strict=True):
        superseded.leave_out(session, message.id, [row.id for row in owed], into=number)


def _identity(store: Store, message: Message, owed: Sequence[Owed], deadlines: Mapping[int, Deadline]) -> str:
    """Return the id of the letter, made from the one that it was a part of and what it tells."""
    words = (f"{deadlines[row.deadline_id].public_id}/{row.promise}/{row.rung}" for row in owed)
    return public_id(store, "message", message.public_id, *sorted(words))
