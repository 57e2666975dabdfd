"""Preparing claimed messages: worded when claimed, frozen before anything leaves, so that a copy equals the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from actions import claiming, linking, mondays, reading, wording
from actions.feeding import part_for
from actions.hours import next_permitted
from actions.people import EMAIL
from actions.settings import Settings
from actions.telling import last_told
from actions.views import CycleView
from models.cycles import Cycle
from models.deadlines import Deadline
from models.outbox import Message, Owed, State
from models.people import Channel
from models.store import the_store
from notifications.letter import Letter
from notifications.mail import Mail, compose
from notifications.week import Week, write_week
from notifications.words import Words, write


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed message as it will leave: to an e-mail address with its bytes, or to a channel's URL with its words."""

    message: Message
    target: str
    subject: str
    body: str
    data: bytes

    @property
    def by_mail(self) -> bool:
        """Whether it leaves by SMTP."""
        return self.message.address == EMAIL


def prepare(session: Session, ids: Sequence[int], settings: Settings, *, now: datetime) -> tuple[list[Ready], int]:
    """Return what can leave now, and how many were withdrawn because what they were to tell is no longer so."""
    batch = _batch(session, ids, settings, now)
    made = [batch.ready(message) for message in batch.messages if batch.is_time(message)]
    return [ready for ready in made if ready], sum(ready is None for ready in made)


@dataclass(frozen=True, slots=True)
class _Batch:
    """The messages of one claim, with all that their words need, read in a fixed number of queries."""

    session: Session
    settings: Settings
    now: datetime
    messages: Sequence[Message]
    known: wording.Known
    targets: dict[str, str]
    first_notices: dict[tuple[int, int], str]
    weeks: Mapping[int, Week | None]  # of the weekly reports among the messages

    def is_time(self, message: Message) -> bool:
        """Whether the reader's working day has begun and not ended; if not, the message is put back until it does."""
        view = self._view(message) if message.owed else None
        zone, place = (view.zone, view.place) if view else (mondays.HOME_ZONE, mondays.HOME_PLACE)
        moment = next_permitted(self.now, message.person.zone or zone, reading.calendars(self.session)[place])
        if moment > self.now:
            claiming.put_back(self.session, [message.id], moment, "waits for the reader's working day")
        return moment <= self.now

    def ready(self, message: Message) -> Ready | None:
        """Return the message as it will leave, or None once it has nothing true to tell."""
        told = self._told(message)
        if told is None:
            message.state, message.detail = State.SUPPRESSED, "what it was to tell is no longer so"
            return None
        if message.frozen is None:
            words = write_week(told) if isinstance(told, Week) else write(told)
            data = self._bytes(message, words, told.unsubscribe_url)
            message.subject, message.body, message.frozen = words.subject, words.text, data
        target = self.targets.get(message.address, "") if message.address != EMAIL else message.person.email
        return Ready(message, target, message.subject or "", message.body or "", message.frozen)

    def _told(self, message: Message) -> Letter | Week | None:
        if message.kind == mondays.KIND:
            return self.weeks[message.id]
        return wording.letter(message, self.known, self.settings, now=self.now)

    def _bytes(self, message: Message, words: Words, unsubscribe: str | None) -> bytes:
        return compose(
            Mail(
                sender=f"{self.settings.office} <{self.settings.mail_from}>",
                recipient=message.person.email,
                message_id=_message_id(self.session, message.public_id),
                words=words,
                date=self.now,
                calendar=self._calendar(message),
                in_reply_to=self._first_notice(message),
                language=message.person.language,
                unsubscribe=unsubscribe,
            )
        )

    def _calendar(self, message: Message) -> bytes | None:
        return part_for(self.session, self._view(message), message, self.settings) if message.owed else None

    def _view(self, message: Message) -> CycleView:
        """Return the first of the cycles that a message tells of."""
        assert message.cycle_id is not None
        return self.known.views[message.cycle_id]

    def _first_notice(self, message: Message) -> str | None:
        """Return the Message-ID under which this person first heard of the deadline, so that a thread forms."""
        first = self.first_notices.get((message.owed[0].deadline_id, message.person_id)) if message.owed else None
        return _message_id(self.session, first) if first else None


def _message_id(session: Session, public_id: str) -> str:
    return f"<{public_id}@{the_store(session).uid_host}>"


def _batch(session: Session, ids: Sequence[int], settings: Settings, now: datetime) -> _Batch:
    messages = session.scalars(
        select(Message)
        .where(Message.id.in_(ids))
        .order_by(Message.due_at, Message.id)
        .options(selectinload(Message.owed), selectinload(Message.person))
        .execution_options(populate_existing=True)
    ).all()
    deadlines = sorted({owed.deadline_id for message in messages for owed in message.owed})
    wanted = select(Deadline.cycle_id).where(Deadline.id.in_(deadlines))
    cycles = session.scalars(select(Cycle).where(Cycle.id.in_(wanted))).all()
    views = reading.views(session, cycles, now, now)
    known = wording.known_of(views, last_told(session, deadlines, besides=ids))
    weeks = mondays.weeks(session, messages, settings, now=now)
    targets, firsts = _targets(session, messages), _firsts(session, deadlines)
    return _Batch(session, linking.in_hand(settings), now, messages, known, targets, firsts, weeks)


def _targets(session: Session, messages: Sequence[Message]) -> dict[str, str]:
    """Return the URL of each channel in the batch by its word in the ledger."""
    numbers = [int(message.address.removeprefix("channel-")) for message in messages if message.address != EMAIL]
    rows = session.scalars(select(Channel).where(Channel.id.in_(numbers)))
    return {f"channel-{row.id}": row.address for row in rows}


def _firsts(session: Session, deadline_ids: Sequence[int]) -> dict[tuple[int, int], str]:
    first = (
        select(func.min(Message.id))
        .join(Owed, Owed.message_id == Message.id)
        .where(Owed.deadline_id.in_(deadline_ids), Message.state == State.SENT, Message.address == EMAIL)
        .group_by(Owed.deadline_id, Owed.person_id)
    )
    rows = session.execute(
        select(Owed.deadline_id, Owed.person_id, Message.public_id)
        .join(Message, Owed.message_id == Message.id)
        .where(Message.id.in_(first), Owed.deadline_id.in_(deadline_ids))
    )
    return {(row[0], row[1]): row[2] for row in rows}
