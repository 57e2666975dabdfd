"""A mail as bytes: the same Mail gives the same bytes, so that a copy sent after a crash equals the first."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.utils import format_datetime

from notifications.address import wire_address
from notifications.encoding import base64_lines, header, part
from notifications.letter_text import Words
from notifications.plain_text import one_line, plain
from planning.errors import CouncilError, NaiveInstant

_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
_WEB = re.compile(r"https?://[!-;=?-~]+")  # no angle brackets: the header puts the address between them
_LONGEST = 900  # RFC 5322 2.1.1 allows 998 characters on a line


class BadHeader(CouncilError):
    """A message id or an address of the web that would break the header it goes into."""

    def __init__(self, header: str, value: str, wanted: str) -> None:
        self.header = header
        super().__init__(f"{header} cannot be {plain(value, 80)!r}: it must be {wanted}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one recipient. `sender` may be `Name <address>`; `date` is aware; `message_id` is `<left@right>`.

    `calendar` is a whole VCALENDAR with METHOD:PUBLISH; `in_reply_to` is the id of the first notice of the deadline.
    """

    sender: str
    recipient: str
    message_id: str
    words: Words
    date: datetime
    calendar: bytes | None = None
    in_reply_to: str | None = None
    language: str = "en"
    unsubscribe: str | None = None


def compose(mail: Mail) -> bytes:
    """Return the mail as RFC 5322 bytes, CRLF, 7 bits.

    Text and HTML are alternatives. The calendar stands beside them, as a file: inside the alternative a client that
    reads calendars would show the entry in place of the words. Raises BadAddress, BadHeader, NaiveInstant.
    """
    frame = Frame.of(mail.sender, mail.words.subject, mail.date, mail.language, mail.calendar)
    return address(frame, mail)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the mails of one letter have in common, as bytes: made once, for however many readers."""

    head: bytes  # whole header lines
    calendar: bytes | None  # a whole part, its headers included

    @classmethod
    def of(cls, sender: str, subject: str, date: datetime, language: str, calendar: bytes | None) -> "Frame":
        """Return the frame of a letter. Raises BadAddress, NaiveInstant."""
        if date.tzinfo is None:
            raise NaiveInstant("the date of a mail")
        head = (
            header("Subject", one_line(subject).encode("utf-8", "replace").decode()),
            header("From", *_mailbox(sender)),
            header("Date", format_datetime(date)),
            header("Auto-Submitted", "auto-generated"),  # RFC 3834: no vacation notice answers it
            header("X-Auto-Response-Suppress", "All"),  # the same for Exchange
            header("Content-Language", plain(language)),
            header("MIME-Version", "1.0"),
        )
        return cls(b"".join(head), _calendar(calendar) if calendar is not None else None)


def address(frame: Frame, mail: Mail) -> bytes:
    """Return the mail within a frame that was made for it: only what is its reader's own is laid out anew.

    Raises BadAddress, BadHeader.
    """
    own = f"To: {wire_address(mail.recipient)}\r\nMessage-ID: {_id('Message-ID', mail.message_id)}\r\n"
    own += _thread(mail.in_reply_to) + _unsubscribe(mail.unsubscribe)
    seed = hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]
    words = [part("text/plain", mail.words.text), part("text/html", mail.words.html)]
    body = _together("alternative", f"={seed}=1=", words)
    if frame.calendar is not None:
        body = _together("mixed", f"={seed}=0=", [body, frame.calendar])
    return b"".join((frame.head, own.encode("ascii"), body))


def _together(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """Return parts as one, from its Content-Type on."""
    line = f"--{boundary}\r\n".encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return b"".join((head, *(line + each + b"\r\n" for each in parts), f"--{boundary}--\r\n".encode()))


def _thread(first: str | None) -> str:
    if not first:
        return ""
    return f"In-Reply-To: {_id('In-Reply-To', first)}\r\nReferences: {first}\r\n"


def _unsubscribe(url: str | None) -> str:
    if url is None:
        return ""
    if not _WEB.fullmatch(url) or len(url) > _LONGEST:
        raise BadHeader("List-Unsubscribe", url, "one web address")
    # on one line: no client follows an address that was folded or encoded; the second header is RFC 8058
    return f"List-Unsubscribe: <{url}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"


def _calendar(data: bytes) -> bytes:
    head = 'Content-Type: text/calendar; charset="utf-8"; method="PUBLISH"\r\n'
    head += 'Content-Disposition: attachment; filename="deadline.ics"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return head.encode() + base64_lines(data)


def _mailbox(sender: str) -> tuple[str, str]:
    """Return the sender's name and address; a name may hold commas, quotes and brackets, which a header quotes."""
    name, _, address = sender.rpartition("<")
    shown, bare = plain(name), wire_address(address.removesuffix(">"))
    if not shown:
        return bare, ""
    return (str(Address(display_name=shown)).removesuffix(" <>") if shown.isascii() else shown), f"<{bare}>"


def _id(header: str, value: str) -> str:
    if not _MESSAGE_ID.fullmatch(value) or len(value) > _LONGEST:
        raise BadHeader(header, value, "of the form <left@right>")
    return value
