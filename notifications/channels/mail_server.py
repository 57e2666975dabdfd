"""Where mail leaves: the address of the server, read from one URL."""

import ipaddress
import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

from planning.errors import CouncilError

WANTED = "smtp://[user:password@]host:port?tls=starttls (or implicit, or none)"
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+")


class Encryption(StrEnum):
    """How the conversation is encrypted."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


class BadMailUrl(CouncilError):
    """A mail URL that we do not read; the sentence never repeats the URL, for it may hold a password."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the mail URL {why}; write {WANTED}")


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server and how to talk to it; the password is never printed."""

    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: str = field(default="", repr=False)


def read_mail_url(url: str) -> MailServer:
    """Return the server that a URL names; encrypted by STARTTLS unless it says otherwise. Raises BadMailUrl."""
    parts = _split(url)
    encryption = _encryption(parts)
    user, password = _credentials(parts)
    host = parts.hostname or ""
    if user and encryption is Encryption.NONE and not is_here(host):
        raise BadMailUrl("would send its password in the clear")
    return MailServer(host, _port(parts), encryption, user, password)


def _split(url: str) -> SplitResult:
    # urlsplit drops tabs and line breaks silently, and its own errors repeat the URL
    if not url.isascii() or not url.isprintable() or " " in url:
        raise BadMailUrl("holds a space or a character that must be percent-encoded")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise BadMailUrl("has a broken host") from None
    if parts.scheme != "smtp":
        raise BadMailUrl("does not begin with smtp://")
    if parts.path or parts.fragment or not _HOST.fullmatch(parts.hostname or ""):
        raise BadMailUrl("wants a host and nothing after the port but ?tls=")
    return parts


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError:
        port = None
    if not port:
        raise BadMailUrl("wants a port from 1 to 65535")
    return port


def _encryption(parts: SplitResult) -> Encryption:
    name, _, value = (parts.query or "tls=starttls").partition("=")
    if name != "tls" or value not in tuple(Encryption):
        raise BadMailUrl("has options other than tls=starttls, tls=implicit or tls=none")
    return Encryption(value)


def _credentials(parts: SplitResult) -> tuple[str, str]:
    if "@" not in parts.netloc:
        return "", ""
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not user or not password or not (user + password).isascii():
        raise BadMailUrl("names a user without a password, or one that is not ASCII")
    return user, password


def is_here(host: str) -> bool:
    """Return True if the host is this machine: `localhost` or a loopback address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
