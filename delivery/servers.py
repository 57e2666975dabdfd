"""What one round knows of the servers it sends by: how often each has failed in a row, and which of them rest.

The lines see a fault before the store has it. A server that failed too often for those handed over is tried by no line;
it is tried again once all that they saw is written, and its breaker is closed all the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from sqlalchemy.orm import Session

from delivery.outcomes import Done
from notifications.channels.outcome import Outcome
from record.sending import circuit_breakers


@dataclass
class Servers:
    """The servers of one round; lines share it with the hand that writes."""

    resting: dict[str, str] = field(default_factory=dict)  # left alone, and why
    _seen: dict[str, int] = field(default_factory=dict)  # faults in a row, as the lines saw them
    _written: dict[str, int] = field(default_factory=dict)  # of these, those that the store knows
    _well: set[str] = field(default_factory=set)  # without a fault that the store remembers
    _counting: Lock = field(default_factory=Lock)

    def may_try(self, carrier: str) -> bool:
        """Return True if a thread may send it another message."""
        return self._seen.get(carrier, 0) < circuit_breakers.FAULTS

    def saw(self, carrier: str, outcome: Outcome) -> None:
        """Count what a line has seen; lines whose server says nothing give up at one moment."""
        with self._counting:
            self._seen[carrier] = _in_a_row(self._seen, carrier, outcome)

    def wrote(self, done: Iterable[Done]) -> None:
        """Count the faults that are now committed."""
        for message, outcome in done:
            self._written[message.carrier] = _in_a_row(self._written, message.carrier, outcome)

    def claimed(self, carriers: Iterable[str]) -> None:
        """Forget that these rested: nothing is claimed for a server that does."""
        for carrier in carriers:
            self.resting.pop(carrier, None)

    def forgive(self, carrier: str) -> None:
        """Let a server be tried that the lines had given up, for a message may leave by it: its breaker is closed.

        Not before all that the lines saw is written: the breaker was asked without it.
        """
        if circuit_breakers.FAULTS <= self._seen.get(carrier, 0) <= self._written.get(carrier, 0):
            self._seen[carrier] = self._written[carrier] = 0

    def note(self, session: Session, done: Sequence[Done], clock: datetime) -> dict[str, str]:
        """Keep how the servers fared, and return those that rest from now on, with why."""
        by_carrier: dict[str, list[Outcome]] = {}
        for message, outcome in done:
            by_carrier.setdefault(message.carrier, []).append(outcome)
        failed = {}
        for carrier, outcomes in by_carrier.items():
            if carrier in self._well and not any(map(circuit_breakers.is_fault, outcomes)):
                continue  # known to be well, and so it stays: nothing to keep
            self._well.discard(carrier)
            if circuit_breakers.note(session, carrier, outcomes, clock=clock):
                failed[carrier] = f"its server rests: {outcomes[-1].detail}"
            elif not circuit_breakers.is_fault(outcomes[-1]):
                self._well.add(carrier)
        return failed


def _in_a_row(counts: dict[str, int], carrier: str, outcome: Outcome) -> int:
    return counts.get(carrier, 0) + 1 if circuit_breakers.is_fault(outcome) else 0
