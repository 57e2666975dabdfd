"""Who stands in for whom while people are away; and the end of links that were mailed to somebody."""

from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.whom import deputizing, linking
from flows.acting import Done, acted


@flow(name="set-deputy", flow_run_name="{deputy} for {person}", persist_result=False)
async def set_deputy(
    person: str,
    deputy: str,
    by: str,
    from_on: date | None = None,
    to_on: date | None = None,
    as_of: datetime | None = None,
) -> State[Any]:
    """Have somebody told in a person's place; what the person is responsible for stays theirs.

    Args:
        person: Who is away, by e-mail address or name.
        deputy: Who is told instead, by e-mail address or name.
        by: Who acts: a name, or the e-mail address of a contact.
        from_on: The first day; today if left empty.
        to_on: The last day; until it is ended if left empty.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = deputizing.appoint(session, person, deputy, from_on=from_on, to_on=to_on, now=now, by=by)
        return Done("Appointed", found.sentence)

    return await acted(act, as_of)


@flow(name="end-deputy", flow_run_name="{person}", persist_result=False)
async def end_deputy(person: str, by: str, deputy: str = "", as_of: datetime | None = None) -> State[Any]:
    """Have a person told again who was away.

    Args:
        person: Who is back, by e-mail address or name.
        by: Who acts: a name, or the e-mail address of a contact.
        deputy: Only this deputy; all of them if left empty.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = deputizing.end(session, person, deputy or None, now=now, by=by)
        gone = ", ".join(one.deputy for one in found)
        return Done("Ended", f"{gone} no longer stands in for {found[0].person}")

    return await acted(act, as_of)


@flow(name="end-links", flow_run_name="{person}", persist_result=False)
async def end_links(person: str, because: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """End all links mailed to a person so far, as when a mailbox was read by others; the next mail's links work.

    Args:
        person: An e-mail address, or a name.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        ended = linking.end(session, person, because=because, now=now, by=by)
        return Done("Ended", f"no link in the mail that {ended.name} has had works any more")

    return await acted(act, as_of)
