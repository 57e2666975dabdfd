"""The acts of an officer on messages: release, hold, drop, put back, retry.

Each act locks the rows that it changes, because a sender may claim them at the same moment. A preview locks and changes
no row: it notes what the act would do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Annotated

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions.cycles import second_looks
from desk import invitations_checked, lapsed_recalls
from desk.contradictions import Contradictory, contradictions
from desk.dropped_messages import as_dropped, check_untold, due_before_release
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening, Letter
from kernel.doors import Door
from kernel.grants import Grant, Identity
from kernel.parameters import CYCLE, FLAG, KeepShort, Messages, Reason
from letters import preview_notes
from models.cycles import Cycle
from models.deadlines import Deadline
from models.message_identities import MessageIdentity
from models.outbox import WAITING, Message, Owed, State, in_state, word_of
from models.people import Person
from models.slices import slices
from planning.ladder import Rung
from planning.remedies import Call
from planning.rule_words import count_of
from record import origin
from record.cycles import issues, snapshots
from record.refusals import NoSuchMessage, NotDropped, NotFailed, NothingNamed, NotLeaving, NotWaiting

OfCycle = Annotated[str | None, CYCLE.saying("Every letter of this cycle that waits for approval.")]
Every = Annotated[bool, FLAG.saying("Every letter that waits for approval.")]
Anyway = Annotated[bool, FLAG.saying("Also a letter that contradicts another one, or a date that changed since.")]


@act("outbox/release", who=(Grant.APPROVER,), undo="outbox/hold", tags=("mail",), second=second_looks.of_letters)
def release(
    session: Session,
    messages: Messages = (),
    *,
    cycle: OfCycle = None,
    all: Every = False,
    anyway: Anyway = False,
    keep_short: KeepShort = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Approve letters: they leave with the next round; approved at the desk, they can be stopped for ten minutes.

    Raises NothingNamed, NoSuchMessage, NoSuchCycle, NotWaiting, Contradictory, and WindowTooShort for an invitation
    that comes so late that less than the least time for comments is left.
    """
    if not (messages or cycle or all):
        raise NothingNamed
    rows = _lock_messages(session, messages or held(session, cycle))
    for message in rows:
        if message.state is not State.HELD:
            raise NotWaiting(message.id, message.state)
    if not anyway:
        _check_contradictions(session, [message.id for message in rows])
    invitations_checked.check(session, rows, keep_short, now=now)
    leaves_at = now + issues.STOP if origin.of(session).door == Door.DESK else now
    was = {message.public_id: message.due_at for message in rows if message.due_at < leaves_at}
    for message in rows:
        # the time it was held does not count as time of trying
        at = {"due_at": max(message.due_at, leaves_at), "first_try_at": None, "retry_at": None}
        _put(session, message, state=State.QUEUED, released_by=by.name, **at)
    undo = Call("outbox/hold", {"messages": _ids(rows)})
    done = _make_done(
        session, "released", "approved", rows, {"anyway": True, "was": was} if anyway else {"was": was}, undo
    )
    doubts = invitations_checked.notes(session, rows, now=now), lapsed_recalls.notes(session, rows, now=leaves_at)
    return replace(done, notes=tuple(chain.from_iterable(doubts)))


def _check_contradictions(session: Session, numbers: Sequence[int]) -> None:
    by_number = contradictions(session, set(numbers))
    for number in numbers:
        for contradiction in by_number.get(number, ()):
            raise Contradictory(contradiction)


def held(session: Session, cycle: str | None = None) -> list[str]:
    """Return the ids of all held messages, or those of one cycle. Raises NoSuchCycle."""
    query = select(Message.public_id).where(in_state(State.HELD)).order_by(Message.due_at, Message.id)
    if cycle:
        of_cycle = select(Deadline.id).where(Deadline.cycle_id == snapshots.cycle_row(session, cycle).id)
        query = query.where(Message.id.in_(select(Owed.message_id).where(Owed.deadline_id.in_(of_cycle))))
    return list(session.scalars(query))


@act("outbox/hold", who=(Grant.SECRETARIAT,), undo="outbox/release", tags=("mail",))
def hold(session: Session, messages: Messages, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Have letters that are about to leave wait for approval again.

    One that a server may have taken already is not held: its copy, if there is one, equals it. Raises NoSuchMessage,
    NotLeaving.
    """
    rows = _lock_messages(session, messages)
    for message in rows:
        if message.state not in (State.QUEUED, State.RETRY):
            raise NotLeaving(message.id, message.state)
    due = due_before_release(session, _ids(rows))
    for message in rows:
        at = due.get(message.public_id, message.due_at)
        _put(session, message, state=State.HELD, detail=because, released_by=None, due_at=at)
    undo = Call("outbox/release", {"messages": _ids(rows)})
    held = _make_done(session, "held", "kept for approval", rows, {"because": because}, undo)
    return replace(held, events=())  # automations need not act on a hold


@act("outbox/drop", who=(Grant.SECRETARIAT,), undo="outbox/restore", tags=("mail",))
def drop(session: Session, messages: Messages, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Do not send letters that wait or that failed; they stay on record.

    What waited for one of them, such as a reminder for a change, is planned by the next round. Raises NoSuchMessage,
    NotWaiting.
    """
    rows = _lock_messages(session, messages)
    for message in rows:
        if message.state not in WAITING and not _has_failed(message):
            raise NotWaiting(message.id, message.state)
    was = {message.public_id: [str(message.state), message.detail] for message in rows}
    for message in rows:
        _put(session, message, state=State.DROPPED, detail=because)
    for some in slices([message.id for message in rows]):
        concerned = select(Owed.deadline_id).where(Owed.message_id.in_(some))
        session.execute(update(Deadline).where(Deadline.id.in_(concerned), Deadline.open).values(look_at=now))
    undo = Call("outbox/restore", {"messages": _ids(rows)})
    return _make_done(session, "dropped", "left unsent", rows, {"because": because, "was": was}, undo)


@act("outbox/restore", who=(Grant.SECRETARIAT,), undo="outbox/drop", tags=("mail",))
def restore(session: Session, messages: Messages, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Put back letters that were not to be sent, as long as no other letter has said the same.

    Raises NoSuchMessage, NotDropped, ToldOtherwise.
    """
    rows = _lock_messages(session, messages)
    for message in rows:
        if message.state is not State.DROPPED:
            raise NotDropped(message.id, message.state)
    dropped = as_dropped(session, _ids(rows))
    check_untold(session, [message for message in rows if dropped[message.public_id].state in WAITING], dropped)
    for message in rows:
        was = dropped[message.public_id]
        _put(session, message, state=was.state, detail=was.detail)
    undo = Call("outbox/drop", {"messages": _ids(rows)})
    return _make_done(session, "restored", "put back", rows, {"because": because}, undo)


@act("outbox/retry", who=(Grant.SECRETARIAT,), no_undo="what is sent once more may have left", tags=("mail",))
def retry(session: Session, messages: Messages, *, now: datetime, by: Identity) -> Done:
    """Send letters that were given up once more with the next round, under the same Message-ID.

    They have 48 hours before them. What may have left already leaves again equal to the byte. Raises NoSuchMessage,
    NotFailed.
    """
    rows = _lock_messages(session, messages)
    for message in rows:
        if not _has_failed(message):
            raise NotFailed(message.id, message.state)
    for message in rows:
        anew = {} if message.in_doubt else {"frozen": None}  # no copy has left: write it again, for today's address
        _put(session, message, state=State.QUEUED, tries=0, due_at=min(message.due_at, now), **_UNTRIED, **anew)
    return _make_done(session, "retried", "to be sent once more", rows, {}, None)


_UNTRIED = {"first_try_at": None, "retry_at": None, "lease_until": None, "token": None, "unanswered": 0}


def _has_failed(message: Message) -> bool:
    """Return True if the sender gave the message up: refused for good, too old, or never answered after all copies."""
    return message.state is State.DEAD


def _make_done(
    session: Session,
    outcome: str,
    words: str,
    rows: Sequence[Message],
    facts: Mapping[str, object],
    undo: Call | None,
) -> Done:
    """Return the result of an act on these messages, with an event for automations."""
    return Done(
        outcome,
        f"{count_of(len(rows), 'letter')} {words}",
        facts={"messages": _ids(rows), **facts},
        letters=tuple(_letters(session, rows)),
        events=(Happening(outcome, "outbox", ()),) if rows else (),
        undo=undo if rows else None,
        is_nothing=not rows,
    )


def _letters(session: Session, rows: Sequence[Message]) -> Iterator[Letter]:
    """Yield the reader, kind and steps of each message."""
    names: dict[int, str] = {}
    steps: dict[int, list[str]] = {}
    invite: set[int] = set()
    people = select(Person.id, Person.name)
    for some in slices({message.person_id for message in rows}):
        names |= {row.id: row.name for row in session.execute(people.where(Person.id.in_(some)))}
    query = select(Owed.message_id, Owed.rung, Cycle.chain, Cycle.edition, Deadline.step).order_by(Owed.id)
    query = query.join(Deadline, Deadline.id == Owed.deadline_id).join(Cycle, Cycle.id == Deadline.cycle_id)
    for some in slices([message.id for message in rows]):
        for row in session.execute(query.where(Owed.message_id.in_(some))):
            steps.setdefault(row.message_id, []).append(f"{row.chain}/{row.edition} {row.step}")
            invite |= {row.message_id} if row.rung == Rung.OPENING else set()
    for message in rows:
        kind = Rung.OPENING if message.id in invite else word_of(message.kind)
        yield Letter(names[message.person_id], kind, tuple(steps.get(message.id, ())))


def _ids(rows: Sequence[Message]) -> list[str]:
    return [message.public_id for message in rows]


def _put(session: Session, message: Message, **values: object) -> None:
    """Change a message; in a preview, note the change instead."""
    was = (message.state, message.detail, message.due_at, message.in_doubt)
    effects.note(session, f"outbox:{message.public_id}", was)
    preview = preview_notes.of(session)
    if preview is not None:
        preview.put[message.id] = values
        return
    for name, value in values.items():
        setattr(message, name, value)


def _lock_messages(session: Session, ids: Sequence[str]) -> list[Message]:
    """Return the messages as they are now, locked until the act ends unless it is previewed. Raises NoSuchMessage."""
    by_id: dict[str, Message] = {}
    for some in slices(ids):
        query = select(Message).join(MessageIdentity, MessageIdentity.id == Message.id).order_by(Message.id)
        query = query.where(MessageIdentity.public_id.in_(some))
        query = query if preview_notes.of(session) else query.with_for_update(of=Message)
        by_id |= {row.public_id: row for row in session.scalars(query.execution_options(populate_existing=True))}
    for name in ids:
        if name not in by_id:
            raise NoSuchMessage(name)
    return [by_id[name] for name in ids]
