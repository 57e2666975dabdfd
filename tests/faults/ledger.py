"""The account of a store and a sink: who should have been told, who was, and what was told that was no longer so."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, selectinload

from letters import endings, invitations
from models.deadlines import Deadline, Promise
from models.engine import reading
from models.outbox import ENDS, Message, Owed, State, is_current
from notifications.rehearsal_server import Received
from planning.grammar import parse
from planning.ladder import Rung
from reminders import reminder_plan
from tests.faults import promises

TAKEN_BACK = (State.SUPPRESSED, State.SUPERSEDED, State.DROPPED, State.HELD)


@dataclass(frozen=True, slots=True)
class Account:
    """The figures of a period, once everything has settled."""

    acked: int  # messages committed, due, and not taken back
    delivered: int  # of these, how many the sink has
    refused: int  # and how many a server refused for good, or an officer took for told after a restore
    lost: int  # the others, and whoever was owed something and has no message that arrived
    copies: int
    unequal: int
    untrue: int  # mails that left although all they tell was settled, or had moved, before they were claimed
    vanished: int  # ledger rows that are there no more
    missed: tuple[str, ...] = ()  # what is owed to whom, and did not arrive

    @property
    def is_kept(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.unequal or self.untrue or self.vanished)

    def __str__(self) -> str:
        return (
            f"acked {self.acked}, delivered {self.delivered}, refused {self.refused}, lost {self.lost}, "
            f"copies {self.copies} ({self.copies - self.unequal} equal to the byte), untrue {self.untrue}, "
            f"vanished {self.vanished}"
        )


@dataclass(frozen=True, slots=True)
class Edit:
    """An act after whose commit nothing may leave that was promised under these numbers or earlier ones."""

    after: int  # so many mails had arrived
    dead: Mapping[int, int]  # by deadline, the last promise that is no longer so
    closed: frozenset[int]  # deadlines of which nothing may leave any more, whatever was issued
    opened: frozenset[int]  # deadlines that are open again: nothing that was written of their end may leave any more
    newest: int  # the last message that there was
    on_their_way: frozenset[str]  # messages that a sender held when the act was done: they may leave until it lapses


@dataclass
class Ledger:
    """What is written down while faults happen, so that an account can be given in the end."""

    engine: Engine
    mails: Sequence[Received]
    begun: Sequence[int] = ()  # of each mail, how many edits had lapsed when its server was told that it comes
    edits: list[Edit] = field(default_factory=list)
    rows: set[tuple[object, ...]] = field(default_factory=set)
    first: int = 0  # the mail with which this account begins
    lapsed: int = 0  # so many edits were done before the last lapse

    def begins_anew(self) -> None:
        """Forget what was: the store was restored, so that what it had promised since its backup never was."""
        self.first = len(self.mails)
        self.edits.clear()
        self.rows.clear()
        self.lapsed = 0

    def before(self) -> dict[int, tuple[int, bool]]:
        """Return every deadline's promise, and whether it is open."""
        with reading(self.engine) as session:
            rows = session.execute(select(Deadline.id, Deadline.promise, Deadline.open))
            return {number: (promise, is_open) for number, promise, is_open in rows}

    def note(self, before: Mapping[int, tuple[int, bool]]) -> None:
        """Write down what an act has just made untrue.

        Who is on their way is asked before the mails are counted: one that arrives meanwhile, and is recorded, was.
        """
        with reading(self.engine) as session:
            sending = frozenset(session.scalars(select(Message.public_id).where(Message.state == State.SENDING)))
            newest = session.scalar(select(func.max(Message.id))) or 0
        after, now = len(self.mails), self.before()
        dead = {
            number: promise if not now[number][1] else now[number][0] - 1
            for number, (promise, is_open) in before.items()
            if now[number] != (promise, is_open)
        }
        closed = frozenset(number for number in dead if not now[number][1])
        opened = frozenset(number for number in dead if now[number][1] and not before[number][1])
        self.edits.append(Edit(after, dead, closed, opened, newest, sending))

    def lapse(self) -> None:
        """Write down that all leases are over: what was on its way and has not begun to leave must be asked about."""
        self.lapsed = len(self.edits)

    def look(self) -> int:
        """Return how many ledger rows have gone since the last look."""
        with reading(self.engine) as session:
            columns = (Owed.deadline_id, Owed.promise, Owed.rung, Owed.person_id, Owed.address)
            rows = {tuple(row) for row in session.execute(select(*columns))}
        gone = len(self.rows - rows)
        self.rows |= rows
        return gone

    def copies(self) -> promises.Copies:
        """Return the copies since the account began."""
        return promises.copies(self.mails[self.first :])

    def account(self, now: datetime) -> Account:
        """Return the figures at `now`."""
        arrived = {public_id_of(mail) for mail in self.mails}
        with reading(self.engine) as session:
            messages = session.scalars(select(Message).options(selectinload(Message.owed))).all()
            missed = _missed(session, arrived, now)
        alive = [
            living for living in messages if living.state not in TAKEN_BACK and (living.due_at <= now or living.sent_at)
        ]
        given_up = (State.DEAD, State.PRESUMED)
        refused = [living for living in alive if living.state in given_up and living.public_id not in arrived]
        delivered = [living for living in alive if living.public_id in arrived]
        copies = self.copies()
        return Account(
            acked=len(alive),
            delivered=len(delivered),
            refused=len(refused),
            lost=len(alive) - len(delivered) - len(refused) + len(missed),
            copies=copies.more,
            unequal=copies.unequal,
            untrue=self._untrue({message.public_id: message for message in messages}),
            vanished=self.look(),
            missed=missed
            + tuple(_told(living) for living in alive if living not in delivered and living not in refused),
        )

    def _untrue(self, messages: Mapping[str, Message]) -> int:
        mails = enumerate(self.mails[self.first :], self.first)
        return sum(self._is_untrue(index, messages[public_id_of(mail)]) for index, mail in mails)

    def _is_untrue(self, index: int, message: Message) -> bool:
        lapsed = self.begun[index] if self.begun else 0
        earlier = [
            edit
            for number, edit in enumerate(self.edits)
            if edit.after <= index and (number < lapsed or message.public_id not in edit.on_their_way)
        ]
        return bool(earlier) and all(_is_ended(earlier, owed, message) for owed in message.owed)


def _is_ended(earlier: Sequence[Edit], owed: Owed, message: Message) -> bool:
    """Return whether nothing of this row may leave any more after these edits.

    A deadline that is open again may be told of by what was written since.
    """
    number = owed.deadline_id
    reopened = [edit for edit in earlier if number in edit.opened]
    if owed.rung.startswith(ENDS):
        return any(message.id <= edit.newest for edit in reopened)
    is_closed = False
    for edit in earlier:
        is_closed = (is_closed or number in edit.closed) and not (edit in reopened and message.id > edit.newest)
    return is_closed or (not message.issued and any(owed.promise <= edit.dead.get(number, -1) for edit in earlier))


def _missed(session: Session, arrived: Collection[str], now: datetime) -> tuple[str, ...]:
    """Return what people are owed that no message carries, or of which their latest message came to nothing."""
    refused = set(session.scalars(select(Message.person_id).where(Message.state == State.DEAD)))
    every = [due for reckoning in reminder_plan.reckon(session, now=now) for due in reckoning.dues]
    dues = [due for due in every if due.recipient.person_id not in refused]
    missed = [f"{due.rung} of {due.deadline.step} to {due.recipient.name}: not planned" for due in dues]
    rows = session.execute(
        select(Owed, Message)
        .join(Message, Owed.message_id == Message.id)
        .join(Deadline, Owed.deadline_id == Deadline.id)
        .where(is_current())
        .order_by(Owed.id)
    )
    latest = {(owed.deadline_id, owed.person_id, owed.address): (owed, message) for owed, message in rows}
    for owed, message in latest.values():
        if message.public_id in arrived or _is_answered(session, owed) or _came_too_late(session, owed, message, now):
            continue
        if _opened_again(owed, message) or _waits(session, owed):
            continue
        if message.state in TAKEN_BACK:
            why = f"{message.kind} of {owed.at}, {message.state} ({message.detail})"
            missed.append(f"{owed.rung} of deadline {owed.deadline_id} to person {owed.person_id}: {why}")
    return tuple(missed)


def _opened_again(owed: Owed, message: Message) -> bool:
    """Return whether it told of an end that was taken back before it left, however the step has ended since."""
    return owed.rung.startswith(ENDS) and (message.detail or "").startswith(endings.AGAIN)


def _is_answered(session: Session, owed: Owed) -> bool:
    """Return whether somebody was to be asked for a draft that is there: nobody need be asked any more."""
    return owed.rung in (Rung.DRAFT_ASKED, Rung.DRAFT_UNANSWERED) and not _is_missing(session, owed.deadline_id)


def _waits(session: Session, owed: Owed) -> bool:
    """Return whether it invited to a window whose draft is not there any more: it is owed anew once the draft is."""
    return owed.rung == Rung.OPENING and _is_missing(session, owed.deadline_id)


def _is_missing(session: Session, window_id: int) -> bool:
    """Return whether a window opens on a step that is not done."""
    window = session.get_one(Deadline, window_id)
    if not window.opening:
        return False
    draft = Deadline.cycle_id == window.cycle_id, Deadline.step == parse(window.opening).refers_to
    return session.scalars(select(Deadline.open).where(*draft)).one_or_none() is True


def _came_too_late(session: Session, owed: Owed, message: Message, now: datetime) -> bool:
    """Return whether the window of an invitation, or of a recall, closed before any round could begin to send it."""
    promise = Promise.deadline_id == owed.deadline_id, Promise.number == owed.promise
    closes_at = session.scalars(select(Promise.closes_at).where(*promise).order_by(Promise.id.desc())).first()
    is_over = closes_at is not None and closes_at < now
    return invitations.is_invitation(owed.rung) and message.first_try_at is None and is_over


def _told(message: Message) -> str:
    return f"{message.kind} to person {message.person_id}: {message.state}, due {message.due_at} ({message.detail})"


def public_id_of(mail: Received) -> str:
    """Return the public id of the message that a mail carries."""
    return mail.message_id.strip("<>").partition("@")[0]
