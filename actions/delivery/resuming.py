"""Letting sending go on: after an officer's hold, a wrong clock, or a restored backup, which wants one word more.

What a restored store would send may have left before the backup was put back. So nobody resumes by accident: either it
is presumed to have left (and counts as told), or it is sent again, each copy under the Message-ID of the first.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from actions import journal
from actions.delivery.holding import CLOCK
from actions.desk import reviewing
from actions.desk.reviewing import Line, Wanted
from actions.owed import owing
from models.engine import changed
from models.outbox import MOVING, Message, State, in_state
from models.sending import RESTORED, Hold, Sender
from planning.errors import CouncilError

PRESUMED = "presumed to have left before the store was restored"
PERHAPS = "may have left before the store was restored: make sure before releasing it"


class AfterRestore(StrEnum):
    """What to do with that which would leave from a restored store."""

    PRESUME_SENT = "presume-sent"
    SEND_AGAIN = "send-again"


class NothingHeld(CouncilError):
    """There is nothing to resume."""

    def __init__(self) -> None:
        super().__init__("sending is not held; there is nothing to resume")


class WordWanted(CouncilError):
    """A restored store is not set going without saying what becomes of what it would send."""

    def __init__(self, leaving: int) -> None:
        self.leaving = leaving
        super().__init__(
            f"the store was restored or copied, and {leaving} messages would leave now that may have left before; "
            "say --presume-sent to count them as told, or --send-again to send them, see council sending status"
        )


class NotRestored(CouncilError):
    """Outside a restore nothing is presumed: it would silence what has never left."""

    def __init__(self) -> None:
        super().__init__("the store was not restored, so nothing has to be presumed or sent again; leave that word out")


@dataclass(frozen=True, slots=True)
class Resumed:
    """What an officer's word set going: the holds lifted, what counts as told without leaving, what leaves next."""

    kinds: tuple[str, ...]
    presumed: tuple[Line, ...] = ()
    leaving: tuple[Line, ...] = ()
    perhaps: int = 0  # messages that wait for release, and may have left before the store was restored


def resume(session: Session, *, because: str, word: AfterRestore | None = None, now: datetime, by: str) -> Resumed:
    """Lift every hold. Raises NothingHeld, NotRestored, and WordWanted for a restored store without a `word`."""
    holds = session.scalars(select(Hold).where(Hold.lifted_at.is_(None)).order_by(Hold.id)).all()
    if not holds:
        raise NothingHeld
    kinds = tuple(dict.fromkeys(hold.kind for hold in holds))
    if word and RESTORED not in kinds:
        raise NotRestored
    restored = _after_restore(session, word, now) if RESTORED in kinds else Resumed(())
    if RESTORED in kinds:
        journal.accept(session, because=because, now=now, by=by)
    told = {"holds": list(kinds), "because": because, "word": word, "presumed": len(restored.presumed)}
    journal.write(session, "resume-sending", told, now=now, by=by)
    for hold in holds:
        hold.lifted_at, hold.lifted_by = now, by
    if CLOCK in kinds:
        _believe(session, now)
    session.flush()
    return Resumed(kinds, restored.presumed, restored.leaving, restored.perhaps)


def _believe(session: Session, now: datetime) -> None:
    """Take the clock as it is for right: no sender's last tick speaks against it any more."""
    session.execute(update(Sender).values(boot_id=""))
    session.execute(update(Sender).where(Sender.ticked_at > now).values(ticked_at=now))


def _after_restore(session: Session, word: AfterRestore | None, now: datetime) -> Resumed:
    """Plan what is owed by now, and take the whole of it for told, or leave it to the next round."""
    before = session.scalar(select(func.max(Message.id))) or 0
    owing.plan_owed(session, now=now)
    # what this plan made had come by now, wherever its reader's working day begins
    would_leave = select(Message.id).where(MOVING, or_(Message.due_at <= now, Message.id > before))
    ids = list(session.scalars(would_leave))
    if word is None:
        raise WordWanted(len(ids))
    lines = tuple(line for line in reviewing.lines(session, Wanted(_LEAVING)) if line.number in set(ids))
    held = changed(session, update(Message).where(in_state(State.HELD)).values(detail=PERHAPS))
    if word is AfterRestore.SEND_AGAIN:
        return Resumed((), leaving=lines, perhaps=held)
    presumed = update(Message).where(Message.id.in_(ids))
    session.execute(presumed.values(state=State.PRESUMED, detail=PRESUMED, token=None, lease_until=None))
    return Resumed((), presumed=lines, perhaps=held)


_LEAVING = (State.QUEUED, State.RETRY, State.SENDING, State.UNKNOWN)
