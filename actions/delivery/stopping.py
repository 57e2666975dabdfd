"""Holding all sending by an officer's word; resuming.py lets it go on."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.delivery.holding import OFFICER, open_holds
from actions.kernel import effects
from actions.kernel.declaration import act
from actions.kernel.done import Done
from actions.kernel.grants import Grant, Identity
from actions.kernel.parameters import Reason
from models.sending import Hold
from planning.errors import CouncilError
from planning.remedies import Call


class AlreadyHeld(CouncilError):
    """One hold of an officer is enough."""

    def __init__(self, since: datetime) -> None:
        see = Call("sending/status", words="see why")
        super().__init__(f"sending is held already, since {since:%Y-%m-%d %H:%M} UTC", see)


@act("sending/hold", who=(Grant.SECRETARIAT,), undo="sending/resume", tags=("mail",))
def hold(session: Session, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Hold all sending: rounds neither plan nor send until it is resumed. Raises AlreadyHeld."""
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
