"""How each channel fares, and a harmless message by one of them: an officer's word is enough, as for a release."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from delivery.sealed_channels import post
from kernel import lookups
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.outside import Outside
from kernel.parameters import Channels
from models.engine import reading
from models.people import Channel, Person
from models.store import the_store
from notifications.channels.outcome import Outcome, Result
from notifications.channels.short_messages import ShortMessages
from notifications.channels.smtp import SmtpChannel
from notifications.mail import Mail, compose
from notifications.trial_message import trial
from planning.errors import CouncilError
from record.logs import NAME
from record.people.people import EMAIL
from record.settings import Settings

LOG = logging.getLogger(f"{NAME}.delivery")


class NothingCarriesMail(CouncilError):
    """An e-mail channel cannot be tried without a mail server."""

    def __init__(self) -> None:
        super().__init__("no mail server is set; set COUNCIL_MAIL_URL=smtp://host:port")


class NotTaken(CouncilError):
    """A test message was sent, and one channel or more did not take it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("; ".join(sentences))


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a test message by one channel."""

    person: str  # a public id
    carrier: str
    result: Result
    sentence: str

    def facts(self) -> dict[str, object]:
        """Return what the journal keeps."""
        return {"person": self.person, "carrier": self.carrier, "result": str(self.result)}


def _send(asked: Outside) -> Done:
    """Send the messages while no transaction is open, then record what became of them. Raises NothingCarriesMail."""
    with reading(asked.engine) as session:
        rows, host = _rows(session, asked.values["channels"]), the_store(session).uid_host
    if any(row.address == EMAIL for row in rows) and not asked.settings.mail_url:
        raise NothingCarriesMail
    return asked.act([_try(asked, row, host) for row in rows])


@act(
    "channels/test",
    who=(Grant.SECRETARIAT,),
    no_undo="the letters have left",
    no_preview="it sends letters",
    outside=_send,
    tags=("mail", "people"),
)
def record(session: Session, channels: Channels, *, found: Sequence[Tried], now: datetime, by: Identity) -> Done:
    """Send a harmless letter by each of these channels, and say what became of it.

    Raises NoSuchChannel, NothingCarriesMail.
    """
    taken = [tried.sentence for tried in found if tried.result is Result.SENT]
    failed = [tried.sentence for tried in found if tried.result is not Result.SENT]
    return Done(
        "not-taken" if failed else "taken",
        "".join(taken[:1]),
        facts={"tried": [tried.facts() for tried in found]},
        notes=tuple(taken[1:]),
        failure=NotTaken(failed) if failed else None,
    )


def _rows(session: Session, keys: Sequence[str]) -> list[Channel]:
    """Return the channels of these keys, in their order."""
    people = {key.partition("/")[0] for key in keys}
    query = select(Channel).join(Person, Person.id == Channel.person_id).options(selectinload(Channel.person))
    rows = session.scalars(query.where(Person.public_id.in_(people)))
    by_key = {lookups.channel_key(row, row.person.public_id): row for row in rows}
    return [by_key[key] for key in keys]


def _try(asked: Outside, row: Channel, host: str) -> Tried:
    message_id = str(uuid4())
    mail = _write_mail(asked, row.person, f"<{message_id}@{host}>") if row.address == EMAIL else None
    outcome = _by_mail(asked.settings, mail) if mail else _by_url(asked.settings, row)
    facts = {"message_id": message_id if mail else None, "act": asked.id, "carrier": row.carrier}
    LOG.info("handed over", extra={"facts": facts | {"result": str(outcome.result), "code": outcome.code}})
    words = "taken" if outcome.result is Result.SENT else outcome.detail or str(outcome.result)
    sentence = f"channel {row.id} of {row.person.name} ({row.carrier}): {words}"
    return Tried(row.person.public_id, row.carrier, outcome.result, sentence)


def _by_url(settings: Settings, row: Channel) -> Outcome:
    words = trial(row.person.language, settings.office_in(row.person.language))
    return post(ShortMessages(settings.webhook_hosts), settings, row.address, words.subject, words.text)


def _write_mail(asked: Outside, person: Person, message_id: str) -> Mail:
    settings = asked.settings
    return Mail(
        sender=f"{settings.office_in(person.language)} <{settings.mail_from}>",
        recipient=person.email,
        message_id=message_id,
        words=trial(person.language, settings.office_in(person.language)),
        date=asked.now,
        language=person.language,
    )


def _by_mail(settings: Settings, mail: Mail) -> Outcome:
    assert settings.mail_url
    with SmtpChannel(settings.mail_url) as smtp:
        return smtp.send(settings.mail_from, mail.recipient, compose(mail))
