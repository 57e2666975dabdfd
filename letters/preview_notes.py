"""Notes of what a previewed act would do to waiting letters; the letters' rows are not changed.

A row that is changed is locked until the preview is rolled back, and a sender would skip it meanwhile.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from kernel import effects
from models.outbox import Message, State

KEY = "preview"  # the notes' place in Session.info during a preview


@dataclass(slots=True)
class Preview:
    """The notes of one preview. Messages and rows of the ledger are named by their ids."""

    taken_back: dict[int, str] = field(default_factory=dict)  # the reason, by message
    left_out: set[int] = field(default_factory=set)  # rows that leave their message
    put: dict[int, dict[str, Any]] = field(default_factory=dict)  # an officer's new values by column, by message

    def take_back(self, message: Message, why: str) -> bool:
        """Note that the message is taken back; return False if a sender has it already, who will ask before sending."""
        self.taken_back[message.id] = why
        return message.state is not State.SENDING


def begin(session: Session) -> Preview:
    """Begin a preview in this session, and return its notes, still empty."""
    session.info[KEY] = preview = Preview()
    return preview


def of(session: Session) -> Preview | None:
    """Return the session's notes; None if it is not a preview."""
    return session.info.get(KEY)


def take_back(session: Session, message: Message, why: str) -> bool:
    """Suppress a waiting message, or only note it in a preview; return False if a sender has it already."""
    preview = of(session)
    if preview is None:
        return message.take_back(why)
    effects.mark(session, message)
    return preview.take_back(message, why)
