"""The weekly report for the secretariat: what is late, undecided, unopened, coming or changed, and letters that wait.

It is read from the record in a fixed number of queries, and never stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel import chains
from models.cycles import Cycle
from models.deadlines import Promise, Settlement
from models.meetings import CALLED_OFF
from models.outbox import Message, State, in_state
from models.people import Person
from notifications.weekly_words import Fact, Part
from planning.standing import Standing
from planning.zones import local_day
from record.cycles import due_decisions, issues, meeting_issues, snapshots
from record.cycles.latest_rows import opened, unended
from record.cycles.views import CycleView, DeadlineView
from record.mandates import unopened_cycles
from record.people.people import scopes_of
from record.people.role_holders import Holders
from record.settings import Settings
from reminders.nobody_told import unheard

COMING, PAST = timedelta(days=14), timedelta(days=7)
Facts = dict[Part, tuple[Fact, ...]]


def facts(
    session: Session, settings: Settings, *, now: datetime, until: date | None = None, person: int | None = None
) -> Facts:
    """Return the facts of the report at `now`, by its parts; within a part the earliest comes first.

    What is to come is what comes by `until`, or within two weeks. Of a person only their own deadlines are told.
    """
    since = now - PAST
    which = opened(now) & unended(since)
    cycles, views = snapshots.cycles(session, which), snapshots.views_of(session, which, now, now)
    own = views if person is None else _of_person(session, views, person, now)
    going_on = [view for view in own if not view.ending]
    living = [(view, deadline) for view in going_on for deadline in view.deadlines]
    theirs = {deadline.id for _, deadline in living}
    late = [(view, deadline) for view, deadline in living if deadline.standing is Standing.OVERDUE]
    unagreed = [(view, deadline) for view in going_on for deadline in due_decisions.unagreed(view, now)]
    unannounced = [(view, deadline) for view in going_on for deadline in due_decisions.unannounced(view, now)]
    elsewhere = {deadline.id for _, deadline in (*unagreed, *unannounced)}  # each is told in one part
    coming = [
        (view, deadline)
        for view, deadline in living
        if deadline.id not in elsewhere and _comes(view, deadline, now, until)
    ]
    of_steps: Facts = {
        Part.OVERDUE: _in_order(_fact(view, deadline, settings) for view, deadline in late),
        Part.PROPOSED: _in_order(_fact(view, deadline, settings) for view, deadline in unagreed),
        Part.UNANNOUNCED: _in_order(_fact(view, deadline, settings) for view, deadline in unannounced),
        Part.UNISSUED: _in_order(_unissued(session, going_on, settings, now, meetings=person is None)),
        Part.DRAFTS: _in_order(
            replace(_fact(view, window, settings), awaits=draft.title)
            for view in views
            for window, draft in due_decisions.draftless(view, now)
            if draft.id in theirs
        ),
        Part.COMING: _in_order(
            _fact(view, deadline, settings, _say_state(view, deadline, now)) for view, deadline in coming
        ),
        Part.CHANGED: tuple(_changed(session, own, cycles if person is None else (), settings, since, now)),
    }
    if person is not None:
        return of_steps
    return of_steps | {
        Part.UNOPENED: tuple(_unopened(session, now)),
        Part.UNDELIVERED: tuple(_undelivered(session, now)),
        Part.HELD: tuple(_held(session)),
        Part.NOBODY: _in_order(unheard(session, living, settings, now=now)),
    }


def _unissued(
    session: Session, views: Sequence[CycleView], settings: Settings, now: datetime, *, meetings: bool
) -> Iterator[Fact]:
    """Yield the dates and meetings that are set and not issued, each with the day that members read instead."""
    by_cycle = issues.unissued(session, views, now)
    for view in views:
        for each in by_cycle[view.id]:
            fact = _fact(view, view[each.step], settings, "" if each.due else "gone")
            yield replace(fact, was=each.read if each.read != each.due else None)
    for waits in meeting_issues.waiting(session, now).values() if meetings else ():
        if not waits.reads_as_before:
            state, read = waits.state, waits.read.opens_on
            is_off = state.status in CALLED_OFF
            was = read if is_off or read != state.opens_on else None
            due, gone = (None, "gone") if is_off else (state.opens_on, "")
            yield Fact(what=state.title, where=waits.key, due=due, was=was, state=gone)


def _unopened(session: Session, now: datetime) -> Iterator[Fact]:
    """Yield the cycles that are owed and not open, each with its first date; of several for one duty, all as one."""
    for cycle in unopened_cycles.unopened(session, chains.declared(), now=now):
        yield Fact(what=cycle.proposal.title, where=" / ".join(cycle.cycles), due=cycle.first)


def _of_person(session: Session, views: Sequence[CycleView], person: int, now: datetime) -> list[CycleView]:
    """Return these cycles with only those deadlines whose officer a person is, or whose actor's role they hold."""
    holders = Holders(session, {deadline.by for view in views for deadline in view.deadlines})

    def is_theirs(view: CycleView, deadline: DeadlineView) -> bool:
        if deadline.officer_id and not deadline.is_window:
            return deadline.officer_id == person
        return person in holders.holding(deadline.by, scopes_of(view, deadline), local_day(now, view.zone))

    return [
        replace(view, deadlines=tuple(deadline for deadline in view.deadlines if is_theirs(view, deadline)))
        for view in views
    ]


def _comes(view: CycleView, deadline: DeadlineView, now: datetime, until: date | None) -> bool:
    """Return True if the deadline is due, or its window opens, by `until` or within two weeks, in the cycle's zone."""
    if not deadline.is_open or deadline.closes is None or deadline.due is None or deadline.closes < now:
        return False
    today = local_day(now, view.zone)
    last = until or today + COMING
    return deadline.due <= last or bool(deadline.opens and today <= deadline.opens <= last)


def _say_state(view: CycleView, deadline: DeadlineView, now: datetime) -> str:
    today = local_day(now, view.zone)
    return "opens" if deadline.opens and deadline.opens >= today else ""


def _fact(view: CycleView, deadline: DeadlineView, settings: Settings, state: str = "") -> Fact:
    return Fact(
        what=deadline.title,
        where=view.name,
        due=deadline.due,
        earliest=deadline.earliest,
        precision=deadline.precision,
        by=deadline.by,
        person=(deadline.officer or "") if not deadline.is_window else "",
        state=state,
        url=f"{settings.base_url}/cycles/{view.name}#{deadline.step}" if settings.base_url else None,
    )


def _in_order(unordered: Iterator[Fact]) -> tuple[Fact, ...]:
    return tuple(sorted(unordered, key=lambda fact: (fact.due or date.max, fact.where, fact.what)))


def _changed(
    session: Session,
    views: Sequence[CycleView],
    cycles: Sequence[Cycle],
    settings: Settings,
    since: datetime,
    now: datetime,
) -> Iterator[Fact]:
    """Yield the cycles opened or ended, the dates moved and the deadlines settled between `since` and `now`."""
    for cycle in cycles:
        if cycle.opened_at > since:
            yield Fact(what=cycle.title, where=cycle.name, state="opened")
        if cycle.ending and cycle.ended_at and since < cycle.ended_at <= now:
            yield Fact(what=cycle.title, where=cycle.name, state=cycle.ending, note=cycle.reason or "")
    known = {deadline.id: (view, deadline) for view in views for deadline in view.deadlines}
    yield from _moved(session, known, settings, since, now)
    yield from _find_settled(session, known, settings, since, now)


Known = dict[int, tuple[CycleView, DeadlineView]]


def _moved(session: Session, known: Known, settings: Settings, since: datetime, now: datetime) -> Iterator[Fact]:
    """Yield each deadline whose date is not that of `since`, once, however often it moved."""
    recent = select(Promise.deadline_id).where(Promise.at > since, Promise.at <= now)
    before: dict[int, Promise] = {}
    rows = select(Promise).where(Promise.deadline_id.in_(recent), Promise.at <= since).order_by(Promise.id)
    for row in session.scalars(rows):
        before[row.deadline_id] = row
    for number, last in before.items():
        view, deadline = known.get(number, (None, None))
        if view and deadline and last.due_on and last.due_on != deadline.due:
            reason = deadline.agreed.reason if deadline.agreed else None
            line = _fact(view, deadline, settings, "" if deadline.due else "gone")
            yield replace(line, was=last.due_on, note=reason or "")


def _find_settled(session: Session, known: Known, settings: Settings, since: datetime, now: datetime) -> Iterator[Fact]:
    query = select(Settlement).where(Settlement.at > since, Settlement.at <= now).order_by(Settlement.id)
    last = {row.deadline_id: row for row in session.scalars(query)}
    for number, row in last.items():
        view, deadline = known.get(number, (None, None))
        if view and deadline and row.kind in ("met", "waived", "reopened"):
            state = "met_late" if deadline.standing is Standing.MET_LATE else row.kind
            yield replace(_fact(view, deadline, settings, state), note=row.document or row.url or row.reason or "")


def _undelivered(session: Session, now: datetime) -> Iterator[Fact]:
    """Yield the messages of the last two weeks that were given up, each with what the server said."""
    query = (
        select(Person.name, Message.subject, Message.kind, Message.due_at, Message.detail)
        .join(Person, Person.id == Message.person_id)
        .where(in_state(State.DEAD), Message.due_at > now - COMING)
        .order_by(Message.due_at)
    )
    for row in session.execute(query):
        yield Fact(what=row.name, where=row.subject or row.kind, due=local_day(row.due_at), note=row.detail or "")


def _held(session: Session) -> Iterator[Fact]:
    """Yield the number of messages that wait for approval, cycle by cycle."""
    query = (
        select(Cycle.title, Cycle.chain, Cycle.edition, func.count())
        .select_from(Message)
        .outerjoin(Cycle, Cycle.id == Message.cycle_id)
        .where(in_state(State.HELD))
        .group_by(Cycle.id, Cycle.title, Cycle.chain, Cycle.edition)
        .order_by(func.min(Message.planned_at), func.min(Message.id))
    )
    for title, chain, edition, count in session.execute(query):
        state = "" if title else "several"
        yield Fact(what=title or "", where=f"{chain}/{edition}" if chain else "", count=count, state=state)
