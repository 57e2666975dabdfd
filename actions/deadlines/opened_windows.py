"""The windows that open on a step: the round looks at them once it is there, and nobody is invited once it is not."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions.cycles import promises
from letters import retractions
from models.deadlines import Deadline
from models.journal import Entry
from models.outbox import WAITING, Message, Owed
from planning.chain import INVITEES
from planning.grammar import parse
from planning.ladder import Rung


def of(session: Session, draft: Deadline) -> list[Deadline]:
    """Return the open windows of the cycle that open on this step."""
    rows = session.scalars(
        select(Deadline)
        .where(Deadline.cycle_id == draft.cycle_id, Deadline.open, Deadline.by.in_(INVITEES))
        .where(Deadline.opening.is_not(None))
        .order_by(Deadline.position)
        .options(selectinload(Deadline.promises))
    )
    return [row for row in rows if row.opening and parse(row.opening).refers_to == draft.step]


def wake(session: Session, draft: Deadline, entry: Entry) -> None:
    """Have the round look at the windows that open on this step, and take back what is no longer so.

    Once it is there, nobody need be asked for it; if it is there no more, nobody is invited. Whoever was to be invited
    by what is taken back is invited anew once the step is met.
    """
    for window in of(session, draft):
        if not draft.open:
            retractions.suppress(session, [window], f"{draft.step} is settled", _ASKS, now=entry.at)
        elif _waits(session, window):
            retractions.suppress(session, [window], f"{draft.step} is not there", _INVITES, now=entry.at)
            window.promise += 1
            promises.repeat(session, window, window.promises[-1], entry)
        promises.wake(window, now=entry.at)


_INVITES = Owed.rung == Rung.OPENING
_ASKS = Owed.rung.in_((Rung.DRAFT_ASKED, Rung.DRAFT_UNANSWERED))


def _waits(session: Session, window: Deadline) -> bool:
    """Return True if an invitation to the window waits."""
    query = select(Owed.id).join(Message, Message.id == Owed.message_id).limit(1)
    waiting = (_INVITES, Owed.deadline_id == window.id, Owed.promise == window.promise, Message.state.in_(WAITING))
    return session.scalar(query.where(*waiting)) is not None
