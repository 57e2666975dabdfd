"""All channels but mail: each URL's scheme says which of them carries a short message.

A scheme that Apprise does not know is a file beside this one, with a class as `AppriseChannel`, and its name in
`CHANNELS`: then its URLs are kept, sealed, sent to, tried by officers, and masked in logs.
"""

from collections.abc import Collection
from typing import ClassVar, Protocol

from notifications.channels.apprise import AppriseChannel
from notifications.channels.channel_url import RefusedUrl, scheme_of
from notifications.channels.outcome import Outcome, Phase, Result
from notifications.channels.send_permission import MayLeave, always


class Channel(Protocol):
    """What carries the messages of some schemes. Threads share it."""

    schemes: ClassVar[frozenset[str]]

    def __init__(self, *, hosts: Collection[str]) -> None:
        """Allow `hosts` to schemes that could reach any."""

    def carrier_of(self, url: str) -> str:
        """Return the server behind a URL, without secrets, for which messages wait together. Raises RefusedUrl."""

    def send(self, url: str, title: str, body: str, may_leave: MayLeave = always) -> Outcome:
        """Return what became of one message; a URL that would be refused is dead.

        Raises Withheld where `may_leave`, asked just before it would leave, says no, and nothing else.
        """


CHANNELS: tuple[type[Channel], ...] = (AppriseChannel,)
SCHEMES = frozenset(scheme for channel in CHANNELS for scheme in channel.schemes)


class ShortMessages:
    """Sends each short message by the channel of its URL's scheme. Threads may share it."""

    def __init__(self, hosts: Collection[str] = ()) -> None:
        """Allow `hosts` to schemes that could reach any."""
        self._channels = {scheme: channel(hosts=hosts) for channel in CHANNELS for scheme in channel.schemes}

    def carrier_of(self, url: str) -> str:
        """Return the server behind a URL, without secrets: `slack`, or `jsons:hooks.example.int`. Raises RefusedUrl."""
        return self._channel_of(url).carrier_of(url)

    def send(self, url: str, title: str, body: str, may_leave: MayLeave = always) -> Outcome:
        """Return what became of one message; a URL that is refused is dead. Raises Withheld."""
        try:
            channel = self._channel_of(url)
        except RefusedUrl as refusal:
            return Outcome(Result.DEAD, Phase.CONNECT, None, str(refusal))
        return channel.send(url, title, body, may_leave)

    def _channel_of(self, url: str) -> Channel:
        if (scheme := scheme_of(url)) not in self._channels:
            raise RefusedUrl(f"its kind is not one of {', '.join(sorted(SCHEMES))}")
        return self._channels[scheme]
