"""How each channel fares, and a harmless message by one of them: an officer's word is enough, as for a release."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, selectinload

from actions import journal
from actions.delivery import channels
from actions.desk.faring import result_of
from actions.refusals import NobodyNamed
from actions.settings import Settings
from actions.whom.people import EMAIL, address_of, named
from models.engine import reading
from models.outbox import Message
from models.people import Channel, Person
from models.store import the_store
from models.transactions import run_act
from notifications.channels.apprise import AppriseChannel
from notifications.channels.outcome import Outcome, Result
from notifications.channels.smtp import SmtpChannel
from notifications.mail import Mail, compose
from notifications.trial import trial
from planning.errors import CouncilError


class NoSuchChannel(CouncilError):
    """No channel has that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"there is no channel {number}; see: council channels list")


class NothingCarriesMail(CouncilError):
    """An e-mail channel cannot be tried without a mail server."""

    def __init__(self) -> None:
        super().__init__("no mail server is set; set COUNCIL_MAIL_URL=smtp://host:port")


@dataclass(frozen=True, slots=True)
class Line:
    """One channel, without its secret; `last` is what became of the last message by it."""

    number: int
    person: str
    carrier: str
    sealed: bool
    last: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a test message."""

    taken: bool
    sentence: str


def lines(session: Session, person: str | None = None) -> list[Line]:
    """Return the channels, or those of one person by e-mail address or name. Raises NoSuchPerson."""
    query = select(Channel).order_by(Channel.person_id, Channel.id).options(selectinload(Channel.person))
    if person:
        query = query.where(Channel.person_id == named(session, person).id)
    rows, last = session.scalars(query).all(), _last(session)
    return [
        Line(
            row.id,
            row.person.name,
            row.carrier,
            row.address == EMAIL or channels.is_sealed(row),
            last.get((row.person_id, address_of(row)), ""),
        )
        for row in rows
    ]


def _last(session: Session) -> Mapping[tuple[int, str], str]:
    newest = select(func.max(Message.id)).where(Message.tries > 0).group_by(Message.person_id, Message.address)
    return {(row.person_id, row.address): result_of(row) for row in session.scalars(
        select(Message).where(Message.id.in_(newest)))}  # fmt: skip


def try_out(engine: Engine, settings: Settings, number: int, *, now: datetime, by: str) -> Tried:
    """Send a test message by one channel, and return what became of it; no transaction is open meanwhile.

    Raises NobodyNamed, NoSuchChannel, NothingCarriesMail.
    """
    if not by.strip():
        raise NobodyNamed
    with reading(engine) as session:
        row = session.scalar(select(Channel).where(Channel.id == number).options(selectinload(Channel.person)))
        host = the_store(session).uid_host
    if row is None:
        raise NoSuchChannel(number)
    outcome = _by_mail(settings, row.person, host, now) if row.address == EMAIL else _by_url(settings, row)
    told = {"channel": number, "person": row.person.public_id, "result": str(outcome.result)}
    run_act(engine, lambda session: journal.write(session, "test-channel", told, now=now, by=by))
    taken = outcome.result is Result.SENT
    words = "taken" if taken else outcome.detail or str(outcome.result)
    return Tried(taken, f"channel {number} of {row.person.name} ({row.carrier}): {words}")


def _by_url(settings: Settings, row: Channel) -> Outcome:
    words = trial(row.person.language, settings.office)
    apprise = AppriseChannel(hosts=settings.webhook_hosts)
    return channels.post(apprise, settings, row.address, words.subject, words.text)


def _by_mail(settings: Settings, person: Person, host: str, now: datetime) -> Outcome:
    if not settings.mail_url:
        raise NothingCarriesMail
    mail = Mail(
        sender=f"{settings.office} <{settings.mail_from}>",
        recipient=person.email,
        message_id=f"<{uuid4()}@{host}>",
        words=trial(person.language, settings.office),
        date=now,
        language=person.language,
    )
    smtp = SmtpChannel(settings.mail_url)
    try:
        return smtp.send(settings.mail_from, person.email, compose(mail))
    finally:
        smtp.close()
