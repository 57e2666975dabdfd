"""Plain text out of words that people and files gave: nothing in it can break a header, a line or a reading order."""

import unicodedata

_UNSAFE = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff")
_OPEN, _CLOSE = "\u2068", "\u2069"  # first strong isolate, pop directional isolate (Unicode UAX 9)


def plain(text: str, longest: int = 300) -> str:
    """Return the text on one line of at most `longest` characters; what would turn the reading order is dropped."""
    line = one_line("".join(character for character in text if character not in TURNING))
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def shortened(text: str, longest: int) -> str:
    """Return the text, or so much of it as ends with a whole word within `longest` characters."""
    if len(text) <= longest:
        return text
    head, space, _ = text[:longest].rpartition(" ")
    return f"{(head if space and len(head) > longest // 3 else text[: longest - 1]).rstrip(' ,;:')}…"


def one_line(text: str) -> str:
    """Return the text on one line: line breaks and controls become spaces, runs of spaces are one."""
    shown = (" " if unicodedata.category(character) in _UNSAFE else character for character in text)
    return " ".join("".join(shown).split())


def isolated(text: str) -> str:
    """Return the text fenced off, so that a title in another script does not disorder a right-to-left sentence."""
    return f"{_OPEN}{text}{_CLOSE}" if text else text
