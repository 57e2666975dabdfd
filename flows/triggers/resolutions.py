"""Putting a version of a resolution in force: first what it would change, clause by clause, then the act."""

from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.cycles.opening import span_words
from actions.mandates import comparing, resolutions
from actions.mandates.comparing import Comparison
from flows.acting import Done, Table, acted, shown
from flows.triggers.cycles import span


@flow(name="adopt-resolution", flow_run_name="{resolution} {version}", persist_result=False)
async def adopt(
    resolution: str,
    version: str,
    since: date,
    because: str,
    by: str,
    latest: date | None = None,
    document: str = "",
    apply: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Show what a version would change; with `apply`, put it in force. No cycle is changed by it.

    Args:
        resolution: The resolution's key, such as council-1332.
        version: The version's name.
        since: The day from which it is in force; the earliest one where its source gives no day.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        latest: The day by which it was in force at the latest, where its source gives no day.
        document: The document that says so.
        apply: Put it in force; without this, only show what it would change.
        as_of: When this act counts as done; now if left empty.
    """

    def look(session: Session, now: datetime) -> Done:
        days = span(since, latest)
        found = comparing.comparison(session, resolution, version, now=now)
        return _compared(found, "Preview", f"would be in force from {span_words(days)}")

    def act(session: Session, now: datetime) -> Done:
        days = span(since, latest)
        found = resolutions.adopt(
            session, resolution, version, days, because=because, document=document or None, now=now, by=by
        )
        return _compared(found, "Adopted", f"is in force from {span_words(days)}")

    return await (acted(act, as_of) if apply else shown(look, as_of))


def _compared(found: Comparison, name: str, words: str) -> Done:
    rows = tuple(
        {"clause": one.reference, "fate": str(one.fate), "what": "; ".join(one.respects)} for one in found.changes
    )
    unserved = [f"no open cycle serves {change.reference}" for change in found.unserved]
    effects = [effect.sentence for effect in found.effects]
    said = "; ".join((f"{found.new.name} of {found.resolution.name} {words}", *effects, *unserved))
    return Done(name, said, Table("clauses", rows))
