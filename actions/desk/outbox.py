"""What an officer does with the outbox: release, hold, drop, retry, and standing releases by chain and kind.

Each act locks the rows it changes: a sender may be claiming them at the same moment.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions import journal
from actions.cycles import reading
from actions.desk.contradicting import Contradictory, contradictions
from actions.owed import carrying
from actions.refusals import NoSuchMessage, NotFailed, NotLeaving, NotWaiting, ReasonMissing
from models.deadlines import Deadline
from models.outbox import WAITING, Message, Owed, StandingRelease, State, in_state
from models.slices import slices
from planning.errors import CouncilError, among


class NoSuchKind(CouncilError):
    """A standing release is for one kind of message."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"{kind!r} is not a kind of message; the kinds are {among(carrying.KINDS)}")


def release(session: Session, numbers: Sequence[int], *, anyway: bool = False, now: datetime, by: str) -> int:
    """Let held messages leave, and return how many; `anyway` also those that contradict another or the record.

    Raises NoSuchMessage, NotWaiting, Contradictory.
    """
    rows = _locked(session, numbers)
    for message in rows:
        if message.state is not State.HELD:
            raise NotWaiting(message.id, message.state)
    if not anyway:
        _check_contradictions(session, numbers)
    if rows:
        told = {"messages": _ids(rows)} | ({"anyway": True} if anyway else {})
        journal.write(session, "release", told, now=now, by=by)
    for message in rows:
        message.state, message.released_by = State.QUEUED, by
        message.due_at = max(message.due_at, now)
        message.first_try_at = message.retry_at = None  # the time it was held is no time of trying
    return len(rows)


def _check_contradictions(session: Session, numbers: Sequence[int]) -> None:
    found = contradictions(session, set(numbers))
    for number in numbers:
        for one in found.get(number, ()):
            raise Contradictory(one)


def held(session: Session, cycle: str | None = None) -> list[int]:
    """Return the numbers of all held messages, or those of one cycle. Raises NoSuchCycle."""
    query = select(Message.id).where(in_state(State.HELD)).order_by(Message.due_at, Message.id)
    if cycle:
        of_cycle = select(Deadline.id).where(Deadline.cycle_id == reading.cycle_row(session, cycle).id)
        query = query.where(Message.id.in_(select(Owed.message_id).where(Owed.deadline_id.in_(of_cycle))))
    return list(session.scalars(query))


def hold(session: Session, numbers: Sequence[int], *, because: str, now: datetime, by: str) -> int:
    """Have messages that are about to leave wait for a release again, and return how many.

    One that a server may have taken already is not held: its copy, if there is one, equals it. Raises ReasonMissing,
    NoSuchMessage, NotLeaving.
    """
    reason = _reason(because, "hold")
    rows = _locked(session, numbers)
    for message in rows:
        if message.state not in (State.QUEUED, State.RETRY):
            raise NotLeaving(message.id, message.state)
    journal.write(session, "hold", {"messages": _ids(rows), "because": reason}, now=now, by=by)
    for message in rows:
        message.state, message.detail, message.released_by = State.HELD, reason, None
    return len(rows)


def drop(session: Session, numbers: Sequence[int], *, because: str, now: datetime, by: str) -> int:
    """Take messages that wait, or that failed, out for good, and return how many.

    What waited for one of them, such as a reminder for a change, is planned by the next round. Raises ReasonMissing,
    NoSuchMessage, NotWaiting.
    """
    reason = _reason(because, "drop")
    rows = _locked(session, numbers)
    for message in rows:
        if message.state not in WAITING and not _has_failed(message):
            raise NotWaiting(message.id, message.state)
    journal.write(session, "drop", {"messages": _ids(rows), "because": reason}, now=now, by=by)
    for message in rows:
        message.state, message.detail = State.DROPPED, reason
    for some in slices([message.id for message in rows]):
        told = select(Owed.deadline_id).where(Owed.message_id.in_(some))
        session.execute(update(Deadline).where(Deadline.id.in_(told), Deadline.open).values(look_at=now))
    return len(rows)


def retry(session: Session, numbers: Sequence[int], *, now: datetime, by: str) -> int:
    """Send messages that failed once more, and return how many: under the same Message-ID, with 48 hours before them.

    What may have left already leaves again equal to the byte. Raises NoSuchMessage, NotFailed.
    """
    rows = _locked(session, numbers)
    for message in rows:
        if not _has_failed(message):
            raise NotFailed(message.id, message.state)
    if rows:
        journal.write(session, "retry", {"messages": _ids(rows)}, now=now, by=by)
    for message in rows:
        message.state, message.tries, message.due_at = State.QUEUED, 0, min(message.due_at, now)
        message.first_try_at = message.retry_at = message.lease_until = message.token = None
        message.unanswered = 0
        if not message.in_doubt:
            message.frozen = None  # nothing of it has left: it is worded anew, to the address of today
    return len(rows)


def _has_failed(message: Message) -> bool:
    """Whether nothing more is tried: refused for good, too old, or never answered for after all copies."""
    return message.state is State.DEAD


def rules(session: Session) -> list[StandingRelease]:
    """Return the standing releases, those that hold before those that were withdrawn."""
    found = session.scalars(select(StandingRelease).order_by(StandingRelease.chain, StandingRelease.kind)).all()
    return sorted(found, key=lambda row: row.withdrawn_at is not None)


def allow(session: Session, chain: str, kind: str, *, because: str, now: datetime, by: str) -> None:
    """Let mail of this kind leave to anyone for this chain without a release of its own. Raises NoSuchKind."""
    _check_kind(kind)
    row = _standing(session, chain, kind)
    if row and row.withdrawn_at is None:
        return
    journal.write(session, "allow", {"chain": chain, "kind": kind, "because": because}, now=now, by=by)
    if row is None:
        session.add(StandingRelease(chain=chain, kind=kind, by=by, at=now))
    else:
        row.by, row.at, row.withdrawn_at = by, now, None


def forbid(session: Session, chain: str, kind: str, *, because: str, now: datetime, by: str) -> None:
    """Take a standing release back; what is queued already stays queued. Raises NoSuchKind."""
    _check_kind(kind)
    row = _standing(session, chain, kind)
    if row and row.withdrawn_at is None:
        journal.write(session, "forbid", {"chain": chain, "kind": kind, "because": because}, now=now, by=by)
        row.withdrawn_at = now


def _standing(session: Session, chain: str, kind: str) -> StandingRelease | None:
    return session.scalar(
        select(StandingRelease).where(StandingRelease.chain == chain, StandingRelease.kind == kind)
    )  # fmt: skip


def _check_kind(kind: str) -> None:
    if kind not in carrying.KINDS:
        raise NoSuchKind(kind)


def _reason(because: str, act: str) -> str:
    if not because.strip():
        raise ReasonMissing(act)
    return because.strip()


def _ids(rows: Sequence[Message]) -> list[str]:
    return [message.public_id for message in rows]


def _locked(session: Session, numbers: Sequence[int]) -> list[Message]:
    """Return the messages as they are now, once each, and no sender's until this act is done. Raises NoSuchMessage."""
    wanted = list(dict.fromkeys(numbers))
    found: dict[int, Message] = {}
    for some in slices(wanted):
        query = select(Message).where(Message.id.in_(some)).order_by(Message.id)
        rows = session.scalars(query.with_for_update().execution_options(populate_existing=True))
        found |= {row.id: row for row in rows}
    for number in wanted:
        if number not in found:
            raise NoSuchMessage(number)
    return [found[number] for number in wanted]
