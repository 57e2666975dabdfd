"""Texts of calendar entries: what people pasted, without the characters that break a content line."""

import re

from icalendar.prop import vText

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")


class Text(vText):
    """A TEXT value; icalendar's own writer turns a typed backslash followed by N into a line break."""

    def to_ical(self) -> bytes:
        """Return the value escaped as RFC 5545, 3.3.11 asks, in UTF-8."""
        return self.translate(_ESCAPES).encode()


def plain(value: str) -> str:
    r"""Return `value` trimmed, with \n as its only line end, and without what no line may hold.

    Gone are control characters but the tab, lone surrogates, and byte order marks, of which icalendar drops only some.
    """
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", value)).strip()


def text(value: str, language: str | None = None) -> Text:
    """Return `value`, made plain, as a property value, with its LANGUAGE where one is given."""
    return Text(plain(value), params={"LANGUAGE": language} if language else None)


def is_web_address(value: str) -> bool:
    """Return True if `value` is an http or https address that can stand unquoted in a URI property."""
    return _WEB_ADDRESS.fullmatch(value) is not None
