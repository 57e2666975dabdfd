"""Reading action items: who has each, by when, and how it stands, reckoned from what was recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from models.items import Item, ItemEvent, Strength
from models.meetings import Meeting
from planning.chain import INVITEES
from planning.zones import local_day
from record.cycles import snapshots
from record.cycles.snapshots import last_of
from record.cycles.views import DeadlineView
from record.refusals import NoSuchItem

UNASSIGNED = "unassigned"
TAKEN_BACK = "taken-back"  # the event that takes back the one before it


class ItemStanding(StrEnum):
    """How an item stands."""

    NOTED = "noted"  # nothing is asked of anybody
    PROPOSED = "proposed"  # waits for the Council to adopt it
    UNASSIGNED = "unassigned"  # asked of nobody by name
    OPEN = "open"
    OVERDUE = "overdue"  # only what was requested, and never of those who are invited
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time at which an item is due: its words, the days of its meeting or step if known, and when it was done."""

    words: str
    opens: date | None = None
    due: date | None = None
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One recorded event of an item."""

    kind: str
    on: date
    by: str
    words: str | None
    document: str | None
    url: str | None
    occasion: str | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """One action item at an instant. `assignees` is empty while nobody has it; a proposal names who would."""

    key: str
    text: str
    strength: Strength
    assignees: tuple[str, ...]
    proposed_for: tuple[str, ...]
    occasions: tuple[Occasion, ...]
    standing: ItemStanding
    source: str | None
    cycle: str | None
    step: str | None
    facts: tuple[Fact, ...]

    @property
    def is_open(self) -> bool:
        """Return True if something is still asked for."""
        return self.standing in (ItemStanding.OPEN, ItemStanding.OVERDUE, ItemStanding.UNASSIGNED)

    @property
    def holders(self) -> tuple[str, ...]:
        """Return the headings under which it is listed: its assignees, the Council for a proposal, or `unassigned`."""
        if self.standing is ItemStanding.PROPOSED:
            return ("council",)
        return self.assignees or (UNASSIGNED,)

    def to_json(self) -> dict[str, object]:
        """Return it for machines; `assignees` is empty while it is unassigned or only proposed."""
        return {
            "key": self.key,
            "text": self.text,
            "strength": str(self.strength),
            "standing": str(self.standing),
            "assignees": list(self.assignees),
            "proposed_for": list(self.proposed_for),
            "due": [asdict(occasion) for occasion in self.occasions],
            "source": self.source,
            "cycle": self.cycle,
            "step": self.step,
            "events": [asdict(fact) for fact in self.facts],
        }


def items(session: Session, *, now: datetime, known: datetime | None = None) -> tuple[ItemView, ...]:
    """Return every item as it stands at `now`, in the order of its report. The number of queries is constant."""
    return _views(session, select(Item), now, known or now)


def of_step(
    session: Session, cycle: str, step: str, *, now: datetime, known: datetime | None = None
) -> tuple[ItemView, ...]:
    """Return the items that a step has to answer."""
    return _views(session, select(Item).where(Item.cycle == cycle, Item.step == step), now, known or now)


def of_meeting(session: Session, meeting: str, *, now: datetime, known: datetime | None = None) -> tuple[ItemView, ...]:
    """Return the items that are due by a meeting."""
    return _views(session, select(Item).where(Item.meeting == meeting), now, known or now)


def item(session: Session, key: str, *, now: datetime) -> ItemView:
    """Return one item. Raises NoSuchItem."""
    views = _views(session, select(Item).where(Item.key == key.strip().casefold()), now, now)
    if not views:
        raise NoSuchItem(key, next(iter(get_close_matches(key.casefold(), session.scalars(select(Item.key)), 1)), None))
    return views[0]


def last_event(session: Session, key: str, *, now: datetime) -> ItemEvent | None:
    """Return the last event of an item that was not taken back, None if there is none."""
    query = select(ItemEvent).join(Item, Item.id == ItemEvent.item_id).where(Item.key == key, ItemEvent.at <= now)
    events = _standing_events(session.scalars(query.order_by(ItemEvent.id)))
    return events[-1] if events else None


def _views(session: Session, query: Select[Item], now: datetime, known: datetime) -> tuple[ItemView, ...]:
    query = query.where(Item.at <= known).order_by(Item.position, Item.id)
    query = query.options(selectinload(Item.events)).execution_options(populate_existing=True)
    rows = [row for row in session.scalars(query) if row.stands(known)]
    days = _Days(_meetings(session, rows), _steps(session, rows, now, known))
    return tuple(_make_view(row, days, now, known) for row in rows)


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of the meetings and the steps that items name, where these are known."""

    meetings: Mapping[str, tuple[date, date]]
    steps: Mapping[tuple[str, str], DeadlineView]


def _meetings(session: Session, rows: Sequence[Item]) -> dict[str, tuple[date, date]]:
    keys = {row.meeting for row in rows if row.meeting}
    meetings = session.scalars(select(Meeting).where(Meeting.key.in_(keys)))
    return {row.key: (row.opens_on, row.closes_on) for row in meetings}


def _steps(
    session: Session, rows: Sequence[Item], now: datetime, known: datetime
) -> dict[tuple[str, str], DeadlineView]:
    names = {row.cycle for row in rows if row.cycle}
    views = snapshots.views(session, snapshots.named(session, names, known), now, known)
    return {(view.name, deadline.step): deadline for view in views for deadline in view.deadlines}


def _make_view(row: Item, days: _Days, now: datetime, known: datetime) -> ItemView:
    history = [event for event in row.events if event.at <= known]
    events = _standing_events(history)
    adopted = row.strength is not Strength.PROPOSED or any(event.kind == "adopted" for event in events)
    holders = next((event.assignees for event in reversed(events) if event.assignees), row.assignees)
    occasions = _occasions(row, days, _since_reopened(events))
    return ItemView(
        key=row.key,
        text=row.text,
        strength=row.strength,
        assignees=tuple(holders) if adopted else (),
        proposed_for=() if adopted else tuple(holders),
        occasions=occasions,
        standing=_reckon_standing(row, events, occasions, holders, adopted=adopted, now=now),
        source=row.source,
        cycle=row.cycle,
        step=row.step,
        facts=tuple(
            Fact(event.kind, event.on, event.by, event.words, event.document, event.url, event.occasion)
            for event in history
        ),
    )


def _standing_events(history: Iterable[ItemEvent]) -> list[ItemEvent]:
    """Return an item's events without those that were taken back; each taking back removes the event before it."""
    events: list[ItemEvent] = []
    for event in history:
        if event.kind == TAKEN_BACK:
            del events[-1:]
        else:
            events.append(event)
    return events


def _since_reopened(events: Sequence[ItemEvent]) -> Sequence[ItemEvent]:
    """Return what was recorded since the item was last reopened."""
    last = max((number for number, event in enumerate(events) if event.kind == "reopened"), default=-1)
    return events[last + 1 :]


def _occasions(row: Item, days: _Days, events: Iterable[ItemEvent]) -> tuple[Occasion, ...]:
    done = {event.occasion: event.on for event in events if event.kind == "done" and event.occasion}
    occasions = [Occasion(words, due=_stated_day(words), done=done.get(words)) for words in row.due]
    if row.meeting:
        opens, closes = days.meetings.get(row.meeting, (None, None))
        words = row.due[0] if row.due else row.meeting
        occasions[:1] = [Occasion(words, opens, closes, done.get(words))]
    if row.cycle and row.step:
        deadline = days.steps.get((row.cycle, row.step))
        occasions.append(Occasion(f"{row.cycle} {row.step}", None, deadline.due if deadline else None))
    return tuple(occasions)


def _stated_day(words: str) -> date | None:
    """Return the day that an occasion is, where its words are one."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _reckon_standing(
    row: Item,
    events: Sequence[ItemEvent],
    occasions: Sequence[Occasion],
    holders: Sequence[str],
    *,
    adopted: bool,
    now: datetime,
) -> ItemStanding:
    ended = last_of([event for event in events if event.kind in ("done", "dropped", "reopened")], now)
    if ended and ended.kind == "dropped":
        return ItemStanding.DROPPED
    if ended and ended.kind == "done" and (ended.occasion is None or all(occasion.done for occasion in occasions)):
        return ItemStanding.DONE
    if row.strength is Strength.NOTED:
        return ItemStanding.NOTED
    if not adopted:
        return ItemStanding.PROPOSED
    if not holders:
        return ItemStanding.UNASSIGNED
    return ItemStanding.OVERDUE if _is_late(row, occasions, holders, now) else ItemStanding.OPEN


def _is_late(row: Item, occasions: Sequence[Occasion], holders: Sequence[str], now: datetime) -> bool:
    """Return True if a day has passed for what was requested; who is invited or encouraged is never late."""
    asked = row.strength in (Strength.REQUESTED, Strength.PROPOSED) and INVITEES.isdisjoint(holders)
    today = local_day(now)
    return asked and any(occasion.due and not occasion.done and occasion.due < today for occasion in occasions)
