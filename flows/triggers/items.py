"""Acts on action items: done, assigned, adopted by the Council, dropped, reopened."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.items import undertaking
from actions.items.itemizing import ItemView
from flows.acting import Done, acted


@flow(name="item-done", flow_run_name="{item}", persist_result=False)
async def done(
    item: str,
    by: str,
    on: date | None = None,
    where: str = "",
    document: str = "",
    url: str = "",
    occasion: str = "",
    as_of: datetime | None = None,
) -> State[Any]:
    """Record that an item is done: for good, or for one of its occasions.

    Args:
        item: The item's key, such as c17-8/2.2.2-3.
        by: Who acts: a name, or the e-mail address of a contact.
        on: The day on which it was done; today if left empty.
        where: Where it was taken up, such as 'revised draft, section 5'.
        document: The document that shows it, such as C17/47-E.
        url: Where that stands.
        occasion: Only for one occasion, such as 'after HLPF 2019'.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = undertaking.done(
            session,
            item,
            on=on,
            where=where or None,
            document=document or None,
            url=url or None,
            occasion=occasion or None,
            now=now,
            by=by,
        )
        said = f"{found.key} is {found.standing}" + (f"; {occasion} is done" if occasion else "")
        return Done("Done", said)

    return await acted(act, as_of)


@flow(name="item-assign", flow_run_name="{item}", persist_result=False)
async def assign(item: str, assignees: Sequence[str], by: str, as_of: datetime | None = None) -> State[Any]:
    """Give an item to those who are to do it.

    Args:
        item: The item's key, such as c17-8/2.2.2-3.
        assignees: Whose it is from now on, such as secretariat.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = undertaking.assign(session, item, assignees, now=now, by=by)
        return Done("Assigned", _held(found))

    return await acted(act, as_of)


@flow(name="item-adopt", flow_run_name="{items}", persist_result=False)
async def adopt(
    items: Sequence[str],
    by: str,
    on: date | None = None,
    document: str = "",
    assignees: Sequence[str] = (),
    as_of: datetime | None = None,
) -> State[Any]:
    """Record that the Council adopted what was proposed to it: the items are assigned now.

    Args:
        items: The items' keys, such as c17-8/2.2.3-4.
        by: Who acts: a name, or the e-mail address of a contact.
        on: The day on which it adopted them; today if left empty.
        document: The record that says so.
        assignees: Whose they are; as proposed if left empty.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = undertaking.adopt(
            session, items, on=on, document=document or None, assignees=assignees, now=now, by=by
        )  # fmt: skip
        return Done("Adopted", "; ".join(map(_held, found)))

    return await acted(act, as_of)


@flow(name="item-drop", flow_run_name="{item}", persist_result=False)
async def drop(item: str, because: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Record that an item need not be done any more.

    Args:
        item: The item's key, such as c17-8/2.2.2-3.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = undertaking.drop(session, item, because=because, now=now, by=by)
        return Done("Dropped", f"{found.key} is {found.standing}")

    return await acted(act, as_of)


@flow(name="item-reopen", flow_run_name="{item}", persist_result=False)
async def reopen(item: str, because: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Record that an item is not done, or not dropped, after all.

    Args:
        item: The item's key, such as c17-8/2.2.2-3.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        found = undertaking.reopen(session, item, because=because, now=now, by=by)
        return Done("Reopened", f"{found.key} is {found.standing}")

    return await acted(act, as_of)


def _held(found: ItemView) -> str:
    return f"{found.key} is {found.standing}: {', '.join(found.assignees) or 'unassigned'}"
