"""From what is owed to the letter that tells it: read when the message is claimed, so that `in 3 days` is true."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from actions.carrying import ANNOUNCEMENT, CHANGE, DIGEST, OVERDUE, kind_of
from actions.reaching import StandIn
from actions.settings import Settings
from actions.views import CycleView, DeadlineView
from models.deadlines import Promise
from models.outbox import Message, Owed
from notifications.letter import Item, Kind, Letter, Milestone
from planning.hours import zone_info
from planning.standing import Standing
from planning.window import Precision


@dataclass(frozen=True, slots=True)
class Known:
    """What a letter is written from: the cycles as they stand, and what each person was last told before."""

    views: Mapping[int, CycleView]  # by cycle id
    told: Mapping[tuple[int, int, str], Promise]
    deadlines: Mapping[int, tuple[CycleView, DeadlineView]]  # by deadline id
    stand_ins: Mapping[int, Sequence[StandIn]]  # by the person who stands in


def known_of(
    views: Iterable[CycleView],
    told: Mapping[tuple[int, int, str], Promise],
    stand_ins: Mapping[int, Sequence[StandIn]],
) -> Known:
    """Return what letters are written from, once the cycles that they tell of are read."""
    by_id = {view.id: view for view in views}
    deadlines = {found.id: (view, found) for view in by_id.values() for found in view.deadlines}
    return Known(by_id, told, deadlines, stand_ins)


def letter(message: Message, known: Known, settings: Settings, *, now: datetime) -> Letter | None:
    """Return the letter, or None when nothing of what it was to tell is still so."""
    found = [(owed, *known.deadlines[owed.deadline_id]) for owed in message.owed]
    told = (
        _item(message, view, deadline, owed, known, settings)
        for owed, view, deadline in found
        if _is_so(view, deadline, owed)
    )
    items = tuple(item for item in told if item)
    if not items:
        return None
    if message.kind == DIGEST:
        items = tuple(sorted(items, key=_rank))
    person = message.person
    return Letter(
        items=items,
        person=person.name,
        language=person.language,
        zone=zone_info(person.zone or found[0][1].zone),
        now=now,
        office=settings.office,
    )


def _rank(item: Item) -> tuple[int, date]:
    """Return the place of an item in a digest: changes first, then what is overdue, then what comes next."""
    if item.kind.replaces or item.kind is Kind.WITHDRAWN:
        return 0, item.due
    return (1 if item.kind in (Kind.OVERDUE, Kind.CHASE_ENDED) else 2), item.due


def _is_so(view: CycleView, deadline: DeadlineView, owed: Owed) -> bool:
    """Whether the deadline is open, in a living cycle, and promised as it was when this was owed."""
    return not view.ending and deadline.is_open and deadline.promise == owed.promise


def _item(
    message: Message, view: CycleView, deadline: DeadlineView, owed: Owed, known: Known, settings: Settings
) -> Item | None:
    was = known.told.get((deadline.id, message.person_id, message.address))
    if deadline.due is None or deadline.closes is None:
        return _gone(view, deadline, was, settings) if was else None
    of = kind_of(owed.rung, deadline.standing is Standing.OVERDUE) if message.kind == DIGEST else message.kind
    kind = _kind(of, deadline, owed, was)
    return Item(
        kind=kind,
        title=deadline.title,
        cycle=f"{view.title} ({view.name})",
        step=deadline.step,
        by=deadline.by,
        to=deadline.to or "",
        purpose=deadline.purpose or "",
        due=deadline.due,
        earliest=deadline.earliest or deadline.due,
        precision=deadline.precision,
        closes=deadline.closes,
        stated_time=deadline.clock is not None,
        opens=deadline.opens,
        was=was.due_on if was and kind.replaces else None,
        was_earliest=was.earliest_on if was and kind.replaces else None,
        was_precision=was.precision if was and kind.replaces else Precision.DAY,
        basis=deadline.basis,
        mandate=view.mandate,
        source=_source(deadline),
        url=_url(view, deadline, settings),
        path=_path(view, deadline, of),
        instead_of=_instead_of(deadline, known.stand_ins.get(message.person_id, ())),
    )


def _gone(view: CycleView, deadline: DeadlineView, was: Promise, settings: Settings) -> Item | None:
    """Return the news that a date told before no longer holds, and that none has taken its place."""
    if was.due_on is None or was.closes_at is None:
        return None
    return Item(
        kind=Kind.WITHDRAWN,
        title=deadline.title,
        cycle=f"{view.title} ({view.name})",
        step=deadline.step,
        by=deadline.by,
        to=deadline.to or "",
        purpose=deadline.purpose or "",
        due=was.due_on,
        earliest=was.earliest_on or was.due_on,
        precision=was.precision,
        closes=was.closes_at,
        basis=deadline.basis,
        mandate=view.mandate,
        url=_url(view, deadline, settings),
    )


def _instead_of(deadline: DeadlineView, absent: Sequence[StandIn]) -> str:
    """Return in whose place the reader is told: the officer's, else that of whoever holds the role."""
    officer = None if deadline.is_window else deadline.officer_id
    names = [
        one.name for one in absent if (one.person_id == officer if officer else deadline.by in one.roles)
    ]  # fmt: skip
    return ", ".join(names)


def _kind(of: str, deadline: DeadlineView, owed: Owed, was: Promise | None) -> Kind:
    if of == CHANGE:
        if was is None or was.due_on is None:
            return Kind.ANNOUNCEMENT  # the date told before was withdrawn: there is nothing left to replace
        later = deadline.due and deadline.due > was.due_on
        return Kind.EXTENSION if later and deadline.is_window else Kind.CHANGE
    if of == ANNOUNCEMENT:
        return Kind.ANNOUNCEMENT
    if owed.rung == "chase-ended":
        return Kind.CHASE_ENDED
    if of == OVERDUE:
        return Kind.OVERDUE
    if deadline.is_window:
        return Kind.OPENING if owed.rung == "opening" else Kind.CLOSING
    return Kind.REMINDER


def _source(deadline: DeadlineView) -> str:
    """Return who agreed the date and where; for a computed one, the text that its rule comes from."""
    agreed = deadline.agreed
    if agreed is None or not agreed.by:
        return deadline.source or ""
    return f"{agreed.by}, {agreed.document}" if agreed.document else agreed.by


def _url(view: CycleView, deadline: DeadlineView, settings: Settings) -> str | None:
    """Return where the draft to comment on is, else the page of the deadline, if there is one."""
    for needed in view.chain.needs[deadline.step]:
        found = next((other for other in view.deadlines if other.step == needed), None)
        if deadline.is_window and found and found.settlement and found.settlement.url:
            return found.settlement.url
    return f"{settings.base_url}/cycles/{view.name}#{deadline.step}" if settings.base_url else None


def _path(view: CycleView, here: DeadlineView, kind: str) -> tuple[Milestone, ...]:
    """Return the chain's line of dates; people outside the Secretariat see only those that bind."""
    outside = here.is_window or kind == ANNOUNCEMENT
    return tuple(
        Milestone(found.title, found.due, found.standing, found.step == here.step, found.precision, found.earliest)
        for found in view.deadlines
        if found.due and (found.basis.binds or not outside)
    )
