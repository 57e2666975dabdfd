"""Shapes of values: what a door can read and refuse without the record."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from notifications.plain_text import TURNING, plain
from planning.chain import SLUG
from planning.day_range import believed, believed_year
from planning.errors import CouncilError, NotADate, quoted
from planning.grammar import parse
from planning.roles import word_of
from planning.window import Given, Window, believed_window
from record.refusals import GivenTwice, NoSuchChoice, NotANumber, NotAPair, ReasonMissing, TooLong

LONGEST_WORDS = 500  # characters of a name, a title, a key: as of those in a file that is loaded
LONGEST_ADDRESS = 2_000  # of an address on the web, or of a document that goes by one
LONGEST_REASON = 2_000
LONGEST_TEXT = 10_000  # of a comment
DIGITS = 9  # of a number: PostgreSQL's integers have ten


BREAKS = frozenset("\n\r\t")  # what a text of several lines may hold
CONTROLS = frozenset({"Cc", "Zl", "Zp"})  # of Unicode: what no line can hold


class NotText(CouncilError):
    """Words with half a character, which no file and no database can hold."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{words.encode('ascii', 'backslashreplace').decode()!r} holds half a character; type it anew")


class NotPlain(CouncilError):
    """Words with a sign that nobody sees: a control character, or one that turns the order in which others read."""

    def __init__(self, words: str, sign: str) -> None:
        what = "turns the order in which the others are read" if sign in TURNING else "controls a machine"
        super().__init__(
            f"{plain(words, 60)!r} holds U+{ord(sign):04X}, which nobody sees and which {what}; leave it out"
        )


class NotARole(CouncilError):
    """Words that are no role."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{quoted(words)} is no role; write small letters, digits and hyphens, such as secretariat")


def check_length(value: Any, longest: int) -> None:
    """Check that no word among these is longer than so many characters. Raises TooLong."""
    if isinstance(value, str):
        if len(value) > longest:
            raise TooLong(value, longest)
    elif isinstance(value, Mapping):
        check_length([*value, *value.values()], longest)
    elif isinstance(value, list | tuple):
        for each in value:
            check_length(each, longest)


def as_words(value: Any) -> str:
    """Return the words of one line without the space around them. Raises NotText, NotPlain."""
    return _plain(str(value).strip())


def as_text(value: Any) -> str:
    """Return words of one or several lines without the space around them. Raises NotText, NotPlain."""
    return _plain(str(value).strip(), may_hold=BREAKS)


def as_whole(text: str) -> str:
    """Return the text of a file, whatever signs it holds. Raises NotText."""
    try:
        text.encode()
    except UnicodeEncodeError as why:
        raise NotText(text[why.start : why.end]) from None
    return text


def _plain(words: str, may_hold: frozenset[str] = frozenset()) -> str:
    for sign in words:
        if "\ud800" <= sign <= "\udfff":
            raise NotText(words)
        if sign not in may_hold and (sign in TURNING or unicodedata.category(sign) in CONTROLS):
            raise NotPlain(words, sign)
    return words


def as_role(value: Any) -> str:
    """Return the word of a role, small letters and hyphens: `Member States` is `member-states`. Raises NotARole."""
    words = word_of(as_words(value))
    if not SLUG.fullmatch(words):
        raise NotARole(words)
    return words


def as_list(value: Any) -> tuple[str, ...]:
    """Return several words, or the only one."""
    several = [value] if isinstance(value, str | int) else value
    return tuple(word for word in map(as_words, several) if word)


def as_json(value: Any) -> object:
    """Return the value as JSON can hold it."""
    return value if isinstance(value, bool | int | list | tuple) else str(value)


def as_flag(value: Any) -> bool:
    """Return yes or no."""
    return value is True or str(value).casefold() in ("true", "yes", "1")


def as_choice(choices: type[StrEnum], value: Any) -> StrEnum:
    """Return one of the choices. Raises NoSuchChoice."""
    try:
        return choices(value)
    except ValueError:
        raise NoSuchChoice(str(value), list(choices)) from None


def as_number(value: Any) -> int:
    """Return a whole number. Raises NotANumber."""
    words = str(value).strip()
    if not words.isdecimal() or len(words) > DIGITS:
        raise NotANumber(words)
    return int(words)


def as_year(value: Any) -> int:
    """Return a year. Raises NotANumber, UnbelievableDay."""
    return believed_year(as_number(value))


def as_reason(value: Any) -> str:
    """Return the reason. Raises ReasonMissing, NotText, NotPlain."""
    if not (words := as_text(value or "")):
        raise ReasonMissing("this act")
    return words


def as_day(value: Any) -> date:
    """Return a day. Raises NotADate, UnbelievableDay."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return _believed(value)
    words = str(value).strip()
    try:
        return _believed(date.fromisoformat(words))
    except ValueError:
        raise NotADate(words) from None


def _believed(day: date) -> date:
    believed(day)
    return day


def as_span(value: Any) -> Window:
    """Return a day, or an interval `opens/closes`. Raises NotADate, UnbelievableDay."""
    if isinstance(value, Window):
        return believed_window(value)
    words = str(value)
    first, _, last = words.partition("/")
    span = Window(as_day(first), as_day(last or first))
    if span.last < span.first:
        raise NotADate(words, "an interval: it ends before it begins; write its first day first")
    return span


def as_new_days(value: Any) -> Given:
    """Return days, or what reads like the key of a meeting. Raises NotADate, UnbelievableDay."""
    words = str(value)
    is_key = SLUG.fullmatch(words) and words[0].isalpha() and any(map(str.isdigit, words))
    return words if is_key else as_span(value)


def as_anchors(value: Any) -> dict[str, Given]:
    """Return each anchor's days, or its meeting's key, by name: from words NAME=DATE, or a mapping of the two.

    Raises NotADate, UnbelievableDay, GivenTwice.
    """
    pairs = value.items() if isinstance(value, Mapping) else [_anchor(words) for words in as_list(value)]
    anchors: dict[str, Given] = {}
    for name, dates in pairs:
        if name in anchors:
            raise GivenTwice(name)
        anchors[name] = as_span(dates) if isinstance(dates, Window) or dates[:4].isdecimal() else dates
    return anchors


def _anchor(words: str) -> tuple[str, str]:
    name, _, dates = (part.strip() for part in words.partition("="))
    if not (name and dates):
        raise NotADate(words, "a reference date; write NAME=YYYY-MM-DD, NAME=OPENS/CLOSES or NAME=MEETING-KEY")
    return name, dates


def as_grouped(value: Any) -> dict[str, list[str]]:
    """Return what is said of each thing by its name, from pairs of two words, or words with a space between them.

    Raises NotAPair.
    """
    groups: dict[str, list[str]] = {}
    for each in value:
        words = each.split(maxsplit=1) if isinstance(each, str) else list(each)
        if len(words) != 2:
            raise NotAPair(" ".join(words))
        groups.setdefault(as_words(words[0]), []).append(as_words(words[1]))
    return groups


def as_date(value: Any) -> str:
    """Return the words of a stated date: a day, an hour, a month, a week. Raises NotARule, NotADate."""
    words = str(value).strip()
    rule = parse(words)
    if not rule.is_literal or rule.places:
        raise NotADate(words, "a date by itself; give a day such as 2017-03-10, or 'end of October 2017'")
    return words
