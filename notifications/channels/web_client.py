"""The HTTP client that Apprise's plug-ins are given: whatever a server answers, it is read to a limit and for a time.

Plug-ins call `requests.post`, which reads an answer to its end: one without an end filled the memory. Apprise 2.0 takes
no client of ours, so that the word `requests` of a plug-in's module is made to mean this one.
"""

import http.client
import io
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any

import requests
import urllib3
from requests.adapters import HTTPAdapter

from notifications.channels.time_limit import LONGEST, Answers, Deadline

if TYPE_CHECKING:
    from apprise import NotifyBase

VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
WHOLE = 4 * LONGEST  # bytes from the wire: what is read of a body, its head, and what chunks and TLS's pieces add
_deadline: ContextVar[Deadline | None] = ContextVar("_deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let all answers that this thread reads in the block be over after so many seconds."""
    before = _deadline.set(Deadline(seconds))
    try:
        yield
    finally:
        _deadline.reset(before)


def give(plugin: "type[NotifyBase]") -> None:
    """Have the plug-ins of a class speak through this client alone."""
    for ancestor in plugin.__mro__:
        module = vars(sys.modules[ancestor.__module__])
        if module.get("requests") is requests:
            module["requests"] = LIMITED


class _Counted(Answers):
    """What comes from a connection, which stays open until the answer is closed."""

    def __init__(self, sock: socket.socket) -> None:
        patience, deadline = sock.gettimeout() or 0.0, _deadline.get()
        super().__init__(sock, lambda: deadline.left(patience) if deadline else patience, WHOLE)
        self._keeping = sock.makefile("rb", buffering=0)

    def close(self) -> None:
        """Let the connection go."""
        self._keeping.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *words: Any, **options: Any) -> None:
        super().__init__(sock, *words, **options)
        self.fp.close()
        self.fp = io.BufferedReader(_Counted(sock))


class _Connection(urllib3.connection.HTTPConnection):
    response_class = _Answer


class _SecureConnection(urllib3.connection.HTTPSConnection):
    response_class = _Answer


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    """Reads an answer's beginning and hangs up: its status says what became of the message."""

    def init_poolmanager(self, *words: Any, **options: Any) -> None:
        super().init_poolmanager(*words, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def proxy_manager_for(self, *words: Any, **options: Any) -> Any:
        manager = super().proxy_manager_for(*words, **options)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
        return manager

    def send(self, request: requests.PreparedRequest, *words: Any, **options: Any) -> requests.Response:
        response = super().send(request, *words, **options)
        try:
            beginning = response.raw.read(LONGEST, decode_content=True)
        except urllib3.exceptions.HTTPError as why:
            raise requests.ConnectionError(f"connection aborted: {why}", request=request) from why
        finally:
            response.raw.close()
        response.raw = io.BytesIO(beginning)
        return response


class _Session(requests.Session):
    def __init__(self) -> None:
        super().__init__()
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())


def _request(method: str, url: str, **options: Any) -> requests.Response:
    with _Session() as session:
        return session.request(method, url, **options)


LIMITED = ModuleType("requests", __doc__)
vars(LIMITED).update(vars(requests), Session=_Session, session=_Session, request=_request)
vars(LIMITED).update({verb: partial(_request, verb) for verb in VERBS})
