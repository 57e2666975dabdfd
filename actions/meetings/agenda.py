"""The agenda of a meeting: items put on it, changed, dated or withdrawn; its history is append-only."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import meeting_followers
from actions.meetings import histories
from actions.meetings.histories import TAKE_BACK
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import DAY, FLAG, SOURCE, WORDS, MeetingKey
from models.journal import Entry
from models.meetings import AgendaItem, Meeting
from planning.remedies import Argument, Call
from record import journal
from record.cycles import snapshots
from record.cycles.views import CycleView
from record.mandates import called_for
from record.meetings import meetings
from record.refusals import MeetingRefused
from record.refusals.meetings import see


@act("meeting/agenda", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings",))
def put_on_agenda(
    session: Session,
    meeting: MeetingKey,
    number: Annotated[str, WORDS.saying("The item's number as the agenda prints it: PL 1.3.", metavar="NUMBER")],
    *,
    title: Annotated[str | None, WORDS.saying("What it is about; as it was if left empty.")] = None,
    on: Annotated[date | None, DAY.saying("The day on which it is discussed; as it was if left empty.")] = None,
    document: Annotated[str | None, SOURCE.saying("The document that it takes up; as it was if left empty.")] = None,
    withdraw: Annotated[bool, FLAG.saying("Take it off the agenda.")] = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Put an item on a meeting's agenda, change it, or take it off.

    Raises NoSuchMeeting, and MeetingRefused for a new one without a title, a day outside the meeting, and nothing to
    withdraw.
    """
    row = meetings.row(session, meeting)
    was = last_item(session, row, number)
    if was is None and (withdraw or not title):
        why = "there is none to withdraw" if withdraw else "a new one needs a title"
        way = see(meeting) if withdraw else Argument("title", "give one", "WORDS")
        raise MeetingRefused(f"{meeting} has no agenda item {number!r}: {why}", way)
    check_day(row, on)
    values: dict[str, Any] = {
        "title": title or (was.title if was else ""),
        "document": document or (was.document if was else None),
        "on": on or (was.on if was else None),
        "withdrawn": withdraw,
    }
    if was and all(getattr(was, name) == value for name, value in values.items()):
        return replace(_make_done(meeting, was), is_nothing=True)
    effects.note(session, f"agenda-item:{meeting} {number}", was and (was.title, was.document, was.on))
    item = add_item(session, row, number, values, journal.line(session))
    awaiting = _awaiting(session, row, on, now) if on else ()
    return replace(_make_done(meeting, item), undo=histories.back(session), next=awaiting)


def restore(session: Session, taken: Entry, entry: Entry) -> Done:
    """Restore the agenda item that a line changed; withdraw one that was new. Raises ChangedSince."""
    item = session.scalars(select(AgendaItem).where(AgendaItem.entry_id == taken.id)).one()
    same = (AgendaItem.meeting_id == item.meeting_id, AgendaItem.number == item.number)
    was = histories.before(session, item, *same)
    back = histories.again(session, was, entry) if was else histories.again(session, item, entry, withdrawn=True)
    key = session.get_one(Meeting, item.meeting_id).key
    effects.note(session, f"agenda-item:{key} {item.number}", (item.title, item.document, item.on))
    return _make_done(key, back)


def _make_done(key: str, item: AgendaItem) -> Done:
    facts = {"title": item.title, "document": item.document, "on": item.on, "withdrawn": item.withdrawn}
    return Done(
        "withdrawn" if item.withdrawn else "on-the-agenda",
        f"{key} {item.number}" + (" is withdrawn" if item.withdrawn else f": {item.title}, {item.on or 'undated'}"),
        facts={"meeting": key, "number": item.number, **facts},
        events=(Happening("agenda", "meeting", (key,)),),
    )


def _awaiting(session: Session, meeting: Meeting, on: date, now: datetime) -> tuple[Call, ...]:
    """Return, for a dated item, the act that gives its day to each cycle of the meeting that awaits such a day.

    Only an officer knows which item is meant: reports on recent events are due 2 days before theirs (Decision 556).
    """
    views = snapshots.views(session, meeting_followers.followers(session, meeting), now, now)
    return tuple(
        Call(
            "anchor/move",
            {"cycle": view.name, "anchor": anchor.name, "span": str(on)},
            f"{view.name} awaits {anchor.name}, {anchor.title}; if it is this item, give it its day",
        )
        for view in views
        for anchor in view.anchors
        if anchor.span is None and not anchor.outside and anchor.name not in _meetings_of(view)
    )


def _meetings_of(view: CycleView) -> set[str]:
    return {anchor.name for anchor in called_for.meeting_anchors(view.chain)}


def check_day(meeting: Meeting, on: date | None) -> None:
    """Check that a day is one of the meeting. Raises MeetingRefused."""
    if on and not meeting.opens_on <= on <= meeting.closes_on:
        days = f"which is on {meeting.opens_on} to {meeting.closes_on}"
        raise MeetingRefused(f"{on} is no day of {meeting.key}, {days}", "correct the day")


def last_item(session: Session, meeting: Meeting, number: str) -> AgendaItem | None:
    """Return an agenda item as it last was; None when there is none, or it was withdrawn."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.number == number)
    item = session.scalars(query.order_by(AgendaItem.id.desc()).limit(1)).first()
    return item if item and not item.withdrawn else None


def add_item(session: Session, meeting: Meeting, number: str, values: Mapping[str, Any], entry: Entry) -> AgendaItem:
    """Write how an agenda item stands from the entry's time on."""
    item = AgendaItem(meeting_id=meeting.id, number=number, at=entry.at, entry_id=entry.id, **values)
    session.add(item)
    return item
