"""Read days as people name them, where they see the answer: each is written as 2017-03-10.

`10 March 2017`, `10.3.2017`, `tomorrow`, `in 3 days`, `next Monday`; of meetings `15-25 May 2017`. Words that
name no day stay as they are, for the rule or the refusal that reads them next.
"""

import re
from datetime import date
from typing import TYPE_CHECKING

from kernel.lookups.choices import Ambiguous
from planning.errors import CouncilError, quoted
from planning.rule_words import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    import pendulum

MONTH = "|".join({name[:size] for name in MONTHS for size in (3, len(name))} | {"Sept"})
COUNTED = re.compile(r"(in )?(\d{1,3}|a|an) (day|week|month|year)s?( ago)?", re.IGNORECASE)
WEEKDAY = re.compile(rf"(next|last) ({'|'.join(WEEKDAYS)})", re.IGNORECASE)
NUMBERS = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})\2([1-9]\d{3})")
YEAR_FIRST = re.compile(r"([1-9]\d{3})([./])(\d{1,2})\2(\d{1,2})")
BY_WEEKDAY = rf"({'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in WEEKDAYS)})"
ON_WEEKDAY = re.compile(rf"{BY_WEEKDAY}\.?,? (\d.*)|(.*\d),? \(?{BY_WEEKDAY}\)?", re.IGNORECASE)
NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? ({MONTH})(?: ([1-9]\d{{3}}))?", re.IGNORECASE)
AMERICAN = re.compile(rf"({MONTH}) (\d{{1,2}})(?:, ?| )([1-9]\d{{3}})", re.IGNORECASE)
DASH = r"(?: ?[-–—] ?| to )"
DAYS = re.compile(rf"(\d{{1,2}}){DASH}(\d{{1,2}} (?:{MONTH}) [1-9]\d{{3}})", re.IGNORECASE)
MONTHS_APART = re.compile(rf"(\d{{1,2}} (?:{MONTH})){DASH}(\d{{1,2}} (?:{MONTH}) [1-9]\d{{3}})", re.IGNORECASE)
FROM_TO = re.compile(r"(?:from )?(.+?)(?: to | (?:-|–|—) |/)(.+)", re.IGNORECASE)


class OtherWeekday(CouncilError):
    """A day with a weekday that is not its own."""

    def __init__(self, words: str, day: date) -> None:
        weekday = WEEKDAYS[day.weekday()]
        super().__init__(f"{quoted(words)}: {day} is a {weekday}; write that, or another day")


def dated(words: str, today: date) -> str:
    """Return the words with their day written as 2017-03-10; an hour after it stays. Raises Ambiguous."""
    plain = " ".join(words.split())
    day, at, hour = plain.partition(" at ")
    meant = _read_day(day, today)
    return f"{meant.isoformat()}{at}{hour}" if meant else words


def spanned(words: str, today: date) -> str:
    """Return the words with their day, or their first and last day as 2017-05-15/2017-05-25. Raises Ambiguous."""
    plain = " ".join(words.split())
    if meant := _read_day(plain, today):
        return meant.isoformat()
    first, last = _ends(plain)
    if first == last:
        return words
    days = (_read_day(first, today) or _iso(first), _read_day(last, today) or _iso(last))
    return "/".join(day.isoformat() for day in days if day) if all(days) else words


def anchored(words: str, today: date) -> str:
    """Return `NAME=DATE` with the day, or the first and the last one, as `spanned` writes them. Raises Ambiguous."""
    name, equals, days = words.partition("=")
    return f"{name}{equals}{spanned(days, today)}"


def _ends(plain: str) -> tuple[str, str]:
    """Return the words of the first and of the last day; the first takes from the last what it leaves out."""
    if days := DAYS.fullmatch(plain):
        return f"{days[1]} {days[2].partition(' ')[2]}", days[2]
    if months := MONTHS_APART.fullmatch(plain):
        return f"{months[1]} {months[2].rpartition(' ')[2]}", months[2]
    ends = FROM_TO.fullmatch(plain)
    return (ends[1], ends[2]) if ends else ("", "")


def _read_day(plain: str, today: date) -> date | None:
    """Return the day that is named; None if none is. Raises Ambiguous."""
    if stated := ON_WEEKDAY.fullmatch(plain):
        return _on_weekday(stated, today)
    for pattern, read in ((COUNTED, _read_counted), (WEEKDAY, _weekday)):
        if match := pattern.fullmatch(plain):
            return read(match, today)
    near = {"yesterday": -1, "today": 0, "tomorrow": 1}.get(plain.casefold())
    if near is not None:
        return _check_date(_pendulum(today).add(days=near))
    if numbers := NUMBERS.fullmatch(plain):
        return _numbered(numbers)
    if first := YEAR_FIRST.fullmatch(plain):
        return _on(first[1], first[3], first[4])
    if american := AMERICAN.fullmatch(plain):
        return _make_day(american[3], american[1], american[2])
    named = NAMED.fullmatch(plain)
    return _read_named(named, today) if named else None


def _read_counted(match: re.Match[str], today: date) -> date | None:
    """Return the day so many days, weeks, months or years from today: `in 3 days`, `a week ago`."""
    coming, number, unit, ago = match.groups()
    if bool(coming) is bool(ago):
        return None
    count = (1 if number.casefold() in ("a", "an") else int(number)) * (-1 if ago else 1)
    return _check_date(_pendulum(today).add(**{f"{unit.casefold()}s": count}))


def _weekday(match: re.Match[str], today: date) -> date:
    import pendulum

    weekday = pendulum.WeekDay([name.casefold() for name in WEEKDAYS].index(match[2].casefold()))
    day = _pendulum(today)
    return _check_date(day.next(weekday) if match[1].casefold() == "next" else day.previous(weekday))


def _on_weekday(match: re.Match[str], today: date) -> date | None:
    """Return the day of `Fri 10 Mar 2017`, None if it names none. Raises OtherWeekday."""
    weekday, words = (match[1] or match[4])[:3].casefold(), match[2] or match[3]
    day = _read_day(words, today) or _iso(words)
    if day and f"{day:%a}".casefold() != weekday:
        raise OtherWeekday(match[0], day)
    return day


def _numbered(match: re.Match[str]) -> date | None:
    """Return the day of `10.3.2017`, or of `13/3/2017`, which can be read in one way only. Raises Ambiguous."""
    first, dot, second, year = match.groups()
    readings = [_on(year, second, first), None if dot == "." else _on(year, first, second)]
    days = sorted({day for day in readings if day})
    if len(days) > 1:
        raise Ambiguous(match[0], [day.isoformat() for day in days])
    return days[0] if days else None


def _read_named(match: re.Match[str], today: date) -> date | None:
    """Return the day of `10 March 2017`. Raises Ambiguous for one without its year."""
    day, month, year = match.groups()
    if year:
        return _make_day(year, month, day)
    years = (_make_day(str(number), month, day) for number in (today.year, today.year + 1))
    if days := list(filter(None, years)):
        raise Ambiguous(match[0], [each.isoformat() for each in days])
    return None


def _make_day(year: str, month: str, day: str) -> date | None:
    number = next(n for n, name in enumerate(MONTHS, 1) if name[:3].casefold() == month[:3].casefold())
    return _on(year, str(number), day)


def _on(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _iso(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _pendulum(today: date) -> "pendulum.Date":
    import pendulum  # what a day written as 2017-03-10 does not pay for

    return pendulum.date(today.year, today.month, today.day)


def _check_date(day: date) -> date:
    return date(day.year, day.month, day.day)
