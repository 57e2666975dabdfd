"""Ladders of reminders: for those who owe something, and for those who are invited.

A rung is a calendar day counted from the due day. The mail leaves on a working day (at which hour, says
`planning/mail_hours.py`); a rung that falls on a closed day leaves on the working day before. An opening has one
instant for all readers, and nobody is recalled on or before it. Nobody nags a state: a window is opened, recalled once
and closed, and it has no rung after its close. What stays unanswered is told to one role more from a stated overdue
rung on.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from planning.calendar import WorkCalendar
from planning.errors import NotARule
from planning.zones import local_day

RESTED = 3  # days from an opening to a recall: a window under ten days has no recall a week before its close
CHASE_DAYS = 30  # an unanswered deadline is chased for so long, then it becomes a task for its officer


class Rung(StrEnum):
    """The ledger's word for what a person is told of a deadline; some are followed by a number: `late-3`."""

    OPENING = "opening"
    BEFORE = "before"  # so many days before the close
    LATE = "late"  # so many working days after it
    CHASE_ENDED = "chase-ended"
    CHANGE = "change"  # another date than the one last told
    ANNOUNCED = "announced"  # with the deadline's sequence number
    DRAFT_ASKED = "draft-asked"  # of a window that was to open: where its draft is
    DRAFT_UNANSWERED = "draft-unanswered"  # and nobody has said so
    CANCELLED = "cancelled"  # its step is dropped; with the journal's line that says so
    RESULT = "result"  # of a vote: it is published; likewise
    SHOWN = "shown"  # by the person's own calendar, without a message

    @property
    def prefix(self) -> str:
        """What a rung with a number begins with."""
        return f"{self}-"

    def numbered(self, number: int) -> str:
        """Return the rung with its number."""
        return f"{self.prefix}{number}"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a ladder: its rung, and the working day on which it leaves."""

    rung: str  # opening | before-14 … before-0 | late-3, late-6 … | chase-ended
    leaves_on: date
    at: datetime | None = None  # the instant of an opening, which is one for all; None: nine where the reader is

    @property
    def is_before(self) -> bool:
        """Return True if it recalls a close that is still to come."""
        return self.rung.startswith(Rung.BEFORE.prefix)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The days of reminders: days before the close, the opening, how often when late, and who else hears then."""

    before: tuple[int, ...]
    opening: bool = False
    late_every: int | None = None  # working days; None: never, the window just closes
    also_from: int = 0  # the overdue rung, counted from one, from which `also_to` hears too
    also_to: str | None = None  # a role

    def __str__(self) -> str:
        words = [f"{', '.join(map(str, self.before))} days before"]
        if self.opening:
            words.insert(0, "the opening")
        if self.late_every:
            also = f", from the {ordinal(self.also_from)} also to {self.also_to}" if self.also_to else ""
            words.append(f"then every {self.late_every} working days{also}")
        return "; ".join(words)

    def reminders(self, opening: datetime | None, due: date, calendar: WorkCalendar) -> tuple[Reminder, ...]:
        """Return every reminder of a step due on `due`, in the order in which they leave.

        `opening` is the instant at which all are invited, None where it is not known; `calendar` is the reader's.
        """
        days, first = self.before, []
        if self.opening and opening:
            opened = local_day(opening)
            first = [Reminder(Rung.OPENING, opened, opening)]
            days = tuple(number for number in days if due - timedelta(days=number) >= opened + timedelta(days=RESTED))
        reminders = [
            Reminder(Rung.BEFORE.numbered(number), calendar.back(due - timedelta(days=number))) for number in days
        ]
        reminders = [each for each in reminders if not first or each.leaves_on > first[0].leaves_on]
        return tuple(sorted([*first, *reminders, *self._late(due, calendar)], key=lambda reminder: reminder.leaves_on))

    def escalated(self, reminders: tuple[Reminder, ...]) -> tuple[Reminder, ...]:
        """Return those of its reminders that `also_to` hears of: the overdue ones from `also_from` on, and the end."""
        late = [reminder for reminder in reminders if reminder.rung.startswith(Rung.LATE.prefix)]
        last = [reminder for reminder in reminders if reminder.rung == Rung.CHASE_ENDED]
        return (*late[self.also_from - 1 :], *last) if self.also_to else ()

    def _late(self, due: date, calendar: WorkCalendar) -> list[Reminder]:
        if not self.late_every:
            return []
        late, count, end = [], self.late_every, due + timedelta(days=CHASE_DAYS)
        while (leaves := calendar.shift(due, count)) <= end:
            late.append(Reminder(Rung.LATE.numbered(count), leaves))
            count += self.late_every
        return [*late, Reminder(Rung.CHASE_ENDED, calendar.forward(end + timedelta(days=1)))]


def ordinal(number: int) -> str:
    """Return `1st`, `2nd`, `3rd`, `11th`."""
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


SECRETARY = "secretary"  # of the body or chain: the official who answers for its papers
OWING = Ladder(before=(14, 7, 3, 1, 0), late_every=3, also_from=2, also_to=SECRETARY)
INVITED = Ladder(before=(7,), opening=True)

_SENTENCE = re.compile(
    r"(?P<opening>the opening; )?(?P<before>\d+(?:, \d+)*) days before"
    r"(?:; then every (?P<late>[1-9]\d*) working days"
    r"(?:, from the (?P<from>[1-9]\d*)(?P<suffix>st|nd|rd|th) also to (?P<to>[a-z0-9]+(?:-[a-z0-9]+)*))?)?"
)


@cache
def parse_ladder(text: str) -> Ladder:
    """Return the ladder of its sentence, so that `parse_ladder(str(ladder)) == ladder`. Raises NotARule."""
    sentence = _SENTENCE.fullmatch(text)
    if not sentence or (sentence["to"] and ordinal(int(sentence["from"])) != sentence["from"] + sentence["suffix"]):
        raise NotARule(text, f"reminders are written {str(OWING)!r} or {str(INVITED)!r}")
    before = tuple(int(days) for days in sentence["before"].split(", "))
    late = int(sentence["late"]) if sentence["late"] else None
    return Ladder(before, bool(sentence["opening"]), late, int(sentence["from"] or 0), sentence["to"])
