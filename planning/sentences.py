"""The sentence of a link or a flag, in any language that has a table; English has them all.

A template names operands in braces; what stands in square brackets is left out where its operand is absent.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any, Protocol

from planning.basis import Basis
from planning.codes import Code
from planning.rule_words import WEEKDAYS

OPTIONAL = re.compile(r"\[([^]]*\{(\w+)[^]]*)\]")


class Coded(Protocol):
    """What has a code and operands."""

    @property
    def code(self) -> Code: ...
    @property
    def operands(self) -> Mapping[str, object]: ...


@dataclass(frozen=True)
class Language(Formatter):
    """The templates of a language by code, and its weekdays from Monday: `{day:weekday}`."""

    templates: Mapping[Code, str]
    weekdays: tuple[str, ...]

    def say(self, coded: Coded) -> str:
        """Return the sentence."""
        operands = coded.operands
        wanted = OPTIONAL.sub(
            lambda part: part[1] if operands.get(part[2]) is not None else "", self.templates[coded.code]
        )
        return self.vformat(wanted, (), operands)

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return an operand in words; a day may be asked for its weekday. What a date rests on has words of its own."""
        if format_spec == "weekday" and isinstance(value, date):
            return self.weekdays[value.weekday()]
        if isinstance(value, Basis):
            return value.label
        return str(super().format_field(value, format_spec))


ENGLISH = Language(
    {
        Code.COMPUTED: "{days} is {rule}[ ({near})][; {source}][; as in {as_in}]",
        Code.ANCHORED: "{days} is {anchor}: {title}",
        Code.AGREED: "{days} was agreed[ by {by}][ ({document})]",
        Code.SETTLED: "{days} is settled",
        Code.SHIFTED: "{day} follows {step}, by {by_days} days",
        Code.REPLACED: "until then it was {day}, {basis}",
        Code.DIFFERS: "its rule, {rule}, proposes {days}",
        Code.AWAITED: "no source gives its date: awaited until one is agreed",
        Code.HANGS_FROM_UNDATED: "awaits {name}, which has no date yet",
        Code.OTHER_YEARS: "its rule is {rule}, and this is {year}: undated unless a date is agreed",
        Code.LAST_EDITION: "in {cycle} it was {days}[; its rule is {rule}]",
        Code.HUNG_FROM_NOTHING: "in {cycle} it was {days}, which hangs from no anchor",
        Code.NOTE: "{note}",
        Code.WEEKEND: "falls on a {day:weekday}",
        Code.HOLIDAY: "falls on a holiday of {place}",
        Code.NO_HOLIDAY_LIST: "no {place} holiday list for {year}",
        Code.UNCHECKED_LIST: "provisional: the {place} holiday list for {year} is not checked",
        Code.WRONG_ZONE: "printed as {printed}, but {zone} keeps {kept} on {day}",
        Code.NO_SUCH_HOUR: "{hour:%H:%M} does not exist in {zone} on {day}: the clock changes",
        Code.PAST: "was already past when the cycle was opened on {opened}",
        Code.PROVISIONAL: "provisional: {anchor} is not confirmed",
        Code.MEETING_PLANNED: "provisional: {anchor} follows {meeting}, which is planned and not confirmed",
        Code.DEPARTS: "departs from {source}, by which it is {days}",
        Code.RECOUNTED: "would[ be {day}][ open on {opens}] as reckoned now",
        Code.KEPT: "kept, and would[ be {day}][ open on {opens}] as reckoned now",
        Code.UNRECKONABLE: "cannot be reckoned: {why}",
        Code.WORDS: "{english}",
    },
    WEEKDAYS,
)
LANGUAGES = {"en": ENGLISH}


def sentence(coded: Coded, language: str = "en") -> str:
    """Return the sentence of a link or a flag in a language; in English where that has no table for it."""
    table = LANGUAGES.get(language, ENGLISH)
    return (table if coded.code in table.templates else ENGLISH).say(coded)


def sentences(several: Iterable[Coded], language: str = "en") -> tuple[str, ...]:
    """Return the sentence of each link or flag."""
    return tuple(sentence(coded, language) for coded in several)
