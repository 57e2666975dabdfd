"""A round: plan what is owed, then send what is due. Idempotent; run by the schedule, by hand, or twice at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from actions import channels, delivering, owing
from actions.delivering import Channels, Delivered
from actions.owing import Planned
from actions.settings import Settings
from models.engine import reading, writing
from notifications.channels.apprise import AppriseChannel
from notifications.channels.outcome import Outcome
from notifications.channels.smtp import SmtpChannel
from planning.clock import utc_now


@dataclass(frozen=True, slots=True)
class Round:
    """What a round planned and sent."""

    planned: Planned
    delivered: Delivered


class Carriers:
    """The real channels: one mail server, and Apprise for every other URL."""

    def __init__(self, mail_url: str, settings: Settings) -> None:
        self._smtp = SmtpChannel(mail_url)
        self._apprise = AppriseChannel(hosts=settings.webhook_hosts)
        self._settings = settings

    def mail(self, sender: str, recipient: str, data: bytes) -> Outcome:
        """Return what became of one mail."""
        return self._smtp.send(sender, recipient, data)

    def post(self, url: str, title: str, body: str) -> Outcome:
        """Return what became of one short message; the URL is opened here, and kept nowhere."""
        return channels.post(self._apprise, self._settings, url, title, body)

    def close(self) -> None:
        """Hang up."""
        self._smtp.close()


@contextmanager
def carriers(mail_url: str, settings: Settings) -> Iterator[Carriers]:
    """Yield the real channels, hung up at the end. Raises BadMailUrl."""
    found = Carriers(mail_url, settings)
    try:
        yield found
    finally:
        found.close()


def run_round(
    engine: Engine,
    settings: Settings,
    *,
    now: datetime,
    clock: Callable[[], datetime] = utc_now,
    instead: Channels | None = None,
) -> Round:
    """Plan and send what is due at `now`, `instead` of the real channels by others where a rehearsal must reach nobody.

    Raises NoMailServer when messages wait and nothing carries mail.
    """
    with writing(engine) as session:
        planned = owing.plan_owed(session, now=now)
    if not settings.mail_url:
        with reading(engine) as session:
            delivering.require_mail(session, settings, now)
        return Round(planned, Delivered())
    with carriers(settings.mail_url, settings) as found:
        return Round(planned, delivering.deliver(engine, instead or found, settings, now=now, clock=clock))
