"""Words as the body of a mail: 7 bits and short lines on every wire, by the encodings of MIME (RFC 2045)."""

import re
from binascii import b2a_base64, b2a_qp

_LONGEST = 900  # RFC 5322 2.1.1 allows 998 characters on a line
_BREAK = re.compile(r"\r\n|\r|\n")
_ASCII = bytes(range(128))


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
