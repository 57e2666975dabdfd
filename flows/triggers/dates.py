"""Moving a meeting and all that hangs from it; first what would move, then the act."""

from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.cycles import moving
from flows.acting import Done, acted, shown
from flows.triggers.moves import moved, span


@flow(name="move-meeting", flow_run_name="{meeting} to {opens}", persist_result=False)
async def move_meeting(
    meeting: str,
    opens: date,
    closes: date,
    by: str,
    because: str = "",
    document: str = "",
    apply: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Show what moving a meeting would move in every cycle that hangs from it; with `apply`, move it.

    Args:
        meeting: The meeting's key, such as council-2017.
        opens: Its new first day.
        closes: Its new last day.
        by: Who acts: a name, or the e-mail address of a contact.
        because: Why, in a sentence for the journal.
        document: The document that says so, such as a circular.
        apply: Do it; without this, only show what would move.
        as_of: When this act counts as done; now if left empty.
    """

    def look(session: Session, now: datetime) -> Done:
        return moved(moving.preview_meeting(session, meeting, span(opens, closes), now=now))

    def move(session: Session, now: datetime) -> Done:
        days = span(opens, closes)
        done = moving.move_meeting(
            session, meeting, days, because=because or None, document=document or None, now=now, by=by
        )
        return moved(done)

    return await (acted(move, as_of) if apply else shown(look, as_of))
