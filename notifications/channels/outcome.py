"""What became of one message, and what to do next: the table of delivery, as a pure function."""

from dataclasses import dataclass
from enum import StrEnum

from notifications.plain_text import plain


class Result(StrEnum):
    """What to do with the message now."""

    SENT = "sent"  # the other side has taken it
    DEAD = "dead"  # refused for good: this recipient or this message
    RETRY = "retry"  # certainly not taken: try again later
    UNKNOWN = "unknown"  # perhaps taken: wait, then send an equal copy


class Phase(StrEnum):
    """How far the conversation had come."""

    CONNECT = "connect"  # the connection and the greeting
    HELLO = "hello"
    TLS = "tls"
    AUTH = "auth"
    SENDER = "sender"  # MAIL FROM
    RECIPIENT = "recipient"  # RCPT TO
    DATA = "data"  # the DATA command
    BODY = "body"  # the message is on its way, its end has not left
    REPLY = "reply"  # the end has left: only the answer can tell


@dataclass(frozen=True, slots=True)
class Outcome:
    """`code` is the other side's number, None when it gave none; `server_fault` says that the next message fares alike.

    A server's fault costs the message nothing: neither its age nor a try. `is_late`: it was silent or slow for longer
    than we wait.

    `detail` is one line for the desk and never holds a secret.
    """

    result: Result
    phase: Phase
    code: int | None
    detail: str
    server_fault: bool = False
    is_late: bool = False


_BEFORE_RECIPIENT = (Phase.CONNECT, Phase.HELLO, Phase.TLS, Phase.AUTH, Phase.SENDER)
# RFC 5321 4.2.3 and RFC 4954 6: out of sequence, log in first, weak or wrong credentials, encryption needed
_ABOUT_US = (503, 530, 534, 535, 538)


def judge(phase: Phase, code: int | None, detail: str) -> Outcome:
    """Return the outcome of a conversation that ended in `phase`, with the reply `code` or without any.

    4xx, or no reply while the end of the message had not left: retry. 5xx for the server: retry, its fault; for the
    recipient or the message: dead. No readable reply after the end of the message: unknown. What is said before any
    recipient is named concerns the server: `421 too busy` is its fault as well.
    """
    words = plain(detail, 200)
    if code is None or not (200 <= code < 300 or 400 <= code < 600):
        return _unanswered(phase, words)
    if code >= 500:
        return _refused(phase, code, words)
    if phase is Phase.REPLY and code < 400:
        return Outcome(Result.SENT, phase, code, words)
    return Outcome(Result.RETRY, phase, code, words, server_fault=phase in _BEFORE_RECIPIENT)


def _unanswered(phase: Phase, words: str) -> Outcome:
    if phase is Phase.REPLY:
        return Outcome(Result.UNKNOWN, phase, None, words)
    return Outcome(Result.RETRY, phase, None, words, server_fault=phase in _BEFORE_RECIPIENT)


def _refused(phase: Phase, code: int, words: str) -> Outcome:
    if phase in _BEFORE_RECIPIENT or code in _ABOUT_US:
        return Outcome(Result.RETRY, phase, code, words, server_fault=True)
    return Outcome(Result.DEAD, phase, code, words)
