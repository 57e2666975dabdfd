"""The grammar of date rules: a table of sentence patterns, tried in turn; docs/rules.md has its EBNF."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from functools import cache

from planning import near_rules
from planning.calendar import HOME_PLACE
from planning.counted_days import PARTS, Counted, InPart, NthWorkingDay
from planning.errors import CouncilError, NotARule
from planning.hours import Clock
from planning.nearest_spellings import plainer
from planning.rule_context import DayForm
from planning.rule_forms import (
    Fixed,
    InMonth,
    InQuarter,
    InWeek,
    InWeekBeside,
    InYear,
    Nearest,
    NthWeekday,
    Offset,
    On,
    Year,
    Yearly,
)
from planning.rule_words import MONTH, MONTHS, NTH, WEEKDAY, WEEKDAYS
from planning.rules import Roll, Rule
from planning.spans import Between, During, EveryOther, OneOfTwo, Spread, Within
from planning.spellings import respelled
from planning.zones import zone_of

LONGEST = 300  # characters: more than any rule has that a file may give (loading/dates.py), spelled out
NAME = r"(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\.opens|\.closes)?)"
BARE = r"(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
ONE_PLACE = r"[A-Z][A-Za-z]*(?:[ -][A-Z][A-Za-z]*)*"
PLACE = rf"(?P<place>{ONE_PLACE}(?: and {ONE_PLACE})*)"
NTH_WORD = rf"(?P<nth>{'|'.join(NTH)})"
YEAR = r"(?: (?P<year>next year|last year|[1-9]\d{3}))?"

COUNTED = (
    r"[1-9]\d{0,4} (?:(?:clear )?days?|weeks?(?: and [1-9]\d{0,4} days?)?|months?|years?"
    rf"|working days?(?: in {ONE_PLACE}(?: and {ONE_PLACE})*)?)"
)

Groups = dict[str, str]

FORMS: tuple[tuple[str, Callable[[Groups], DayForm]], ...] = (
    (r"(?P<iso>\d{4}-\d{2}-\d{2})", lambda g: Fixed(_iso(g["iso"]))),
    (
        r"(?P<first>\d{4}-\d{2}-\d{2})/(?P<last>\d{4}-\d{2}-\d{2})",
        lambda g: Between(_iso(g["first"]), _iso(g["last"])),
    ),
    (rf"(?P<day>[1-9]\d?) {MONTH}{YEAR}", lambda g: _day_of_month(g)),
    (rf"on {NAME}", lambda g: On(g["name"])),
    (rf"during {BARE}", lambda g: During(g["name"])),
    (
        rf"(?P<count>[1-9]\d{{0,4}}) (?P<unit>day|clear day|week|month|year)s? (?P<side>before|after) {NAME}",
        lambda g: Offset(int(g["count"]), g["unit"], g["side"], g["name"]),
    ),
    (
        rf"(?P<count>[1-9]\d{{0,4}}) working days?(?: in {PLACE})? (?P<side>before|after) {NAME}",
        lambda g: Offset(int(g["count"]), "working day", g["side"], g["name"], g["place"] or HOME_PLACE),
    ),
    (
        rf"(?P<count>[1-9]\d{{0,4}}) weeks? and (?P<days>[1-9]\d{{0,4}}) days? (?P<side>before|after) {NAME}",
        lambda g: Offset(int(g["count"]), "week", g["side"], g["name"], days=int(g["days"])),
    ),
    (
        rf"(?:the )?{NTH_WORD} {WEEKDAY} of {MONTH}{YEAR}",
        lambda g: NthWeekday(NTH.index(g["nth"]), WEEKDAYS.index(g["weekday"]), _month(g), _year(g)),
    ),
    (
        rf"(?:the )?{WEEKDAY} on or (?P<side>before|after) (?P<of>.+)",
        lambda g: Nearest(WEEKDAYS.index(g["weekday"]), g["side"], _nested(g["of"])),
    ),
    (
        rf"(?:the )?{NTH_WORD} working day(?: in {PLACE})? of {MONTH}{YEAR}",
        lambda g: NthWorkingDay(NTH.index(g["nth"]), g["place"] or HOME_PLACE, _month(g), _year(g)),
    ),
    (rf"(?P<part>{'|'.join(PARTS)}) of {MONTH}{YEAR}", lambda g: InPart(g["part"], _month(g), _year(g))),
    (rf"(?P<end>end of )?{MONTH}{YEAR}", lambda g: InMonth(_month(g), _year(g), bool(g["end"]))),
    (rf"(?:the )?{NTH_WORD} week of {MONTH}{YEAR}", lambda g: InWeek(NTH.index(g["nth"]), _month(g), _year(g))),
    (
        rf"(?P<end>end of )?(?:the )?(?P<nth>{'|'.join(NTH[:4])}) quarter of (?P<year>[1-9]\d{{3}})",
        lambda g: InQuarter(NTH.index(g["nth"]), _year(g), bool(g["end"])),
    ),
    (
        rf"(?:the )?{WEEKDAY} of the week (?P<side>before|after) {NAME}",
        lambda g: InWeekBeside(WEEKDAYS.index(g["weekday"]), g["side"], g["name"]),
    ),
    (r"week of (?P<iso>\d{4}-\d{2}-\d{2})", lambda g: Within("week", Fixed(_iso(g["iso"])))),
    (rf"week of (?P<day>[1-9]\d?) {MONTH}{YEAR}", lambda g: Within("week", _day_of_month(g))),
    (
        r"(?P<which>earlier|later) of (?P<first>.+?) and (?P<of>.+)",
        lambda g: OneOfTwo(g["which"], _nested_day(g["first"]), _nested_day(g["of"])),
    ),
    (r"from (?P<first>.+) to (?P<of>.+)", lambda g: Spread(_hanging(g["first"]), _hanging(g["of"]))),
    (
        r"(?P<end>end of )?(?:the )?(?P<unit>week|month|year) of (?P<of>.+)",
        lambda g: Within(g["unit"], _hanging(g["of"]), bool(g["end"])),
    ),
    (r"(?P<end>end of )?(?P<year>[1-9]\d{3})", lambda g: InYear(int(g["year"]), bool(g["end"]))),
    (rf"(?P<counted>{COUNTED}) (?P<side>before|after) (?P<of>.+)", lambda g: _counted(g)),
)
HOUR = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?:,? (?:in )?\(?(?P<zone>[^\W\d_][^(),]*)\)?)?"
CLOCK = re.compile(rf"(?P<rest>.+?),? at {HOUR}")
STAMP = re.compile(rf"(?P<rest>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}) {HOUR}")
ONLY = re.compile(r"(?P<rest>.+?),? in (?P<which>odd|even) years")
ROLL = re.compile(rf"(?P<rest>.+?),? rolled (?P<side>back|forward)(?: in {PLACE})?")

KNOWN_WORDS = (
    "write for instance '2017-02-24', '24 February next year', 'on un-deadline', '2 weeks before council.opens', "
    "'20 working days in Geneva before council.opens', 'last Friday of October', 'Monday on or before comments', "
    "'end of October 2017', 'first week of January', 'month of 2 months before council.opens', 'during council', "
    "and where wanted ', rolled back in Geneva', ', in odd years' or ' at 18:00'"
)


@cache
def parse(text: str) -> Rule:
    """Return the rule of a sentence, so that `parse(str(rule)) == rule`. Raises NotARule, UnknownZone."""
    if len(text) > LONGEST:
        raise NotARule(text, f"it has more than {LONGEST} characters; shorten it")
    try:
        return _parsed(text)
    except NotARule as why:
        near = None if "did you mean" in why.why else _nearest(text)
        if near:
            raise NotARule(text, near) from None
        raise


def _nearest(text: str) -> str | None:
    """Return what a sentence may mean that is refused, by what it says in plainer words."""
    words = plainer(text)
    try:
        return f"did you mean {str(_parsed(words))!r}?" if words != text else None
    except NotARule as why:
        return why.why if "did you mean" in why.why else None
    except CouncilError:
        return None


def _parsed(text: str) -> Rule:
    try:
        rest, clock = _clock(respelled(text))
    except ValueError as why:
        raise NotARule(text, f"{why}") from None
    limited = ONLY.fullmatch(rest)
    rest = limited["rest"] if limited else rest
    rolled = ROLL.fullmatch(rest)
    rest = rolled["rest"] if rolled else rest
    roll = Roll(rolled["side"], rolled["place"] or HOME_PLACE) if rolled else None
    rule = Rule(_form(rest, text), roll, clock, EveryOther(limited["which"]) if limited else None)
    if rule.only and rule.is_literal:
        raise NotARule(text, f"a stated date names its year; leave out '{rule.only}'")
    return rule


def _form(words: str, text: str) -> DayForm:
    for pattern, build in FORMS:
        if match := re.fullmatch(pattern, words, re.ASCII):
            try:
                return build(match.groupdict())
            except ValueError as why:
                raise NotARule(text, near_rules.reason(words) or f"{why}") from None
    raise NotARule(text, near_rules.reason(words) or KNOWN_WORDS)


def _clock(words: str) -> tuple[str, Clock | None]:
    """Return the words before the hour, and the hour; a file may write `2014-09-22 23:59 Europe/Zurich`."""
    stamp = STAMP.fullmatch(words) or CLOCK.fullmatch(words)
    if not stamp:
        return words, None
    try:
        hour = time(int(stamp["hour"]), int(stamp["minute"]))
    except ValueError:
        raise NotARule(words, "hours run from 00:00 to 23:59") from None
    return stamp["rest"], Clock(hour, zone_of(stamp["zone"]) if stamp["zone"] else None)


def _nested(words: str) -> DayForm:
    """Return the day to which a weekday refers; a bare name means `on` it. It must not be a weekday itself."""
    if " on or " in words:
        raise NotARule(words, "a weekday leans on a day, not on another weekday")
    return _nested_day(words)


def _nested_day(words: str) -> DayForm:
    """Return a day that stands within a rule; a bare name means `on` it."""
    return On(words) if re.fullmatch(NAME, words) else _form(words, words)


def _hanging(words: str) -> On | Offset:
    """Return the day from which a week, month, year or end of a span is reckoned; it must depend on a name."""
    day = _nested(words)
    if not isinstance(day, On | Offset):
        raise NotARule(
            words, f"a week, a month, a year or a span is that of days which depend on something; {KNOWN_WORDS}"
        )
    return day


def _counted(g: Groups) -> Counted:
    """Return what is counted from a stated day. Raises ValueError with a sentence of ours."""
    try:
        of = _form(g["of"], g["of"])
    except NotARule as why:
        raise ValueError(why.why) from None
    offset = _form(f"{g['counted']} {g['side']} x", g["of"])
    assert isinstance(offset, Offset)
    return Counted(replace(offset, name=str(of)), of)


def _day_of_month(g: Groups) -> Fixed | Yearly:
    year = _year(g)
    if year.stated:
        return Fixed(_date(year.stated, _month(g), int(g["day"])))
    _date(2000, _month(g), int(g["day"]))  # a leap year: refuses 30 February, lets 29 February stand for its years
    return Yearly(int(g["day"]), _month(g), year)


def _iso(words: str) -> date:
    year, month, day = map(int, words.split("-"))
    return _date(year, month, day)


def _date(year: int, month: int, day: int) -> date:
    """Return the day. Raises ValueError with a sentence of ours."""
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("there is no such day; correct it") from None


def _month(g: Groups) -> int:
    return MONTHS.index(g["month"]) + 1


def _year(g: Groups) -> Year:
    words = g["year"]
    if words in ("next year", "last year"):
        return Year(plus=1 if words == "next year" else -1)
    return Year(stated=int(words)) if words else Year()
