"""Messages for what is owed: one for each person, step and channel; one for all the changes of an act at once.

A meeting's move changes several cycles: whoever hangs on more than one of them is told of all in one message.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, selectinload

from actions import reading
from actions.hours import next_permitted
from actions.people import Recipient
from actions.views import CycleView, DeadlineView
from models.outbox import WAITING, Message, Owed, StandingRelease, State
from models.store import public_id, the_store
from planning.calendar import Calendars

ANNOUNCEMENT, CHANGE, OVERDUE, RUNG = "announcement", "change", "overdue", "rung"
KINDS = (ANNOUNCEMENT, CHANGE, OVERDUE, RUNG)
TOGETHER = (ANNOUNCEMENT, CHANGE)  # told in one message, however many dates they concern


@dataclass(frozen=True, slots=True)
class Due:
    """What one person is to be told of one deadline: the word of the ledger, and the rungs that it covers."""

    deadline: DeadlineView
    recipient: Recipient
    kind: str
    rung: str
    covers: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[int, int, str, int, str]:
        """Its row in the ledger: deadline, promise, rung, person, address."""
        who = self.recipient
        return (self.deadline.id, self.deadline.promise, self.rung, who.person_id, who.address)


Pair = tuple[CycleView, Due]


def carry(session: Session, dues: Sequence[Pair], *, now: datetime) -> int:
    """Return how many messages were made; each owed row is written once, and kept for ever."""
    groups = _groups(dues)
    if not groups:
        return 0
    calendars, allowed = reading.calendars(session), _standing_releases(session)
    _supersede(session, groups)
    messages = [_message(session, pairs, calendars, allowed, now) for pairs in groups]
    session.add_all(messages)
    session.flush()
    rows = [row for pairs, message in zip(groups, messages, strict=True) for row in _owed_rows(pairs, message.id, now)]
    session.execute(insert(Owed), rows)
    return len(messages)


def _groups(dues: Sequence[Pair]) -> list[list[Pair]]:
    joined = _joined(dues)
    groups: dict[tuple[object, ...], list[Pair]] = {}
    for view, due in dues:
        who = (due.recipient.person_id, due.recipient.address, due.kind)
        where = joined[view.id] if due.kind == CHANGE else view.id
        key = (*who, where) if due.kind in TOGETHER else (*who, where, due.deadline.id)
        groups.setdefault(key, []).append((view, due))
    return list(groups.values())


def _joined(dues: Sequence[Pair]) -> dict[int, int]:
    """Return, by cycle, the first of the cycles that one act, or a row of acts, has changed together."""
    joined = {view.id: view.id for view, _ in dues}
    acts: dict[int, int] = {}
    for view, due in dues:
        if due.kind == CHANGE:
            mine, other = joined[view.id], joined[acts.setdefault(due.deadline.promised_in, view.id)]
            joined |= {cycle: min(mine, other) for cycle, root in joined.items() if root in (mine, other)}
    return joined


def _standing_releases(session: Session) -> set[tuple[str, str]]:
    query = select(StandingRelease).where(StandingRelease.withdrawn_at.is_(None))
    return {(row.chain, row.kind) for row in session.scalars(query)}


def _message(
    session: Session, pairs: list[Pair], calendars: Calendars, allowed: set[tuple[str, str]], now: datetime
) -> Message:
    view, first = pairs[0]
    who = first.recipient
    free = who.inside or all((of.chain.slug, first.kind) in allowed for of, _ in pairs)
    return Message(
        public_id=_identity(session, pairs),
        person_id=who.person_id,
        address=who.address,
        kind=first.kind,
        chain=view.chain.slug,
        cycle_id=view.id,
        state=State.QUEUED if free else State.HELD,
        due_at=next_permitted(now, who.zone or view.zone, calendars[view.place]),
        planned_at=now,
        carrier=who.carrier,
    )


def _identity(session: Session, pairs: list[Pair]) -> str:
    """Return an id that depends on what is owed only, so that the same debt is never carried twice."""
    who = pairs[0][1].recipient
    owed = sorted(f"{due.deadline.public_id}/{due.deadline.promise}/{due.rung}" for _, due in pairs)
    return public_id(the_store(session), "message", str(who.person_id), who.address, *owed)


def _owed_rows(pairs: list[Pair], message_id: int, now: datetime) -> list[dict[str, object]]:
    return [
        {
            "deadline_id": due.deadline.id,
            "promise": due.deadline.promise,
            "rung": rung,
            "person_id": due.recipient.person_id,
            "address": due.recipient.address,
            "message_id": message_id if rung == due.rung else None,
            "at": now,
        }
        for _, due in pairs
        for rung in (*due.covers, due.rung)
    ]


def _supersede(session: Session, groups: list[list[Pair]]) -> None:
    """Mark the waiting messages whose every deadline is told of anew to the same person by the same channel."""
    told: dict[tuple[int, str], set[int]] = {}
    for pairs in groups:
        who = pairs[0][1].recipient
        told.setdefault((who.person_id, who.address), set()).update(due.deadline.id for _, due in pairs)
    cycles = {view.id for pairs in groups for view, _ in pairs}
    query = select(Message).where(Message.cycle_id.in_(cycles), Message.state.in_(WAITING))
    for message in session.scalars(query.options(selectinload(Message.owed))):
        anew = told.get((message.person_id, message.address), set())
        if anew.issuperset(owed.deadline_id for owed in message.owed):
            message.state, message.detail = State.SUPERSEDED, "a later message says it better"
