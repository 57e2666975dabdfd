"""A mail as bytes: the same Mail gives the same bytes, so that a copy sent after a crash equals the first."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import parseaddr
from typing import Any

from notifications.address import wire_address
from notifications.plain import one_line, plain
from notifications.words import Words
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
    message = EmailMessage(policy=_POLICY)
    _set_headers(message, mail)
    _set_body(message, mail)
    message["Content-Language"] = plain(mail.language)  # set last: the body takes earlier Content- headers for its own
    seed = hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"={number}={seed}=")
    return message.as_bytes()


def _set_headers(message: EmailMessage, mail: Mail) -> None:
    if mail.date.tzinfo is None:
        raise NaiveInstant("the date of a mail")
    message["Subject"] = one_line(mail.words.subject)
    message["From"] = _mailbox(mail.sender)
    message["To"] = wire_address(mail.recipient)
    message["Date"] = mail.date
    message["Message-ID"] = _id("Message-ID", mail.message_id)
    _set_thread(message, mail.in_reply_to)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation notice answers it
    _set_unsubscribe(message, mail.unsubscribe)


def _set_thread(message: EmailMessage, first: str | None) -> None:
    if first:
        message["In-Reply-To"] = _id("In-Reply-To", first)
        message["References"] = first


def _set_unsubscribe(message: EmailMessage, url: str | None) -> None:
    if url is None:
        return
    if not _WEB.fullmatch(url) or len(url) > _LONGEST:
        raise BadHeader("List-Unsubscribe", url, "one web address")
    message["List-Unsubscribe"] = f"<{url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058


def _set_body(message: EmailMessage, mail: Mail) -> None:
    message.set_content(mail.words.text)
    message.add_alternative(mail.words.html, subtype="html")
    if mail.calendar is None:
        return
    message.make_mixed()
    part = EmailMessage(policy=_POLICY)
    part.set_content(mail.calendar.decode("utf-8"), subtype="calendar", params={"method": "PUBLISH"}, cte="base64")
    part["Content-Disposition"] = 'attachment; filename="deadline.ics"'
    message.attach(part)


def _mailbox(sender: str) -> Address:
    name, address = parseaddr(plain(sender))
    return Address(display_name=name, addr_spec=wire_address(address))


def _id(header: str, value: str) -> str:
    if not _MESSAGE_ID.fullmatch(value) or len(value) > _LONGEST:
        raise BadHeader(header, value, "of the form <left@right>")
    return value


class AsWritten(UnstructuredHeader, BaseHeader):
    """A header of one long word: the standard folding would encode it, and no client follows an encoded address."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header on one line."""
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> Any:
    registry = HeaderRegistry()
    for name in ("message-id", "in-reply-to", "references", "list-unsubscribe"):
        registry.map_to_type(name, AsWritten)
    # 160: at 78 the standard folding would leave the first line of a long Subject empty
    return SMTP.clone(cte_type="7bit", header_factory=registry, max_line_length=160)


_POLICY = _policy()
