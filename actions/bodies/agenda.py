"""The agenda of a meeting: items put on it, changed, dated or withdrawn; its history is append-only."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import journal
from actions.bodies import meetings
from actions.bodies.meetings import AgendaView
from actions.cycles import calling, moving, reading
from actions.cycles.views import CycleView
from actions.refusals import MeetingRefused
from models.bodies import AgendaItem, Meeting
from models.journal import Entry
from planning.remedies import Call


def put_on_agenda(
    session: Session,
    key: str,
    number: str,
    *,
    title: str | None = None,
    document: str | None = None,
    on: date | None = None,
    withdraw: bool = False,
    now: datetime,
    by: str,
) -> AgendaView | None:
    """Return the agenda item as it now is: new, or what is not given as it was; None once withdrawn.

    Raises NoSuchMeeting, and MeetingRefused for a new one without a title, a day outside the meeting, and nothing to
    withdraw.
    """
    meeting = meetings.row(session, key)
    was = last_item(session, meeting, number)
    if was is None and (withdraw or not title):
        why = "there is none to withdraw" if withdraw else "a new one needs a title; give one"
        raise MeetingRefused(f"{key} has no agenda item {number!r}: {why}")
    check_day(meeting, on)
    given: dict[str, Any] = {
        "title": title or (was.title if was else ""),
        "document": document or (was.document if was else None),
        "on": on or (was.on if was else None),
        "withdrawn": withdraw,
    }
    entry = journal.write(session, "agenda", {"meeting": key, "number": number, **given}, now=now, by=by)
    found = add_item(session, meeting, number, given, entry)
    session.flush()
    return None if withdraw else meetings.agenda_view(found)


def hints(session: Session, key: str, on: date | None, *, now: datetime) -> tuple[Call, ...]:
    """Return, for a dated item, the act that gives its day to each cycle of the meeting that awaits such a day.

    Only an officer knows which item is meant: reports on recent events are due 2 days before theirs (Decision 556).
    """
    if on is None:
        return ()
    views = reading.views(session, moving.followers(session, meetings.row(session, key)), now, now)
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
    return {anchor.name for anchor in calling.meeting_anchors(view.chain)}


def check_day(meeting: Meeting, on: date | None) -> None:
    """Return nothing for a day of the meeting. Raises MeetingRefused."""
    if on and not meeting.opens_on <= on <= meeting.closes_on:
        raise MeetingRefused(f"{on} is no day of {meeting.key}, which is on {meeting.opens_on} to {meeting.closes_on}")


def last_item(session: Session, meeting: Meeting, number: str) -> AgendaItem | None:
    """Return an agenda item as it last was; None when there is none, or it was withdrawn."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.number == number)
    found = session.scalars(query.order_by(AgendaItem.id.desc()).limit(1)).first()
    return found if found and not found.withdrawn else None


def add_item(session: Session, meeting: Meeting, number: str, given: Mapping[str, Any], entry: Entry) -> AgendaItem:
    """Write how an agenda item stands from the entry's time on."""
    found = AgendaItem(meeting_id=meeting.id, number=number, at=entry.at, entry_id=entry.id, **given)
    session.add(found)
    return found
