"""Spellings of date rules that people write, read as the one wording of the grammar; none is ever read as another day.

What stands here only turns words into those of `grammar.py`. What is vague, or has two readings, is not turned: the
grammar refuses it, and `near_rules.py` says what may have been meant.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from planning.calendar import HOME_PLACE
from planning.names import without_accents
from planning.rule_words import MONTH, MONTHS, NTH, WEEKDAY, WEEKDAYS

NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
SHORT = {month[:3].casefold(): month for month in MONTHS} | {"sept": "September"}
ORDINALS = {"1st": NTH[0], "2nd": NTH[1], "3rd": NTH[2], "4th": NTH[3]}
SMALL = (
    "a", "after", "and", "at", "back", "before", "beginning", "business", "by", "calendar", "clear", "close", "closes",
    "closing", "day", "days", "during", "earlier", "early", "end", "even", "first", "following", "forward", "fourth",
    "from", "immediately", "in", "last", "late", "later", "middle", "month", "months", "next", "no", "noon", "not",
    "odd", "of", "on", "opening", "opens", "or", "preceding", "prior", "quarter", "rolled", "second", "than", "the",
    "third", "to", "week", "weeks", "within", "working", "year", "years",
)  # fmt: skip
CAPITAL = {word.casefold(): word for word in (*MONTHS, *WEEKDAYS)} | SHORT
WORDS = CAPITAL | {word: word for word in (*SMALL, *NUMBERS)} | ORDINALS
PARTS_OF = ("beginning", "middle", "end")  # of a month
HOME_NAMES = "Genève|Ginebra|Genf|Женева|日内瓦|جنيف"

HYPHENS = dict.fromkeys(map(ord, "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{MINUS SIGN}"), "-")  # Word's

NAME = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
SIDE, END = "(before|after|on)", "(?=$|,| at )"
UNIT = r"(?:(?:working |clear )?day|week|month|year)"

BEFORE_A_NAME = re.compile(r"(?:^| )(?:before|after|on|during|(?:week|month|year) of|from|to)$")

Replaced = str | Callable[[re.Match[str]], str]


def respelled(text: str) -> str:
    """Return the sentence with other spellings turned into those of the grammar; a canonical one comes back as it is.

    Raises ValueError with a sentence of ours where a stated weekday is not that of its day.
    """
    words = " ".join(unicodedata.normalize("NFKC", text).translate(HYPHENS).split()).removesuffix(".")
    words = " ".join(_word(words.split(" "), index) for index in range(words.count(" ") + 1))
    for pattern, replaced in TURNS:
        words = re.sub(pattern, replaced, words)
    return words


def _word(words: list[str], index: int) -> str:
    """Return a word of the grammar in its own letters, whatever case it was typed in; any other word as it is.

    A step may be called `may`: what stands in small letters where a name stands is left so.
    """
    word, before = words[index], " ".join(words[max(0, index - 2) : index])  # two are all that the pattern needs
    bare = word.rstrip(",")
    if (BEFORE_A_NAME.search(before) and bare.islower()) or (before.endswith(" in") and bare == "The"):
        return word
    return WORDS.get(bare.casefold(), bare) + word[len(bare) :]


def _hour(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), match["minute"] or "00"
    if match["half"]:
        if not 1 <= hour <= 12:
            return match[0]
        hour = hour % 12 + (12 if match["half"].casefold().startswith("p") else 0)
    return f" at {hour:02}:{minute}"


def _weekday(match: re.Match[str]) -> str:
    """Return the day without its weekday. Raises ValueError if it is another one."""
    try:
        day = date(int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["day"]))
    except ValueError:
        return match["rest"]  # the grammar says that there is no such day
    if WEEKDAYS[day.weekday()] != match["weekday"]:
        raise ValueError(
            f"{match['rest']} is a {WEEKDAYS[day.weekday()]}, not a {match['weekday']}; correct one of them"
        )
    return match["rest"]


def _number(match: re.Match[str]) -> str:
    number = NUMBERS.index(match["word"]) + 1
    stated = match["digits"]
    return match[0] if stated and int(stated) != number else f"{number} {match['unit']}"


def _iso_week(match: re.Match[str]) -> str:
    try:
        return f"week of {date.fromisocalendar(int(match['year']), int(match['week']), 1)}"
    except ValueError:
        return match[0]


def _week(match: re.Match[str]) -> str:
    """Return the week that is said to begin on a printed day, where that is a Monday."""
    try:
        day = date(int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["day"]))
    except ValueError:
        return match[0]
    return f"week of {day}" if day.weekday() == 0 else match[0]


def _quarter(match: re.Match[str]) -> str:
    return f"{'end of ' if match['end'] else ''}{NTH[int(match['nth']) - 1]} quarter of {match['year']}"


def _span(match: re.Match[str]) -> str:
    """Return two printed days as a span; the first takes the month and the year that it leaves out from the last."""
    try:
        last = date(int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["last"]))
        month = MONTHS.index(match["other"]) + 1 if match["other"] else last.month
        turns = (month, last.month) == (12, 1)  # 28 December to 5 January 2028
        first = date(int(match["since"] or last.year - turns), month, int(match["first"]))
    except ValueError:
        return match[0]
    return f"{first}/{last}"


TURNS: tuple[tuple[str, Replaced], ...] = (
    # days by themselves
    (r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3"),
    (r"^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})", r"\1 at \2"),
    (r"^(?P<year>\d{4})-W(?P<week>\d{2})$", _iso_week),
    (r"\b([1-9]\d?)(?:st|nd|rd|th)(?: of)? (?=[A-Z])", r"\1 "),
    (r"\b(\d{1,2})-([A-Z][a-z]{2})-(\d{4})\b", lambda m: f"{m[1]} {SHORT.get(m[2].casefold(), m[2])} {m[3]}"),
    (rf"^{MONTH} (?P<day>[1-9]\d?), (?P<year>\d{{4}})\b", r"\g<day> \g<month> \g<year>"),
    (
        rf"^(?:from )?(?P<first>\d\d?)(?: (?P<other>{'|'.join(MONTHS)})(?: (?P<since>\d{{4}}))?)?"
        rf"(?: to | ?[-–] ?)(?P<last>\d\d?) {MONTH} (?P<year>\d{{4}})$",
        _span,
    ),
    (rf"{WEEKDAY},? (?P<rest>(?P<day>\d\d?) {MONTH} (?P<year>\d{{4}}))", _weekday),
    (
        rf"^(?:the )?week (?i:beginning|commencing|starting)(?: on)?(?: the)? (?P<day>\d\d?) {MONTH}"
        rf" (?P<year>\d{{4}})$",
        _week,
    ),
    (r"^(?:the )?week of (?:the )?(?=\d)", "week of "),
    # hours
    (r"(?:,| at) (?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?: ?(?P<half>[apAP])(?i:\.?m\.?))(?![\w])", _hour),
    (r"(?:,| at) (?P<hour>\d{2})[:h](?P<minute>\d{2})(?P<half>)(?![\d])", _hour),
    (r"(?:,| at) noon\b", " at 12:00"),
    # counts and units
    (r"\bbusiness (?=days?\b)", "working "),
    (r"\bcalendar (?=days?\b)", ""),
    (rf"\b(?P<word>{'|'.join(NUMBERS)})(?: \((?P<digits>\d+)\))? (?P<unit>{UNIT}s?\b)", _number),
    (r"^(?:an?|one) (?i:fortnight) (?=before\b|after\b)", "2 weeks "),
    (rf"^an? (?={UNIT} (?:before|prior|after)\b)", "1 "),
    (r"^(?:the )?(?=(?:working )?day after\b)", "1 "),
    (r"^(?:the )?next working day after\b", "1 working day after"),
    # sides
    (r"\bprior to\b", "before"),
    (r"\b(?:(?i:ahead)|in (?i:advance)) of\b", "before"),
    (r"^(?:no|not) later than ", ""),
    (r"^(?:at (?i:least)|(?:no|not) (?i:less|fewer) than) (?=\d.* before )", ""),
    (r"^by (?=\d)", ""),
    (r"^within (?=.+ after )", ""),
    # the ends of a meeting
    (rf"\b{SIDE} the opening of (?:the )?(?i:({NAME})){END}", lambda m: f"{m[1]} {m[2].lower()}.opens"),
    (rf"\b{SIDE} the clos(?:e|ing) of (?:the )?(?i:({NAME})){END}", lambda m: f"{m[1]} {m[2].lower()}.closes"),
    (rf"^({NAME}\.(?:opens|closes)){END}", r"on \1"),
    # months and weeks
    (rf"^the (?=(?:{'|'.join(PARTS_OF)}) of )", ""),
    (rf"^(?:(?i:mid)[- ]|middle )(?=(?:{'|'.join(MONTHS)})\b)", "middle of "),
    (r"^end of the (?=(?:week|month|year) of )", "end of "),
    (rf"^end (?={'|'.join(MONTHS)})", "end of "),
    (rf"^((?:the )?(?:{'|'.join(NTH)}) \w+) in (?={'|'.join(MONTHS)})", r"\1 of "),
    (r"\bof the week preceding\b", "of the week before"),
    (r"^(?P<end>end )?(?:of )?(?i:Q)(?P<nth>[1-4]) (?P<year>\d{4})$", _quarter),
    # the earlier of two
    (r"^(.+) or (.+?),? whichever (?:is|comes|falls) (?:the )?(?:earlier|first)$", r"earlier of \1 and \2"),
    (r"^(.+) or (.+?),? whichever (?:is|comes|falls) (?:the )?(?:later|last)$", r"later of \1 and \2"),
    # duty stations and rolls
    (rf"\bin (?i:{HOME_NAMES})\b", f"in {HOME_PLACE}"),
    (r"(working days?) \(([A-Z][\w ]*)\)", r"\1 in \2"),
    (r"\bin [^\W\d_][\w -]*", lambda m: without_accents(m[0])),
    (r"\bin (?!odd|even)([a-z]+(?: [a-z]+)?)(?=$| before | after | at )", lambda m: f"in {m[1].title()}"),
    (
        r"^(.+?),?( at \d\d:\d\d(?: [A-Z][\w/+-]*)?),? rolled (back|forward)((?: in [A-Z][\w ]*)?)$",
        r"\1, rolled \3\4\2",
    ),
    (r",? or the (?:preceding|previous) working day$", f", rolled back in {HOME_PLACE}"),
    (r",? or the (?:next|following) working day$", f", rolled forward in {HOME_PLACE}"),
)
