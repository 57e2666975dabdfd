"""From what is owed to the letter that tells it: read when the message is claimed, so that `in 3 days` is true."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from actions.carrying import ANNOUNCEMENT, CHANGE, OVERDUE
from actions.settings import Settings
from actions.views import CycleView, DeadlineView
from models.deadlines import Promise
from models.outbox import Message, Owed
from notifications.letter import Item, Kind, Letter, Milestone
from planning.hours import zone_info
from planning.window import Precision


@dataclass(frozen=True, slots=True)
class Known:
    """What a letter is written from: the cycles as they stand, and what each person was last told before."""

    views: Mapping[int, CycleView]  # by cycle id
    told: Mapping[tuple[int, int, str], Promise]


def letter(message: Message, known: Known, settings: Settings, *, now: datetime) -> Letter | None:
    """Return the letter, or None when nothing of what it was to tell is still so."""
    view = known.views[message.cycle_id]
    by_id = {deadline.id: deadline for deadline in view.deadlines}
    items = [
        _item(message, view, by_id[owed.deadline_id], owed, known, settings)
        for owed in message.owed
        if _is_so(view, by_id[owed.deadline_id], owed)
    ]
    if not items:
        return None
    person = message.person
    return Letter(
        items=tuple(items),
        person=person.name,
        language=person.language,
        zone=zone_info(person.zone or view.zone),
        now=now,
        office=settings.office,
    )


def _is_so(view: CycleView, deadline: DeadlineView, owed: Owed) -> bool:
    """Whether the deadline is open, in a living cycle, and promised as it was when this was owed."""
    return not view.ending and deadline.is_open and deadline.promise == owed.promise


def _item(
    message: Message, view: CycleView, deadline: DeadlineView, owed: Owed, known: Known, settings: Settings
) -> Item:
    assert deadline.due is not None
    assert deadline.closes is not None
    was = known.told.get((deadline.id, message.person_id, message.address))
    kind = _kind(message, deadline, owed, was)
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
        path=_path(view, deadline, message),
    )


def _kind(message: Message, deadline: DeadlineView, owed: Owed, was: Promise | None) -> Kind:
    if message.kind == CHANGE:
        later = was and was.due_on and deadline.due and deadline.due > was.due_on
        return Kind.EXTENSION if later and deadline.is_window else Kind.CHANGE
    if message.kind == ANNOUNCEMENT:
        return Kind.ANNOUNCEMENT
    if owed.rung == "chase-ended":
        return Kind.CHASE_ENDED
    if message.kind == OVERDUE:
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


def _path(view: CycleView, here: DeadlineView, message: Message) -> tuple[Milestone, ...]:
    """Return the chain's line of dates; people outside the Secretariat see only those that bind."""
    outside = here.is_window or message.kind == ANNOUNCEMENT
    return tuple(
        Milestone(found.title, found.due, found.standing, found.step == here.step, found.precision, found.earliest)
        for found in view.deadlines
        if found.due and (found.basis.binds or not outside)
    )
