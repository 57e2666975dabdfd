"""The mail that brings the link to a private address: claimed, sent outside any transaction, marked one by one.

The same recipe as the outbox's, for a message that tells of no deadline and whose words hold a secret: it is made anew
at each try, from the same row to the same bytes, and never stored.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Engine, and_, or_, select, text, update
from sqlalchemy.orm import Session, selectinload

from delivery.claims import LEASE
from delivery.outcomes import FIRST_PAUSE
from feeds import link_requests, selected
from feeds.link_requests import HOLDS
from feeds.selection import parse
from models.engine import reading, writing
from models.store import the_store
from models.subscriptions import Asked
from notifications.channels.outcome import Outcome, Result
from notifications.channels.smtp import SmtpChannel
from notifications.language import speak
from notifications.letter_text import CalendarLink, write_asked
from notifications.mail import Mail, compose
from record.logs import NAME
from record.people.people import EMAIL
from record.sending.circuit_breakers import is_fault
from record.sending.retries import pause
from record.settings import Settings

LOG = logging.getLogger(f"{NAME}.delivery")
WAITING = text("state IN ('queued', 'retry', 'sending')")  # literally, as the partial index has it
BATCH = 50
LONGEST = timedelta(minutes=3)  # more than one mail may take on its wire (Patience), with what comes before and after


def is_offered(settings: Settings) -> bool:
    """Return True if links can be sent: there is a mail server, and an address of ours that others cannot set."""
    return bool(settings.mail_url and settings.base_url)


def send_waiting(engine: Engine, settings: Settings, *, clock: Callable[[], datetime]) -> int:
    """Return how many links left. Any number of processes may do this at once."""
    if not is_offered(settings) or settings.mail_url is None:
        return 0
    with reading(engine) as session:
        if session.scalar(select(Asked.id).where(WAITING).limit(1)) is None:
            return 0
    with writing(engine) as session:
        claimed = _claim(session, clock())
    sent = 0
    with SmtpChannel(settings.mail_url) as channel:
        for asked_id, token in claimed.items():
            outcome = _send(engine, channel, settings, asked_id, token, clock)
            sent += outcome is not None and outcome.result is Result.SENT
            if outcome is not None and is_fault(outcome):
                break  # the others would fare alike, each for minutes
    with writing(engine) as session:
        _give_back(session, claimed, clock())
    return sent


def _claim(session: Session, now: datetime) -> dict[int, str]:
    """Return the rows that are ours from now on, each with the token that says so."""
    free = or_(
        and_(Asked.state.in_(("queued", "retry")), Asked.retry_at <= now),
        and_(Asked.state == "sending", Asked.lease_until <= now),
    )
    query = select(Asked.id).where(WAITING, free).order_by(Asked.id).limit(BATCH).with_for_update(skip_locked=True)
    claimed = {number: str(uuid4()) for number in session.scalars(query)}
    for number, token in claimed.items():
        held = {"state": "sending", "token": token, "lease_until": now + LEASE, "tries": Asked.tries + 1}
        session.execute(update(Asked).where(Asked.id == number).values(held))
    return claimed


def _give_back(session: Session, claimed: Mapping[int, str], now: datetime) -> None:
    """Let those of ours that were not tried be claimed anew, a moment from now."""
    untried = update(Asked).where(Asked.token.in_(claimed.values()), Asked.state == "sending")
    again = {"state": "queued", "retry_at": now + FIRST_PAUSE, "lease_until": None, "tries": Asked.tries - 1}
    session.execute(untried.values(again))


def _send(
    engine: Engine,
    channel: SmtpChannel,
    settings: Settings,
    asked_id: int,
    token: str,
    clock: Callable[[], datetime],
) -> Outcome | None:
    """Return what became of one link; None where it is ours no longer, or not for as long as a mail may take."""
    with reading(engine) as session:
        ours = (Asked.id == asked_id, Asked.token == token, Asked.lease_until > clock() + LONGEST)
        query = select(Asked).where(*ours).options(selectinload(Asked.person))
        asked = session.scalars(query).one_or_none()
        if asked is None:
            return None
        data = _write_mail(session, asked, settings)
    outcome = channel.send(settings.mail_from, asked.person.email, data)
    facts = {"message_id": asked.public_id, "act": asked.act, "carrier": EMAIL}
    LOG.info("handed over", extra={"facts": facts | {"result": str(outcome.result), "code": outcome.code}})
    with writing(engine) as session:
        mine = update(Asked).where(Asked.id == asked.id, Asked.token == asked.token, Asked.state == "sending")
        session.execute(mine.values(lease_until=None, detail=outcome.detail, **_values(asked, outcome, clock())))
    return outcome


def _values(asked: Asked, outcome: Outcome, now: datetime) -> dict[str, object]:
    """Return what becomes of the row; no answer counts as sent: who got nothing asks again."""
    if outcome.result in (Result.SENT, Result.UNKNOWN):
        return {"state": "sent"}
    if outcome.result is Result.DEAD or now > asked.at + HOLDS / 3:
        return {"state": "dead"}
    return {"state": "retry", "retry_at": now + pause(FIRST_PAUSE, timedelta(hours=1), asked.tries)}


def _write_mail(session: Session, asked: Asked, settings: Settings) -> bytes:
    eyes = selected.eyes_of(session, asked.person_id, parse(asked.selection), asked.language, now=asked.at)
    words = write_asked(
        speak(asked.language),
        CalendarLink(
            person=asked.person.name,
            name=selected.subject(session, eyes),
            url=link_requests.link_of(asked, settings),
            is_offered=asked.is_offered,
            office=settings.office_in(asked.language),
            contact=settings.contact,
        ),
    )
    return compose(
        Mail(
            sender=f"{settings.office_in(asked.language)} <{settings.mail_from}>",
            recipient=asked.person.email,
            message_id=f"<{asked.public_id}@{the_store(session).uid_host}>",
            words=words,
            date=asked.at,
            language=asked.language,
        )
    )
