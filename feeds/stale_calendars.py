"""Find subscribers whose calendar is stale: a date moved, and their program has not fetched the calendar since.

Programs fetch every few hours, Google within a day. After that time their owner gets a mail, as for any change: held
for release if the reader is outside the Secretariat, once for each promise, and sent during the reader's day.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from feeds import cycle_memory, selected
from feeds.facts import DeadlineFacts
from feeds.selected import Wanted
from feeds.selection import parse
from letters.ledger import Ledger
from letters.new_messages import Due, Pair
from models.cycles import Cycle
from models.deadlines import Deadline, Promise
from models.issues import Issue, IssueStop
from models.outbox import MessageKind
from models.slices import slices
from models.subscriptions import Subscription
from planning.calendar_lag import FAIR, NEWS, URGENT_FAIR, URGENT_WITHIN
from planning.errors import CouncilError
from planning.ladder import Rung
from record.cycles.views import CycleView, DeadlineView
from record.people.people import Recipient


@dataclass(frozen=True, slots=True)
class Missed:
    """A date that moved after a subscription was last fetched: the promise it showed, and the one of now."""

    deadline: DeadlineFacts
    was: Promise
    now: Promise
    at: datetime  # from when on it would show the one of now
    as_set: bool  # it shows dates that are not issued yet


def owed(ledger: Ledger, deadlines: Iterable[tuple[CycleView, Sequence[DeadlineView]]], *, now: datetime) -> list[Pair]:
    """Return the changes of these deadlines that subscribers must be told by mail at `now`.

    Each deadline is given as it is set and as it is issued. Write to the ledger what their calendar shows, so that the
    mail can name the date that it replaces. Leave out people who are told of a deadline by mail: they hear of its
    changes anyway.
    """
    rested = {
        each[0].id: (view, each)
        for view, each in deadlines
        if each and each[0].is_open and any(_is_news(one, now) for one in each)
    }
    moves = _moves(ledger.session, rested) if rested else {}
    if not moves:
        return []
    heard = ledger.heard({number: {one.promise for one in rested[number][1]} for number in moves})
    dues = [
        (person, missed)
        for person, missed in _by_person(ledger.session, moves, now)
        if (missed.deadline.id, person) not in heard and now >= missed.at + _fair(missed)
    ]
    return list(_pairs(ledger, dues, rested, heard, now)) if dues else []


def of(
    session: Session, fetched: Mapping[Subscription, datetime], *, now: datetime
) -> dict[Subscription, tuple[Missed, ...]]:
    """Return, by subscription, the dates that it would show differently now than when it was last `fetched`."""
    moves = _moves(session, None, since=min(fetched.values())) if fetched else {}
    shown = _Shown(session, moves, now) if moves else None
    if shown is None:
        return {}
    return {
        row: tuple(missed for deadline, eyes in shown.to(row) if (missed := shown.missed(deadline, at, eyes)))
        for row, at in fetched.items()
    }


# -- what moved ----------------------------------------------------------------------------------------------------


class Dated(NamedTuple):
    """A promise, and from when on calendars show it."""

    at: datetime
    promise: Promise


class Move(NamedTuple):
    """What calendars showed of a deadline, in order: as it was set, and as it was issued."""

    as_set: Sequence[Dated]
    issued: Sequence[Dated]


Moves = Mapping[int, Move]  # by deadline with more than one promise


def _moves(session: Session, ids: Collection[int] | None, *, since: datetime | None = None) -> Moves:
    moved = select(Promise.deadline_id).where(Promise.number > 1)
    if ids is not None:
        moved = moved.where(Promise.deadline_id.in_(ids))
    if since is not None:
        recent = or_(Promise.at > since, Promise.id.in_(select(Issue.promise_id).where(Issue.effective_at > since)))
        moved = moved.where(recent, Promise.deadline_id.in_(select(Deadline.id).where(Deadline.open)))
    promises = list(session.scalars(select(Promise).where(Promise.deadline_id.in_(moved)).order_by(Promise.id)))
    by_id = {row.id: row for row in promises}
    stopped = select(IssueStop.id).where(IssueStop.issue_id == Issue.id).exists()
    of = select(Issue.effective_at, Issue.promise_id).where(Issue.promise_id.in_(by_id), ~stopped)
    issued: dict[int, list[Dated]] = {}
    for at, promise_id in session.execute(of.order_by(Issue.id)):
        promise = by_id[promise_id or 0]
        issued.setdefault(promise.deadline_id, []).append(Dated(at, promise))
    as_set: dict[int, list[Dated]] = {}
    for promise in promises:
        as_set.setdefault(promise.deadline_id, []).append(Dated(promise.at, promise))
    return {number: Move(rows, issued.get(number, [])) for number, rows in as_set.items()}


def _is_news(deadline: DeadlineView, now: datetime) -> bool:
    """Return True if its last promise is old enough to have been missed, and recent enough to be worth telling."""
    return URGENT_FAIR <= now - deadline.promised_at <= NEWS


def _fair(missed: Missed) -> timedelta:
    """Return how long to wait for a program to fetch: less if the nearer of the two dates comes sooner."""
    closes = [at for at in (missed.was.closes_at, missed.now.closes_at) if at]
    return URGENT_FAIR if min(closes) - missed.at < URGENT_WITHIN else FAIR


# -- who has not heard ---------------------------------------------------------------------------------------------


def _by_person(session: Session, moves: Moves, now: datetime) -> Iterator[tuple[int, Missed]]:
    """Yield each person with a change that none of their subscriptions has fetched."""
    newest = max(dated.at for move in moves.values() for dated in (*move.as_set, *move.issued))
    living = select(Subscription).where(Subscription.revoked_at.is_(None), Subscription.used_at.is_not(None))
    late = living.where(Subscription.used_at < newest).with_only_columns(Subscription.person_id)
    rows = session.scalars(living.where(Subscription.person_id.in_(late)).order_by(Subscription.person_id)).all()
    if not rows:
        return
    shown = _Shown(session, moves, now)
    for person, theirs in groupby(rows, key=lambda row: row.person_id):
        last: dict[int, datetime] = {}
        eyes: dict[int, Wanted] = {}
        for row in theirs:
            for deadline, wanted in shown.to(row):
                assert row.used_at is not None
                if row.used_at >= last.get(deadline, row.used_at):
                    last[deadline], eyes[deadline] = row.used_at, wanted
        for deadline, at in last.items():
            if missed := shown.missed(deadline, at, eyes[deadline]):
                yield person, missed


class _Shown:
    """What subscriptions show of the deadlines that moved; each selection is evaluated once."""

    def __init__(self, session: Session, moves: Moves, now: datetime) -> None:
        self._session, self._moves, self._now = session, moves, now
        memory = cycle_memory.Memory(issued=False)
        read = cycle_memory.read(session, _cycles(session, moves), now=now, memory=memory).deadlines
        self._facts = {deadline.id: deadline for deadline in read if deadline.id in moves}
        self._fits: dict[str, tuple[int, ...]] = {}

    def to(self, row: Subscription) -> Iterator[tuple[int, Wanted]]:
        """Yield the deadlines that the subscription includes, with the rights of its reader."""
        ids = self._fitting(row.selection)
        if ids:
            selection = parse(row.selection)
            eyes = selected.eyes_of(self._session, row.person_id, selection, row.language, now=self._now)
            yield from ((deadline, eyes) for deadline in ids if eyes.others)

    def missed(self, deadline: int, fetched_at: datetime, eyes: Wanted) -> Missed | None:
        """Return the change since the last fetch, if the reader saw the old date and may see the new one; else None."""
        move = self._moves[deadline]
        dated = [each for each in (move.as_set if eyes.proposals else move.issued) if each.at <= self._now]
        was = next((each.promise for each in reversed(dated) if each.at <= fetched_at), None)
        if was is None or not _is_shown(was, eyes) or dated[-1].at <= fetched_at:
            return None
        at, last = dated[-1]
        may_be_told = last.due_on is None or _is_shown(last, eyes)
        same = (was.due_on, was.closes_at) == (last.due_on, last.closes_at)
        return Missed(self._facts[deadline], was, last, at, eyes.proposals) if may_be_told and not same else None

    def _fitting(self, selection: str) -> tuple[int, ...]:
        if selection not in self._fits:
            try:
                concerns = selected.concerns(self._session, parse(selection), now=self._now)
            except CouncilError:  # what the selection named no longer exists
                return ()
            self._fits[selection] = tuple(deadline.id for deadline in self._facts.values() if concerns(deadline))
        return self._fits[selection]


def _is_shown(promise: Promise, eyes: Wanted) -> bool:
    """Return True if a feed showed that date to such a reader: members see no proposals."""
    return promise.due_on is not None and (eyes.proposals or promise.basis.binds)


def _cycles(session: Session, moves: Moves) -> set[str]:
    """Return the names of the cycles whose deadlines moved."""
    query = select(Cycle.chain, Cycle.edition).join(Deadline, Deadline.cycle_id == Cycle.id).distinct()
    rows = (row for some in slices(moves) for row in session.execute(query.where(Deadline.id.in_(some))))
    return {f"{row.chain}/{row.edition}" for row in rows}


# -- the ledger ----------------------------------------------------------------------------------------------------


def _pairs(
    ledger: Ledger,
    dues: Sequence[tuple[int, Missed]],
    deadlines: Mapping[int, tuple[CycleView, Sequence[DeadlineView]]],
    heard: set[tuple[int, int]],
    now: datetime,
) -> Iterator[Pair]:
    """Yield the change that each person, or their deputy, must be told; nobody gets it twice."""
    done: set[tuple[int, int, str]] = set()
    directory = ledger.directory((), {person for person, _ in dues}, now)
    for person, missed in dues:
        view, read = deadlines[missed.deadline.id]
        deadline = read[0] if missed.as_set else read[-1]
        for reader in directory.reached([person], view.chain.slug, view.zone):
            key = (deadline.id, reader.person_id, reader.address)
            if key in done or key[:2] in heard:
                continue
            done.add(key)
            ledger.show(_shown_row(missed, reader, now))
            yield view, Due(deadline, reader, MessageKind.CHANGE, Rung.CHANGE, was=missed.was.due_on)


def _shown_row(missed: Missed, reader: Recipient, now: datetime) -> dict[str, object]:
    return {
        "deadline_id": missed.deadline.id, "promise": missed.was.number, "rung": Rung.SHOWN,
        "person_id": reader.person_id, "address": reader.address, "message_id": None, "at": now,
    }  # fmt: skip
