"""Acts on action items: done, assigned, adopted by the Council, dropped or reopened; and the last one taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.deadlines.settlements import check_address
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import many
from kernel.parameters import DAY, ROLE, SOURCE, URL, WORDS, ItemKey, ItemKeys, Reason
from models.items import Item, ItemEvent, Strength
from planning.errors import among
from planning.remedies import Call
from planning.zones import local_day
from record import items as items_
from record import journal
from record.items import TAKEN_BACK, ItemStanding, ItemView
from record.refusals import ItemRefused, OutOfTime

ENDED = (ItemStanding.DONE, ItemStanding.DROPPED)
WAITING = (ItemStanding.NOTED, ItemStanding.PROPOSED)
ASSIGNEE = ROLE.saying("Whose it is from now on, such as secretariat.")
SEE = Call("item/list", words="see how each stands")
OCCASION = WORDS.saying("Only for one occasion, such as 'after HLPF 2019'.", metavar="OCCASION", option="for")


@act("item/done", who=(Grant.SECRETARIAT,), undo="item/take-back", tags=("items",))
def done(
    session: Session,
    item: ItemKey,
    *,
    on: Annotated[date | None, DAY.saying("The day on which it was done; today if left empty.")] = None,
    where: Annotated[str | None, WORDS.saying("Where it was taken up, such as 'revised draft, section 5'.")] = None,
    document: Annotated[str | None, SOURCE.saying("The document that shows it, such as C17/47-E.")] = None,
    url: Annotated[str | None, URL.saying("Where that stands.")] = None,
    occasion: Annotated[str | None, OCCASION] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Record that an item is done: for good, or for one of its occasions.

    Raises NoSuchItem, OutOfTime, NotAnAddress, and ItemRefused for one that is noted, proposed, done or dropped.
    """
    found = _living(session, item, now)
    if found.standing in WAITING:
        raise _waits(found)
    if occasion:
        _check_occasion(found, occasion)
    if url:
        check_address(url)
    day = _day(on, now)
    after = _record(session, found, Happened("done", day, where, document, url, occasion))
    return _told(
        "done",
        [after],
        f"{after.key} is {after.standing}" + (f"; {occasion} is done" if occasion else ""),
        {"item": after.key, "on": day, "where": where, "document": document, "url": url, "occasion": occasion},
    )


@act("item/assign", who=(Grant.SECRETARIAT,), undo="item/take-back", tags=("items",))
def assign(
    session: Session,
    item: ItemKey,
    assignees: Annotated[tuple[str, ...], many(ASSIGNEE)],
    *,
    now: datetime,
    by: Identity,
) -> Done:
    """Give an item to those who are to do it. Raises NoSuchItem, ItemRefused."""
    found = _living(session, item, now)
    if found.standing in WAITING:
        raise _waits(found)
    names = list(dict.fromkeys(assignees))
    after = _record(session, found, Happened("assigned", _day(None, now), assignees=names))
    return _told("assigned", [after], _held(after), {"item": after.key, "assignees": names})


@act("item/adopt", who=(Grant.SECRETARIAT,), undo="item/take-back", tags=("items",))
def adopt(
    session: Session,
    items: ItemKeys,
    *,
    on: Annotated[date | None, DAY.saying("The day on which the Council adopted them; today if left empty.")] = None,
    document: Annotated[str | None, SOURCE.saying("The record that says so.")] = None,
    assignees: Annotated[
        tuple[str, ...],
        many(ROLE.saying("Whose they are; as proposed if left empty.", option="assignee")),
    ] = (),
    now: datetime,
    by: Identity,
) -> Done:
    """Record that the Council adopted what was proposed to it: the items are assigned now, as proposed unless told.

    Raises NoSuchItem, OutOfTime, and ItemRefused for one that was not proposed, or is adopted already.
    """
    found = [_living(session, key, now) for key in dict.fromkeys(items)]
    for one in found:
        if one.standing is not ItemStanding.PROPOSED:
            already = "is adopted already" if one.strength is Strength.PROPOSED else "was not proposed to the Council"
            raise ItemRefused(f"{one.key} {already}: there is nothing to adopt", SEE)
    day, names = _day(on, now), list(dict.fromkeys(assignees))
    adopted = [
        _record(session, one, Happened("adopted", day, None, document, assignees=names or list(one.proposed_for)))
        for one in found
    ]
    facts = {"items": [one.key for one in found], "on": day, "document": document, "assignees": names}
    return _told("adopted", adopted, _held(adopted[0]), facts, [_held(one) for one in adopted[1:]])


@act("item/drop", who=(Grant.SECRETARIAT,), undo="item/take-back", tags=("items",))
def drop(session: Session, item: ItemKey, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Record that an item need not be done any more. Raises NoSuchItem, ItemRefused."""
    after = _record(session, _living(session, item, now), Happened("dropped", _day(None, now), because))
    return _told("dropped", [after], f"{after.key} is {after.standing}", {"item": after.key, "because": because})


@act("item/reopen", who=(Grant.SECRETARIAT,), undo="item/take-back", tags=("items",))
def reopen(session: Session, item: ItemKey, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Record that an item is not done, or not dropped, after all: on none of its occasions.

    Raises NoSuchItem, and ItemRefused for one not ended.
    """
    found = items_.item(session, item, now=now)
    if found.standing not in ENDED and not any(occasion.done for occasion in found.occasions):
        raise ItemRefused(f"{found.key} is {found.standing}: there is nothing to reopen", SEE)
    after = _record(session, found, Happened("reopened", _day(None, now), because))
    return _told("reopened", [after], f"{after.key} is {after.standing}", {"item": after.key, "because": because})


@act("item/take-back", who=(Grant.SECRETARIAT,), undo="item/done", tags=("items",))
def take_back(session: Session, items: ItemKeys, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Take back what was last recorded of items, by one act: they stand as they stood before it.

    Raises NoSuchItem, and ItemRefused where nothing was recorded, or not by one act.
    """
    found = [items_.item(session, key, now=now) for key in dict.fromkeys(items)]
    events = [_last(session, one, now) for one in found]
    if len({event.entry_id for event in events}) > 1:
        raise ItemRefused(
            f"{among([one.key for one in found])} were not recorded by one act; take them back one by one"
        )
    after = [_record(session, one, Happened(TAKEN_BACK, _day(None, now), because)) for one in found]
    facts = {"items": [one.key for one in found], "taken_back": events[0].kind, "because": because}
    return _told(TAKEN_BACK, after, _held(after[0]), facts, [_held(one) for one in after[1:]], _again(after, events))


def _living(session: Session, key: str, now: datetime) -> ItemView:
    found = items_.item(session, key, now=now)
    if found.standing in ENDED:
        reopen_first = Call("item/reopen", {"item": found.key}, "reopen it first")
        raise ItemRefused(f"{found.key} is {found.standing}", reopen_first)
    return found


def _waits(found: ItemView) -> ItemRefused:
    if found.standing is ItemStanding.NOTED:
        return ItemRefused(f"{found.key} was only noted: nothing is asked of anybody", SEE)
    adopt_it = Call("item/adopt", {"items": [found.key]}, "when it has adopted it, record that")
    return ItemRefused(f"{found.key} waits for the Council", adopt_it)


def _check_occasion(found: ItemView, occasion: str) -> None:
    open_ones = [one.words for one in found.occasions if not one.done]
    if occasion not in open_ones:
        raise ItemRefused(f"{found.key} has no open occasion {occasion!r}; those still open are {among(open_ones)}")


def _day(on: date | None, now: datetime) -> date:
    today = local_day(now)
    if on and on > today:
        raise OutOfTime(now, f"{on} is a day still to come")
    return on or today


def _last(session: Session, found: ItemView, now: datetime) -> ItemEvent:
    event = items_.last_event(session, found.key, now=now)
    if event is None:
        raise ItemRefused(f"nothing was recorded of {found.key} that could be taken back", SEE)
    return event


def _again(found: Sequence[ItemView], events: Sequence[ItemEvent]) -> Call:
    """Return the act that records once more what was taken back of these items."""
    event, keys = events[0], [one.key for one in found]
    match event.kind:
        case "done":
            given: dict[str, object] = {"item": keys[0], "on": event.on, "where": event.words}
            given |= {"document": event.document, "url": event.url, "occasion": event.occasion}
            return Call("item/done", {name: value for name, value in given.items() if value})
        case "assigned":
            return Call("item/assign", {"item": keys[0], "assignees": event.assignees})
        case "adopted":
            as_proposed = all(list(one.proposed_for) == row.assignees for one, row in zip(found, events, strict=True))
            given = {"items": keys, "on": event.on, "document": event.document}
            given |= {} if as_proposed else {"assignees": event.assignees}
            return Call("item/adopt", {name: value for name, value in given.items() if value})
    return Call("item/drop" if event.kind == "dropped" else "item/reopen", {"item": keys[0], "because": event.words})


@dataclass(frozen=True, slots=True)
class Happened:
    """What became of an item on a day: what was done, or to whom it was given."""

    kind: str
    on: date
    words: str | None = None
    document: str | None = None
    url: str | None = None
    occasion: str | None = None
    assignees: Sequence[str] = ()


def _record(session: Session, found: ItemView, event: Happened) -> ItemView:
    """Return the item as it stands once this is recorded of it."""
    effects.note(session, f"item:{found.key}", (found.facts, found.holders))
    row, entry = session.scalars(select(Item).where(Item.key == found.key)).one(), journal.line(session)
    session.add(
        ItemEvent(
            item_id=row.id,
            kind=event.kind,
            on=event.on,
            by=entry.by,
            words=event.words,
            document=event.document,
            url=event.url,
            occasion=event.occasion,
            assignees=list(event.assignees),
            at=entry.at,
            entry_id=entry.id,
        )
    )
    session.flush()
    return items_.item(session, found.key, now=entry.at)


def _told(
    outcome: str,
    found: Sequence[ItemView],
    sentence: str,
    facts: Mapping[str, object],
    notes: Sequence[str] = (),
    undo: Call | None = None,
) -> Done:
    """Return what an act did with items; unless told otherwise, it is undone by taking it back of the same items."""
    keys = [one.key for one in found]
    return Done(
        outcome,
        sentence,
        facts=facts,
        notes=tuple(notes),
        events=tuple(Happening(outcome, "item", (one.key, one.cycle) if one.cycle else (one.key,)) for one in found),
        undo=undo or Call("item/take-back", {"items": keys}),
    )


def _held(found: ItemView) -> str:
    holders = f": {', '.join(found.assignees) or 'unassigned'}"
    return f"{found.key} is {found.standing}" + ("" if found.standing in (*ENDED, *WAITING) else holders)
