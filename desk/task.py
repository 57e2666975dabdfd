"""A task, as one value: it is computed from the record on every request, and never stored."""

from dataclasses import dataclass
from datetime import datetime

from planning.remedies import Remedy


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that needs a person: its kind, since when, the sentence, and what ends it."""

    # held | dead | contradiction | unreachable | breaker | hold | nobody | chase-ended | proposal | unreadable | chain
    kind: str  # | stranger
    since: datetime
    about: str  # a message's number, a cycle with its step, an address's owner, a server
    sentence: str
    remedies: tuple[Remedy, ...]  # any one of them ends it
