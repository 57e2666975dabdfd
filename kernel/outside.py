"""What an act does outside the record: a message sent, a file of keys changed, a database rebuilt.

No transaction is open meanwhile, so that nobody waits for a mail server. The right to act was checked before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import Engine

from kernel.done import Done
from record.settings import Settings


@dataclass(frozen=True, slots=True)
class Outside:
    """What such an act needs: its values, the store, and the act itself, which runs in one transaction of its own."""

    values: Mapping[str, Any]
    now: datetime
    engine: Engine
    settings: Settings
    id: str  # of the act; what is sent or logged outside has the same id
    act: Callable[[Any], Done]  # its argument is what the act's function gets as `found`
    _began: float = field(default_factory=monotonic)

    def clock(self) -> datetime:
        """Return the instant of the act plus the time that was spent on it since, as an aware datetime."""
        return self.now + timedelta(seconds=monotonic() - self._began)
