"""What goes over the wire of SMTP, and how long we wait for what comes back."""

import io
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from typing import Any

from notifications.channels.time_limit import LONGEST, Answers, Deadline, connected


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait, in seconds: for the connection and greeting, for a reply, for the reply after DATA; and in all.

    One mail takes `whole` at most, a new connection included; that is well below the 15 minutes for which a sender
    holds a message. `reply` of it is kept for the last answer: without one, a copy must follow, so that a server that
    was slow before is not handed the mail.
    """

    connect: float = 15.0
    command: float = 30.0
    reply: float = 75.0
    whole: float = 120.0

    def deadline(self) -> Deadline:
        """Return when a mail that is begun now must be over."""
        return Deadline(self.whole, self.reply)


class Refusal(smtplib.SMTPException):
    """A reply other than the one that leads on."""

    def __init__(self, code: int, text: bytes) -> None:
        self.code = code
        super().__init__(f"{code} {text.decode('utf-8', 'replace')}")


class Wire(smtplib.SMTP):
    """A connection on which every wait has a limit, `step` seconds, and all of them together another, the deadline."""

    def __init__(
        self, host: str, port: int, deadline: Deadline, patience: Patience, context: ssl.SSLContext | None = None
    ) -> None:
        """Connect, encrypted from the first byte where there is a `context`, and read the greeting."""
        self.deadline, self.step = deadline, patience.connect
        self._encrypted_by = context
        super().__init__(host, port, local_hostname=OURSELVES)
        self.step = patience.command

    def getreply(self) -> tuple[int, bytes]:
        """Return the code and the words of the next reply. Raises TimeoutError, where smtplib says disconnected."""
        if self.file is None and self.sock is not None:
            self._answers = Answers(self.sock, self._seconds_left, LONGEST)
            self.file = io.BufferedReader(self._answers)
        self._answers.begin()
        try:
            reply = super().getreply()
        except smtplib.SMTPServerDisconnected as why:
            raise _cause(why) from None
        if self.sock is not None:
            self.sock.settimeout(self._seconds_left())  # for what may follow without a command: the handshake of TLS
        return reply

    def send(self, s: Any) -> None:
        """Send bytes within the limits. Raises TimeoutError."""
        if self.sock is not None:
            self.sock.settimeout(self._seconds_left())
        try:
            super().send(s)
        except smtplib.SMTPServerDisconnected as why:
            raise _cause(why) from None

    def _seconds_left(self) -> float:
        return self.deadline.left(self.step)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        sock = connected(host, port, self.deadline, self.step)
        sock.settimeout(self._seconds_left())
        return sock if self._encrypted_by is None else self._encrypted_by.wrap_socket(sock, server_hostname=host)


def _cause(gone: smtplib.SMTPServerDisconnected) -> Exception:
    return gone.__context__ if isinstance(gone.__context__, TimeoutError) else gone


def on_the_wire(data: bytes) -> bytes:
    """Return a message as DATA carries it: CRLF everywhere, leading dots doubled, a lone dot at its end."""
    is_in_order = data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")  # as ours is: then nothing is copied
    lines = data if is_in_order else re.sub(rb"\r\n|\r|\n", b"\r\n", data)
    dotted = re.sub(rb"(?m)^\.", b"..", lines) if lines.startswith(b".") or b"\n." in lines else lines
    return dotted + (b".\r\n" if dotted.endswith(b"\r\n") else b"\r\n.\r\n")


def _ourselves() -> str:
    """Return the name for EHLO, without asking a name server: a full host name, else an address literal."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


OURSELVES = _ourselves()
