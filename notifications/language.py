"""The six official languages of the Union: one catalog each, with plural forms after Unicode CLDR."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FALLBACK = "en"
_CATALOGS = Path(__file__).parent / "languages"


class Tongue(StrEnum):
    """The languages in which we write: their tags (BCP 47), by their English names."""

    ARABIC = "ar"
    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    RUSSIAN = "ru"
    CHINESE = "zh"


OFFICIAL = tuple(tongue.value for tongue in Tongue)


class English(str):
    """Words that are in English where all around them is in another language; HTML marks them as such."""

    __slots__ = ()


class PartlyEnglish(str):
    """Words of the language around them that end in English ones, such as who decided a date."""

    english: str

    def __new__(cls, words: str, english: str) -> "PartlyEnglish":
        """Return the words, of which `english` are those in English."""
        self = super().__new__(cls, words)
        self.english = english
        return self


def with_number(words: str, number: str) -> str:
    """Return a title with its edition behind it, in English where the title is."""
    both = f"{words} {number}".strip()
    return English(both) if is_english(words) else both


def is_english(words: str) -> bool:
    """Return True for words that stay English in another language."""
    return isinstance(words, English)


@dataclass(frozen=True, slots=True)
class Language:
    """One catalog: `code` as in BCP 47, `says` the sentences by section and key."""

    code: str
    says: Mapping[str, Any]

    @property
    def is_right_to_left(self) -> bool:
        """Return True if it is written from right to left."""
        return self.direction == "rtl"

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML wants it."""
        return str(self.says["direction"])

    @property
    def sides(self) -> tuple[str, str]:
        """Where a line starts and ends, as mail clients want it, which know nothing of `start` and `end`."""
        return ("right", "left") if self.is_right_to_left else ("left", "right")

    @property
    def weekdays_from(self) -> Sequence[str]:
        """The weekdays in the case that the first day of a span is said in."""
        days: Sequence[str] = self.says.get("weekdays_from", self.says["weekdays"])
        return days

    @property
    def weekdays_to(self) -> Sequence[str]:
        """The weekdays in the case that the last day of a span is said in."""
        days: Sequence[str] = self.says.get("weekdays_to", self.says["weekdays"])
        return days

    def say(self, section: str, key: str, **values: object) -> str:
        """Return a sentence of the catalog with its blanks filled."""
        return str(self.says[section][key]).format(**values)

    def listed(self, section: str, keys: Iterable[str]) -> str:
        """Return the words of these keys, one after the other."""
        return str(self.says["list"]).join(self.say(section, key) for key in keys)

    def count(self, section: str, key: str, n: int, **values: object) -> str:
        """Return the plural form that `n` asks for, with its blanks filled."""
        forms = self.says[section][key]
        return str(forms[PLURALS[self.says["plural"]](n)]).format(n=n, **values)

    def title(self, english: str) -> str:
        """Return what a chain declares in English (a title, a mandate), translated; English where nobody translated it.

        An office's own titles are no keys of these translations, and stay as they were written.
        """
        if self.code == FALLBACK or not english:
            return english
        return _titles(self.code).get(english) or English(english)

    def authority(self, english: str) -> str:
        """Return who decided a date, with the document: "the Chair, C28/9"; a role that is known by name is translated.

        What else an officer typed, such as a meeting by its number, stays English.
        """
        said = self.title(english)
        who, _, document = english.partition(", ")
        role = _role_of(who) if is_english(said) else None
        return str(self.says["list"]).join(filter(None, (self.word("role", role), document))) if role else said

    def untold(self, english: str) -> str:
        """Return words of the record that nobody translates: English, where this is another language."""
        return english if self.code == FALLBACK else English(english)

    def body(self, key: str, english: str) -> str:
        """Return the name of a body in this language; that of the record where this is English, or nobody knows it."""
        known = self.says["role"].get(key)
        return str(known) if known and self.code != FALLBACK else self.untold(english)

    def word(self, section: str, slug: str) -> str:
        """Return the word for a well-known slug; for one of an open vocabulary, the slug itself with spaces."""
        known: Mapping[str, str] = self.says[section]
        return known.get(slug, slug.replace("-", " "))


def speak(code: str) -> Language:
    """Return the catalog of a language tag such as `fr` or `zh-Hans`; English for a language that we do not have."""
    tag = code.strip().lower().replace("_", "-").partition("-")[0]
    return _catalog(tag if tag in OFFICIAL else FALLBACK)


def _role_of(named: str) -> str | None:
    """Return the role, or the body, that English words name: "the Chair", "Council"; None for anything else."""
    words = named.strip().casefold().removeprefix("the ")
    return next((slug for slug, word in speak(FALLBACK).says["role"].items() if word.casefold() == words), None)


@cache
def _catalog(code: str) -> Language:
    return Language(code, _read(f"{code}.toml"))


@cache
def _titles(code: str) -> Mapping[str, str]:
    return _read(f"titles.{code}.toml")


def _read(name: str) -> dict[str, Any]:
    import tomllib  # each command imports this module: only who reads words pays

    return tomllib.loads((_CATALOGS / name).read_text(encoding="utf-8"))


def _one_other(n: int) -> str:
    return "one" if n == 1 else "other"


def _french(n: int) -> str:
    return "one" if n in (0, 1) else "other"


def _russian(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _arabic(n: int) -> str:
    if n < 3:
        return ("zero", "one", "two")[n]
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if n % 100 >= 11 else "other"


def _other(n: int) -> str:
    return "other"


# CLDR's cardinal rules for whole numbers; the catalog names its own
PLURALS: Mapping[str, Callable[[int], str]] = {
    "one-other": _one_other,
    "french": _french,
    "russian": _russian,
    "arabic": _arabic,
    "other": _other,
}
