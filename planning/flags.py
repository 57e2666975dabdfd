"""The flags of a date: what is odd about it, as data. A flag never moves the date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from planning import coded_facts
from planning.coded_facts import Coded, OldWords, Stored
from planning.codes import Code
from planning.window import Window


@dataclass(frozen=True, slots=True)
class Flag(Coded):
    """One flag."""


@dataclass(frozen=True, slots=True)
class Weekend(Flag):
    """The day is a Saturday or a Sunday."""

    code = Code.WEEKEND
    day: date


@dataclass(frozen=True, slots=True)
class Holiday(Flag):
    """The day is a closed one of the duty station."""

    code = Code.HOLIDAY
    day: date
    place: str


@dataclass(frozen=True, slots=True)
class NoHolidayList(Flag):
    """The date was counted without the closed days of that year."""

    code = Code.NO_HOLIDAY_LIST
    place: str
    year: int


@dataclass(frozen=True, slots=True)
class UncheckedList(Flag):
    """The date was counted with the closed days of that year, which nobody has held against their circular."""

    code = Code.UNCHECKED_LIST
    place: str
    year: int


ListFlag = NoHolidayList | UncheckedList


@dataclass(frozen=True, slots=True)
class WrongZone(Flag):
    """The zone as printed, and the one that is kept there on the day."""

    code = Code.WRONG_ZONE
    printed: str
    zone: str
    kept: str
    day: date


@dataclass(frozen=True, slots=True)
class NoSuchHour(Flag):
    """The hour does not exist on the day; stored only, from before such hours were refused."""

    code = Code.NO_SUCH_HOUR
    hour: time
    zone: str
    day: date


@dataclass(frozen=True, slots=True)
class Past(Flag):
    """The step was past when its cycle was opened: it is not chased."""

    code = Code.PAST
    opened: date


@dataclass(frozen=True, slots=True)
class Provisional(Flag):
    """The date was computed from an anchor that is not confirmed."""

    code = Code.PROVISIONAL
    anchor: str


@dataclass(frozen=True, slots=True)
class MeetingPlanned(Flag):
    """The date was computed from an anchor that follows a meeting which is planned and not confirmed."""

    code = Code.MEETING_PLANNED
    anchor: str
    meeting: str


@dataclass(frozen=True, slots=True)
class Departs(Flag):
    """The days that a rule gives to a step that stands by it, and the text of that rule; another date was agreed."""

    code = Code.DEPARTS
    days: Window
    source: str


@dataclass(frozen=True, slots=True)
class Recounted(Flag):
    """The day that the date, or only its opening, would have now, and that an officer has neither accepted nor kept."""

    code = Code.RECOUNTED
    day: date | None = None
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Kept(Flag):
    """The day that the date, or only its opening, would have now; an officer has kept the one that it has."""

    code = Code.KEPT
    day: date | None = None
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Unreckonable(Flag):
    """The row cannot be reckoned, for a reason in English."""

    code = Code.UNRECKONABLE
    why: str


@dataclass(frozen=True, slots=True)
class Words(OldWords, Flag):
    """An English sentence of an older version."""

    english: str


FLAGS: Mapping[Code, type[Flag]] = {
    kind.code: kind
    for kind in (
        Weekend, Holiday, NoHolidayList, UncheckedList, WrongZone, NoSuchHour, Past, Provisional, MeetingPlanned,
        Departs, Recounted, Kept, Unreckonable, Words,
    )
}  # fmt: skip


def flags(stored: Iterable[Stored]) -> tuple[Flag, ...]:
    """Return the flags as stored."""
    return coded_facts.read(stored, FLAGS, Words)
