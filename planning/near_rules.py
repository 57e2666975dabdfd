"""What is near a sentence that is no date rule: why it names no day, and the rule that may have been meant."""

import re
from calendar import monthrange
from datetime import date

from planning.meant import NAMED, Matched, Near, Why, day_of, meant
from planning.rule_words import MONTH, MONTHS, NTH, WEEKDAYS, count_of
from planning.spellings import NAME, NUMBERS
from planning.vague_rules import VAGUE

ORDINALS = f"{', '.join(NTH[:-2])} and {NTH[-2]}"  # first, second, third and fourth


def reason(words: str) -> str | None:
    """Return why the words name no day, with what may have been meant; None where nothing is near."""
    for pattern, say in (*NEAR, *VAGUE, *LAST):
        if (match := re.fullmatch(pattern, words, re.IGNORECASE)) and (why := _said(say, match)):
            return why
    return None


def _said(say: Why, match: Matched) -> str | None:
    return say if isinstance(say, str) else say(match)


def _in_numbers(match: Matched) -> str | None:
    """Return how a date such as 15/03/2027 can be read: the day before the month, and the month before the day."""
    first, second, year = int(match["first"]), int(match["second"]), _whole_year(match["year"])
    if days := {day: None for month, nth in ((second, first), (first, second)) if (day := day_of(year, month, nth))}:
        why = meant("a date in numbers", *(day.isoformat() for day in days))
        return why.replace("numbers;", "numbers has two readings;") if len(days) > 1 else why
    month, nth = (second, first) if 1 <= second <= 12 else (first, second)
    return _too_long(year, month, nth) if 1 <= month <= 12 else f"there is no such day: {month} is no month"


def _year_first(match: Matched) -> str | None:
    """Return the day of a date such as 2027/3/15, whose order nobody doubts."""
    year, month, nth = int(match["year"]), int(match["month"]), int(match["day"])
    if day := day_of(year, month, nth):
        return meant("a date in numbers", day.isoformat())
    return _too_long(year, month, nth) if 1 <= month <= 12 else f"there is no such day: {month} is no month"


def _whole_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _too_long(year: int, month: int, day: int) -> str:
    """Return why a month has no such day, with the days on either side of its end."""
    name, length = MONTHS[month - 1], monthrange(year, month)[1]
    if day == 0 or day > 31:
        return f"days of {name} run from 1 to {length}"
    last, then = date(year, month, length), date(year, month + 1, 1)  # December has 31 days
    return meant(f"{f'{name} {year}' if month == 2 else name} has {length} days", str(last), str(then))


def _no_such_day(match: Matched) -> str | None:
    day, month, year = int(match["day"]), MONTHS.index(match["month"]) + 1, int(match["year"] or 0)
    if year or day == 0 or day > 31:
        return _too_long(year or 2000, month, day)
    return f"{match['month']} never has more than {monthrange(2000, month)[1]} days"


def _short_year(match: Matched) -> str | None:
    day = day_of(2000 + int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["day"]))
    return meant("a year has four digits", day.isoformat()) if day else None


def _span(match: Matched) -> str | None:
    first, last = match["first"], match["last"]
    if first == last:
        return meant("one day is no span", first)
    return meant("the last day is before the first", f"{last}/{first}") if last < first else None


def _iso_week(match: Matched) -> str:
    year = int(match["year"])
    return f"the weeks of {year} run from W01 to W{date(year, 12, 28).isocalendar().week}"  # ISO 8601: its last one


def _week_from(match: Matched) -> str:
    """Return what the week may be that is said to begin on a day that is no Monday."""
    year, month, nth = int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["day"])
    day = day_of(year, month, nth)
    return meant("a week begins on a Monday", f"week of {day}") if day else _too_long(year, month, nth)


def _fifth(match: Matched) -> str:
    counted, month = match["counted"], match["month"]
    what = "weeks" if counted == "week" else "weekdays"
    return meant(f"{what} of a month are counted {ORDINALS}, and last", f"last {counted} of {month}")


def _part_of_count(match: Matched) -> str:
    whole, part = int(match["whole"]), float(f"0.{match['part']}")
    if match["unit"] == "week" and part:
        days = (whole + part) * 7
        return meant("counts are whole", *(f"{int(days) + more} days {match['rest']}" for more in (0, 1)))
    counts = (whole, whole + 1) if whole and part else (whole or 1,)
    return meant("counts are whole", *(f"{count_of(count, match['unit'])} {match['rest']}" for count in counts))


def _hours(match: Matched) -> str:
    days, left = divmod(int(match["count"]), 24)
    rules = () if left else (f"{count_of(days, 'day')} {match['rest']}",)
    return meant("hours are not counted, only days", *rules)


FOREIGN = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
)
MONTH_OF = {word: number for words in FOREIGN for number, word in enumerate(words.split(), start=1)}


def _in_another_language(match: Matched) -> str | None:
    """Return what a day in French or Spanish may mean."""
    number = MONTH_OF.get(match["month"].casefold())
    day = day_of(int(match["year"]), number, int(match["day"])) if number else None
    return meant("rules are written in English", day.isoformat()) if day else None


AWAITED = "it names no day; leave the date out, and the step is awaited"
MOVING = "it changes with the day on which it is read; write the day itself, such as '2027-03-19'"
IN_YEAR = rf"(?:{'|'.join(MONTHS)})(?: \d{{4}})?"
ANY_DAY = rf"(?:{'|'.join(WEEKDAYS)})"
NEAR: Near = (
    (r"(?P<first>\d\d?)(?P<by>[/. -])(?P<second>\d\d?)(?P=by)(?P<year>[1-9]\d{3}|\d\d)", _in_numbers),
    (r"(?P<year>[1-9]\d{3})(?P<by>[/.-])(?P<month>\d\d?)(?P=by)(?P<day>\d\d?)", _year_first),
    (rf"(?P<day>\d\d?) {MONTH}(?: (?P<year>[1-9]\d{{3}}))?", _no_such_day),
    (rf"(?P<day>\d\d?) {MONTH} '?(?P<year>\d\d)", _short_year),
    (r"(?P<first>\d{4}-\d\d-\d\d)/(?P<last>\d{4}-\d\d-\d\d)", _span),
    (
        rf"(?:from )?\d\d?(?: (?:{'|'.join(MONTHS)})(?: \d{{4}})?)?(?: to | ?[-–] ?)\d\d? {MONTH} \d{{4}}",
        "one of its days does not exist; correct it",
    ),
    (r"(?P<year>[1-9]\d{3})-W\d\d", _iso_week),
    (
        rf"(?:the )?week (?:beginning|commencing|starting)(?: on)?(?: the)? (?P<day>\d\d?) {MONTH}"
        r" (?P<year>[1-9]\d{3})",
        _week_from,
    ),
    (rf".*\b(?:{'|'.join(NUMBERS)}) \(\d+\) .+", "its word and its figure are two numbers; write one of them"),
    (r".+(?:,| at) \d\d?(?:[:.h]\d\d)? ?[ap]\.?m\.?", "with am and pm, hours run from 1 to 12"),
    (
        rf"(?:the )?(?:fifth|5th) (?P<counted>week|{'|'.join(WEEKDAYS)}) of (?P<month>{IN_YEAR})",
        _fifth,
    ),
    (r"(?P<whole>\d+)[.,](?P<part>\d+) (?P<unit>day|week|month)s? (?P<rest>(?:before|after) .+)", _part_of_count),
    (
        rf"late (?P<month>{IN_YEAR})",
        lambda match: meant("'late' names no day", f"end of {match['month']}"),
    ),
    (
        rf"early (?P<month>{IN_YEAR})",
        lambda match: meant("'early' names no day", f"beginning of {match['month']}"),
    ),
    (r"as soon as possible|asap|tb[adc]|to be [a-z]+ed|n/?a|-+|\?+", AWAITED),
    (rf"(?:today|tomorrow|yesterday|(?:next|this|last) (?:week|month|{ANY_DAY}))", MOVING),
    (
        rf"(?:by |at )?(?:cob|close of business|end of business|eob|eod)?,? ?(?:on )?(?P<day>{ANY_DAY})",
        lambda match: f"{match['day']} of which week? write its day, such as '2027-03-12 at 17:00'",
    ),
    (
        r"(?:by |at )?(?:cob|close of business|end of business|eob|eod),? ?(?:on )?(?:of )?(?P<day>.+)"
        r"|(?P<other>.+?),? (?:by |at )?(?:cob|close of business|end of business|eob|eod).*",
        lambda match: (
            f"the close of business is no hour; write it, such as '{match['day'] or match['other']} at 17:00'"
        ),
    ),
    (
        rf"immediately after (?P<name>{NAMED})",
        lambda match: meant("how long after?", f"1 working day in Geneva after {match['name']}").replace("?;", "?"),
    ),
    (
        rf"during (?P<of>{NAME})\.(?P<end>opens|closes)",
        lambda match: meant(
            f"{match['of']}.{match['end']} is one day", f"during {match['of']}", f"on {match['of']}.{match['end']}"
        ),
    ),
    (
        r"[A-Z]? ?[-−–] ?(?P<count>\d+) ?(?P<unit>day|week|month)?s?",
        lambda match: (
            f"before what? write for instance '{match['count']} {match['unit'] or 'day'}s before council.opens'"
        ),
    ),
    (r"(?P<count>\d+) hours? (?P<rest>(?:before|after) .+)", _hours),
    (
        r".*\b(?:months?|years?|days?) and \d+ .*(?:days?|weeks?|months?) (?:before|after) .+",
        "months and days in one count have two readings; count in one unit, or in weeks and days",
    ),
    (
        r"(?P<one>\d+ .+? (?:before|after) \S+?),? (?:and|or) (?P<other>\d+ .+? (?:before|after) \S+)",
        lambda match: meant(
            "it names two dates",
            *(f"{which} of {match['one']} and {match['other']}" for which in ("earlier", "later")),
        ),
    ),
    (
        r".*\bmidnight\b.*",
        "midnight begins one day and ends another; write 'at 00:00' of the day that it begins, or 'at 23:59'",
    ),
    (
        r".*\b(?:Easter|Christmas|Ramadan|Eid|Good Friday|Ascension|Pentecost|holidays|(?:summer|winter) break)\b.*",
        "feasts are not counted; write the day itself",
    ),
    (r"(?P<day>\d\d?)(?:er)? (?:de )?(?P<month>[^\W\d_]+) (?:de )?(?P<year>\d{4})", _in_another_language),
)
LAST: Near = (  # where nothing else is near
    (r".*[^\x00-\x7f].*", "rules are written in English; write it so, for instance '15 March 2027'"),
    (
        r"\d+ .+? (?:before|after) (?P<name>the .+|(?-i:[A-Z]).*|.+ .+)",
        lambda match: (
            f"{match['name']!r} is not the name of a step or of a reference date; write one, such as 'council.opens'"
        ),
    ),
)
