"""Delivery status notifications (RFC 3464): what a mail server says when it gives up on a mail that it had taken.

Pure parsing of bytes that anybody may have written: nothing here raises, and nothing is ever sent in answer. Vacation
notices, read receipts and whatever else arrives are no notifications.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Part
from email.policy import compat32
from enum import StrEnum

from notifications.plain_text import plain

_LONGEST = 10_000_000  # bytes; no report of a mail of ours is larger
_ID = re.compile(r"<[!-;=?A-~]{1,250}@[!-;=?A-~]{1,250}>")
_STATUS = re.compile(r"\b([245]\.[0-9]{1,3}\.[0-9]{1,3})\b")  # RFC 3463
_REPLY = re.compile(r"\b([245])[0-9]{2}\b")  # an SMTP reply in a diagnostic that gives no better number


class Action(StrEnum):
    """What a server did with a mail that it could not deliver: those of the five of RFC 3464 2.3.3 that tell of it."""

    FAILED = "failed"  # it tries no more
    DELAYED = "delayed"  # it goes on trying


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient whom a mail did not reach.

    Whether it is for good is told by `action` alone: 4.4.7 (RFC 3463) is "failed" where the server gave up after days.
    """

    recipient: str
    action: Action
    status: str
    detail: str


_STATUS_OF: Mapping[str, str] = {Action.FAILED: "5.0.0", Action.DELAYED: "4.0.0"}  # where the report names none


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification: its own identity, the Message-ID of the mail that came back, and whom it did not reach."""

    report_id: str
    message_id: str | None
    failures: tuple[Failure, ...]


def read_notification(data: bytes) -> Notification | None:
    """Return the notification in a mail's bytes, or None when it is none, or tells of no trouble."""
    if len(data) > _LONGEST:
        return None
    try:
        report = message_from_bytes(data, policy=compat32)
        return _notification(report, data)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # the standard library's parser stumbles over some of what people forge


def _notification(report: Part, data: bytes) -> Notification | None:
    if report.get_content_type() != "multipart/report" or not report.is_multipart():
        return None
    parts = _direct(report)
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if status is None or not status.is_multipart():
        return None
    failures = tuple(_failures(_direct(status)))
    if not failures:
        return None
    own = _id(report.get("Message-ID"))
    return Notification(own or hashlib.sha256(data).hexdigest(), _returned_id(parts), failures)


def _direct(part: Part) -> list[Part]:
    return [child for child in part.get_payload() if isinstance(child, Part)]


def _failures(blocks: list[Part]) -> Iterator[Failure]:
    """Yield each block about a recipient; the first one of the part, about the whole message, has none."""
    for block in blocks:
        recipient = _typed(block.get("Original-Recipient")) or _typed(block.get("Final-Recipient"))
        action = _as_text(block.get("Action")).casefold()
        if recipient and action in _STATUS_OF:
            detail = plain(_typed(block.get("Diagnostic-Code")), 200)
            yield Failure(
                recipient, Action(action), _read_status(_as_text(block.get("Status")), detail, action), detail
            )


def _read_status(field: str, detail: str, action: str) -> str:
    """Return the status, from the diagnostic where the field is missing or says only that it is other (X.0.0)."""
    match = _STATUS.search(field)
    better = _STATUS.search(detail)
    if match and not (match[1].endswith(".0.0") and better):
        return match[1]
    if better:
        return better[1]
    reply = _REPLY.search(detail)
    return f"{reply[1]}.0.0" if reply else _STATUS_OF[action]


def _returned_id(parts: list[Part]) -> str | None:
    """Return the Message-ID in what was returned of the mail: all of it, or its headers."""
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            return _id(_direct(part)[0].get("Message-ID")) if _direct(part) else None
        if kind in ("text/rfc822-headers", "message/rfc822-headers"):
            payload = part.get_payload(decode=True)
            headers = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "replace")
            return _id(message_from_bytes(headers.lstrip(), policy=compat32).get("Message-ID"))
    return None


def _id(value: object) -> str | None:
    match = _ID.search(_as_text(value))
    return match[0] if match else None


def _typed(value: object) -> str:
    """Return the value of a field of the form `rfc822; a@b.example`, or `smtp; 550 no such user`."""
    kind, semicolon, rest = _as_text(value).partition(";")
    return plain((rest if semicolon else kind).strip(), 300)


def _as_text(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""
