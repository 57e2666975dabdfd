"""Prepare claimed messages: write their words, and freeze the bytes before sending, so that each copy is equal.

One short session reads everything, no session is open while words are made, and one transaction writes the result.
Words that many readers share are made once. A message that cannot be written becomes dead, with its reason.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, Table, bindparam, func, select, update
from sqlalchemy.orm import Session, selectinload

from delivery import claims, letter_bytes
from delivery.letter_bytes import Lettering
from letters import contents, document_requests, known_dates, lines
from letters.known_dates import Known
from letters.last_told import last_told
from models.cycles import Cycle
from models.deadlines import Deadline
from models.engine import reading as reading_session
from models.outbox import Message, MessageKind, Owed, State, goes_to_all
from models.people import Channel
from models.store import the_store
from notifications.document_request import Request
from notifications.letter import Letter
from notifications.weekly_words import Week
from planning.calendar import Calendars
from planning.mail_hours import next_permitted_to
from record.cycles import snapshots
from record.meetings import quiet_sessions
from record.meetings.quiet_sessions import Sitting, is_routine
from record.people import signed_links
from record.people.people import EMAIL
from record.people.reach import standing_in
from record.sending.retries import until_committed
from record.settings import Settings
from reminders import approved_alone, weekly_mail


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed message, ready to send: bytes for an e-mail address, or words for a channel's URL."""

    message: Message
    target: str
    subject: str
    body: str
    data: bytes
    named: frozenset[int] = frozenset()  # the rows of the ledger that these words tell

    @property
    def by_mail(self) -> bool:
        """Return True if it leaves by SMTP."""
        return self.message.address == EMAIL


@dataclass(slots=True)
class Prepared:
    """Claimed messages, sorted into those to send now and those that will not be sent, and why."""

    ready: list[Ready] = field(default_factory=list)
    fresh: list[Ready] = field(default_factory=list)  # of the ready, those worded just now: to be frozen
    withdrawn: list[Message] = field(default_factory=list)  # what they were to tell is no longer so
    poisoned: list[tuple[Message, str]] = field(default_factory=list)  # cannot be worded, and why
    later: list[tuple[Message, datetime, str]] = field(default_factory=list)  # until when, and why
    changed: list[Ready] = field(default_factory=list)  # while they were worded: to be worded anew

    @property
    def unsent(self) -> list[Message]:
        """Return the messages that will not leave now, for any reason."""
        poisoned, later = [message for message, _ in self.poisoned], [message for message, *_ in self.later]
        return [*self.withdrawn, *poisoned, *later, *(ready.message for ready in self.changed)]


def prepare(engine: Engine, ids: Sequence[int], settings: Settings, *, now: datetime, clock: datetime) -> Prepared:
    """Return the messages that can leave now, frozen, and those that cannot."""
    with reading_session(engine) as session:
        batch = _read(session, ids, settings, now)
    prepared = Prepared()
    for message in batch.messages:
        batch.place(message, prepared)
    prepared.changed = until_committed(engine, lambda session: _write(session, prepared, now=now, clock=clock))
    prepared.ready = [ready for ready in prepared.ready if ready not in prepared.changed]
    return prepared


@dataclass(frozen=True, slots=True)
class _Batch:
    """The messages of one claim, with all that their words need, read in a fixed number of queries."""

    now: datetime
    messages: Sequence[Message]
    known: Known
    calendars: Calendars
    targets: Mapping[str, str]
    lettering: Lettering
    weeks: Mapping[int, Week | None]  # of the weekly reports among the messages
    requests: Mapping[int, Request | None]  # of the requests for documents, and of what was approved alone
    sitting: Mapping[int, Sitting]  # which readers are delegates to a body that sits

    def place(self, message: Message, prepared: Prepared) -> None:
        """Put the message where it belongs; whatever is wrong with it concerns no other one."""
        try:
            moment, why_later = self._moment(message)
            ready = self._ready(message) if moment <= self.now else None
        except Exception as why:  # one item that breaks anything at all must not stop the others
            prepared.poisoned.append((message, f"cannot be written: {_reason(why)}"))
            return
        if moment > self.now:
            prepared.later.append((message, moment, why_later))
        elif ready is None:
            prepared.withdrawn.append(message)
        else:
            prepared.ready.append(ready)
            prepared.fresh += [ready] if message.frozen is None else []

    def _moment(self, message: Message) -> tuple[datetime, str]:
        """Return now, or when the hours begin in which it may leave, or its reader sits no more; and why it waits."""
        view, rungs = self.known.views.get(message.cycle_id or 0), [owed.rung for owed in message.owed]
        sits = self.sitting.get(message.person_id)
        if sits and is_routine(message.kind, rungs):
            return sits.until, f"waits for the end of {sits.meeting}"
        to_all = goes_to_all(message.kind, rungs)
        moment = next_permitted_to(message.person.zone, view, self.calendars, self.now, to_all=to_all)
        return moment, claims.OUT_OF_HOURS

    def _ready(self, message: Message) -> Ready | None:
        """Return the message as it will leave, or None once it has nothing true to tell."""
        letter = self._contents_of(message)
        if letter is None:
            return None
        target = message.person.email if message.address == EMAIL else self.targets.get(message.address, "")
        if message.frozen is not None:
            return Ready(message, target, message.subject or "", message.body or "", message.frozen)
        words, data = self.lettering.write(message, letter, self.known)
        named = frozenset(line.owed.id for line in lines.lines(message, self.known, now=self.now))
        return Ready(message, target, words.subject, words.text, data, named)

    def _contents_of(self, message: Message) -> Letter | Week | Request | None:
        if message.kind in (MessageKind.REQUEST, MessageKind.ALONE):
            return self.requests[message.id]
        if message.kind == MessageKind.REPORT:
            return self.weeks[message.id]
        return contents.letter(message, self.known, self.lettering.settings, now=self.now)


def _reason(why: Exception) -> str:
    """Return the sentence of a refusal of ours; of any other error its kind and its words."""
    sentence = str(why).replace("\0", "")
    return sentence if isinstance(why, ValueError) and sentence else f"{type(why).__name__}: {sentence}"


def _write(session: Session, prepared: Prepared, *, now: datetime, clock: datetime) -> list[Ready]:
    """Freeze what was worded, and put aside what will not leave, where it is still ours; return what changed since."""
    if prepared.fresh:
        table = Message.__table__
        assert isinstance(table, Table)
        is_mine = (table.c.id == bindparam("of"), table.c.token == bindparam("held_by"))
        frozen = update(table).where(*is_mine, table.c.state == State.SENDING)
        words = frozen.values(subject=bindparam("subject"), body=bindparam("body"), frozen=bindparam("frozen"))
        session.connection().execute(words, [_frozen(ready) for ready in prepared.fresh])
    changed = _keep_what_is_named(session, [ready for ready in prepared.fresh if len(ready.message.owed) > 1])
    claims.word_anew(session, [ready.message for ready in changed])
    claims.withdraw(session, prepared.withdrawn)
    for message, why in prepared.poisoned:
        session.execute(claims.mine(message).values(state=State.DEAD, lease_until=None, detail=why[:500]))
    for message, moment, why in prepared.later:
        claims.put_off(session, message, moment - now, why, now=now, clock=clock)
    return changed


def _keep_what_is_named(session: Session, fresh: Sequence[Ready]) -> list[Ready]:
    """Take out of the ledger's messages what their words do not name; return those that name what was taken out.

    The messages are frozen, and so ours: whoever takes a part out from now on finds them so.
    """
    carried: dict[int, set[int]] = defaultdict(set)
    rows = select(Owed).where(Owed.message_id.in_([ready.message.id for ready in fresh]))
    for owed in session.scalars(rows) if fresh else ():
        carried[owed.message_id or 0].add(owed.id)
    for ready in fresh:
        if unnamed := carried[ready.message.id] - ready.named:
            session.execute(update(Owed).where(Owed.id.in_(unnamed)).values(message_id=None))
    return [ready for ready in fresh if not ready.named <= carried[ready.message.id]]


def _frozen(ready: Ready) -> dict[str, object]:
    words = {"subject": ready.subject.replace("\0", ""), "body": ready.body.replace("\0", ""), "frozen": ready.data}
    return {"of": ready.message.id, "held_by": ready.message.token, **words}


def _read(session: Session, ids: Sequence[int], settings: Settings, now: datetime) -> _Batch:
    messages = session.scalars(
        select(Message)
        .where(Message.id.in_(ids))
        .order_by(Message.due_at, Message.id)
        .options(selectinload(Message.owed), selectinload(Message.person))
        .execution_options(populate_existing=True)
    ).all()
    deadlines = sorted({owed.deadline_id for message in messages for owed in message.owed})
    people = sorted({message.person_id for message in messages})
    wanted = select(Deadline.cycle_id).where(Deadline.id.in_(deadlines))
    cycles = session.scalars(select(Cycle).where(Cycle.id.in_(wanted))).all()
    told_before = last_told(session, deadlines, besides=ids, people=people)
    stand_ins = standing_in(session, people, now=now)
    return _Batch(
        now,
        messages,
        known_dates.read(session, cycles, told_before, stand_ins, now=now),
        snapshots.calendars(session),
        _targets(session, messages),
        Lettering(
            signed_links.in_hand(settings), now, the_store(session).uid_host, _firsts(session, deadlines, people)
        ),
        weekly_mail.weeks(session, messages, settings, now=now),
        {
            **document_requests.requests(session, messages, settings, now=now),
            **approved_alone.notices(session, messages, settings, now=now),
        },
        quiet_sessions.sitting(session, _readers_of_routine(messages), now=now),
    )


def _readers_of_routine(messages: Sequence[Message]) -> set[int]:
    """Return the readers of those messages that would wait while these sit."""
    rows = ((message, [owed.rung for owed in message.owed]) for message in messages)
    return {message.person_id for message, rungs in rows if is_routine(message.kind, rungs)}


def _targets(session: Session, messages: Sequence[Message]) -> dict[str, str]:
    """Return the URL of each channel in the batch by its word in the ledger."""
    numbers = [int(message.address.removeprefix("channel-")) for message in messages if message.address != EMAIL]
    rows = session.scalars(select(Channel).where(Channel.id.in_(numbers))) if numbers else ()
    return {f"channel-{row.id}": row.address for row in rows}


def _firsts(session: Session, deadline_ids: Sequence[int], people: Sequence[int]) -> letter_bytes.Firsts:
    """Return the public id of the mail in which each person first heard of each deadline."""
    about = (Owed.deadline_id.in_(deadline_ids), Owed.person_id.in_(people))
    first = (
        select(func.min(Message.id))
        .join(Owed, Owed.message_id == Message.id)
        .where(*about, Message.state.in_((State.SENT, State.PRESUMED)), Message.address == EMAIL)
        .group_by(Owed.deadline_id, Owed.person_id)
    )
    rows = session.execute(
        select(Owed.deadline_id, Owed.person_id, Message.public_id)
        .join(Message, Owed.message_id == Message.id)
        .where(Message.id.in_(first), *about)
    )
    return {(row.deadline_id, row.person_id): row.public_id for row in rows}
