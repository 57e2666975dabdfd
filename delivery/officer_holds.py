"""Sending held by an officer's word, and resumed: after that, a wrong clock, or a restored backup.

What a restored store would send may have left before the backup was put back. So nobody resumes by accident: either it
is presumed to have left (and counts as told), or it is sent again, each copy under the Message-ID of the first.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from actions import journal
from desk import review
from desk.review import Line, Wanted
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import FLAG, Reason
from letters import preview_notes
from models.engine import changed
from models.outbox import MOVING, Message, State, in_state
from models.sending_state import RESTORED, Hold, Sender
from planning.errors import CouncilError
from planning.remedies import Call
from planning.rule_words import count_of
from record.sending.holds import CLOCK, OFFICER, open_holds
from reminders import reminder_plan

PRESUMED = "presumed to have left before the store was restored"
PERHAPS = "may have left before the store was restored: make sure before approving it"


class AfterRestore(StrEnum):
    """What to do with that which would leave from a restored store."""

    PRESUME_SENT = "presume-sent"
    SEND_AGAIN = "send-again"


class AlreadyHeld(CouncilError):
    """One hold of an officer is enough."""

    def __init__(self, since: datetime) -> None:
        see = Call("sending/status", words="see why")
        super().__init__(f"sending is held already, since {since:%Y-%m-%d %H:%M} UTC", see)


class NothingHeld(CouncilError):
    """There is nothing to resume."""

    def __init__(self) -> None:
        super().__init__(
            "sending is not held: there is nothing to resume", Call("sending/status", words="see how it stands")
        )


class WordWanted(CouncilError):
    """A restored store is not set going without saying what becomes of what it would send."""

    def __init__(self, leaving: int) -> None:
        self.leaving = leaving
        super().__init__(
            f"the store was restored or copied: {count_of(leaving, 'letter')} would leave now, perhaps once more",
            Call("sending/resume", {"presume_sent": True}, "count them as told"),
            Call("sending/resume", {"send_again": True}, "send them"),
            Call("sending/status", words="look at them first"),
        )


class NotRestored(CouncilError):
    """Outside a restore nothing is presumed: it would silence what has never left."""

    def __init__(self) -> None:
        super().__init__("the store was not restored, so nothing has to be presumed or sent again; leave that word out")


class OneWord(CouncilError):
    """What would leave counts as told, or leaves."""

    def __init__(self) -> None:
        super().__init__("what would leave is presumed to have left, or it is sent again, not both; say one of them")


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of what a restored store would send: it counts as told, it leaves next, or it waits for release."""

    presumed: tuple[Line, ...] = ()
    leaving: tuple[Line, ...] = ()
    perhaps: int = 0  # messages that wait for release, and may have left before the store was restored

    def facts(self) -> dict[str, object]:
        """Return how many there are of each."""
        return {"presumed": len(self.presumed), "leaving": len(self.leaving), "perhaps": self.perhaps}

    def notes(self) -> tuple[str, ...]:
        """Return it in words, a line for each message that does not wait."""
        lines = [_words(line, "counts as told") for line in self.presumed]
        lines += [_words(line, "leaves with the next round") for line in self.leaving]
        words = "letter that may have left before waits", "letters that may have left before wait"
        waits = f"{count_of(self.perhaps, *words)} for approval"
        return (*lines, waits) if self.perhaps else tuple(lines)


Presumed = Annotated[bool, FLAG.saying("After a restore: what is due by now counts as told, unsent.")]
Again = Annotated[bool, FLAG.saying("After a restore: what is due by now leaves, perhaps again.")]


@act("sending/hold", who=(Grant.SECRETARIAT,), undo="sending/resume", tags=("mail",))
def hold(session: Session, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Stop all sending: no letter is planned or leaves until sending is resumed. Raises AlreadyHeld."""
    standing = session.scalar(select(Hold).where(Hold.kind == OFFICER, Hold.lifted_at.is_(None)))
    if standing:
        raise AlreadyHeld(standing.at)
    effects.note(session, "sending", [held.kind for held in open_holds(session)])
    session.add(Hold(kind=OFFICER, because=because, at=now, by=by.name))
    return Done(
        "held",
        "nothing leaves from now on",
        facts={"because": because},
        next=(Call("sending/resume", {}),),
        undo=Call("sending/resume", {}),
    )


@act(
    "sending/resume",
    who=(Grant.APPROVER,),
    undo="sending/hold",
    undo_unless="no officer had held it; it is held anew",
    tags=("mail",),
)
def resume(
    session: Session,
    *,
    presume_sent: Presumed = False,
    send_again: Again = False,
    because: Reason,
    now: datetime,
    by: Identity,
) -> Done:
    """Let sending go on; after a restore, say what becomes of the letters that are due.

    Raises OneWord, NothingHeld, NotRestored, WordWanted.
    """
    if presume_sent and send_again:
        raise OneWord
    word = AfterRestore.PRESUME_SENT if presume_sent else AfterRestore.SEND_AGAIN if send_again else None
    holds = session.scalars(select(Hold).where(Hold.lifted_at.is_(None)).order_by(Hold.id)).all()
    if not holds:
        raise NothingHeld
    kinds = list(dict.fromkeys(hold.kind for hold in holds))
    if word and RESTORED not in kinds:
        raise NotRestored
    effects.note(session, "sending", [hold.kind for hold in holds])
    settled = _after_restore(session, word, now) if RESTORED in kinds else Settled()
    if RESTORED in kinds:
        journal.accept_restored(session, because=because, now=now, by=by.hand)
    for hold in holds:
        hold.lifted_at, hold.lifted_by = now, by.name
    if CLOCK in kinds and preview_notes.of(session) is None:  # a sender's row, which no preview keeps from its sender
        _believe(session, now)
    return Done(
        "resumed",
        "sending goes on",
        facts={"holds": kinds, "because": because, "word": word} | settled.facts(),
        notes=settled.notes(),
        events=(Happening("resumed", "outbox", ()),),
        undo=Call("sending/hold", {}) if kinds == [OFFICER] else None,
    )


def _words(line: Line, what: str) -> str:
    about = ", ".join(filter(None, (line.cycle, *line.steps)))
    return f"{line.due_on}  {what}  {line.number}  {line.person}  {line.kind}  {about}"


def _believe(session: Session, now: datetime) -> None:
    """Take the clock as it is for right: no sender's last tick speaks against it any more."""
    session.execute(update(Sender).values(boot_id=""))
    session.execute(update(Sender).where(Sender.ticked_at > now).values(ticked_at=now))


def _after_restore(session: Session, word: AfterRestore | None, now: datetime) -> Settled:
    """Plan what is owed by now, and take the whole of it for told, or leave it to the next round."""
    before = session.scalar(select(func.max(Message.id))) or 0
    reminder_plan.plan_owed(session, now=now)
    # what this plan made had come by now, wherever its reader's working day begins
    would_leave = select(Message.id).where(MOVING, or_(Message.due_at <= now, Message.id > before))
    ids = list(session.scalars(would_leave))
    if word is None:
        raise WordWanted(len(ids))
    lines = tuple(line for line in review.lines(session, Wanted(_LEAVING)) if line.number in set(ids))
    held = changed(session, update(Message).where(in_state(State.HELD)).values(detail=PERHAPS))
    if word is AfterRestore.SEND_AGAIN:
        return Settled(leaving=lines, perhaps=held)
    presumed = update(Message).where(Message.id.in_(ids))
    session.execute(presumed.values(state=State.PRESUMED, detail=PRESUMED, token=None, lease_until=None))
    return Settled(presumed=lines, perhaps=held)


_LEAVING = (State.QUEUED, State.RETRY, State.SENDING, State.UNKNOWN)
