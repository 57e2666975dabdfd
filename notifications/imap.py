"""A mailbox on an IMAP server: the unread delivery status notifications in it, and nothing else of it.

Other people's mail in the same box is neither fetched nor marked; a notification is marked read once it is recorded.
"""

import imaplib
import io
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from notifications.channels.mail_server import is_here
from notifications.channels.time_limit import Answers, Deadline, connected
from planning.errors import CouncilError

WANTED = "imaps://user:password@host/INBOX"
PATIENCE = 30.0  # seconds for each answer to go on
IN_ALL = 120.0  # seconds for a whole visit: the next hour goes on where it ended
AT_ONCE = 200  # notifications in one visit
LARGEST = 1_000_000  # bytes fetched of one
_LINE = 1_000_000  # bytes of a line, as imaplib has it
_LONGEST = 2 * LARGEST  # bytes of all that answers one command: nobody can make us keep more
_QUOTED = re.compile(r'[^"\\\r\n\x00]+')


class BadMailboxUrl(CouncilError):
    """A mailbox URL that we do not read; the sentence never repeats the URL, for it holds a password."""

    def __init__(self, why: str) -> None:
        super().__init__(f"COUNCIL_BOUNCES_URL {why}; write {WANTED}")


class MailboxAway(CouncilError):
    """The server did not let us read; it is tried again at the next hour."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the mailbox of COUNCIL_BOUNCES_URL could not be read: {why}")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where notifications arrive; the password is never printed."""

    host: str
    port: int
    encrypted: bool
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"


def read_mailbox_url(url: str) -> Mailbox:
    """Return the mailbox that a URL names. Raises BadMailboxUrl."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadMailboxUrl("is no URL") from None
    host, user, password = parts.hostname or "", unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme not in ("imaps", "imap") or not host or not user or not password or parts.query:
        raise BadMailboxUrl("does not name a server, a user and a password")
    encrypted = parts.scheme == "imaps"
    if not encrypted and not is_here(host):
        raise BadMailboxUrl("would send its password in the clear")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not all(_QUOTED.fullmatch(word) and word.isascii() for word in (user, password, folder)):
        raise BadMailboxUrl("holds a character that IMAP does not take in a word")
    return Mailbox(host, port or (993 if encrypted else 143), encrypted, user, password, folder)


class Visit:
    """An open mailbox: the notifications in it, and the mark that they were read."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server

    def notifications(self) -> Iterator[tuple[str, bytes]]:
        """Yield the number (UID) and the bytes of each unread notification, the oldest first."""
        answers = self._ask("SEARCH", "UNSEEN", "HEADER", "Content-Type", "delivery-status")
        numbers = b" ".join(line for line in answers if isinstance(line, bytes)).split()
        for number in numbers[:AT_ONCE]:
            uid = number.decode("ascii")
            for answer in self._ask("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)"):
                if isinstance(answer, tuple):
                    yield uid, bytes(answer[1])

    def mark_read(self, uid: str) -> None:
        """Mark a notification read, so that it is not fetched again."""
        self._ask("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, command: str, *words: str) -> list[object]:
        status, answer = self._server.uid(command, *words)
        if status != "OK":
            raise imaplib.IMAP4.error(f"{command} was refused")
        return list(answer)


class Timed(imaplib.IMAP4):
    """A connection on which every wait has a limit, and all of them together another."""

    def __init__(self, box: Mailbox, patience: float, in_all: float) -> None:
        self._box, self._patience, self._deadline = box, patience, Deadline(in_all)
        super().__init__(box.host, box.port)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        """Connect, encrypted where the mailbox says so."""
        self.host, self.port = self._box.host, self._box.port
        sock = connected(self.host, self.port, self._deadline, self._patience)
        self.sock: socket.socket = sock
        if self._box.encrypted:
            sock.settimeout(self._seconds_left())
            self.sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host)
        self._pieces = Answers(self.sock, self._seconds_left, _LONGEST)
        self._answers = io.BufferedReader(self._pieces)

    def read(self, size: int) -> bytes:
        """Return so many bytes. Raises TimeoutError, and OSError for more than we keep."""
        if size > _LONGEST:
            raise OSError("an answer without an end")
        return self._answers.read(size)

    def readline(self) -> bytes:
        """Return the next line. Raises TimeoutError."""
        return self._answers.readline(_LINE)

    def send(self, data: Any) -> None:
        """Send bytes; what answers them is counted anew. Raises TimeoutError."""
        self._pieces.begin()
        self.sock.settimeout(self._seconds_left())
        self.sock.sendall(data)

    def shutdown(self) -> None:
        """Hang up."""
        self._answers.close()
        self.sock.close()

    def _seconds_left(self) -> float:
        return self._deadline.left(self._patience)


@contextmanager
def visit(box: Mailbox, *, patience: float = PATIENCE, in_all: float = IN_ALL) -> Iterator[Visit]:
    """Yield the mailbox, open; `patience` for each piece of an answer and `in_all` are in seconds.

    Raises MailboxAway, which never repeats the password.
    """
    server: imaplib.IMAP4 | None = None
    try:
        server = Timed(box, patience, in_all)
        _log_in(server, box)
        status, _ = server.select(f'"{box.folder}"')
        if status != "OK":
            raise MailboxAway(f"there is no folder {box.folder!r}")
        yield Visit(server)
    except (OSError, imaplib.IMAP4.error) as why:
        raise MailboxAway(str(why) or type(why).__name__) from why
    finally:
        if server is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                server.logout()


def _log_in(server: imaplib.IMAP4, box: Mailbox) -> None:
    try:
        server.login(box.user, box.password)
    except imaplib.IMAP4.error as why:
        raise MailboxAway("it did not take the user and the password") from why
