"""The dates of a loaded file: days, rules, anchors and years, each read from a string by the one grammar of rules."""

import re
from datetime import date
from typing import Annotated

from pydantic import WithJsonSchema

from loading.scalars import reads
from notifications.plain_text import plain
from planning.chain import SLUG
from planning.day_range import believed, believed_year
from planning.grammar import parse
from planning.rule_context import Known
from planning.rule_forms import Fixed

LONGEST_RULE = 200  # letters; a rule may nest, and no real one is longer


def day(text: str) -> date:
    """Return one day, written 2017-02-24 or 24 February 2017."""
    stated = parse(_short(text))
    if not isinstance(stated.day, Fixed) or stated.roll or stated.clock:
        raise ValueError(f"{text!r} is not a day; write one such as 2017-02-24")
    return believed(stated.day.on)


def rule(text: str) -> str:
    """Return the canonical sentence of a date rule or of a stated date."""
    stated = parse(_short(text))
    if stated.is_literal and stated.roll:
        raise ValueError("a stated date is taken as printed; leave out `rolled …`")
    if stated.is_literal:
        stated.window(Known({}))  # refuses a day that nobody believes
    return str(stated)


def opening(text: str) -> str:
    """Return the canonical sentence of the day on which a window opens."""
    stated = parse(rule(text))
    if stated.clock or (stated.is_literal and not isinstance(stated.day, Fixed)):
        raise ValueError(f"{text!r} is not a day to open on; write one such as 2017-02-24, without an hour")
    return str(stated)


def given(text: str) -> str:
    """Return an anchor: `2017-04-28`, `2017-02-07/2017-02-08` with the two in order, or the key of a meeting."""
    words = text.strip()
    if not re.match(r"\d{4}-", words) and SLUG.fullmatch(words.casefold()) and not words.isdecimal():
        return words.casefold()
    first, slash, last = words.partition("/")
    opens = day(first)
    closes = day(last) if slash else opens
    if closes < opens:
        raise ValueError(f"{words!r} closes before it opens; write the first day first")
    return f"{opens}/{closes}" if slash else str(opens)


def year(text: str) -> int:
    """Return a year of our time."""
    if not re.fullmatch(r"[12][0-9]{3}", text.strip()):
        raise ValueError(f"{plain(text, 40)!r} is not a year; write one such as 2017")
    return believed_year(int(text))


def _short(text: str) -> str:
    if len(text) > LONGEST_RULE:
        raise ValueError(f"a date of more than {LONGEST_RULE} letters is not read; shorten it")
    return text


STATED = WithJsonSchema({"type": ["string", "integer"]}, mode="validation")  # editors read `2022` as a number
Day = Annotated[date, reads(day)]
RuleText = Annotated[str, reads(rule), STATED]
OpeningText = Annotated[str, reads(opening)]
GivenText = Annotated[str, reads(given)]
YearNumber = Annotated[int, reads(year)]
