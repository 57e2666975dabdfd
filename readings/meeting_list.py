"""`meeting/list` and `meeting/show`: how meetings stand, with agenda and papers, and what hangs from them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import MeetingKey
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, listing, table
from planning.remedies import Call
from planning.window import Window, span_words
from planning.zones import local_day
from record import items
from record.cycles import meeting_issues
from record.cycles.meeting_issues import Waiting
from record.items import ItemView
from record.meetings import meetings
from record.meetings.meetings import MeetingView


@dataclass(frozen=True, slots=True)
class Gathered:
    """A meeting, the action items that are due by it, and what members read of it instead, if it is not issued so."""

    meeting: MeetingView
    due: Sequence[ItemView]
    unissued: Waiting | None
    now: datetime


@reading(
    "meeting/list",
    who=(Grant.VIEWER,),
    short="meetings",
    columns=(
        Column("Days"),
        Column("Hours"),
        Column("Meeting"),
        Column("Body"),
        Column("Standing"),
        Column("In relation to"),
        Column("Cycles"),
    ),
)
def listed(session: Session, *, now: datetime, known: datetime | None = None) -> Shown[list[MeetingView]]:
    """List the meetings, the earliest first, with the cycles that depend on them."""
    waiting = {each.key for each in _unissued(session, known or now)}
    return listing(
        meetings.listed(session, now=now, known=known),
        lambda views: [asdict(view) | {"issued": view.key not in waiting} for view in views],
        lambda views: (_make_row(view, is_issued=view.key not in waiting) for view in views),
        "no meeting is loaded",
    )


@reading("meeting/show", who=(Grant.VIEWER,))
def meeting(session: Session, meeting: MeetingKey, *, now: datetime, known: datetime | None = None) -> Shown[Gathered]:
    """Show how a meeting stands, its agenda and papers, the cycles that depend on it, and its history."""
    view = meetings.meeting(session, meeting, now=now, known=known)
    due, seen = items.of_meeting(session, meeting, now=now, known=known), known or now
    waits = next((each for each in _unissued(session, seen) if each.key == view.key), None)
    return Shown(Gathered(view, due, waits, seen), _facts, _parts)


def _unissued(session: Session, now: datetime) -> list[Waiting]:
    """Return the meetings that members do not read as they are set."""
    return [each for each in meeting_issues.waiting(session, now).values() if not each.reads_as_before]


def _make_row(view: MeetingView, *, is_issued: bool) -> Row:
    standing = view.status if is_issued else f"{view.status}, not issued"
    return _say_days(view), view.hours, view.key, view.body, standing, _tie(view), ", ".join(view.cycles)


def _facts(gathered: Gathered) -> dict[str, object]:
    items = [{"key": item.key, "text": item.text, "standing": str(item.standing)} for item in gathered.due]
    waits = gathered.unissued
    return asdict(gathered.meeting) | {"items": items, "unissued": waits.facts if waits else None}


def _parts(gathered: Gathered) -> Iterator[Part]:
    view = gathered.meeting
    yield f"{view.key}  {view.title} ({view.body})"
    yield "  ".join(filter(None, (_say_days(view), view.hours, view.status, view.place, _tie(view))))
    if waits := gathered.unissued:
        issue = Call("meeting/issue", {"meeting": view.key}, "let members read it, with what depends on it")
        yield (f"not issued: {waits.sentence(gathered.now)}; ", issue)
    for cycle in view.cycles:
        yield f"{cycle} depends on it"
    agenda = ((item.number, item.on or "undated", item.title, item.document) for item in view.agenda)
    yield table(agenda, is_inset=True)
    yield table(((paper.symbol, paper.purpose, paper.title) for paper in view.papers), is_inset=True)
    yield table(((item.key, item.standing, item.text) for item in gathered.due), is_inset=True)
    yield table(
        (
            local_day(past.at),
            past.act,
            past.by,
            " ".join(filter(None, (span_words(Window(past.opens, past.closes)), past.hours, past.status))),
            (past.reason, past.document),
        )
        for past in view.history
    )


def _say_days(view: MeetingView) -> str:
    days = span_words(Window(view.opens, view.closes))
    return f"({days})" if view.is_off else days


def _tie(view: MeetingView) -> str:
    return f"{view.relation} {view.related}" if view.relation else ""
