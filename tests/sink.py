"""A mail server that misbehaves on demand: every fault of delivery, over real sockets."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from notifications.sink import AnyPort, Sink

FOREVER = 3600.0  # seconds; the server's end cancels it


@dataclass(frozen=True)
class Mood:
    """How the server behaves on the next connection or command; each reply is a whole line such as `451 later`."""

    accepts_after: float = 0.0  # seconds before the greeting
    greeting: str = ""
    hello: str = ""
    login: str = ""
    sender: str = ""
    recipients: Mapping[str, str] = field(default_factory=dict)
    thinks: float = 0.0  # seconds before each RCPT is answered
    data: str = ""  # in answer to the DATA command
    reads: bool = True  # False: takes the DATA command, then reads nothing more
    reply: str = ""  # after the message; "drop" and "hang" take the message and never say so


class MisbehavingSink(Sink):
    """A sink with a mood, which may change while it runs."""

    mood = Mood()
    meanwhile: Callable[[], None] | None = None  # what happens once, when a mail was taken and before it says so

    def __init__(self, folder: Path | None = None) -> None:
        self.lines: list[SMTP] = []
        super().__init__(folder)

    @property
    def connections(self) -> int:
        """How many there have been, without the controller's own trial."""
        return len(self.lines) - 1

    def hangs_up(self) -> None:
        """Drop every connection, as a server does that has waited long enough."""

        async def drop() -> None:
            for line in self.lines:
                if line.transport is not None:
                    line.transport.abort()

        asyncio.run_coroutine_threadsafe(drop(), self._controller.loop).result()

    def controller(self, **options: Any) -> Controller:
        return _Controller(self, hostname="127.0.0.1", port=0, ready_timeout=30, **options)

    def authenticator(self, server: SMTP, session: Session, envelope: Envelope, *_: object) -> AuthResult:
        refusal = self.mood.login
        return AuthResult(success=not refusal, handled=False, message=refusal or None)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [self.mood.hello] if self.mood.hello else responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.mood.sender:
            envelope.mail_from = address
        return self.mood.sender or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.mood.thinks)
        refusal = self.mood.recipients.get(address, "")
        if not refusal:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.mood.reply[:1] in ("4", "5"):
            return self.mood.reply
        kept = await super().handle_DATA(server, session, envelope)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await asyncio.to_thread(meanwhile)
        if self.mood.reply == "drop":
            server.transport.abort()
        elif self.mood.reply == "hang":
            await asyncio.sleep(FOREVER)
        return self.mood.reply or kept


class _Controller(AnyPort):
    handler: MisbehavingSink

    def factory(self) -> SMTP:
        return _Server(
            self.handler, authenticator=self.handler.authenticator, auth_require_tls=False, **self.SMTP_kwargs
        )


class _Server(SMTP):
    event_handler: MisbehavingSink

    async def _handle_client(self) -> None:
        mood = self.event_handler.mood
        self.event_handler.lines.append(self)
        await asyncio.sleep(mood.accepts_after)
        if mood.greeting:
            await self.push(mood.greeting)
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_DATA(self, arg: str) -> None:
        mood = self.event_handler.mood
        if mood.data:
            await self.push(mood.data)
        elif not mood.reads:
            await self.push("354 go on")
            await asyncio.sleep(FOREVER)
        else:
            await super().smtp_DATA(arg)
