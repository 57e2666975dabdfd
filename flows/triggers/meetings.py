"""Acts on a meeting that keeps or loses its days: confirmed, held, postponed, cancelled."""

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.bodies import convening
from actions.cycles import moving
from flows.acting import Done, acted, shown
from flows.triggers.moves import moved
from models.bodies import MeetingStatus


@flow(name="confirm-meeting", flow_run_name="{meeting}", persist_result=False)
async def confirm(
    meeting: str, by: str, because: str = "", document: str = "", as_of: datetime | None = None
) -> State[Any]:
    """Confirm a planned meeting; what hangs from it is provisional no more.

    Args:
        meeting: The meeting's key, such as council-2017.
        by: Who acts: a name, or the e-mail address of a contact.
        because: Why, in a sentence for the journal.
        document: The document that says so, such as its invitation.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        convening.confirm(session, meeting, because=because or None, document=document or None, now=now, by=by)
        return Done("Confirmed", f"{meeting} is confirmed")

    return await acted(act, as_of)


@flow(name="hold-meeting", flow_run_name="{meeting}", persist_result=False)
async def hold(
    meeting: str, by: str, because: str = "", document: str = "", as_of: datetime | None = None
) -> State[Any]:
    """Record that a meeting was held.

    Args:
        meeting: The meeting's key, such as council-2017.
        by: Who acts: a name, or the e-mail address of a contact.
        because: What is to be said of it, in a sentence for the journal.
        document: The document that says so, such as its report.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        convening.hold(session, meeting, because=because or None, document=document or None, now=now, by=by)
        return Done("Held", f"{meeting} was held")

    return await acted(act, as_of)


@flow(name="postpone-meeting", flow_run_name="{meeting}", persist_result=False)
async def postpone(
    meeting: str, because: str, by: str, document: str = "", apply: bool = False, as_of: datetime | None = None
) -> State[Any]:
    """Show what a postponement without new days would do; with `apply`, do it. To new days: move-meeting.

    Args:
        meeting: The meeting's key, such as council-2017.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        document: The document that says so, such as a circular.
        apply: Do it; without this, only show what would lose its date.
        as_of: When this act counts as done; now if left empty.
    """
    return await _call_off(meeting, MeetingStatus.POSTPONED, None, because, document, by, apply, as_of)


@flow(name="cancel-meeting", flow_run_name="{meeting}", persist_result=False)
async def cancel(
    meeting: str,
    because: str,
    by: str,
    instead: str = "",
    document: str = "",
    apply: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Show what cancelling a meeting would do to every cycle that hangs from it; with `apply`, cancel it.

    Args:
        meeting: The meeting's key, such as council-2017.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        instead: The key of the meeting held in its place: what hung from the one hangs from the other.
        document: The document that says so, such as a circular.
        apply: Do it; without this, only show what would move or lose its date.
        as_of: When this act counts as done; now if left empty.
    """
    return await _call_off(meeting, MeetingStatus.CANCELLED, instead or None, because, document, by, apply, as_of)


async def _call_off(
    meeting: str,
    status: MeetingStatus,
    instead: str | None,
    because: str,
    document: str,
    by: str,
    apply: bool,
    as_of: datetime | None,
) -> State[Any]:
    def look(session: Session, now: datetime) -> Done:
        found = moving.preview_calling_off(session, meeting, status, instead=instead, now=now)
        return moved(found, said=f"{meeting} would be {status}")

    def act(session: Session, now: datetime) -> Done:
        found = moving.call_off(
            session, meeting, status, instead=instead, because=because, document=document or None, now=now, by=by
        )
        return moved(found, name=status.title(), said=f"{meeting} is {status}")

    return await (acted(act, as_of) if apply else shown(look, as_of))
