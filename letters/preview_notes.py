"""What a previewed act would do to letters that wait: noted, not written, so that no sender is kept from a letter.

A row that is changed and rolled back is locked meanwhile, and whoever claims passes it over.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from kernel import effects
from models.outbox import Message, State

KEY = "preview"  # in Session.info, while an act is only previewed


@dataclass(slots=True)
class Preview:
    """What was noted: of messages by number, of rows of the ledger by theirs."""

    taken_back: dict[int, str] = field(default_factory=dict)  # and why
    superseded: set[int] = field(default_factory=set)
    left_out: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)  # to which message
    put: dict[int, dict[str, Any]] = field(default_factory=dict)  # what an officer changes, by column

    def take_back(self, message: Message, why: str) -> bool:
        """Note that the message is taken back, and return True; False where a sender has it, who will ask."""
        self.taken_back[message.id] = why
        return message.state is not State.SENDING

    def is_over(self, message_id: int) -> bool:
        """Whether the message no longer waits."""
        return message_id in self.taken_back or message_id in self.superseded


def begin(session: Session) -> Preview:
    """Return where the session notes from now on what it would do to letters that wait."""
    session.info[KEY] = preview = Preview()
    return preview


def of(session: Session) -> Preview | None:
    """Return what the session has noted; None where its acts are to be kept."""
    return session.info.get(KEY)


def take_back(session: Session, message: Message, why: str) -> bool:
    """Suppress a message that waits, and return True; under a preview this is noted only, and the row left alone."""
    preview = of(session)
    if preview is None:
        return message.take_back(why)
    effects.mark(session, message)
    return preview.take_back(message, why)
