"""Components as content lines: the bytes that icalendar's own writer gives, in a fifth of its time.

That one wraps each value twice, and takes each line apart by single characters to fold it; a feed of thousands of
entries is mostly that.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from icalendar import Component

_LONGEST = 74  # octets; icalendar folds before the 75th, so that a line that goes on behind its space has 75
_GOES_ON = b"\r\n "
_ESCAPES = frozenset(b"\\^")  # they stay beside the character that they escape


def written(kind: type[Component], values: Iterable[tuple[str, object]], within: Component | None = None) -> bytes:
    """Return a component with these values and the one within it, with CRLF and folded at 75 octets (RFC 5545, 3.1).

    Its lines are in icalendar's order. Days are dates, instants are in UTC; what is plain text needs no escape.
    """
    rank, own = _ranks(kind), str(kind.name)
    named = sorted((rank.get(name.upper(), len(rank)), name.upper(), value) for name, value in values)
    lines = [folded(_line(name, value)) for _, name, value in named]
    inner = [folded(_line(name, value)) for name, value in within.property_items()] if within else []
    return b"\r\n".join((f"BEGIN:{own}".encode(), *lines, *inner, f"END:{own}\r\n".encode()))


@cache
def _ranks(kind: type[Component]) -> Mapping[str, int]:
    order: Iterable[str] = kind.canonical_order or ()
    return {name: rank for rank, name in enumerate(order)}


def folded(line: bytes) -> bytes:
    """Return the line in pieces of at most 75 octets; no character, and no escape, is taken apart."""
    pieces, start = [], 0
    while len(line) - start > _LONGEST:
        end = start + _LONGEST
        while line[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        end -= line[end - 1] in _ESCAPES
        pieces.append(line[start:end])
        start = end
    return _GOES_ON.join((*pieces, line[start:])) if pieces else line


def _line(name: str, value: Any) -> bytes:
    if isinstance(value, datetime):
        return f"{name}:{_digits(value)}T{value.hour:02}{value.minute:02}{value.second:02}Z".encode()
    if isinstance(value, date):
        return f"{name};VALUE=DATE:{_digits(value)}".encode()
    if isinstance(value, bytes):  # BEGIN and END
        return name.encode() + b":" + value
    if not hasattr(value, "to_ical"):
        return f"{name}:{value}".encode()
    params = value.params.to_ical() if value.params else b""
    return b"".join((name.encode(), b";" if params else b"", params, b":", value.to_ical()))


def _digits(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
