"""Feeds over HTTP: `/f/<token>.ics`, `/feeds/<language>/<selection>.ics`, and beside each the same dates as JSON.

Beside the public ones also what was issued and changed, as Atom.

A plain ASGI door: pollers come by the thousand, mostly to hear that nothing has changed.
"""

from collections.abc import Callable, MutableMapping
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, Literal, NamedTuple, cast

from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from feeds.disk_cache import Served
from feeds.feed_cache import FORMS, Form, Shelf, UnknownToken
from planning.errors import CouncilError
from web.conditional_requests import http_date, is_known, takes_gzip
from web.statuses import plain, refused

MEDIA: dict[Form, bytes] = {
    "ics": b"text/calendar; charset=utf-8",
    "json": b"application/json",
    "atom": b"application/atom+xml; charset=utf-8",
}
FILES: dict[Form, bytes] = {
    "ics": b'inline; filename="council.ics"',
    "json": b'inline; filename="schedule.json"',
    "atom": b'inline; filename="changes.atom"',
}
ALWAYS = (
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Accept-Encoding"),
    (b"x-robots-tag", b"noindex"),
)
TO_ANY_PAGE = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"etag, last-modified"),
)
PREFLIGHT = (
    (b"allow", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"if-none-match, if-modified-since"),
    (b"access-control-max-age", b"86400"),
)
NO_BODY = {"type": "http.response.body", "body": b""}
KEPT = 10_000  # paths whose 304 is kept, about 600 bytes each; beyond that all are made anew
Ask = Callable[..., Served | None]
Headers = list[tuple[bytes, bytes]]
Message = MutableMapping[str, Any]


class _Unchanged(NamedTuple):
    """The 304 that a path gave last, and the header by which it was asked for."""

    served: Served
    asked_by: tuple[bytes, bytes]
    start: Message


class Feeds:
    """The door of one kind of address, `private` (with a token) or `public`, as an ASGI application."""

    def __init__(self, shelf: Shelf, clock: Callable[[], datetime], kind: Literal["private", "public"]) -> None:
        self._shelf, self._clock, self._kind = shelf, clock, kind
        self._is_local = shelf.lookup.is_local  # then the store is asked on this thread: it is a file, no server
        self._unchanged: dict[str, _Unchanged] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if start := self._again(scope):
            await send(start)
            await send(NO_BODY)
            return
        if self._kind == "public":
            send = _to_any_page(send)
        if scope["method"] == "OPTIONS" and self._kind == "public":
            await send({"type": "http.response.start", "status": 204, "headers": list(PREFLIGHT)})
            await send(NO_BODY)
            return
        if scope["method"] not in ("GET", "HEAD"):
            await plain(405, "a calendar is only read: use GET", allow="GET, HEAD")(scope, receive, send)
            return
        path: str = scope["path"]
        try:
            served = self._shelf.again(path, now=self._clock(), patient=False) if self._is_local else None
            served = served or await self._in_a_while(path)
        except CouncilError as why:
            await refused(why)(scope, receive, send)
            return
        status, headers, body = _answer(served, path, dict(scope["headers"]))
        if status == 304:
            self._keep(path, served, headers)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _again(self, scope: Scope) -> Message | None:
        """Return the start of the 304 that the path gave last, if it is asked for again and no act was done since."""
        kept = self._unchanged.get(scope["path"])
        if kept is None or kept.asked_by not in scope["headers"] or scope["method"] not in ("GET", "HEAD"):
            return None
        served = self._shelf.again(scope["path"], now=self._clock(), patient=False)
        return kept.start if served is kept.served else None

    def _keep(self, path: str, served: Served, headers: Headers) -> None:
        """Keep the 304 of a path. Where the store is asked over a network, that must not be done on this thread."""
        if self._is_local:
            if len(self._unchanged) >= KEPT:
                self._unchanged.clear()
            more = TO_ANY_PAGE if self._kind == "public" else ()
            start = {"type": "http.response.start", "status": 304, "headers": [*headers, *more]}
            self._unchanged[path] = _Unchanged(served, (b"if-none-match", headers[0][1]), start)

    async def _in_a_while(self, path: str) -> Served:
        """Return what the path serves, from a thread, which may wait and build; refuse at once if that is possible."""
        ask = self._ask(path)
        served = ask(build=False) if self._is_local else None
        return served or cast("Served", await run_in_threadpool(ask))

    def _ask(self, path: str) -> Ask:
        named, _, form = path.rpartition(".")
        if form not in FORMS or (form == "atom" and self._kind == "private"):
            raise UnknownToken
        _, _, words = named[1:].partition("/")
        if self._kind == "private":
            return partial(self._shelf.private, words, form, now=self._clock())
        language, _, words = words.partition("/")
        return partial(self._shelf.public, language, words, form, now=self._clock())


def _to_any_page(send: Send) -> Send:
    """Return a way to answer by which pages of other sites may read what is public anyway."""

    async def open_to_all(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *TO_ANY_PAGE]}
        await send(message)

    return open_to_all


def _answer(served: Served, path: str, asked: dict[bytes, bytes]) -> tuple[int, Headers, bytes]:
    """Return the status with its headers and bytes."""
    zipped = b"accept-encoding" in asked and takes_gzip(asked[b"accept-encoding"])
    tag = served.zipped_digest if zipped else served.digest
    headers = _headers(tag, served.modified_at)
    if asked.get(b"if-none-match") == headers[0][1]:  # what nearly every poller sends
        return 304, headers, b""
    if is_known(_header_of(asked, b"if-none-match"), _header_of(asked, b"if-modified-since"), tag, served.modified_at):
        return 304, headers, b""
    body = served.zipped if zipped else served.data
    coding = [(b"content-encoding", b"gzip")] if zipped else []
    length = (b"content-length", str(len(body)).encode())
    form = cast("Form", path.rpartition(".")[2])
    all_headers = [(b"content-type", MEDIA[form]), (b"content-disposition", FILES[form]), length, *coding, *headers]
    return 200, all_headers, body


@lru_cache(maxsize=10_000)  # one for each feed: the same are told again at every poll
def _headers(tag: str, modified_at: datetime) -> Headers:
    """Return the headers of every answer that has these bytes behind it; the list is shared, and never changed."""
    return [(b"etag", f'"{tag}"'.encode()), (b"last-modified", http_date(modified_at).encode()), *ALWAYS]


def _header_of(asked: dict[bytes, bytes], name: bytes) -> str | None:
    return asked[name].decode("latin-1") if name in asked else None
