"""A mail server of our own, for rehearsals: it takes every mail and passes none on."""

import asyncio
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from planning.clock import utc_now


@dataclass(frozen=True, slots=True)
class Received:
    """One mail as it came over the wire; `at` is the hour of its arrival, UTC."""

    recipient: str
    sender: str
    data: bytes
    message_id: str
    subject: str
    at: datetime


class Sink:
    """A listening server on 127.0.0.1, on a port that was free; `mails` grows as they arrive, from any process.

    With a `folder` each mail is written there too, as `0001-message-id.eml`.
    """

    def __init__(self, folder: Path | None = None, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.mails: list[Received] = []
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._controller = self.controller()

    @property
    def url(self) -> str:
        """The URL under which a channel reaches it."""
        return f"smtp://127.0.0.1:{self._controller.port}?tls=none"

    def controller(self, **options: Any) -> Controller:
        """Return the server that `start` runs."""
        return AnyPort(self, hostname="127.0.0.1", port=0, ready_timeout=30, **options)

    def start(self) -> Self:
        """Begin to listen."""
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        self._controller.start()
        return self

    def stop(self) -> None:
        """Stop listening and hang up."""
        self._controller.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a mail for each of its recipients; called by aiosmtpd."""
        for recipient in envelope.rcpt_tos:
            self.keep(envelope.mail_from or "", recipient, envelope.original_content or b"")
        return "250 kept"

    def keep(self, sender: str, recipient: str, data: bytes) -> None:
        """Add one mail to `mails`, and to the folder."""
        head = message_from_bytes(data, policy=default)
        headers = {name: str(head[name] or "").strip() for name in ("Message-ID", "Subject")}
        with self._lock:
            self.mails.append(
                Received(recipient, sender, data, headers["Message-ID"], headers["Subject"], self._clock())
            )
            number = len(self.mails)
        if self._folder is not None:
            name = re.sub(r"[^\w.@-]", "", headers["Message-ID"])[:80]
            (self._folder / f"{number:04}-{name or 'mail'}.eml").write_bytes(data)


class AnyPort(Controller):
    """A controller that learns its port from the system: with a port chosen beforehand two sinks could collide."""

    async def _create_server(self) -> asyncio.AbstractServer:
        server = await super()._create_server()
        if isinstance(server, asyncio.Server):
            self.port = server.sockets[0].getsockname()[1]
        return server
