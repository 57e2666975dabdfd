"""SEND: claim in batches, word once, send outside any transaction, finish one by one; nothing is marked first.

No committed reminder is lost; a second copy can leave only between the server's acceptance and our commit, and then
it equals the first to the byte, Message-ID and all.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from actions import claiming
from actions.preparing import Ready, prepare
from actions.refusals import NoMailServer
from actions.settings import Settings
from models.engine import reading, writing
from models.outbox import Message
from notifications.channels.outcome import Outcome


class Channels(Protocol):
    """What carries messages: mail by SMTP, everything else by its Apprise URL."""

    def mail(self, sender: str, recipient: str, data: bytes) -> Outcome:
        """Return what became of one mail."""

    def post(self, url: str, title: str, body: str) -> Outcome:
        """Return what became of one short message."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round did with the messages that were due: how many of each outcome."""

    sent: int = 0
    retry: int = 0
    dead: int = 0
    unknown: int = 0
    withdrawn: int = 0

    def __add__(self, other: "Delivered") -> "Delivered":
        names = [field.name for field in fields(self)]
        return Delivered(**{name: getattr(self, name) + getattr(other, name) for name in names})


def deliver(
    engine: Engine, channels: Channels, settings: Settings, *, now: datetime, clock: Callable[[], datetime]
) -> Delivered:
    """Send all that is due at `now`, and return what became of it. Safe in any number of processes at once.

    `clock` is the real one: leases and retries ask it, whatever `now` is.
    """
    total = Delivered()
    while True:
        with writing(engine) as session:
            ids = claiming.claim(session, now=now, clock=clock())
        if not ids:
            return total
        with writing(engine) as session:
            ready, withdrawn = prepare(session, ids, settings, now=now)
        total += Delivered(withdrawn=withdrawn)
        for one in ready:
            total += _deliver_one(engine, channels, settings, one, now=now, clock=clock)


def _deliver_one(
    engine: Engine, channels: Channels, settings: Settings, one: Ready, *, now: datetime, clock: Callable[[], datetime]
) -> Delivered:
    with reading(engine) as session:
        if not claiming.still_mine(session, one.message, clock()):
            return Delivered(withdrawn=1)
    if one.by_mail:
        outcome = channels.mail(settings.mail_from, one.target, one.data)
    else:
        outcome = channels.post(one.target, one.subject, one.body)
    with writing(engine) as session:
        claiming.finish(session, one.message, outcome, now=now, clock=clock())
    return Delivered(**{str(outcome.result): 1})


def waiting(session: Session, now: datetime) -> int:
    """Return how many messages are due and not sent."""
    return session.scalar(select(func.count()).select_from(Message).where(claiming.WAITING, Message.due_at <= now)) or 0


def require_mail(session: Session, settings: Settings, now: datetime) -> None:
    """Return when mail can leave or none waits. Raises NoMailServer."""
    count = waiting(session, now)
    if count and not settings.mail_url:
        raise NoMailServer(count)
