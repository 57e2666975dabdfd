"""Waiting for what nobody announces: another process, a program on its own clock. A loaded machine is slow."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(found: Callable[[], T | None], seconds: float = 60, *, every: float = 0.1) -> T:
    """Return what is found, asking ten times a second, or less often where a question is dear; fail when nothing is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what := found():
            return what
        time.sleep(every)  # it is not ours, and tells us nothing
    raise AssertionError(f"not found within {seconds:.0f} seconds")
