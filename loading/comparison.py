"""The comparison of an entry with an existing cycle: a date that the record ever had counts as known.

So a file loaded every night stays harmless after an act has moved what it says; whatever else differs is refused, with
the act that would do it.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions.cycles.planned_cycles import meeting_span
from loading import steps
from loading.entry_refusals import known, refused
from loading.existing_cycle import Compared
from loading.file_entries import Entry
from loading.shapes import TimelineShape
from models.cycles import Anchor, AnchorDate, Cycle
from planning.remedies import Call
from planning.window import Given, Window, span_words

FIXED = ("title", "mandate", "version", "zone", "place")


def compare(session: Session, entry: Entry[TimelineShape], cycle: Cycle, anchors: Mapping[str, Given]) -> list[str]:
    """Return a sentence for each date that an act has changed since. Raises LoadRefused for what is new in the file."""
    compared = Compared(entry, cycle)
    for name in FIXED:
        stated, stored = getattr(entry.given, name), getattr(cycle, name)
        if stated is not None and stated != stored:
            raise compared.fixed(entry.where, name, stored)
    _anchors(compared, anchors, {row.name: row for row in _rows(session, cycle)})
    steps.compare(session, compared)
    return compared.notes


def _rows(session: Session, cycle: Cycle) -> list[Anchor]:
    query = select(Anchor).where(Anchor.cycle_id == cycle.id)
    query = query.options(selectinload(Anchor.dates).selectinload(AnchorDate.meeting), selectinload(Anchor.meeting))
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _anchors(compared: Compared, anchors: Mapping[str, Given], rows: Mapping[str, Anchor]) -> None:
    for name, stated in anchors.items():
        if name not in rows:
            why = f"{compared.cycle.name} is open without a reference date {name!r}; take it out: {known(name, rows)}"
            raise refused(compared.entry.where, why)
        if isinstance(stated, str):
            _follows(compared, rows[name], stated)
        else:
            _dated(compared, rows[name], stated)


def _follows(compared: Compared, row: Anchor, meeting: str) -> None:
    """Note that another meeting is held instead of the one that the reference date followed before."""
    dates = [date for date in row.dates if date.opens_on and date.closes_on]
    days = f"{dates[-1].opens_on}/{dates[-1].closes_on}" if dates else "its days"
    followed = {date.meeting.key for date in row.dates if date.meeting} | ({row.meeting.key} if row.meeting else set())
    now, keep = f"follows no meeting, but {days}", f"write {days} in the place of {meeting}"
    if row.meeting:
        now, keep = f"follows {row.meeting.key}", f"write {row.meeting.key}"
    if meeting not in followed:
        why = f"{row.name!r} of {compared.cycle.name} {now}, and this was fixed when it was opened; {keep}"
        raise refused(compared.entry.where, why)
    if row.meeting is None or row.meeting.key != meeting:
        compared.note(f"{row.name} {now}", meeting)


def _dated(compared: Compared, row: Anchor, stated: Window) -> None:
    had = [Window(date.opens_on, date.closes_on) for date in row.dates if date.opens_on and date.closes_on]
    name, days = compared.cycle.name, span_words(stated)
    if stated not in had:
        stored = f"is {span_words(had[-1])}" if had else "has no date"
        act = Call("anchor/move", {"cycle": name, "anchor": row.name, "span": days}, "move it")
        if row.meeting:
            stored = f"is {span_words(meeting_span(row.meeting))}"
            act = Call("meeting/move", {"meeting": row.meeting.key, "span": days}, "move the meeting")
        raise compared.differs(compared.entry.where, f"{row.name!r} {stored}, the file says {days}", act)
    if stated != had[-1]:
        compared.note(f"{row.name} was moved to {span_words(had[-1])}", days)
