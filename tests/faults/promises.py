"""What is promised, as figures: who should have been told, who was, how often, and of what was no longer so."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from notifications.rehearsal_server import Received


@dataclass(frozen=True, slots=True)
class Copies:
    """How many mails came more than once, and how many of these differ from the first of their Message-ID."""

    more: int
    unequal: int


def copies(mails: Iterable[Received]) -> Copies:
    """Return the copies among the mails that arrived."""
    first: dict[str, bytes] = {}
    counts: Counter[str] = Counter()
    unequal = 0
    for mail in mails:
        counts[mail.message_id] += 1
        unequal += first.setdefault(mail.message_id, mail.data) != mail.data
    return Copies(counts.total() - len(counts), unequal)
