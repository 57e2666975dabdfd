"""Record bounces: each counts once, for the person whom the mail did not reach, and gets no answer.

A notification counts only if it names the Message-ID of our message: anybody can write one, but only a receiver of the
mail knows its id. The message stays `sent`, since a server accepted it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from letters.set_aside import set_aside
from models.message_identities import MessageIdentity
from models.outbox import WAITING, Message
from models.people import Bounce, Person
from models.store import the_store
from notifications.bounces import Action, Failure, Notification, read_notification
from record.people.people import EMAIL, named
from record.people.reach import failing

EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was made of some mail: `foreign` names no message of ours, `other` is no notification of trouble."""

    counted: int = 0
    known: int = 0
    foreign: int = 0
    other: int = 0
    failing: tuple[str, ...] = ()  # people whose address is failing from now on

    def __add__(self, more: "Taken") -> "Taken":
        names = [field.name for field in fields(self)]
        return Taken(**{name: getattr(self, name) + getattr(more, name) for name in names})

    def __str__(self) -> str:
        words = f"{self.counted} counted, {self.known} known already, {self.foreign} of no letter of ours, "
        return f"{words}{self.other} other mails left aside"


def take(session: Session, mails: Iterable[bytes], *, now: datetime) -> Taken:
    """Record the notifications among these mails, and return how many were counted; send no answer."""
    before = failing(session)
    total = Taken()
    for data in mails:
        notification = read_notification(data)
        total += Taken(other=1) if notification is None else _take(session, notification, now)
    session.flush()
    fresh = failing(session) - before
    set_aside(session, fresh, now=now)
    names = session.scalars(select(Person.name).where(Person.id.in_(fresh)).order_by(Person.name))
    return total + Taken(failing=tuple(names))


def _take(session: Session, notification: Notification, now: datetime) -> Taken:
    message = _find_message(session, notification.message_id)
    if message is None:
        return Taken(foreign=1)
    failure = notification.failures[0]  # a message of ours has one recipient
    if _is_known(session, message, notification.report_id, failure.action):
        return Taken(known=1)
    session.add(
        Bounce(
            person_id=message.person_id,
            report_id=notification.report_id,
            address=message.person.email,
            message=message.public_id,
            action=failure.action,
            status=failure.status,
            detail=_detail(failure, message.person.email),
            at=now,
        )
    )
    session.flush()
    return Taken(counted=1)


def _is_known(session: Session, message: Message, report_id: str, action: Action) -> bool:
    """Return True if this notification was recorded before, or another one of the same action for the same message."""
    the_same = (Bounce.message == message.public_id) & (Bounce.action == action)
    since = message.person.reachable_from or EVER
    query = select(Bounce.id).where(
        Bounce.person_id == message.person_id, or_(Bounce.report_id == report_id, the_same & (Bounce.at >= since))
    )
    return session.scalar(query.limit(1)) is not None


def _find_message(session: Session, message_id: str | None) -> Message | None:
    """Return our mail that a notification names; None if there is none."""
    if message_id is None:
        return None
    left, _, host = message_id.strip("<>").partition("@")
    if host.casefold() != the_store(session).uid_host.casefold():
        return None
    return session.scalar(
        select(Message)
        .join(MessageIdentity, MessageIdentity.id == Message.id)
        .where(
            MessageIdentity.public_id == left,
            Message.address == EMAIL,
            or_(Message.frozen.is_not(None), Message.state.not_in(WAITING)),  # it may have left
        )
        .options(selectinload(Message.person))
    )


def _detail(failure: Failure, address: str) -> str:
    """Return what the server said, with the failing address if the mail had been forwarded to another one."""
    elsewhere = f" (of {failure.recipient})" if failure.recipient.casefold() != address.casefold() else ""
    return f"{failure.detail or 'no reason given'}{elsewhere}"


def bounces(session: Session, person: str | None = None) -> list[tuple[Person, Bounce]]:
    """Return what came back, the latest first, of all or of one person. Raises NoSuchPerson."""
    query = select(Person, Bounce).join(Bounce, Bounce.person_id == Person.id).order_by(Bounce.id.desc())
    if person:
        query = query.where(Person.id == named(session, person).id)
    return list(session.execute(query))
