"""The channels by which messages leave: one mail server, and short messages by every other URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from delivery import sealed_channels
from notifications.channels.outcome import Outcome
from notifications.channels.send_permission import MayLeave
from notifications.channels.short_messages import ShortMessages
from notifications.channels.smtp import SmtpChannel
from record.settings import Settings


class Channels(Protocol):
    """What carries messages: mail by SMTP, everything else by its URL. Threads share it."""

    def mail(self, sender: str, recipient: str, data: bytes, may_leave: MayLeave) -> Outcome:
        """Return what became of one mail. Raises Withheld where `may_leave`, asked at the last moment, says no."""

    def post(self, url: str, title: str, body: str, may_leave: MayLeave) -> Outcome:
        """Return what became of one short message. Raises Withheld likewise."""


class Carriers:
    """The real channels: one mail server, and short messages by every other URL."""

    def __init__(self, mail_url: str, settings: Settings) -> None:
        self._smtp = SmtpChannel(mail_url)
        self._messages = ShortMessages(settings.webhook_hosts)
        self._settings = settings

    def mail(self, sender: str, recipient: str, data: bytes, may_leave: MayLeave) -> Outcome:
        """Return what became of one mail. Raises Withheld."""
        return self._smtp.send(sender, recipient, data, may_leave)

    def post(self, url: str, title: str, body: str, may_leave: MayLeave) -> Outcome:
        """Return what became of one short message; the URL is opened here, and kept nowhere. Raises Withheld."""
        return sealed_channels.post(self._messages, self._settings, url, title, body, may_leave)

    def close(self) -> None:
        """Hang up."""
        self._smtp.close()


@contextmanager
def carriers(mail_url: str, settings: Settings) -> Iterator[Carriers]:
    """Yield the real channels, hung up at the end. Raises BadMailUrl."""
    channels = Carriers(mail_url, settings)
    try:
        yield channels
    finally:
        channels.close()
