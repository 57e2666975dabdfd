"""Sentences that are vague: in two counts, from a day on, every year, in a season, or once something is done."""

from datetime import timedelta

from planning.meant import NAMED, Matched, Near, day_of, meant
from planning.rule_words import MONTHS, count_of

AWAITED = "it names no day; leave the date out, and the step is awaited"
MOVING = "it changes with the day on which it is read; write the day itself, such as '2027-03-19'"
MONTH = rf"(?:{'|'.join(MONTHS)})"
EDITIONS = "each edition of a procedure has its own cycle"
COUNTED_IN = {
    "day": "jours jour días día dias dia tagen tage tag",
    "week": "semaines semaine semanas semana wochen woche",
    "month": "mois meses mes monaten monate monat",
}
AFTER = "après|apres|después de|despues de|nach"
UNITS = "|".join(word for words in COUNTED_IN.values() for word in words.split())


def _two_counts(match: Matched) -> str:
    return meant("it names two counts", *(f"{match[count]} {match['rest']}" for count in ("one", "other")))


def _half_of_year(match: Matched) -> str:
    is_first = match["half"].casefold() in ("first", "1")
    return meant("half a year names no day", f"end of {'June ' if is_first else ''}{match['year']}")


def _half_of_month(match: Matched) -> str:
    if match["half"].casefold() == "second":
        return meant("half a month names no day", f"end of {match['month']}")
    name, year = match["name"].title(), match["year"]
    return meant("half a month names no day", f"{year}-{MONTHS.index(name) + 1:02}-15" if year else f"15 {name}")


def _before_day(match: Matched) -> str | None:
    day = day_of(int(match["year"]), MONTHS.index(match["month"].title()) + 1, int(match["day"]))
    if day is None:
        return None
    return meant("'before' leaves open whether that day counts", str(day - timedelta(days=1)), str(day))


def _week(match: Matched) -> str:
    beside = f"{match['side'].lower()} {match['name'].lower()}"
    return meant("a week is no day", f"Friday of the week {beside}", f"1 week {beside}")


def _how_long(match: Matched) -> str:
    side = "after" if match["side"].casefold() == "after" else "before"
    return f"how long {side}? write for instance '1 day {side} {match['name'].lower()}'"


def _beside_what(match: Matched) -> str:
    is_after = match["side"].casefold() in ("after", "later")
    side, name = ("after", "council.closes") if is_after else ("before", "council.opens")
    return f"{side} what? write for instance '{count_of(int(match['count']), match['unit'])} {side} {name}'"


def _in_another_tongue(match: Matched) -> str:
    unit = next(unit for unit, words in COUNTED_IN.items() if match["unit"].casefold() in words.split())
    side = "after" if match["side"].casefold() in AFTER.split("|") else "before"
    return meant("rules are written in English", f"{count_of(int(match['count']), unit)} {side} {match['name']}")


VAGUE: Near = (
    (r"(?:on )?(?:a |the )?(?:date|day) to be .+|none|unknown|soon|in due course|as (?:required|needed)", AWAITED),
    (r"now|immediately|in (?:\d+|a|one|two|three|four|a few) (?:days?|weeks?|months?)", MOVING),
    (
        r"(?:when|once|upon|as soon as|on receipt|after receipt) .+",
        "how long after it? write for instance '1 day after' and the step, or leave the date out, and it is awaited",
    ),
    (
        r"(?:between )?(?P<one>\d+)(?: ?- ?| (?:to|or|and) )(?P<other>\d+) "
        r"(?P<rest>(?:working )?(?:days|weeks|months) (?:before|after) .+)",
        _two_counts,
    ),
    (r"(?:the )?(?P<half>first|second) half of (?P<year>\d{4})", _half_of_year),
    (r"H(?P<half>[12])[ ,-]*(?P<year>\d{4})", _half_of_year),
    (rf"(?:the )?(?P<half>first|second) half of (?P<month>(?P<name>{MONTH})(?: (?P<year>\d{{4}}))?)", _half_of_month),
    (rf"(?:during |in )?(?:the )?week (?P<side>before|after) (?:the )?(?P<name>{NAMED})(?: opens)?", _week),
    (rf"before (?P<day>\d\d?) (?P<month>{MONTH}) (?P<year>\d{{4}})", _before_day),
    (
        rf"(?:after|from|as of|starting|as from|since) (?:\d\d? {MONTH}(?: \d{{4}})?|\d{{4}}-\d\d-\d\d)",
        "it names when something begins; write the day by which it is done",
    ),
    (rf"(?P<side>before|after|prior to) (?:the )?(?!the$)(?P<name>{NAMED})", _how_long),
    (
        r"(?:the )?(?:first|second|third|fourth|last) \w+ of the month",
        "of which month? write its name: 'March'",
    ),
    (r"(?:the )?end of (?:the )?year|year[- ]end", "of which year? write it, such as 'end of 2027'"),
    (r"(?P<quarter>Q[1-4])", lambda match: f"of which year? write it, such as '{match['quarter'].upper()} 2027'"),
    (
        r"(?:spring|summer|autumn|fall|winter)(?: of)?(?: \d{4})?",
        "a season names no day; write a month, such as 'end of March 2027'",
    ),
    (
        rf"(?:every year|yearly|annually|each year) on (?P<on>\d\d? {MONTH})"
        rf"|(?P<day>\d\d? {MONTH})(?:,? | of )(?:each|every) year",
        lambda match: meant(EDITIONS, match["on"] or match["day"]),
    ),
    (
        r"(?:every|each) .+|annually|yearly|monthly|weekly|daily|quarterly",
        f"{EDITIONS}; write its day without the year, such as '15 March'",
    ),
    (
        r"(?P<count>\d+) (?P<unit>day|week|month)s?,? (?P<side>before|after|later|prior|in advance|earlier|beforehand)",
        _beside_what,
    ),
    (rf"\d\d? {MONTH} (?:\d{{3}}|\d{{5,}})", "a year has four digits"),
    (rf"(?P<count>\d+) (?P<unit>{UNITS}) (?P<side>avant|antes de|vor|{AFTER}) (?P<name>{NAMED})", _in_another_tongue),
)
