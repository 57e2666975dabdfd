"""The windows that open on a step: the round looks at them once it is there, and nobody is invited once it is not."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from actions.cycles import promises
from letters import invitations, retractions
from models.deadlines import Deadline
from models.journal import Entry
from models.outbox import WAITING, Message, Owed, State
from planning.calendar import HOME_PLACE
from planning.chain import INVITEES
from planning.grammar import parse
from planning.ladder import Rung
from planning.least_time import Short
from record.cycles import short_windows, snapshots
from record.refusals import WindowTooShort


def of(session: Session, draft: Deadline, *which: ColumnElement[bool]) -> list[Deadline]:
    """Return the open windows of the cycle that open on this step, all or those that `which` finds."""
    rows = session.scalars(
        select(Deadline)
        .where(Deadline.cycle_id == draft.cycle_id, Deadline.open, Deadline.by.in_(INVITEES))
        .where(Deadline.opening.is_not(None), *which)
        .order_by(Deadline.position)
        .options(selectinload(Deadline.promises))
    )
    return [row for row in rows if row.opening and parse(row.opening).refers_to == draft.step]


def check_time(session: Session, cycle: str, draft: Deadline, keep_short: str | None, *, now: datetime) -> None:
    """Check that the windows that open on this step leave their least time if it is met now, or keep why they do not.

    Of a window to which somebody was invited already nothing is asked. Raises WindowTooShort.
    """
    rows = {row.step: row for row in of(session, draft, Deadline.least_days > 0, Deadline.short_because.is_(None))}
    if not rows:
        return
    told = invitations.invited(session, [row.id for row in rows.values()], now)
    invited = {number for (number, _, _), left in told.items() if left}
    view, calendar = snapshots.view(session, cycle, now), snapshots.calendars(session)[HOME_PLACE]
    for window in short_windows.after_posting(view, draft.step, now, calendar):
        if window.step in rows and rows[window.step].id not in invited:
            keep(rows[window.step], window, keep_short)


def keep(row: Deadline, window: Short, keep_short: str | None) -> None:
    """Keep why a window leaves less than its least time. Raises WindowTooShort where nobody says so."""
    if not keep_short:
        raise WindowTooShort(window)
    row.short_because = keep_short


def wake(session: Session, draft: Deadline, entry: Entry) -> None:
    """Show the windows that open on this step as they now open, and take back what is no longer so.

    Once it is there, nobody need be asked for it; if it is there no more, nobody is invited. Whoever was to be invited
    by what is taken back is invited anew once the step is met; so is who was to be by a letter that was withdrawn as it
    was about to leave without the draft, as a version could plan it in which windows did not wait.
    """
    for window in of(session, draft):
        if not draft.open:
            retractions.suppress(session, [window], f"{draft.step} is settled", _ASKS, now=entry.at)
            if _has_invitation(session, window, [State.SUPPRESSED]):
                promises.renew(session, window, window.promises[-1], entry)
        else:
            window.short_because = None
        if draft.open and _has_invitation(session, window, WAITING):
            retractions.suppress(session, [window], f"{draft.step} is not there", _INVITES, now=entry.at)
            promises.renew(session, window, window.promises[-1], entry)
        promises.show(window, now=entry.at)


_INVITES = Owed.rung == Rung.OPENING
_ASKS = Owed.rung.in_((Rung.DRAFT_ASKED, Rung.DRAFT_UNANSWERED))


def _has_invitation(session: Session, window: Deadline, states: Collection[State]) -> bool:
    """Return True if an invitation to the window, as it is promised now, is in one of these states."""
    query = select(Owed.id).join(Message, Message.id == Owed.message_id).limit(1)
    of = (_INVITES, Owed.deadline_id == window.id, Owed.promise == window.promise, Message.state.in_(states))
    return session.scalar(query.where(*of)) is not None
