"""The last row of each history, as recorded by an instant: dates, settlements and officers of deadlines; anchors' days.

One query reads each of them, for any number of cycles; earlier rows are not read.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.base import UtcDateTime
from models.bodies import Body
from models.cycles import Anchor, AnchorDate, Cycle
from models.deadlines import Assignment, Deadline, Promise, Settlement, basis_of
from models.issues import Issue, is_public
from models.journal import Entry
from models.meetings import Meeting, MeetingState
from models.people import Person
from models.slices import slices
from planning.chain import KEPT

LatestRow = Any  # a named tuple of the columns that are asked for
ByCycle = Mapping[int, Sequence[LatestRow]]


def opened(at: datetime) -> ColumnElement[bool]:
    """Return the condition that a cycle was opened by then."""
    return Cycle.opened_at <= at


def unended(at: datetime) -> ColumnElement[bool]:
    """Return the condition that a cycle had not ended by then: one that ended later was living."""
    return or_(Cycle.ended_at.is_(None), Cycle.ended_at > at)


def living(at: datetime) -> ColumnElement[bool]:
    """Return the condition that a cycle was opened by then and had not ended."""
    return and_(opened(at), unended(at))


def last(
    number: InstrumentedAttribute[int],
    at: InstrumentedAttribute[datetime],
    of: ColumnElement[bool],
    known: datetime | ColumnElement[datetime],
) -> ScalarSelect[int]:
    """Return a query for the id of an owner's last row recorded by `known`; later rows count as not there yet."""
    return select(func.max(number)).where(of, at <= known).scalar_subquery()


def deadlines(session: Session, cycles: Iterable[int], known: datetime, *, issued: bool = False) -> ByCycle:
    """Return the deadlines of the cycles with these row ids, in their order, each as it was recorded by `known`.

    With `issued` each has the date that was public by then, as promised when it became so; `is_issued` is false where
    none was.
    """
    return _by_cycle(session, partial(_deadlines, issued=issued), cycles, known)


def last_issue(at: datetime | ColumnElement[datetime]) -> ScalarSelect[int]:
    """Return a query for the id of the issue of a deadline that has taken effect by that instant."""
    of = aliased(Issue)
    query = select(func.max(of.id)).where(of.deadline_id == Deadline.id, is_public(at, of))
    return query.correlate(Deadline).scalar_subquery()


def first_due(session: Session, known: datetime) -> date | None:
    """Return the earliest day on which a deadline is due as recorded by `known`, found by the index of due days."""
    later = aliased(Promise)
    replaced = select(later.id).where(
        later.deadline_id == Promise.deadline_id, later.id > Promise.id, later.at <= known
    )
    query = select(Promise.due_on).where(Promise.due_on.is_not(None), Promise.at <= known, ~replaced.exists())
    return session.scalar(query.order_by(Promise.due_on).limit(1))


def anchors(session: Session, cycles: Iterable[int], known: datetime) -> ByCycle:
    """Return the anchors of the cycles with these row ids, in their order, each with its days and its meeting."""
    return _by_cycle(session, _anchors, cycles, known)


def _by_cycle(
    session: Session, query: Callable[[], Select[*tuple[Any, ...]]], cycles: Iterable[int], known: datetime
) -> dict[int, list[LatestRow]]:
    parts = (session.execute(query(), {"known": known, "cycles": some}) for some in slices(cycles))
    rows = (row for part in parts for row in map(_kind(tuple(part.keys()))._make, part))
    return {cycle: list(group) for cycle, group in groupby(rows, key=attrgetter("cycle_id"))}


@cache
def _kind(columns: tuple[str, ...]) -> Any:
    """Return the type of a row of these columns: a named tuple, whose values are read thirty times as fast by name."""
    return namedtuple("LatestRow", columns)


_DEADLINE = (
    Deadline.id, Deadline.cycle_id, Deadline.public_id, Deadline.step, Deadline.rule, Deadline.opening, Deadline.ladder,
    *(getattr(Deadline, name) for name in KEPT), Deadline.sequence, Deadline.updated_at, Deadline.short_because,
    Deadline.issued.label("approved"),
    null().label("fault"),  # what odd_rows.py says of a row that cannot be reckoned
)  # fmt: skip
ENTERED = aliased(Person)  # who entered a date: up to 0.2 their name stood where nobody had said who decided it
DECIDED = case(
    (or_(Promise.agreed_by == ENTERED.name, Promise.agreed_by == Entry.by), null()), else_=Promise.agreed_by
).label("agreed_by")
_PROMISE = (
    Promise.number, Promise.due_on, Promise.earliest_on, Promise.opens_on, Promise.precision, Promise.stated_time,
    Promise.stated_zone, basis_of(Promise), Promise.flags, Promise.derivation,
    DECIDED, Promise.document, Promise.reason,
)  # fmt: skip
_SET = (
    Promise.at.label("promised_at"),
    Promise.entry_id,
    true().label("is_issued"),
    null().label("tells_at"),
    true().label("held"),
    false().label("invites"),
)
_ISSUED = (
    case((Issue.effective_at > Promise.at, Issue.effective_at), else_=Promise.at).label("promised_at"),
    func.coalesce(Issue.entry_id, Promise.entry_id).label("entry_id"),
    Issue.id.is_not(None).label("is_issued"), Issue.tells_at, func.coalesce(Issue.held, true()).label("held"),
    func.coalesce(Issue.invites, false()).label("invites"),
)  # fmt: skip
_SETTLEMENT = (
    Settlement.kind.label("settled"), Settlement.on.label("settled_on"), Settlement.by.label("settled_by"),
    Settlement.document.label("settled_document"), Settlement.url, Settlement.reason.label("settled_reason"),
    Settlement.accepted_by, Settlement.confirmed_by, Settlement.at.label("settled_at"),
)  # fmt: skip
_OFFICER = (Assignment.person_id.label("officer_id"), Person.name.label("officer"))
_ANCHOR = (
    Anchor.cycle_id, Anchor.name, Anchor.title, Anchor.outside, AnchorDate.opens_on, AnchorDate.closes_on,
    AnchorDate.provisional, Meeting.key.label("meeting"), Body.key.label("body"),
    func.coalesce(MeetingState.status, Meeting.status).label("status"),
)  # fmt: skip


# Written once, where the first row is asked for: building a statement costs more than running it.
_KNOWN = bindparam("known", type_=UtcDateTime)
_CYCLES: BindParameter[Any] = bindparam("cycles", expanding=True)


@cache
def _deadlines(*, issued: bool) -> Select[*tuple[Any, ...]]:
    promise = last(Promise.id, Promise.at, Promise.deadline_id == Deadline.id, _KNOWN).correlate(Deadline)
    settlement = last(Settlement.id, Settlement.at, Settlement.deadline_id == Deadline.id, _KNOWN)
    officer = last(Assignment.id, Assignment.at, Assignment.deadline_id == Deadline.id, _KNOWN)
    query = select(*_DEADLINE, *_PROMISE, *_SETTLEMENT, *_OFFICER, *(_ISSUED if issued else _SET)).select_from(Deadline)
    query = query.outerjoin(Issue, Issue.id == last_issue(_KNOWN)) if issued else query
    return (
        query.join(Promise, Promise.id == (func.coalesce(Issue.promise_id, promise) if issued else promise))
        .join(Entry, Entry.id == Promise.entry_id)
        .outerjoin(ENTERED, ENTERED.public_id == Entry.by)
        .outerjoin(Settlement, Settlement.id == settlement.correlate(Deadline))
        .outerjoin(Assignment, Assignment.id == officer.correlate(Deadline))
        .outerjoin(Person, Person.id == Assignment.person_id)
        .where(Deadline.cycle_id.in_(_CYCLES))
        .order_by(Deadline.cycle_id, Deadline.position)
    )


@cache
def _anchors() -> Select[*tuple[Any, ...]]:
    days = last(AnchorDate.id, AnchorDate.at, AnchorDate.anchor_id == Anchor.id, _KNOWN)
    state = last(MeetingState.id, MeetingState.at, MeetingState.meeting_id == Meeting.id, _KNOWN)
    return (
        select(*_ANCHOR)
        .outerjoin(AnchorDate, AnchorDate.id == days.correlate(Anchor))
        .outerjoin(Meeting, Meeting.id == AnchorDate.meeting_id)
        .outerjoin(Body, Body.id == Meeting.body_id)
        .outerjoin(MeetingState, MeetingState.id == state.correlate(Meeting))
        .where(Anchor.cycle_id.in_(_CYCLES))
        .order_by(Anchor.cycle_id, Anchor.position)
    )
