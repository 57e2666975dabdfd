"""Choices, and which of them typed words mean: the exact one, else the only one that begins with them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from planning.errors import CouncilError, among, quoted

APOSTROPHES = "'’‘`´ʼʻʽ′＇"
SHOWN = 12  # candidates; beyond that so many


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its name in the record, and its title."""

    name: str
    title: str
    others: tuple[str, ...] = ()  # further names that people call it by


class Ambiguous(CouncilError):
    """Words that several things answer to."""

    def __init__(self, words: str, candidates: Sequence[str]) -> None:
        self.candidates = tuple(candidates)
        more = f" and {len(candidates) - SHOWN} more" if len(candidates) > SHOWN else ""
        super().__init__(f"{quoted(words)} may be {among(candidates[:SHOWN])}{more}; write one of them in full")


def nearest(words: str, choices: Sequence[Choice]) -> str | None:
    """Return the name that these words mean: the exact one, else the only one that begins so. Raises Ambiguous."""
    asked = folded(words)
    for test in (_is_named, _is_titled, _starts, _begins):
        names = [choice.name for choice in choices if test(choice, words, asked)]
        if len(names) == 1:
            return names[0]
        if names:
            raise Ambiguous(words, names)
    return None


def _is_named(choice: Choice, words: str, _asked: str) -> bool:
    return choice.name == words


def _is_titled(choice: Choice, _words: str, asked: str) -> bool:
    return asked in _names(choice)


def _starts(choice: Choice, _words: str, asked: str) -> bool:
    return bool(asked) and any(name.startswith(asked) for name in _names(choice))


def _begins(choice: Choice, _words: str, asked: str) -> bool:
    """Return True if each word asked for begins a word of the name, the title or another name: `hlpf 2017`."""
    known = [word for name in _names(choice) for word in name.split()]
    parts = asked.split()
    return bool(parts) and all(any(word.startswith(part) for word in known) for part in parts)


def _names(choice: Choice) -> list[str]:
    return [folded(name) for name in (choice.name, choice.title, *choice.others)]


def folded(words: str) -> str:
    """Return words as they are compared: NFKC, no case; spaces, hyphens and slashes are one (contract: Identity)."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return " ".join("".join(" " if _parts(letter) else letter for letter in plain).split())


def _parts(letter: str) -> bool:
    return letter.isspace() or letter in APOSTROPHES or letter in "/_" or unicodedata.category(letter) == "Pd"
