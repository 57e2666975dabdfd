"""What needs a hand, as one value: computed from the record whenever it is asked for, and stored nowhere."""

from dataclasses import dataclass
from datetime import datetime

from planning.remedies import Remedy


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for somebody: its kind, since when it is so, the sentence, and what ends it."""

    # held | dead | contradiction | unreachable | breaker | hold | nobody | chase-ended | proposal | unreadable | chain
    kind: str  # | stranger
    since: datetime
    about: str  # a message's number, a cycle with its step, an address's owner, a server
    sentence: str
    remedies: tuple[Remedy, ...]  # each by itself ends it
