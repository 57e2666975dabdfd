"""Ladders of reminders: for those who owe something, and for those who are invited.

A rung is a calendar day counted from the due day. The mail leaves at 09:00 where its reader is, on a working day; a
rung that falls on a closed day leaves on the working day before. Nobody nags a state: a window is opened, recalled
once and closed, and it has no rung after its close. What stays unanswered is told to one role more from a stated
overdue rung on.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from planning.calendar import WorkCalendar
from planning.errors import NotARule
from planning.hours import zone_info

HOUR = time(9, 0)
CHASE_DAYS = 30  # an unanswered deadline is chased for so long, then it becomes a task for its officer


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder: its name in the ledger, and the working day on which it leaves."""

    key: str  # opening | before-14 … before-0 | late-3, late-6 … | chase-ended
    leaves_on: date

    @property
    def is_before(self) -> bool:
        """Whether it recalls a close that is still to come."""
        return self.key.startswith("before-")


@dataclass(frozen=True, slots=True)
class Ladder:
    """The days of reminders: so many before, whether the opening is told, how often afterwards, and who hears then."""

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

    def rungs(self, opens: date | None, due: date, calendar: WorkCalendar) -> tuple[Rung, ...]:
        """Return every rung of a step due on `due`, in the order in which they leave."""
        found = [Rung(f"before-{days}", calendar.back(due - timedelta(days=days))) for days in self.before]
        if self.opening and opens:
            found.insert(0, Rung("opening", calendar.back(opens)))
        found += self._late(due, calendar)
        return tuple(sorted(found, key=lambda rung: rung.leaves_on))

    def escalated(self, rungs: tuple[Rung, ...]) -> tuple[Rung, ...]:
        """Return those of its rungs that `also_to` hears of: the overdue ones from `also_from` on, and the end."""
        late = [rung for rung in rungs if rung.key.startswith("late-")]
        last = [rung for rung in rungs if rung.key == "chase-ended"]
        return (*late[self.also_from - 1 :], *last) if self.also_to else ()

    def _late(self, due: date, calendar: WorkCalendar) -> list[Rung]:
        if not self.late_every:
            return []
        found, count, end = [], self.late_every, due + timedelta(days=CHASE_DAYS)
        while (leaves := calendar.shift(due, count)) <= end:
            found.append(Rung(f"late-{count}", leaves))
            count += self.late_every
        return [*found, Rung("chase-ended", calendar.forward(end + timedelta(days=1)))]


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
    found = _SENTENCE.fullmatch(text)
    if not found or (found["to"] and ordinal(int(found["from"])) != found["from"] + found["suffix"]):
        raise NotARule(text, f"a ladder reads {str(OWING)!r} or {str(INVITED)!r}")
    before = tuple(int(days) for days in found["before"].split(", "))
    late = int(found["late"]) if found["late"] else None
    return Ladder(before, bool(found["opening"]), late, int(found["from"] or 0), found["to"])


def leaves_at(rung: Rung, zone: str) -> datetime:
    """Return the instant at which the rung leaves for a reader in `zone`: 09:00 there."""
    return datetime.combine(rung.leaves_on, HOUR, zone_info(zone))
