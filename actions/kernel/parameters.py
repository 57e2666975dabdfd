"""Types of parameters: what is typed for each, how it is read, and what there is to choose from.

A value is read in two phases: its shape at the door, which needs no record; then it is resolved inside the act's own
transaction. Where a person sees the answer, words are read kindly (lookups.py); elsewhere exactly.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy.orm import Session

from actions.kernel import lookups
from actions.kernel.dates import dated, spanned
from actions.kernel.files import File, Pasted, as_file
from actions.kernel.lookups import Choice
from actions.kernel.shapes import (
    as_anchors,
    as_choice,
    as_date,
    as_day,
    as_flag,
    as_grouped,
    as_json,
    as_list,
    as_number,
    as_reason,
    as_span,
    as_text,
    as_words,
    as_year,
)
from actions.refusals import NoneNamed, ReasonMissing
from planning.window import Given, Window, given_words, span_words


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is resolved: the record, the values resolved before it, and whether words are read kindly."""

    session: Session
    values: Mapping[str, Any]
    is_kind: bool


def _keep(_place: Place, value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of parameter."""

    name: str
    metavar: str
    meaning: str  # the help at every door
    type: Any = str  # of a form's field, or of each of several
    is_many: bool = False  # a list, which at a terminal is the rest of the line
    shape: Callable[[Any], Any] = as_words  # Raises a refusal
    resolve: Callable[[Place, Any], Any] = _keep  # Raises a refusal
    choices: Callable[[Place], Sequence[Choice]] | None = None
    is_said_empty: bool = False  # an empty word means something
    option: str | None = None  # its word at the terminal, where that is not the parameter's name
    plainly: Callable[[str, date], str] | None = None  # how people's words, on a day, are written. Raises Ambiguous
    words: int = 1  # that make one value at the terminal
    kept: Callable[[Any], object] = as_json  # as the journal keeps it
    is_private: bool = False  # the journal, which keeps all for ever, does not keep it

    def saying(self, meaning: str, *, metavar: str | None = None, option: str | None = None) -> "Kind":
        """Return the same type with another help, and another word at the terminal, for one parameter of one act."""
        return replace(self, meaning=meaning, metavar=metavar or self.metavar, option=option)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of one act."""

    name: str
    kind: Kind
    is_required: bool
    default: Any
    is_positional: bool

    @property
    def word(self) -> str:
        """The word of an option: `as-known-on`."""
        return self.kind.option or self.name.replace("_", "-")

    def read(self, value: Any, today: date | None = None) -> Any:
        """Return the value in its shape, or the default where none is given. Raises a refusal.

        People's words are read too where they see the answer, `today`.
        """
        if value in (None, (), []) or (value == "" and not self.kind.is_said_empty):
            if not self.is_required:
                return self.default
            raise ReasonMissing("this act") if self.kind.name == "reason" else NoneNamed(self.name)
        if today and self.kind.plainly and isinstance(value, str):
            value = self.kind.plainly(value, today)
        shaped = self.kind.shape(value)
        if self.is_required and shaped == ():
            raise NoneNamed(self.name)
        return shaped

    def resolved(self, place: Place, value: Any) -> Any:
        """Return the value as the record knows it. Raises a refusal."""
        return value if value is None else self.kind.resolve(place, value)


def _by_cycle(place: Place, value: Mapping[str, Any]) -> dict[str, Any]:
    return {NEW_CYCLE.resolve(place, cycle): of_cycle for cycle, of_cycle in value.items()}


def one_of(choices: type[StrEnum], meaning: str, metavar: str = "CHOICE") -> Kind:
    """Return the type of a word that is one of these."""
    words = [Choice(choice.value, choice.value) for choice in choices]
    return Kind(
        "choice",
        metavar,
        meaning,
        type=choices,
        shape=lambda word: as_choice(choices, word),
        choices=lambda _place: words,
    )


def many(kind: Kind) -> Kind:
    """Return the type of one or more of these; a word alone is one."""

    def shape(values: Any) -> tuple[Any, ...]:
        return tuple(kind.shape(value) for value in ([values] if isinstance(values, str) else values))

    def resolve(place: Place, values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(kind.resolve(place, value) for value in values)

    return replace(kind, metavar=f"{kind.metavar}...", is_many=True, shape=shape, resolve=resolve)


WORDS = Kind("words", "WORDS", "In words.")
CYCLE = Kind(
    "cycle",
    "CYCLE",
    "The cycle, such as hlpf-contribution/2017.",
    resolve=lambda place, words: lookups.cycle(place.session, words, is_kind=place.is_kind),
    choices=lambda place: lookups.cycles(place.session),
)
NEW_CYCLE = Kind(
    "new cycle",
    "CYCLE",
    "The cycle to open, CHAIN/EDITION, such as hlpf-contribution/2017.",
    resolve=lambda place, words: lookups.new_cycle(place.session, words, is_kind=place.is_kind),
)
STEP = Kind(
    "step",
    "STEP",
    "The step, such as revised-draft.",
    resolve=lambda place, words: lookups.step(place.session, place.values["cycle"], words, is_kind=place.is_kind),
    choices=lambda place: lookups.steps(place.session, place.values["cycle"]),
)
PERSON = Kind(
    "person",
    "PERSON",
    "The contact: an e-mail address, or a name.",
    resolve=lambda place, words: lookups.person(place.session, words, is_kind=place.is_kind),
    choices=lambda place: lookups.persons(place.session),
)
ANCHOR = Kind(
    "anchor",
    "ANCHOR",
    "The reference date, such as un-deadline.",
    resolve=lambda place, words: lookups.anchor(place.session, place.values["cycle"], words, is_kind=place.is_kind),
    choices=lambda place: lookups.anchors(place.session, place.values["cycle"]),
)
ANCHORS = Kind(
    "anchors",
    "NAME=DATE",
    "A date that it hangs from, NAME=DATE or NAME=OPENS/CLOSES, or the key of the meeting that it follows.",
    is_many=True,
    shape=as_anchors,
    option="anchor",
    kept=lambda anchors: {name: given_words(given) for name, given in anchors.items()},
)
PROVISIONAL = replace(
    WORDS.saying("An anchor that is not confirmed yet, by its name.", metavar="NAME"), is_many=True, shape=as_list
)
ACCEPTED = replace(
    many(NEW_CYCLE.saying("Open this cycle, which the year calls for.", option="accept")), metavar=NEW_CYCLE.metavar
)
ANCHORS_BY_CYCLE = replace(
    ANCHORS.saying(
        "A cycle and a date that it hangs from, `CYCLE NAME=DATE`; also in place of what is proposed.",
        metavar="CYCLE NAME=DATE",
        option="anchor",
    ),
    words=2,
    shape=lambda value: {cycle: as_anchors(words) for cycle, words in as_grouped(value).items()},
    resolve=lambda place, value: _by_cycle(place, value),
    kept=lambda value: {cycle: ANCHORS.kept(anchors) for cycle, anchors in value.items()},
)
PROVISIONAL_BY_CYCLE = replace(
    PROVISIONAL.saying("A cycle and an anchor of it that is not confirmed yet, `CYCLE NAME`.", metavar="CYCLE NAME"),
    words=2,
    shape=as_grouped,
    resolve=lambda place, value: _by_cycle(place, value),
    kept=dict,
)
ITEM = Kind(
    "item",
    "KEY",
    "The item's key, such as c17-8/2.2.2-3.",
    resolve=lambda place, words: lookups.item(place.session, words, is_kind=place.is_kind),
    choices=lambda place: lookups.items(place.session),
)
ORGANIZATION = Kind(
    "organization",
    "ORGANIZATION",
    "The organization, by its name.",
    resolve=lambda place, words: lookups.organization(place.session, words, is_kind=place.is_kind),
    choices=lambda place: lookups.organizations(place.session),
)
MEETING = Kind(
    "meeting",
    "MEETING",
    "The meeting's key, such as council-17.",
    resolve=lambda place, words: lookups.meeting(place.session, words, is_kind=place.is_kind),
    choices=lambda place: lookups.meetings(place.session),
)
NUMBER = Kind("number", "NUMBER", "The number.", type=int, shape=as_number)
YEAR = Kind("year", "YEAR", "The year; this one if left empty.", type=int, shape=as_year)
DATE = Kind("date", "DATE", "The date, such as 2017-03-10, or 'end of October 2017'.", shape=as_date, plainly=dated)
DAY = Kind("day", "DATE", "The day, such as 2017-03-10.", type=date, shape=as_day, plainly=dated)
SPAN = Kind(
    "span",
    "NEW",
    "The day, or the first and the last one: 2017-05-15/2017-05-25.",
    shape=as_span,
    plainly=spanned,
    kept=span_words,
)
REASON = Kind("reason", "REASON", "Why, in a sentence for the journal.", shape=as_reason)
SOURCE = Kind("document", "SYMBOL", "The document that says so, such as C17/8.")
TEXT = Kind("text", "WORDS", "In words, of one or several lines.", shape=as_text)
MESSAGES = Kind(
    "messages",
    "NUMBERS",
    "The messages, by their numbers in the outbox.",
    type=int,
    is_many=True,
    shape=as_list,
    resolve=lambda place, words: lookups.messages(place.session, words),
)
CHANNELS = Kind(
    "channels",
    "NUMBERS",
    "The channels, by their numbers in the list of channels.",
    type=int,
    is_many=True,
    shape=as_list,
    resolve=lambda place, words: lookups.channels(place.session, words),
)
SUBSCRIPTION = Kind(
    "subscription",
    "NUMBER",
    "The subscription, by its number in their list.",
    resolve=lambda place, words: lookups.subscription(place.session, words),
)
LINE = Kind("line", "LINE", "The act, by the id that its line in the journal bears.")
FILES = replace(
    many(Kind("file", "FILES", "The files: .yaml, .csv for contacts, .ics; in a form, each by its name and its text.")),
    type=Pasted,
    metavar="FILES...",
    shape=lambda values: tuple(as_file(value) for value in ([values] if isinstance(values, str) else values)),
    kept=lambda files: [file.name for file in files],
)
URL = Kind("url", "URL", "Where it was posted; those invited to comment are sent there.")
FLAG = Kind("flag", "", "Whether it is so.", type=bool, shape=as_flag)

CycleName = Annotated[str, CYCLE]
NewCycle = Annotated[str, NEW_CYCLE]
AcceptedCycles = Annotated[tuple[str, ...], ACCEPTED]
YearNumber = Annotated[int, YEAR.saying("The year, such as 2027.")]
AnchorDates = Annotated[Mapping[str, Given] | None, ANCHORS]
AnchorDatesByCycle = Annotated[Mapping[str, Mapping[str, Given]] | None, ANCHORS_BY_CYCLE]
AnchorNames = Annotated[tuple[str, ...], PROVISIONAL]
AnchorNamesByCycle = Annotated[Mapping[str, Sequence[str]] | None, PROVISIONAL_BY_CYCLE]
OptionalCycleName = Annotated[str | None, CYCLE]
StepName = Annotated[str, STEP]
AnchorName = Annotated[str, ANCHOR]
PersonName = Annotated[str, PERSON]
OptionalPersonName = Annotated[str | None, PERSON]
ItemKey = Annotated[str, ITEM]
ItemKeys = Annotated[tuple[str, ...], many(ITEM.saying("The items' keys, such as c17-8/2.2.3-4."))]
MeetingKey = Annotated[str, MEETING]
OrganizationName = Annotated[str, ORGANIZATION]
DateWords = Annotated[str, DATE]
Day = Annotated[date | None, DAY]
Span = Annotated[Window, SPAN]
Reason = Annotated[str, REASON]
OptionalReason = Annotated[str | None, REASON]
Channels = Annotated[tuple[str, ...], CHANNELS]
SubscriptionNumber = Annotated[str, SUBSCRIPTION]
Messages = Annotated[tuple[str, ...], MESSAGES]
LineId = Annotated[str, LINE]
Source = Annotated[str | None, SOURCE]
Files = Annotated[tuple[File, ...], FILES]
Url = Annotated[str | None, URL]
Sure = Annotated[bool, FLAG.saying("The day is right, although it lies years from the edition.")]
