"""Prefect's server behind a guard that knows its own addresses: `python -P -m flows.guard [--no-services]`.

`prefect server start` answers whatever host a request names, so that a page of anybody's that has its name resolved to
this machine reads the API (DNS rebinding); it asks no web socket where it comes from; and its pages call an analytics
service whatever the settings say. So the server is started here, as `prefect server start` starts it, and guarded.
"""

import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from prefect.server.api.server import create_app
from prefect.settings import get_current_settings

from record import programs

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

# What the pages need, tried in Chromium: functions made from text (Pixi, which draws the graph of a run), styles set by
# script, fonts and pictures inside the page (`data:`), workers made by script (`blob:`); and nothing of another host.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)
POLICY_VIOLATION = 1008
"""The code that closes a web socket (RFC 6455, 7.4.1); before it is accepted, uvicorn answers 403."""


class Guard:
    """An ASGI application around another: it answers requests for its own hosts that come from its own pages.

    A request without an origin comes from a program, or from a link that somebody followed: it needs the password.
    """

    def __init__(self, app: App, origins: Iterable[str]) -> None:
        self.app = app
        self.origins = frozenset(origins)
        self.hosts = frozenset(urlsplit(origin).netloc for origin in self.origins)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer as the application does, under our policy; or refuse."""
        refusal = None if scope["type"] == "lifespan" else self._refusal(scope["headers"])
        if refusal is None:
            await self.app(scope, receive, _with_policy(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            await _refuse(send, *refusal)

    def _refusal(self, headers: Iterable[tuple[bytes, bytes]]) -> tuple[int, str] | None:
        """Return the status and the sentence for a request that is not ours to answer."""
        values = [(name, value.decode("latin-1").lower()) for name, value in headers]
        hosts = [value for name, value in values if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return 421, f"This server answers for {' and '.join(sorted(self.hosts))} only."
        if not self.origins.issuperset(value for name, value in values if name == b"origin"):
            return 403, f"This server takes requests from the pages of {' and '.join(sorted(self.origins))} only."
        return None


def _with_policy(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *HEADERS]
        await send(message)

    return sending


async def _refuse(send: Send, status: int, sentence: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence.encode()})


def main() -> None:
    """Run the server until SIGTERM, with Prefect's services unless other processes run those."""
    programs.begin()
    server = get_current_settings().server
    uvicorn.run(
        Guard(
            create_app(final=True, webserver_only="--no-services" in sys.argv[1:]),
            server.api.cors_allowed_origins.split(","),
        ),
        host=server.api.host,
        port=server.api.port,
        timeout_keep_alive=server.api.keepalive_timeout,
        ws_ping_interval=server.api.websocket_ping_interval,
        ws_ping_timeout=server.api.websocket_ping_timeout,
        log_level=server.logging_level.lower(),
    )


if __name__ == "__main__":
    main()
