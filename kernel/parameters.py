"""The types of parameters that acts and readings share (kinds.py says what a type is)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from kernel import lookups
from kernel.day_words import anchored, dated, spanned
from kernel.file_arguments import File, Pasted, as_file
from kernel.kinds import Kind, Place, many, on_record
from kernel.shapes import (
    LONGEST_ADDRESS,
    LONGEST_REASON,
    LONGEST_TEXT,
    as_anchors,
    as_date,
    as_day,
    as_flag,
    as_grouped,
    as_list,
    as_new_days,
    as_number,
    as_reason,
    as_role,
    as_span,
    as_text,
    as_year,
)
from planning.window import Given, Window, given_words, span_words


def _by_cycle(place: Place, value: Mapping[str, Any]) -> dict[str, Any]:
    return {NEW_CYCLE.resolve(place, cycle): of_cycle for cycle, of_cycle in value.items()}


WORDS = Kind("words", "WORDS", "In words.")
CYCLE = on_record("cycle", "CYCLE", "The cycle, such as hlpf-contribution/2017.", lookups)
NEW_CYCLE = Kind(
    "new cycle",
    "CYCLE",
    "The cycle to open, CHAIN/EDITION, such as hlpf-contribution/2017.",
    resolve=lambda place, words: lookups.new_cycle(place.session, words, is_kind=place.is_kind),
    choices=lambda place: lookups.editions(place.session),
)
CHAIN = on_record(
    "chain",
    "CHAIN",
    "The procedure, such as hlpf-contribution, or an edition of it, such as hlpf-contribution/2017.",
    lookups,
)
STEP = on_record("step", "STEP", "The step, such as revised-draft.", lookups, within="cycle")
PERSON = on_record("person", "PERSON", "The contact: an e-mail address, or a name.", lookups)
ANCHOR = on_record("anchor", "ANCHOR", "The reference date, such as un-deadline.", lookups, within="cycle")
ANCHORS = Kind(
    "anchors",
    "NAME=DATE",
    "A reference date: NAME=DATE, NAME=OPENS/CLOSES, or NAME=MEETING for the days of a meeting.",
    is_many=True,
    shape=as_anchors,
    option="anchor",
    plainly=anchored,
    kept=lambda anchors: {name: given_words(days) for name, days in anchors.items()},
)
PROVISIONAL = replace(
    WORDS.saying("A reference date that is not confirmed yet, by its name.", metavar="NAME"),
    is_many=True,
    shape=as_list,
)
ACCEPTED = replace(
    many(NEW_CYCLE.saying("Open this cycle, which the year calls for.", option="accept")), metavar=NEW_CYCLE.metavar
)
ANCHORS_BY_CYCLE = replace(
    ANCHORS.saying(
        "A cycle and a reference date of it, `CYCLE NAME=DATE`; also in place of what is proposed.",
        metavar="CYCLE NAME=DATE",
        option="anchor",
    ),
    words=2,
    shape=lambda value: {cycle: as_anchors(words) for cycle, words in as_grouped(value).items()},
    resolve=lambda place, value: _by_cycle(place, value),
    kept=lambda value: {cycle: ANCHORS.kept(anchors) for cycle, anchors in value.items()},
)
PROVISIONAL_BY_CYCLE = replace(
    PROVISIONAL.saying(
        "A cycle and a reference date of it that is not confirmed yet, `CYCLE NAME`.", metavar="CYCLE NAME"
    ),
    words=2,
    shape=as_grouped,
    resolve=lambda place, value: _by_cycle(place, value),
    kept=dict,
)
ITEM = on_record("item", "KEY", "The item's key, such as c17-8/2.2.2-3.", lookups)
ORGANIZATION = on_record("organization", "ORGANIZATION", "The organization, by its name.", lookups)
MEETING = on_record("meeting", "MEETING", "The meeting's key, such as council-17.", lookups)
DUTY_STATION = on_record("duty_station", "PLACE", "The duty station, such as Geneva.", lookups)
ROLE = Kind(
    "role",
    "ROLE",
    "The role, the body or the organization, such as secretariat.",
    shape=as_role,
    resolve=lambda place, words: lookups.role(place.session, words),
    choices=lambda place: lookups.roles(place.session),
)
NUMBER = Kind("number", "NUMBER", "The number.", type=int, shape=as_number)
COMMENT = replace(
    NUMBER.saying("The comment, by its number in the list of comments."),
    choices=lambda place: lookups.comments(place.session, place.values["cycle"], place.values["step"]),
)
YEAR = Kind("year", "YEAR", "The year; this one if left empty.", type=int, shape=as_year)
DATE = Kind("date", "DATE", "The date, such as 2017-03-10, or 'end of October 2017'.", shape=as_date, plainly=dated)
DAY = Kind("day", "DATE", "The day, such as 2017-03-10.", type=date, shape=as_day, plainly=dated)
SPAN = Kind(
    "span",
    "NEW",
    "The day, or the first and the last one: 15-25 May 2017, or 2017-05-15/2017-05-25.",
    shape=as_span,
    plainly=spanned,
    kept=span_words,
)
NEW_DAYS = replace(
    SPAN, shape=as_new_days, resolve=lambda place, value: lookups.new_days(place.session, value, place.values)
)
REASON = Kind("reason", "REASON", "Why, in a sentence for the journal.", shape=as_reason, longest=LONGEST_REASON)
SOURCE = Kind(
    "document",
    "SYMBOL",
    "The document that says so, such as C17/8.",
    longest=LONGEST_ADDRESS,
    resolve=lambda place, words: lookups.impersonal(place.session, words, "document"),
)
AUTHORITY = Kind(
    "authority",
    "WORDS",
    "The meeting, or the Chair, that decided; members read it with the document, else the office.",
    resolve=lambda place, words: lookups.impersonal(place.session, words, "agreed_by"),
)
TEXT = Kind("text", "WORDS", "In words, of one or several lines.", shape=as_text, longest=LONGEST_TEXT)
MESSAGES = Kind(
    "messages",
    "NUMBERS",
    "The letters, by their numbers in the list.",
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
    many(Kind("file", "FILES", "The files: .yaml, .csv, .ics; in a form, each by its name and its text.")),
    type=Pasted,
    metavar="FILES...",
    shape=lambda values: tuple(as_file(value) for value in ([values] if isinstance(values, str) else values)),
    kept=lambda files: [file.name for file in files],
    longest=None,
)
URL = Kind("url", "URL", "Where it was posted; those invited to comment are sent there.", longest=LONGEST_ADDRESS)
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
DutyStation = Annotated[str, DUTY_STATION]
OrganizationName = Annotated[str, ORGANIZATION]
DateWords = Annotated[str, DATE]
Day = Annotated[date | None, DAY]
NewDays = Annotated[Window, NEW_DAYS]
Reason = Annotated[str, REASON]
OptionalReason = Annotated[str | None, REASON]
Channels = Annotated[tuple[str, ...], CHANNELS]
SubscriptionNumber = Annotated[str, SUBSCRIPTION]
Messages = Annotated[tuple[str, ...], MESSAGES]
LineId = Annotated[str, LINE]
Source = Annotated[str | None, SOURCE]
Files = Annotated[tuple[File, ...], FILES]
Url = Annotated[str | None, URL]
KeepShort = Annotated[
    str | None,
    WORDS.saying("Keep the close, though less than the least time for comments is left; say why.", metavar="REASON"),
]
Sure = Annotated[bool, FLAG.saying("The day is right, though years from the edition or before the cycle was opened.")]
