"""Words in a mail, 7 bits and short lines on every wire: bodies as RFC 2045 encodes them, headers as RFC 2047."""

import re
from binascii import b2a_base64, b2a_qp
from collections.abc import Iterator

_LONGEST = 900  # RFC 5322 2.1.1 allows 998 characters on a line
_BREAK = re.compile(r"\r\n|\r|\n")
_ASCII = bytes(range(128))
_LINE = 76  # characters of a header line with encoded words (RFC 2047, 2)
_ENCODED = 60  # characters of base64 in an encoded word of at most 75


def part(kind: str, text: str) -> bytes:
    """Return text of a kind such as `text/html` as a part, its headers included; it ends with a line's end."""
    encoding, data = encoded(text)
    head = f'Content-Type: {kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode() + data


def encoded(text: str) -> tuple[str, bytes]:
    """Return the encoding and the bytes: as it is where the wire allows it, else the shorter of the two of MIME."""
    whole = text if text.endswith("\n") else f"{text}\n"
    broken = _BREAK.sub("\r\n", whole) if "\r" in whole else whole.replace("\n", "\r\n")
    data = broken.encode("utf-8", "replace")
    foreign = len(data.translate(None, _ASCII))
    if not foreign and b"\0" not in data and max(map(len, data.split(b"\r\n"))) <= _LONGEST:
        return "7bit", data
    if foreign * 6 > len(data):
        return "base64", base64_lines(data)
    return "quoted-printable", b2a_qp(data, istext=True)


def base64_lines(data: bytes) -> bytes:
    """Return base64 in lines of 76 characters."""
    whole = b2a_base64(data, newline=False)
    return b"\r\n".join(whole[at : at + 76] for at in range(0, len(whole), 76)) + b"\r\n"


def header(name: str, words: str, end: str = "") -> bytes:
    """Return a header line of words, folded at 76 characters; `end` is a bare address that follows them.

    Words beyond ASCII are encoded in parts of at most 75 characters, each of whole letters (RFC 2047, 2).
    """
    if words.isascii():
        parts = words.split(" ")
    else:
        parts = [
            f"=?utf-8?b?{b2a_base64(part.encode(), newline=False).decode()}?=" for part in _sliced(words, len(name))
        ]
    lines, line = [], f"{name}:"
    for part in (*parts, *([end] if end else [])):
        if len(line) + 1 + len(part) > _LINE and line != f"{name}:":
            lines.append(line)
            line = ""
        line = f"{line} {part}"
    return "\r\n".join((*lines, line)).encode("ascii") + b"\r\n"


def _sliced(words: str, first: int) -> Iterator[str]:
    """Yield the words in parts that are at most 45 bytes long; the first leaves room for the name of its header."""
    room = (_ENCODED - first) // 4 * 3
    part = ""
    for letter in words:
        if len((part + letter).encode()) > room:
            yield part
            part, room = "", _ENCODED // 4 * 3
        part += letter
    yield part
