"""The comparison of two clocks: the wall clock, which can be set wrongly, and the kernel's, which only counts seconds.

They are compared only within one boot of the machine, so that an outage is no fault.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from models.sending_state import Sender
from planning.rule_words import count_of

APART = timedelta(minutes=10)
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Steady:
    """The kernel's clock: seconds since the boot of that id; without an id it is compared to nothing."""

    boot_id: str
    seconds: float


def steadily() -> Steady:
    """Return the kernel's clock."""
    if not _BOOT_ID.exists():
        return Steady("", 0.0)  # no Linux: only the store's last tick can be compared
    return Steady(_BOOT_ID.read_text().strip(), time.clock_gettime(time.CLOCK_BOOTTIME))


def fault(senders: Iterable[Sender], home_id: str, clock: datetime, steady: Steady) -> str | None:
    """Return what is wrong with the wall clock, `clock`, as a clause for people; None when it can be believed."""
    known = list(senders)
    last = max((sender.ticked_at for sender in known), default=None)
    if last is not None and clock < last - APART:
        return f"the clock of this machine says {clock:%Y-%m-%d %H:%M} UTC, and a round was finished later than that"
    own = next((sender for sender in known if sender.home_id == home_id), None)
    if own is None or not steady.boot_id or own.boot_id != steady.boot_id:
        return None
    drift = (clock - own.ticked_at) - timedelta(seconds=steady.seconds - own.steady)
    if abs(drift) <= APART:
        return None
    way = "forward" if drift > timedelta() else "back"
    return f"the clock of this machine was set {way} by {_minutes(abs(drift))} since its last round"


def _minutes(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return count_of(minutes, "minute") if minutes < 48 * 60 else count_of(minutes // (24 * 60), "day")
