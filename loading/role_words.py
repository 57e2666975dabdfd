"""Roles in a table of contacts, by the words for them that our letters and pages show, in each of their languages."""

import re
from collections.abc import Mapping
from functools import cache

from loading.entry_refusals import refused
from notifications.language import OFFICIAL, speak
from planning.errors import among, quoted
from planning.names import unaccented
from planning.roles import is_known, word_of
from record.refusals import LoadRefused

MARKS = ";,；，、؛،"
BETWEEN = re.compile(rf"[{MARKS}](?![^()（）]*[)）])")  # phrases; what stands in brackets belongs to its phrase


def roles(cell: str, where: str) -> list[str]:
    """Return the roles of a cell: `focal point`, `the Chair`, `États Membres`. Raises LoadRefused for several in one.

    A phrase that names none is taken for words that each name one, which the record may know.
    """
    phrases = [" ".join(phrase.split()) for phrase in BETWEEN.split(cell)]
    if len(phrases) > 1 and len(meant := _by_words().get(_folded(cell), ())) == 1:
        return [*meant]  # words that have a comma themselves
    return [role for phrase in phrases for role in (_as_one(phrase, where) or phrase.split())]


def _as_one(phrase: str, where: str) -> list[str]:
    words = (word_of(phrase), word_of(phrase).removesuffix("s"))
    if known := [word for word in words if is_known(word)][:1]:
        return known
    key = _folded(phrase)
    if meant := _by_words().get(key, frozenset()):
        if len(meant) > 1:
            raise _ambiguous(phrase, meant, where)
        return [*meant]
    if phrase.isascii() and " " not in phrase:
        return []  # as the record writes roles and bodies of its own
    begun = [roles for words, roles in _by_words().items() if words.startswith(key)] if key else []
    if len(several := frozenset().union(*begun)) > 1:
        raise _ambiguous(phrase, several, where)
    return []


def _ambiguous(phrase: str, meant: frozenset[str], where: str) -> LoadRefused:
    return refused(where, f"the role {quoted(phrase)} may be {among(sorted(meant))}; write one of them")


@cache
def _by_words() -> Mapping[str, frozenset[str]]:
    """Return the roles and bodies by the words that the languages have for them."""
    named: dict[str, frozenset[str]] = {}
    for says in (speak(code).says["role"] for code in OFFICIAL):
        for role, words in says.items():
            if is_known(role):
                named[_folded(words)] = named.get(_folded(words), frozenset()) | {role}
    return named


def _folded(words: str) -> str:
    """Return words as they are compared: no case, no accents, one or many alike: `État Membre`."""
    return unaccented(" ".join(word.rstrip("sS") for word in words.split()))
