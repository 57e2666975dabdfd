"""Acts on action items: done, assigned, adopted by the Council, dropped or reopened; and the last one taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.deadlines.settlements import check_address
from kernel import act_lines, effects
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
    where: Annotated[str | None, WORDS.saying("Where it is reflected, such as 'revised draft, section 5'.")] = None,
    document: Annotated[str | None, SOURCE.saying("The document that shows it, such as C17/47-E.")] = None,
    url: Annotated[str | None, URL.saying("Where that stands.")] = None,
    occasion: Annotated[str | None, OCCASION] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Record that an item is done: for good, or for one of its occasions.

    Raises NoSuchItem, OutOfTime, NotAnAddress, and ItemRefused for one that is noted, proposed, done or dropped.
    """
    return _do(session, item, Happened("done", _check_day(on, now), where, document, url, occasion), now)


def _do(session: Session, item: str, event: "Happened", now: datetime) -> Done:
    view, occasion = _living(session, item, now), event.occasion
    if view.standing in WAITING:
        raise _waits(view)
    if occasion:
        _check_occasion(view, occasion)
    if event.url:
        check_address(event.url)
    _check_day(event.on, now)
    after = _record_event(session, view, event)
    return _make_done(
        "done",
        [after],
        f"{after.key} is {after.standing}" + (f"; {occasion} is done" if occasion else ""),
        {"item": after.key} | event.facts,
    )


def do_loaded(session: Session, item: str, event: "Happened", *, now: datetime, by: str) -> None:
    """Record an item that a file gives as done, as a part of the act that runs. Raises as the act does."""
    facts = {"item": item} | {name: value for name, value in event.facts.items() if value}
    act_lines.part(session, "item/done", facts, lambda _line: _do(session, item, event, now), now=now, by=by)


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
    view = _living(session, item, now)
    if view.standing in WAITING:
        raise _waits(view)
    names = list(dict.fromkeys(assignees))
    if set(names) == set(view.assignees):
        return Done("known", _held(view), is_nothing=True)
    after = _record_event(session, view, Happened("assigned", _check_day(None, now), assignees=names))
    return _make_done("assigned", [after], _held(after), {"item": after.key, "assignees": names})


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
    views = [_living(session, key, now) for key in dict.fromkeys(items)]
    for view in views:
        if view.standing is not ItemStanding.PROPOSED:
            already = "is adopted already" if view.strength is Strength.PROPOSED else "was not proposed to the Council"
            raise ItemRefused(f"{view.key} {already}: there is nothing to adopt", SEE)
    day, names = _check_day(on, now), list(dict.fromkeys(assignees))
    adopted = [
        _record_event(
            session, view, Happened("adopted", day, None, document, assignees=names or list(view.proposed_for))
        )
        for view in views
    ]
    facts = {"items": [view.key for view in views], "on": day, "document": document, "assignees": names}
    return _make_done("adopted", adopted, _held(adopted[0]), facts, [_held(view) for view in adopted[1:]])


@act("item/drop", who=(Grant.SECRETARIAT,), undo="item/take-back", tags=("items",))
def drop(session: Session, item: ItemKey, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Record that an item need not be done any more. Raises NoSuchItem, ItemRefused."""
    after = _record_event(session, _living(session, item, now), Happened("dropped", _check_day(None, now), because))
    return _make_done("dropped", [after], f"{after.key} is {after.standing}", {"item": after.key, "because": because})


@act("item/reopen", who=(Grant.SECRETARIAT,), undo="item/take-back", tags=("items",))
def reopen(session: Session, item: ItemKey, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Record that an item is not done, or not dropped, after all: on none of its occasions.

    Raises NoSuchItem, and ItemRefused for one not ended.
    """
    view = items_.item(session, item, now=now)
    if view.standing not in ENDED and not any(occasion.done for occasion in view.occasions):
        raise ItemRefused(f"{view.key} is {view.standing}: there is nothing to reopen", SEE)
    after = _record_event(session, view, Happened("reopened", _check_day(None, now), because))
    return _make_done("reopened", [after], f"{after.key} is {after.standing}", {"item": after.key, "because": because})


@act("item/take-back", who=(Grant.SECRETARIAT,), undo="item/done", tags=("items",))
def take_back(session: Session, items: ItemKeys, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Take back what was last recorded of items, by one act: they stand as they stood before it.

    Raises NoSuchItem, and ItemRefused where nothing was recorded, or not by one act.
    """
    views = [items_.item(session, key, now=now) for key in dict.fromkeys(items)]
    events = [_find_last_event(session, view, now) for view in views]
    if len({event.entry_id for event in events}) > 1:
        raise ItemRefused(
            f"{among([view.key for view in views])} were not recorded by one act; take them back one by one"
        )
    after = [_record_event(session, view, Happened(TAKEN_BACK, _check_day(None, now), because)) for view in views]
    facts = {"items": [view.key for view in views], "taken_back": events[0].kind, "because": because}
    return _make_done(
        TAKEN_BACK, after, _held(after[0]), facts, [_held(view) for view in after[1:]], _record_again(after, events)
    )


def _living(session: Session, key: str, now: datetime) -> ItemView:
    view = items_.item(session, key, now=now)
    if view.standing in ENDED:
        reopen_first = Call("item/reopen", {"item": view.key}, "reopen it first")
        raise ItemRefused(f"{view.key} is {view.standing}", reopen_first)
    return view


def _waits(view: ItemView) -> ItemRefused:
    if view.standing is ItemStanding.NOTED:
        return ItemRefused(f"{view.key} was only noted: nothing is asked of anybody", SEE)
    adopt_it = Call("item/adopt", {"items": [view.key]}, "when it has adopted it, record that")
    return ItemRefused(f"{view.key} waits for the Council", adopt_it)


def _check_occasion(view: ItemView, occasion: str) -> None:
    open_ones = [each.words for each in view.occasions if not each.done]
    if occasion not in open_ones:
        raise ItemRefused(f"{view.key} has no open occasion {occasion!r}; those still open are {among(open_ones)}")


def _check_day(on: date | None, now: datetime) -> date:
    today = local_day(now)
    if on and on > today:
        raise OutOfTime(now, f"{on} is a day still to come")
    return on or today


def _find_last_event(session: Session, view: ItemView, now: datetime) -> ItemEvent:
    event = items_.last_event(session, view.key, now=now)
    if event is None:
        raise ItemRefused(f"nothing was recorded of {view.key} that could be taken back", SEE)
    return event


def _record_again(views: Sequence[ItemView], events: Sequence[ItemEvent]) -> Call:
    """Return the act that records once more what was taken back of these items."""
    event, keys = events[0], [view.key for view in views]
    match event.kind:
        case "done":
            arguments: dict[str, object] = {"item": keys[0], "on": event.on, "where": event.words}
            arguments |= {"document": event.document, "url": event.url, "occasion": event.occasion}
            return Call("item/done", {name: value for name, value in arguments.items() if value})
        case "assigned":
            return Call("item/assign", {"item": keys[0], "assignees": event.assignees})
        case "adopted":
            as_proposed = all(list(view.proposed_for) == row.assignees for view, row in zip(views, events, strict=True))
            arguments = {"items": keys, "on": event.on, "document": event.document}
            arguments |= {} if as_proposed else {"assignees": event.assignees}
            return Call("item/adopt", {name: value for name, value in arguments.items() if value})
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

    @property
    def facts(self) -> dict[str, object]:
        """What was done, where it shows, and for which occasion."""
        shown = {"where": self.words, "document": self.document, "url": self.url, "occasion": self.occasion}
        return {"on": self.on, **shown}


def _record_event(session: Session, view: ItemView, event: Happened) -> ItemView:
    """Record an event of an item; return the item as it stands then."""
    effects.note(session, f"item:{view.key}", (view.facts, view.holders))
    row, entry = session.scalars(select(Item).where(Item.key == view.key)).one(), journal.line(session)
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
    return items_.item(session, view.key, now=entry.at)


def _make_done(
    outcome: str,
    views: Sequence[ItemView],
    sentence: str,
    facts: Mapping[str, object],
    notes: Sequence[str] = (),
    undo: Call | None = None,
) -> Done:
    """Return the result of an act on items; without `undo`, it is undone by taking it back from the same items."""
    keys = [view.key for view in views]
    return Done(
        outcome,
        sentence,
        facts=facts,
        notes=tuple(notes),
        events=tuple(
            Happening(outcome, "item", (view.key, view.cycle) if view.cycle else (view.key,)) for view in views
        ),
        undo=undo or Call("item/take-back", {"items": keys}),
    )


def _held(view: ItemView) -> str:
    holders = f": {', '.join(view.assignees) or 'unassigned'}"
    return f"{view.key} is {view.standing}" + ("" if view.standing in (*ENDED, *WAITING) else holders)
