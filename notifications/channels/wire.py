"""What goes over the wire of SMTP, and how long we wait for what comes back."""

import re
import smtplib
import socket
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait, in seconds: for the connection and greeting, for a reply, for the reply after DATA.

    Together they stay below the 15 minutes for which a sender holds a message.
    """

    connect: float = 15.0
    command: float = 45.0
    reply: float = 300.0


class Refusal(smtplib.SMTPException):
    """A reply other than the one that leads on."""

    def __init__(self, code: int, text: bytes) -> None:
        self.code = code
        super().__init__(f"{code} {text.decode('utf-8', 'replace')}")


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
