"""What a rule may look at, and what every day-form can be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from planning.calendar import Calendars
from planning.window import Window


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule may look at: days already reckoned by name, the edition's year, the duty stations' calendars."""

    days: Mapping[str, Window]
    edition: int | None = None
    calendars: Calendars = field(default_factory=Calendars)


class DayForm(Protocol):
    """A way to name a day."""

    @property
    def refers_to(self) -> str | None:
        """The step or anchor that the day hangs from, if any."""

    def window(self, known: Known) -> Window:
        """Return the day or days meant. Raises ImpossibleDate, EditionMissing."""
