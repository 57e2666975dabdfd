"""Ladders of reminders: for those who owe something, and for those who are invited.

A rung is a calendar day counted from the due day. The mail leaves at 09:00 where its reader is, on a working day; a
rung that falls on a closed day leaves on the working day before. Nobody nags a state: a window is opened, recalled
once and closed, and it has no rung after its close.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

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


@dataclass(frozen=True, slots=True)
class Ladder:
    """The days of reminders: so many before, whether the opening is told, how often afterwards."""

    before: tuple[int, ...]
    opening: bool = False
    late_every: int | None = None  # working days; None: never, the window just closes

    def __str__(self) -> str:
        words = [f"{', '.join(map(str, self.before))} days before"]
        if self.opening:
            words.insert(0, "the opening")
        if self.late_every:
            words.append(f"then every {self.late_every} working days")
        return "; ".join(words)

    def rungs(self, opens: date | None, due: date, calendar: WorkCalendar) -> tuple[Rung, ...]:
        """Return every rung of a step due on `due`, in the order in which they leave."""
        found = [Rung(f"before-{days}", calendar.back(due - timedelta(days=days))) for days in self.before]
        if self.opening and opens:
            found.insert(0, Rung("opening", calendar.back(opens)))
        found += self._late(due, calendar)
        return tuple(sorted(found, key=lambda rung: rung.leaves_on))

    def _late(self, due: date, calendar: WorkCalendar) -> list[Rung]:
        if not self.late_every:
            return []
        found, count, end = [], self.late_every, due + timedelta(days=CHASE_DAYS)
        while (leaves := calendar.shift(due, count)) <= end:
            found.append(Rung(f"late-{count}", leaves))
            count += self.late_every
        return [*found, Rung("chase-ended", calendar.forward(end + timedelta(days=1)))]


OWING = Ladder(before=(14, 7, 3, 1, 0), late_every=3)
INVITED = Ladder(before=(7,), opening=True)

_SENTENCE = re.compile(
    r"(?P<opening>the opening; )?(?P<before>\d+(?:, \d+)*) days before(?:; then every (?P<late>\d+) working days)?"
)


def parse_ladder(text: str) -> Ladder:
    """Return the ladder of its sentence, so that `parse_ladder(str(ladder)) == ladder`. Raises NotARule."""
    found = _SENTENCE.fullmatch(text)
    if not found:
        raise NotARule(text, f"a ladder reads {str(OWING)!r} or {str(INVITED)!r}")
    before = tuple(int(days) for days in found["before"].split(", "))
    return Ladder(before, bool(found["opening"]), int(found["late"]) if found["late"] else None)


def leaves_at(rung: Rung, zone: str) -> datetime:
    """Return the instant at which the rung leaves for a reader in `zone`: 09:00 there."""
    return datetime.combine(rung.leaves_on, HOUR, zone_info(zone))


def reached(rungs: tuple[Rung, ...], now: datetime, zone: str) -> tuple[Rung, ...]:
    """Return the rungs whose moment has come for a reader in `zone`, the latest last; earlier ones it covers."""
    return tuple(rung for rung in rungs if leaves_at(rung, zone) <= now)
