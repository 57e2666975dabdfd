"""A real uvicorn over a store, on a port of its own, with the clock of the story."""

import http.client
import logging
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPMessage
from io import StringIO
from urllib.parse import urlencode

import uvicorn
from sqlalchemy import Engine

from record.logs import Mask
from record.settings import Settings
from tests.wait import until
from web.app import create_app
from web.connections import USUAL, Limits, options


@dataclass
class Reply:
    """What came over the wire."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get_content_type()

    @property
    def tag(self) -> str:
        return str(self.headers["ETag"])


@dataclass
class Served:
    """The running server; `now` is what its clock says."""

    now: datetime
    port: int = 0
    log: StringIO = field(default_factory=StringIO)
    app: object = None
    asked: list[tuple[str, str | None, int]] = field(default_factory=list)  # path, If-None-Match, status

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        """Send one request, its header names written with _ for -."""
        return ask(self.port, path, method, body, **headers)

    def post(self, path: str, **fields: str | list[str]) -> Reply:
        """Send a form as a page of ours does."""
        body = urlencode(fields, doseq=True).encode()
        return self.ask(path, "POST", body, Content_Type="application/x-www-form-urlencoded")


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
    """Send one request to a port of this machine, its header names written with _ for -."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        names: Mapping[str, str] = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, dict(names))
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def got(port: int, path: str) -> Reply:
    """Return the reply of a process that is still starting."""

    def answer() -> Reply | None:
        with suppress(ConnectionRefusedError):
            return ask(port, path)
        return None

    return until(answer)


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(engine: Engine, settings: Settings, now: datetime, limits: Limits = USUAL) -> Iterator[Served]:
    """Yield a running server, with its access log in hand."""
    server_ = Served(now)
    server_.app = app = create_app(engine, settings, clock=lambda: server_.now)
    handler = logging.StreamHandler(server_.log)
    handler.addFilter(Mask())
    config = uvicorn.Config(_noted(app, server_.asked), port=0, log_config=None, **options(limits))
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(logging.INFO)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
            assert thread.is_alive(), server_.log.getvalue()
        server_.port = server.servers[0].sockets[0].getsockname()[1]
        yield server_
    finally:
        server.should_exit = True
        thread.join(20)
        for name in ("uvicorn.access", "uvicorn.error"):
            logging.getLogger(name).removeHandler(handler)


def _noted(app, asked: list[tuple[str, str | None, int]]):
    """Return the application, every answer of which is written down."""

    async def noting(scope, receive, send) -> None:
        async def note(message) -> None:
            if message["type"] == "http.response.start":
                tag = dict(scope["headers"]).get(b"if-none-match")
                asked.append((scope["path"], tag.decode("latin-1") if tag else None, message["status"]))
            await send(message)

        await app(scope, receive, note if scope["type"] == "http" else send)

    return noting
