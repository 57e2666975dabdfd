"""Moving what cycles hang from: an anchor of one cycle, or a meeting; first what would move, then the act."""

from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.cycles import moving
from flows.acting import Done, acted, shown
from flows.triggers.cycles import span
from flows.triggers.moves import moved


@flow(name="move-anchor", flow_run_name="{cycle} {anchor} to {opens}", persist_result=False)
async def move_anchor(
    cycle: str,
    anchor: str,
    opens: date,
    by: str,
    closes: date | None = None,
    provisional: bool = False,
    because: str = "",
    apply: bool = False,
    sure: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Show what moving a date that a cycle hangs from would move; with `apply`, move it.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        anchor: The anchor, such as un-deadline.
        opens: Its new day, or the first of its new days.
        by: Who acts: a name, or the e-mail address of a contact.
        closes: The last of its new days, if they are several.
        provisional: Whether these days are not confirmed yet; to confirm an anchor, move it to its own days.
        because: Why, in a sentence for the journal.
        apply: Do it; without this, only show what would move.
        sure: The days are right, although they lie years from the edition.
        as_of: When this act counts as done; now if left empty.
    """

    def look(session: Session, now: datetime) -> Done:
        days = span(opens, closes)
        how = {"provisional": provisional, "sure": sure}
        return moved([moving.preview_anchor(session, cycle, anchor, days, **how, now=now)])

    def move(session: Session, now: datetime) -> Done:
        days = span(opens, closes)
        done = moving.move_anchor(
            session, cycle, anchor, days, provisional=provisional, sure=sure, because=because or None, now=now, by=by
        )
        return moved([done])

    return await (acted(move, as_of) if apply else shown(look, as_of))


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
