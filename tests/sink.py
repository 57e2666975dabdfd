"""A mail server that misbehaves on demand: every fault of delivery, over real sockets."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from notifications.rehearsal_server import AnyPort, Sink

FOREVER = 3600.0  # seconds; the server's end cancels it
DRIP = 0.05  # seconds from one byte to the next


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
    ponders: float = 0.0  # seconds before the DATA command is answered
    drips: str = ""  # where it answers without an end, a byte now and then: greeting, EHLO, MAIL, RCPT, DATA, reply
    floods: bool = False  # it does so as fast as it can
    data: str = ""  # in answer to the DATA command
    reads: bool = True  # False: takes the DATA command, then reads nothing more
    reply: str = ""  # after the message; "drop" and "hang" take the message and never say so


class MisbehavingSink(Sink):
    """A sink with a mood, which may change while it runs."""

    mood = Mood()
    meanwhile: Callable[[], None] | None = None  # what happens once, when a mail was taken and before it says so
    at_recipient: Callable[[str], None] = staticmethod(lambda recipient: None)  # what happens before RCPT is answered
    at_data: Callable[[str], None] = staticmethod(lambda recipient: None)  # and before the DATA command is
    counts: Callable[[], int] = staticmethod(lambda: 0)  # what is counted when the DATA command comes

    def __init__(self, folder: Path | None = None) -> None:
        self.lines: list[SMTP] = []
        self.begun: list[int] = []  # what was counted for each mail
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

    async def drip(self, server: SMTP, phase: str) -> None:
        """Where the mood says so, answer with one line more for ever; no byte waits long, and the answer never ends."""
        if self.mood.drips != phase:
            return
        while not server.transport.is_closing():
            if self.mood.floods:
                server.transport.write(b"250-more to come\r\n" * 1000)
            for byte in b"250-more to come\r\n":
                server.transport.write(bytes((byte,)))
                await asyncio.sleep(DRIP)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        await self.drip(server, "EHLO")
        return [self.mood.hello] if self.mood.hello else responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self.drip(server, "MAIL")
        if not self.mood.sender:
            envelope.mail_from = address
        return self.mood.sender or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self.drip(server, "RCPT")
        await asyncio.sleep(self.mood.thinks)
        await asyncio.to_thread(self.at_recipient, address)
        refusal = self.mood.recipients.get(address, "")
        if not refusal:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.mood.reply[:1] in ("4", "5"):
            return self.mood.reply
        await self.drip(server, "reply")
        kept = await super().handle_DATA(server, session, envelope)
        assert isinstance(server, _Server)
        self.begun += [server.begun] * len(envelope.rcpt_tos)
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
    begun = 0  # what was counted at its last DATA command

    async def _handle_client(self) -> None:
        mood = self.event_handler.mood
        self.event_handler.lines.append(self)
        await asyncio.sleep(mood.accepts_after)
        await self.event_handler.drip(self, "greeting")
        if mood.greeting:
            await self.push(mood.greeting)
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_DATA(self, arg: str) -> None:
        sink, mood = self.event_handler, self.event_handler.mood
        self.begun = sink.counts()
        await sink.drip(self, "DATA")
        await asyncio.sleep(mood.ponders)
        if self.envelope is not None and self.envelope.rcpt_tos:
            await asyncio.to_thread(sink.at_data, self.envelope.rcpt_tos[-1])
        if mood.data:
            await self.push(mood.data)
        elif not mood.reads:
            await self.push("354 go on")
            await asyncio.sleep(FOREVER)
        else:
            await super().smtp_DATA(arg)
