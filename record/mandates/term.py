"""A term, from one Plenipotentiary Conference to the next: sessions, cycles and duties of all bodies, on one axis.

What is known of it is dated by meetings, by the steps of cycles and by days in force; what is not dated yet stands
beside it. The number of questions depends on the years, not on what is stored.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.memberships import MembershipList
from planning.clauses import Period
from planning.zones import local_day
from record import body_lives, memberships
from record.bodies import BodyNames
from record.cycles import snapshots
from record.cycles.latest_rows import opened
from record.cycles.views import CycleView
from record.mandates import matrix, outcomes
from record.mandates.fulfilment import Judged
from record.meetings import meetings
from record.meetings.meetings import MeetingView

YEARS = 4  # between two conferences: Constitution of the Union
CONFERENCE = ("pp", "plenipotentiary-conference", "plenipotentiary")
COUNCIL = "council"


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands on the axis: on a day, or over some; without a day what is not dated yet."""

    kind: str  # meeting | cycle | duty | body | members | resolution
    what: str
    body: str | None = None
    first: date | None = None
    last: date | None = None
    how: str = ""  # how it stands, or what is awaited
    name: str = ""  # of a cycle or a meeting, its key


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a term, what is dated in it, in order, and what is not dated yet."""

    first: date
    last: date
    dated: tuple[Mark, ...]
    undated: tuple[Mark, ...]


def current(session: Session, now: datetime) -> tuple[int, int]:
    """Return the years of the term in which a day lies: from a known conference, else from the last that was due."""
    today = local_day(now)
    held = [
        each.opens.year for each in meetings.listed(session, now=now) if _is_conference(each) and each.opens <= today
    ]
    first = max(held, default=today.year - (today.year - 2) % YEARS)
    return first, first + YEARS


def term(session: Session, first: int, last: int, *, now: datetime) -> Term:
    """Return what is known of the term of these years, as recorded by `now`."""
    listed = meetings.listed(session, now=now)
    begins, ends = _bounds(listed, first, last)
    marks = [
        *_meetings(listed),
        *_cycles(_views(session, now), BodyNames(session)),
        *_duties(session, range(first, last + 1), now),
        *_bodies(session, now),
        *_lists(session, now),
        *_outcomes(session, now),
    ]
    return _within(begins, ends, marks, _missing(listed, first, last))


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of a year, and its cycles as they stand."""

    marks: Term
    cycles: tuple[CycleView, ...]


def year(session: Session, number: int, *, now: datetime) -> Year:
    """Return what is known of one year, as recorded by `now`; the number of questions is always the same."""
    begins, ends = date(number, 1, 1), date(number, 12, 31)
    views = _views(session, now)
    marks = [
        *_meetings(meetings.listed(session, now=now)),
        *_cycles(views, BodyNames(session)),
        *_duties(session, (number,), now),
        *_bodies(session, now),
    ]
    shown = _within(begins, ends, marks, ())
    names = {mark.name for mark in shown.dated}
    return Year(shown, tuple(view for view in views if view.name in names))


def _within(begins: date, ends: date, marks: Iterable[Mark], missing: Iterable[Mark]) -> Term:
    """Return what of these lies between two days, in order, and what is not dated."""
    every = list(marks)
    dated = [mark for mark in every if mark.first and mark.first <= ends and (mark.last or mark.first) >= begins]
    undated = [*(mark for mark in every if mark.first is None), *missing]
    return Term(
        begins,
        ends,
        tuple(sorted(dated, key=lambda mark: (mark.first or date.max, mark.last or date.max, mark.kind, mark.what))),
        tuple(sorted(undated, key=lambda mark: (mark.kind, mark.what))),
    )


def bounds(session: Session, first: int, last: int, *, now: datetime) -> tuple[date, date]:
    """Return the first and last day of the term of these years."""
    return _bounds(meetings.listed(session, now=now), first, last)


def _is_conference(meeting: MeetingView) -> bool:
    return meeting.body in CONFERENCE and not meeting.is_off


def _bounds(listed: Iterable[MeetingView], first: int, last: int) -> tuple[date, date]:
    """Return the first and last day: of the conferences that are known, else of the years."""
    known = {each.opens.year: each for each in listed if _is_conference(each)}
    begins = known[first].opens if first in known else date(first, 1, 1)
    return begins, known[last].closes if last in known else date(last, 12, 31)


def _meetings(listed: Iterable[MeetingView]) -> Iterator[Mark]:
    for each in listed:
        first, last = (None, None) if each.is_off else (each.opens, each.closes)
        yield Mark("meeting", each.title, each.body, first, last, str(each.status), each.key)


def _views(session: Session, now: datetime) -> list[CycleView]:
    """Return the cycles that were opened and not abandoned."""
    views = snapshots.views(session, snapshots.cycles(session, opened(now)), now, now)
    return [view for view in views if view.ending != "abandoned"]


def _cycles(views: Iterable[CycleView], names: BodyNames) -> Iterator[Mark]:
    for view in views:
        body = _body_of(view, names)
        days = [deadline.due for deadline in view.deadlines if deadline.due]
        if days:
            open_ = sum(deadline.is_open for deadline in view.deadlines)
            how = view.ending or f"{open_} of {len(view.deadlines)} steps open"
            yield Mark("cycle", f"{view.title} ({view.name})", body, min(days), max(days), how, view.name)
        for deadline in view.deadlines:
            if deadline.due is None and deadline.is_open and not view.ending:
                yield Mark("cycle", f"{deadline.title} ({view.name})", body, how="date to be confirmed", name=view.name)


def _body_of(view: CycleView, names: BodyNames) -> str | None:
    """Return the body that a cycle leads to: of its meetings, else the one that its last step goes to."""
    of_meetings = [anchor.body for anchor in view.anchors if anchor.body]
    goes_to = [names.find(deadline.to) for deadline in view.deadlines if deadline.to]
    return next(iter(filter(None, (*of_meetings, *reversed(goes_to)))), None)


def _duties(session: Session, years: Iterable[int], now: datetime) -> Iterator[Mark]:
    """Yield the duties of these years; what is due once stands in the year by which it is due."""
    for row in matrix.over(session, tuple(years), now=now).rows:
        once = [judged for judged in row.years if judged.duty.period is Period.ONCE]
        for judged in _of_its_year(once) if once else row.years:
            if judged.duty.period.has_dates:
                yield _duty(f"{row.resolution}, {judged.reference}", judged, judged.cell.year)


def _of_its_year(once: Sequence[Judged]) -> Sequence[Judged]:
    """Return how a duty that is due once is judged in its year, that of its meeting; else in the last one."""
    last = once[-1]
    year = last.meeting.closes.year if last.meeting else last.duty.first_year
    return [each for each in once if each.cell.year == year] or ([last] if year is None else [])


def _duty(reference: str, judged: Judged, year: int) -> Mark:
    """Return a duty of a year: on the day of the meeting that it is for, or of the step that serves it."""
    steps = [step.due for cycle in judged.cell.cycles if (step := cycle.next_for(judged.cell.lacking)) and step.due]
    day = judged.cell.on or next(iter(steps), None) or (judged.meeting.closes if judged.meeting else None)
    what = f"{reference}: {judged.duty.what}"
    to = next(iter(judged.duty.to), None)
    how = str(judged.cell.judgement) if day else f"in {year}; no meeting or cycle dates it yet"
    return Mark("duty", what if day else f"{what} ({year})", to, day, day, how)


def _bodies(session: Session, now: datetime) -> Iterator[Mark]:
    for life in body_lives.lives(session, now=now).values():
        if life.from_on:
            yield Mark("body", f"{life.name} begins", life.key, life.from_on, life.from_on, life.set_up_by or "")
        if life.ends_on:
            how = f"followed by {life.followed_by}" if life.followed_by else "followed by none"
            yield Mark("body", f"{life.name} ends", life.key, life.ends_on, life.ends_on, how)


def _lists(session: Session, now: datetime) -> Iterator[Mark]:
    query = select(MembershipList).where(MembershipList.at <= now, MembershipList.gone_at.is_(None))
    last = {(row.kind, row.from_on): row for row in session.scalars(query.order_by(MembershipList.id))}
    for (kind, since), row in last.items():
        what = f"{len(row.names)} on the list of {memberships.MEMBERS[kind]}"
        yield Mark("members", what, None, since, since, row.source or "")


def _outcomes(session: Session, now: datetime) -> Iterator[Mark]:
    for view in outcomes.views(session, now=now):
        how = "accepted" if view.accepted_at else "waits to be accepted"
        is_said = view.version.casefold().startswith(view.fate.casefold())
        what = f"{view.name} {view.version}" if is_said else f"{view.name} {view.fate}: {view.version}"
        awaited = how if view.in_force else f"{how}; in force from a day to be confirmed"
        yield Mark("resolution", what, view.reports_to, view.in_force, view.in_force, awaited)


def _missing(listed: Iterable[MeetingView], first: int, last: int) -> Iterator[Mark]:
    """Yield the years without a session of the Council on record, and the conferences that are not."""
    known = [each for each in listed if not each.is_off]
    sessions = {each.opens.year for each in known if each.body == COUNCIL}
    for year in range(first + 1, last + 1):
        if year not in sessions:
            yield Mark("meeting", f"session of the Council in {year}", COUNCIL, how="no meeting of it is on record")
    conferences = {each.opens.year for each in known if _is_conference(each)}
    for year in (first, last):
        if year not in conferences:
            what = f"Plenipotentiary Conference of {year}"
            yield Mark("meeting", what, CONFERENCE[0], how="no meeting of it is on record")
