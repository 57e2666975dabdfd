"""What each program of ours does first, whatever its door."""

import gc
import os

UMASK = 0o077
SELDOM = (50_000, 20, 20)
"""When Python looks for garbage: by its own numbers, that is a fifth of a short command, and finds none."""


def begin() -> None:
    """Set the umask, so that only their owner may use the files made from now on, and look for garbage less often."""
    os.umask(UMASK)
    gc.set_threshold(*SELDOM)
