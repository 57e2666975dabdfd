"""How late letters are accepted: counted by month, so that what we promise can be measured (docs/operations.md).

A letter is due when its reader is to hear of it: what waited for an officer's word is due with that word, what waited
for its reader's hours is due with these.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.outbox import Message
from models.sending_state import Lateness
from record.sending.retries import until_committed

PROMISED = 30 * 60  # seconds after it was due, within which a letter is accepted
MORE = 10**9  # stands for later than any other bound
BOUNDS = (60, 300, 900, PROMISED, 3600, 4 * 3600, 86400, MORE)
TOGETHER = 100  # letters are counted in one statement; so many go uncounted where a process is killed
PRETENDED = timedelta(minutes=5)  # a round whose now lies further from the real clock plays another day


class Late(NamedTuple):
    """How many letters, and how late all of them together, in seconds."""

    letters: int
    seconds: float


@dataclass
class Count:
    """What one round has seen accepted, and not written yet; nothing where it plays another day."""

    engine: Engine
    is_real: bool
    found: dict[tuple[str, int], Late] = field(default_factory=dict)

    def saw(self, messages: Iterable[Message], clock: datetime) -> None:
        """Count messages as accepted at `clock`, the real one."""
        for message in messages if self.is_real else ():
            late = max((clock - message.due_at).total_seconds(), 0.0)
            key = f"{clock.astimezone(UTC):%Y-%m}", next(bound for bound in BOUNDS if late <= bound)
            before = self.found.get(key, Late(0, 0.0))
            self.found[key] = Late(before.letters + 1, before.seconds + late)
        if sum(late.letters for late in self.found.values()) >= TOGETHER:
            self.write()

    def write(self) -> None:
        """Add it to what the store knows."""
        if self.found:
            until_committed(self.engine, self._add)
            self.found.clear()

    def _add(self, session: Session) -> None:
        dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
        for (month, bound), late in sorted(self.found.items()):  # in one order, or two would wait for one another
            insert = dialect.insert(Lateness).values(month=month, at_most=bound, **late._asdict())
            more = {name: getattr(Lateness, name) + getattr(insert.excluded, name) for name in Late._fields}
            session.execute(insert.on_conflict_do_update(index_elements=["month", "at_most"], set_=more))


def count(engine: Engine, now: datetime, clock: datetime) -> Count:
    """Return the count of a round whose now is `now`."""
    return Count(engine, abs(clock - now) <= PRETENDED)


def known(session: Session) -> dict[str, dict[int, Late]]:
    """Return what was accepted, by month and by bound."""
    months: dict[str, dict[int, Late]] = {}
    for row in session.scalars(select(Lateness)):
        months.setdefault(row.month, {})[row.at_most] = Late(row.letters, row.seconds)
    return months
