"""What needs a second person: a date changes that members were told, a cycle's first letter, all in a consultation."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.matters import Matter
from letters.new_messages import line_of
from models.cycles import Cycle
from models.deadlines import Deadline, Promise
from models.journal import Entry
from models.message_identities import MessageIdentity
from models.outbox import CANCELS, ENDS, Message, Owed, State, in_state
from models.slices import slices
from planning.ladder import Rung
from record.cycles import issues, meeting_issues, snapshots
from record.meetings import meetings

CONSULTATION = "consultation"  # a word in the names of such procedures


def of_dates(session: Session, values: Mapping[str, Any], /, *, now: datetime) -> Iterator[Matter]:
    """Yield each date of the cycle that is issued and needs a second person. Raises NoSuchCycle."""
    view = snapshots.view(session, values["cycle"], now)
    waiting = issues.unissued(session, [view], now).get(view.id, ())
    chosen = [each for each in waiting if not values["steps"] or each.step in values["steps"]]
    is_first = not values["by_circular"] and not issues.approved(session, [each.id for each in view.deadlines], now)
    is_first = is_first or (values["with_letters"] and not _released(session, {view.id}))
    hands = _hands(session, [view[each.step].id for each in chosen])
    for each in chosen:
        is_told = each.since is not None and each.read != each.due
        if what := _what(view.name, each.step, is_told=is_told, is_first=is_first):
            yield Matter(what, hands[view[each.step].id])


def of_meeting(session: Session, values: Mapping[str, Any], /, *, now: datetime) -> Iterator[Matter]:
    """Yield what of a meeting needs a second person: members were told otherwise, or a cycle's first letters leave.

    Raises NoSuchMeeting.
    """
    every = meeting_issues.waiting(session, now)
    chosen = meeting_issues.together(every, meetings.row(session, values["meeting"]).id)
    hands = dict(
        session.execute(select(Entry.id, Entry.by).where(Entry.id.in_(each.state.entry_id for each in chosen))).all()
    )
    for each in chosen:
        if not each.reads_as_before and each.state.entry_id:
            yield Matter(f"{each.key} changes what members were told", hands[each.state.entry_id])
    if values["with_letters"]:
        yield from _first_letters(session, {each.key for each in chosen}, now)


def _first_letters(session: Session, keys: Collection[str], now: datetime) -> Iterator[Matter]:
    """Yield each date that is issued with one of these meetings, where no letter of its cycle was approved before."""
    views = snapshots.living_views(session, now)
    released = _released(session, {view.id for view in views})
    waiting = issues.unissued(session, [view for view in views if view.id not in released], now)
    for view in views:
        with_them = [each.step for each in waiting.get(view.id, ()) if each.meeting in keys]
        hands = _hands(session, [view[step].id for step in with_them])
        for step in with_them:
            yield Matter(_what(view.name, step, is_told=False, is_first=True), hands[view[step].id])


def of_letters(session: Session, values: Mapping[str, Any], /, *, now: datetime) -> Iterator[Matter]:
    """Yield each date in these letters, or in those of the cycle, that needs a second person."""
    query = (
        select(Deadline.id, Deadline.step, Deadline.cycle_id, Cycle.chain, Cycle.edition, Owed.rung)
        .join(Owed, Owed.deadline_id == Deadline.id)
        .join(Message, Message.id == Owed.message_id)
        .join(Cycle, Cycle.id == Deadline.cycle_id)
        .where(in_state(State.HELD))
        .distinct()
    )
    if values["messages"]:
        ids = select(MessageIdentity.id)
        named = (ids.where(MessageIdentity.public_id.in_(some)) for some in slices(values["messages"]))
        parts = (query.where(Message.id.in_(some)) for some in named)
        rows = [row for part in parts for row in session.execute(part)]
    else:
        rows = [row for row in session.execute(query) if values["cycle"] in (None, f"{row.chain}/{row.edition}")]
    released = _released(session, {row.cycle_id for row in rows})
    hands = _hands(session, {row.id for row in rows})
    ended_by = _ended_by(session, {row.rung for row in rows if row.rung.startswith(ENDS)})
    for row in rows:
        is_first = row.cycle_id not in released and row.rung.startswith((Rung.OPENING, Rung.ANNOUNCED))
        name = f"{row.chain}/{row.edition}"
        what = _what(name, row.step, is_told=row.rung == Rung.CHANGE, is_first=is_first)
        if row.rung.startswith(CANCELS):
            what = f"{name} {row.step} cancels what members were told"
        if what:
            yield Matter(what, ended_by.get(row.rung, hands[row.id]))


def _what(cycle: str, step: str, *, is_told: bool, is_first: bool) -> str:
    """Return why a second person looks at the date of a step; empty where nobody need."""
    if CONSULTATION in cycle.partition("/")[0].split("-"):
        return f"{cycle} {step} is part of a consultation"
    if is_told:
        return f"{cycle} {step} changes a date that members were told"
    return f"{cycle} {step} is in the first letter of its cycle to all members" if is_first else ""


def _hands(session: Session, deadlines: Collection[int]) -> dict[int, str]:
    """Return who set the date of each of these deadlines."""
    newest = select(func.max(Promise.id)).group_by(Promise.deadline_id)
    query = select(Promise.deadline_id, Entry.by).join(Entry, Entry.id == Promise.entry_id)
    return {
        deadline: by
        for some in slices(deadlines)
        for deadline, by in session.execute(query.where(Promise.id.in_(newest.where(Promise.deadline_id.in_(some)))))
    }


def _ended_by(session: Session, rungs: Collection[str]) -> dict[str, str]:
    """Return who ended the step, by each of these rungs that tells of it."""
    lines = {line_of(rung): rung for rung in rungs}
    query = select(Entry.id, Entry.by)
    rows = (row for some in slices(lines) for row in session.execute(query.where(Entry.id.in_(some))))
    return {lines[row.id]: row.by for row in rows}


def _released(session: Session, cycles: Collection[int]) -> set[int]:
    """Return those of these cycles of which a letter was approved before."""
    query = (
        select(Deadline.cycle_id)
        .join(Owed, Owed.deadline_id == Deadline.id)
        .join(Message, Message.id == Owed.message_id)
        .where(Deadline.cycle_id.in_(cycles), Message.released_by.is_not(None))
        .distinct()
    )
    return set(session.scalars(query))
