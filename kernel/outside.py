"""What an act does outside the record: a message sent, a file of keys changed, a database rebuilt.

No transaction is open meanwhile, so that nobody waits for a mail server. Who acts was found to be allowed to before.
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
    """What such an act is done with: its values, the store, and the act itself in one transaction of its own."""

    values: Mapping[str, Any]
    now: datetime
    engine: Engine
    settings: Settings
    id: str  # of the act, which whatever is sent or logged outside bears too
    act: Callable[[Any], Done]  # given what was found out, which its function has as `found`
    _began: float = field(default_factory=monotonic)

    def clock(self) -> datetime:
        """Return the instant at which the act counts as done, and so much later as was spent on it since."""
        return self.now + timedelta(seconds=monotonic() - self._began)
