"""Connections that end by themselves: a request that is never whole, an answer that nobody takes, one too many.

Uvicorn waits for ever for the rest of a request, and its only answer to a crowd is 503, after which Thunderbird gives a
calendar up until it is restarted. We close the connection instead: a calendar program asks again at its next turn.
"""

import logging
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from math import inf
from typing import Any, ClassVar, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LOG = logging.getLogger(__name__)
OTHER_FILES = 400  # kept free for the store (40 threads, two connections each, up to three files), feeds and logs
A_FEW = 20  # of so many connections one is closed when there are too many: a search each time would cost too much
EVERYWHERE = [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")]  # addresses hold tokens


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a client may take, in seconds, and how much it may send, in bytes."""

    head: float = 10.0  # from the connection, or the first byte of a later request, to the end of the headers
    body: float = 10.0  # from the end of the headers to the end of the body: a form is a few hundred bytes
    answer: float = 120.0  # until an answer is taken: 480 kB at the 4 kB/s of a poor mobile network
    idle: int = 5  # between an answer and the next request; uvicorn's own default
    look: float = 0.5  # between two looks at a connection
    head_bytes: int = 128 * 1024  # nginx takes 32 kB
    body_bytes: int = 1024 * 1024  # a form is refused above 64 kB, in words; who goes on sending is cut off
    connections: int = 2000  # at 128 kB of headers each: 250 MB


USUAL = Limits()


class Connection(HttpToolsProtocol):
    """One client's connection; `closes_at` is when it is closed on the loop's clock, `inf` while we owe an answer."""

    limits: ClassVar[Limits] = USUAL

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the headers of a request."""
        super().connection_made(transport)
        self._taken, self._allowed, self._blocked_at = 0, self.limits.head_bytes, inf
        self.closes_at = self.loop.time() + self.limits.head
        self._next_look = self.loop.call_later(self.limits.look, self._look)
        if len(self.connections) > self.limits.connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching the connection."""
        self._next_look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, unless it is too much."""
        self._taken += len(data)
        if self._taken > self._allowed:
            self.transport.abort()
            return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Wait for the end of the headers."""
        super().on_message_begin()
        self._taken, self._allowed = 0, self.limits.head_bytes
        self.closes_at = self.loop.time() + self.limits.head

    def on_headers_complete(self) -> None:
        """Wait for the end of the body."""
        super().on_headers_complete()
        self._taken, self._allowed = 0, self.limits.body_bytes
        self.closes_at = self.loop.time() + self.limits.body

    def on_message_complete(self) -> None:
        """Note that the request is complete, and an answer is due unless it was sent already."""
        super().on_message_complete()
        self._rest()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._rest()

    def _rest(self) -> None:
        answered = self.cycle.response_complete  # of the last request of a pipeline
        self.closes_at = self.loop.time() + self.timeout_keep_alive if answered else inf

    def _look(self) -> None:
        """Close the connection once its time is over: after what was written, or at once if nobody takes that."""
        now = self.loop.time()
        self._blocked_at = min(self._blocked_at, now) if self.transport.get_write_buffer_size() else inf
        if now > self._blocked_at + self.limits.answer:
            self.transport.abort()
        elif now > self.closes_at:
            self.transport.close()
        self._next_look = self.loop.call_later(self.limits.look, self._look)

    def _make_room(self) -> None:
        """Close those that would be closed first, by their time; while we owe an answer to all, this one."""
        count = max(1, self.limits.connections // A_FEW)
        ending = nsmallest(count, self._waited_for(), key=lambda other: other.closes_at) or [self]
        LOG.warning("too many connections: %d that were waited for are closed", len(ending))
        for other in ending:
            self.connections.discard(other)
            other.transport.abort()

    def _waited_for(self) -> Iterator["Connection"]:
        others = cast("set[Connection]", self.connections)
        return (other for other in others if other is not self and other.closes_at < inf)


def options(limits: Limits = USUAL) -> dict[str, Any]:
    """Return what a uvicorn that serves our pages is begun with, wherever it is begun."""
    return {
        "http": type("LimitedConnection", (Connection,), {"limits": limits}),
        "ws": "none",  # it would take a connection out of our hands
        "timeout_keep_alive": limits.idle,
        "server_header": False,
        "headers": EVERYWHERE,  # also on what uvicorn answers by itself
    }


def room(wanted: int = USUAL.connections) -> int:
    """Raise the limit of open files as far as possible, and return how many connections this process can hold."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + OTHER_FILES
    files = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return min(wanted, max(files - OTHER_FILES, files // 2))
