"""What a sentence that is no date rule comes to once it is spelt plainly: never read, only offered to whoever wrote it.

Unlike the turns of `spellings.py` these lose a shade of what was typed, such as "at the latest", or an hour's half of
the day; so the sentence is refused, and a person says whether that was meant.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable

from planning.meant import NAMED
from planning.rule_words import MONTHS, WEEKDAYS
from planning.spellings import HYPHENS, NAME, SHORT

Replaced = str | Callable[[re.Match[str]], str]

MONTH_WORD = rf"(?:{'|'.join((*MONTHS, *dict.fromkeys(short.title() for short in SHORT)))})"
WEEKDAY_OF = {day[:length].casefold(): day for day in WEEKDAYS for length in (2, 3, 4, 5)}
WEEKDAY_WORD = rf"(?:{'|'.join((*WEEKDAYS, *sorted(WEEKDAY_OF, key=len, reverse=True)))})"
NO_NAME = rf"(?!(?:{MONTH_WORD}|year|month|week|quarter|day|business)\b)"
THE_OPENING = rf"(?:the )?(?:start|beginning|commencement|opening|first day) of (?:the )?{NO_NAME}({NAME})"
THE_CLOSE = rf"(?:the )?(?:end|conclusion|closing|close|closure|last day) of (?:the )?{NO_NAME}({NAME})"

PLAINER: tuple[tuple[str, Replaced], ...] = (
    (r"^[\"'“”„«»‘’\s]+|[\"'“”„«»‘’;!\s]+$", ""),
    (r"^(?:by |at )?(?:the )?latest:?,? (?:by |on )?|^(?:on or before|until|till|not after) |^by (?!close|cob)", ""),
    (r",? (?:by |at )(?:the )?latest$", ""),
    (r"^before (?=(?:the )?end\b)", ""),
    (r"^(?:about|approx(?:imately|\.)?|roughly|around|circa|ca\.?|preferably|ideally) (?=\w+ )", ""),
    (r"^(?:a )?minimum (?:of )?(?=\d)", ""),
    (r",? (?:or (?:earlier|sooner|before)|(?:if|where|whenever) possible)$", ""),
    # days and months
    (r"^(?P<year>\d{4}-\d\d-\d\d)(?: to | until | ?[-–—] | ?\.\. ?)(?P<last>\d{4}-\d\d-\d\d)$", r"\1/\2"),
    (r"^(?:from|between) (\d{4}-\d\d-\d\d) (?:to|until|and) (\d{4}-\d\d-\d\d)$", r"\1/\2"),
    (rf"^(?:from|between) (\d+) (?:until|and) (?=\d+ {MONTH_WORD}\b)", r"\1 to "),
    (rf"\b({MONTH_WORD})\.(?= ?\d)", r"\1 "),
    (rf"\b(\d{{1,2}})[ ./-]?({MONTH_WORD})[ ,./-]{{1,2}}(?=\d)", r"\1 \2 "),
    (rf"\b(\d{{1,2}})({MONTH_WORD})(?=\d)", r"\1 \2 "),
    (rf"^({MONTH_WORD}) (\d{{1,2}}) (?=\d{{4}}$)", r"\1 \2, "),
    (rf"\b(\d+)(st|nd|rd|th)? of (?={MONTH_WORD})", r"\1 "),
    (rf"^(.+?),? \(?({WEEKDAY_WORD})\)?$", lambda m: f"{WEEKDAY_OF.get(m[2].casefold()[:5], m[2])} {m[1]}"),
    (
        rf"^({WEEKDAY_WORD})\.?,? (?:the )?(?=\d)",
        lambda m: f"{next(day for day in WEEKDAYS if day.casefold().startswith(m[1].casefold()))} ",
    ),
    (rf"^(?:the )?(?=\d{{1,2}}(?:st|nd|rd|th)? {MONTH_WORD})", ""),
    (rf"^(?:the )?end(?:-| of the month of )(?={MONTH_WORD})|^eom (?={MONTH_WORD})", "end of "),
    (rf"^the (?=end of {MONTH_WORD})", ""),
    (rf"^end of the month of (?={MONTH_WORD})", "end of "),
    (r"^(?:the )?end of (?=Q[1-4] )", "end "),
    (rf"^(?:{WEEKDAY_WORD})\.?,? (\d\d? {MONTH_WORD})$", r"\1"),
    (r"^([1-9]\d{3})[-/](0?[1-9]|1[0-2])$", lambda m: f"{MONTHS[int(m[2]) - 1]} {m[1]}"),
    (rf"^({MONTH_WORD}) (\d{{1,2}})(?:st|nd|rd|th)(?=,? \d{{4}}$|$)", r"\1 \2"),
    (rf"^({MONTH_WORD}) (\d{{1,2}})$", r"\2 \1"),
    (rf"^({MONTH_WORD}) (\d{{1,2}}) ?- ?(\d{{1,2}}),? (\d{{4}})$", r"\2-\3 \1 \4"),
    (rf"^(?:the )?first day of ({MONTH_WORD} \d{{4}})$", r"1 \1"),
    (rf"^(?:the )?last day of ({'|'.join(MONTHS)}) (\d{{4}})$", lambda m: _last_day(m[1], int(m[2]))),
    (r"^(?:in )?(?:the )?week of (?=\d)|^w/c (?=\d)", "week of "),
    (r"^(?:the )?week (?:ending|ended)(?: on)? (?=\d)", ""),
    (r"^(?:calendar week|week|kw|cw|wk) (\d\d?)(?: of|,)? (\d{4})$", lambda m: f"{m[2]}-W{int(m[1]):02}"),
    (r"^(first|second|third|fourth) quarter (?=\d{4}$)", r"\1 quarter of "),
    (r"^(?:the )?year[- ]end (\d{4})$", r"end of \1"),
    (r"^on (?:the )?(?=(?:first|second|third|fourth|last|1st|2nd|3rd|4th) )", ""),
    # hours
    (r" \((\d\d:\d\d)\)$", r" at \1"),
    (r"(?<=[a-z]),? \(?Geneva(?: time)?\)?$", ""),
    (r"^noon on (.+)", r"\1 at 12:00"),
    (r"(?:,| at)? (\d{1,2}) ?([ap])\.?m\.?$", r" at \1 \2m"),
    (r"(?:,| at) (\d)[:.h](\d\d)\b", r" at 0\1:\2"),
    (r"(?:,| at) (\d\d)\.(\d\d)\b", r" at \1:\2"),
    (r"(?:,| at)? ([01]\d|2[0-3]) ?(?:h|hours|hrs|uhr|o'clock)$", r" at \1:00"),
    (r"(?:,| at) ([01]\d|2[0-3]):?([0-5]\d) ?(?:h|hours|hrs)$", r" at \1:\2"),
    (r"(?: at|T) ?(\d\d:\d\d)(?::00)?Z$", r" at \1 UTC"),
    (r"( at |T| )(\d\d:\d\d):00$", r" at \2"),
    # counts and units
    (r"^(?:the )?(?:eve of|day before) ", "1 day before "),
    (r"\b(?:weekdays|workdays|work days|wds?)\b", "working days"),
    (r"\b(?:full|consecutive|civil|natural|normal) (?=days?\b)", ""),
    (r"^(\d+) ?(?:w|wks?) (?=before|after)", r"\1 weeks "),
    (r"^(\d+) ?d (?=before|after)", r"\1 days "),
    (r"^(\d+) ([A-Z][a-z]+) (working days?)\b", r"\1 \3 in \2"),
    (r"\b(working days?) (?:at|of) (?=[A-Z])", r"\1 in "),
    (r"\b(weeks?)(?:,| plus)? (?=\d+ days?\b)", r"\1 and "),
    (r"^(?:a )?couple of (?=weeks|days|months)", "2 "),
    (r"^(?:half a|a half) year (?=before|after)", "6 months "),
    (r"^(?:one|a|1) quarter (?=before|after)", "3 months "),
    (rf"^within (.+?) of ({NAME}\.closes)$", r"\1 after \2"),
    (rf"^({NAME}\.(?:opens|closes)) ?(?:-|minus) ?(\d+) ?(days?|weeks?|months?)$", r"\2 \3 before \1"),
    (rf"^({NAME}\.(?:opens|closes)) ?(?:\+|plus) ?(\d+) ?(days?|weeks?|months?)$", r"\2 \3 after \1"),
    # sides and names
    (r"\b(days?|weeks?|months?|years?) subsequent to ", r"\1 after "),
    (
        rf"^(?:the )?last working day (?=before {NAMED}$)|^(?:the )?working day (?=(?:before|after) {NAMED}$)",
        "1 working day in Geneva ",
    ),
    (
        rf"^(?:the |(?:the )?last )?({'|'.join(WEEKDAYS)}) (?:before|preceding) ({NAMED})$",
        r"\1 on or before 1 day before \2",
    ),
    (
        rf"^(?:the |(?:the )?first )?({'|'.join(WEEKDAYS)}) (?:after|following) ({NAMED})$",
        r"\1 on or after 1 day after \2",
    ),
    (rf"^(?:the )?second ({'|'.join(WEEKDAYS)}) after ({NAMED})$", r"\1 on or after 8 days after \2"),
    (rf"^in the margins of (?:the )?({NAME})$", r"during \1"),
    (rf"^on (?={THE_CLOSE}$|{THE_OPENING}$)", ""),
    (r"\b(days?|weeks?|months?|years?) (?:following|from|later than|past|since) ", r"\1 after "),
    (r"\b(?:preceding|previous to|in advance of|ahead of) ", "before "),
    (rf"\b(before|after) {THE_OPENING}", lambda m: f"{m[1]} {m[2].lower()}.opens"),
    (
        rf"\b(before|after) {THE_CLOSE}",
        lambda m: f"{m[1]} {m[2].lower()}.closes",
    ),
    (rf"^{THE_OPENING}$", lambda m: f"on {m[1].lower()}.opens"),
    (rf"^{THE_CLOSE}$", lambda m: f"on {m[1].lower()}.closes"),
    (r"^(?:at|same day as|the day of|the same day as) ", "on "),
    (
        rf"\b(before|after|on|during) (?:the )?({NAME}(?:\.(?:opens|closes))?)(?=$|,| at )",
        lambda m: f"{m[1]} {m[2].lower()}",
    ),
)


def _last_day(month: str, year: int) -> str:
    number = [name.casefold() for name in MONTHS].index(month.casefold()) + 1
    return f"{monthrange(year, number)[1]} {MONTHS[number - 1]} {year}"


def plainer(text: str) -> str:
    """Return the sentence as it may have been meant, in plainer words; itself where nothing can be left out."""
    words = " ".join(unicodedata.normalize("NFKC", text).translate(HYPHENS).split())
    words = re.sub(r"(?<=\d)[–—](?=\d\d\b)", "-", words)
    for pattern, replaced in PLAINER:
        words = re.sub(pattern, replaced, words, flags=re.IGNORECASE)
    return words
