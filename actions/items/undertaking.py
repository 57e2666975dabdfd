"""Acts on action items: done, assigned, adopted by the Council, dropped or reopened."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import journal
from actions.cycles.settling import check_address
from actions.items import itemizing
from actions.items.itemizing import HOME_ZONE, ItemStanding, ItemView
from actions.refusals import ItemRefused, OutOfTime, ReasonMissing
from models.items import Item, ItemEvent, Strength
from models.journal import Entry
from planning.chain import SLUG
from planning.errors import among
from planning.hours import zone_info

ENDED = (ItemStanding.DONE, ItemStanding.DROPPED)


def done(
    session: Session,
    key: str,
    *,
    on: date | None = None,
    where: str | None = None,
    document: str | None = None,
    url: str | None = None,
    occasion: str | None = None,
    now: datetime,
    by: str,
) -> ItemView:
    """Return the item, done: for good, or for one of its occasions. `where` says where it was taken up.

    Raises NoSuchItem, OutOfTime, NotAnAddress, and ItemRefused for one that is noted, proposed, done or dropped.
    """
    found = _living(session, key, now)
    if found.standing in (ItemStanding.NOTED, ItemStanding.PROPOSED):
        raise ItemRefused(_waits(found))
    if occasion:
        _check_occasion(found, occasion)
    if url:
        check_address(url)
    day = _day(on, now)
    told = {"item": found.key, "on": day, "where": where, "document": document, "url": url, "occasion": occasion}
    entry = journal.write(session, "item-done", told, now=now, by=by)
    return _record(
        session, found, "done", day, entry, words=where, document=document, url=url, occasion=occasion
    )  # fmt: skip


def assign(session: Session, key: str, assignees: Sequence[str], *, now: datetime, by: str) -> ItemView:
    """Return the item, now that of the assignees. Raises NoSuchItem, ItemRefused."""
    found = _living(session, key, now)
    if found.standing in (ItemStanding.NOTED, ItemStanding.PROPOSED):
        raise ItemRefused(_waits(found))
    names = _names(assignees)
    entry = journal.write(session, "item-assign", {"item": found.key, "assignees": names}, now=now, by=by)
    return _record(session, found, "assigned", _day(None, now), entry, assignees=names)


def adopt(
    session: Session,
    keys: Sequence[str],
    *,
    on: date | None = None,
    document: str | None = None,
    assignees: Sequence[str] = (),
    now: datetime,
    by: str,
) -> tuple[ItemView, ...]:
    """Return the items that the Council has adopted, as one act: they are assigned now, as proposed unless told.

    Raises NoSuchItem, OutOfTime, and ItemRefused for one that was not proposed, or is adopted already.
    """
    found = [_living(session, key, now) for key in dict.fromkeys(keys)]
    for one in found:
        if one.standing is not ItemStanding.PROPOSED:
            already = "is adopted already" if one.strength is Strength.PROPOSED else "was not proposed to the Council"
            raise ItemRefused(f"{one.key} {already}: there is nothing to adopt")
    day, names = _day(on, now), _names(assignees) if assignees else []
    told = {"items": [one.key for one in found], "on": day, "document": document, "assignees": names}
    entry = journal.write(session, "item-adopt", told, now=now, by=by)
    return tuple(
        _record(session, one, "adopted", day, entry, document=document, assignees=names or list(one.proposed_for))
        for one in found
    )


def drop(session: Session, key: str, *, because: str, now: datetime, by: str) -> ItemView:
    """Return the item, which nobody need do any more. Raises NoSuchItem, ItemRefused, ReasonMissing."""
    if not because.strip():
        raise ReasonMissing("dropping an item")
    found = _living(session, key, now)
    entry = journal.write(session, "item-drop", {"item": found.key, "because": because}, now=now, by=by)
    return _record(session, found, "dropped", _day(None, now), entry, words=because)


def reopen(session: Session, key: str, *, because: str, now: datetime, by: str) -> ItemView:
    """Return the item, to be done again. Raises NoSuchItem, ReasonMissing, and ItemRefused for one not ended."""
    if not because.strip():
        raise ReasonMissing("reopening an item")
    found = itemizing.item(session, key, now=now)
    if found.standing not in ENDED and not any(occasion.done for occasion in found.occasions):
        raise ItemRefused(f"{found.key} is {found.standing}: there is nothing to reopen")
    entry = journal.write(session, "item-reopen", {"item": found.key, "because": because}, now=now, by=by)
    return _record(session, found, "reopened", _day(None, now), entry, words=because)


def _living(session: Session, key: str, now: datetime) -> ItemView:
    found = itemizing.item(session, key, now=now)
    if found.standing in ENDED:
        raise ItemRefused(
            f"{found.key} is {found.standing}; reopen it first: council item reopen {found.key} --because …"
        )
    return found


def _waits(found: ItemView) -> str:
    if found.standing is ItemStanding.NOTED:
        return f"{found.key} was only noted: nothing is asked of anybody"
    return f"{found.key} waits for the Council; when it has adopted it: council item adopt {found.key}"


def _check_occasion(found: ItemView, occasion: str) -> None:
    open_ones = [one.words for one in found.occasions if not one.done]
    if occasion not in open_ones:
        raise ItemRefused(f"{found.key} has no open occasion {occasion!r}; those still open are {among(open_ones)}")


def _names(assignees: Sequence[str]) -> list[str]:
    names = list(dict.fromkeys(name.strip().casefold() for name in assignees))
    wrong = [name for name in names if not SLUG.fullmatch(name)]
    if wrong or not names:
        shown = repr(wrong[0]) if wrong else "nobody"
        raise ItemRefused(f"{shown} is not an assignee; write small letters, digits and hyphens, such as secretariat")
    return names


def _day(on: date | None, now: datetime) -> date:
    today = now.astimezone(zone_info(HOME_ZONE)).date()
    if on and on > today:
        raise OutOfTime(now, f"{on} is a day still to come")
    return on or today


def _record(
    session: Session,
    found: ItemView,
    kind: str,
    on: date,
    entry: Entry,
    *,
    words: str | None = None,
    document: str | None = None,
    url: str | None = None,
    occasion: str | None = None,
    assignees: Sequence[str] = (),
) -> ItemView:
    row = session.scalars(select(Item).where(Item.key == found.key)).one()
    session.add(
        ItemEvent(
            item_id=row.id,
            kind=kind,
            on=on,
            by=entry.by,
            words=words,
            document=document,
            url=url,
            occasion=occasion,
            assignees=list(assignees),
            at=entry.at,
            entry_id=entry.id,
        )
    )
    session.flush()
    return itemizing.item(session, found.key, now=entry.at)
