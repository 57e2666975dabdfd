"""The dates of what hangs from a postponed meeting: shown, marked so, on the old days until the meeting was to open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from feeds.facts import DeadlineFacts, facts_of, public_facts
from feeds.meeting_facts import MeetingFacts
from feeds.queries_by_id import ById
from models.base import UtcDateTime
from models.deadlines import Deadline, Promise
from models.issues import Issue, is_public
from models.meetings import MeetingStatus

_LAST_DATED = (
    select(func.max(Issue.id))
    .join(Promise, Promise.id == Issue.promise_id)
    .where(Issue.deadline_id == Deadline.id, Promise.due_on.is_not(None))
    .where(is_public(bindparam("now", type_=UtcDateTime)))
    .correlate(Deadline)
    .scalar_subquery()
)
_DATED = ById(public_facts(_LAST_DATED), Deadline.id)


def read(
    connection: Connection, deadlines: Sequence[DeadlineFacts], issued_with: Mapping[int, int], *, now: datetime
) -> list[DeadlineFacts]:
    """Return the deadlines; one that lost its date with a meeting has beside it the date that members read before.

    `issued_with` has the meeting, by deadline, with which the last issue of its date was issued.
    """
    undated = {each.id: each for each in deadlines if each.id in issued_with and each.due is None and each.is_open}
    rows = _DATED.rows(connection, undated, now=now) if undated else ()
    dated = {row[0]: facts_of(row, undated[row[0]].cycle, undated[row[0]].meeting) for row in rows if row[0] in undated}
    return [
        replace(each, taken_back_with=issued_with[each.id], was=dated[each.id]) if each.id in dated else each
        for each in deadlines
    ]


def marked(deadlines: Sequence[DeadlineFacts], meetings: Mapping[str, MeetingFacts]) -> tuple[DeadlineFacts, ...]:
    """Return the deadlines of a cycle with these meetings; those that a postponed one left without a date, marked."""
    until = {each.id: each.opens for each in meetings.values() if each.status is MeetingStatus.POSTPONED}
    return tuple(_on_its_old_days(each, until.get(each.taken_back_with or 0)) for each in deadlines)


def _on_its_old_days(item: DeadlineFacts, until: date | None) -> DeadlineFacts:
    """Return a deadline on the days that it had, without an hour; it counts as changed when it lost them."""
    was = item.was
    if was is None or until is None:
        return item
    return replace(
        item,
        opens=was.opens,
        due=was.due,
        earliest=was.earliest,
        precision=was.precision,
        clock=None,
        closes=was.closes,
        shown_until=until,
    )
