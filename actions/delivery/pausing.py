"""How long to wait after a failure: twice as long each time, up to a limit, and never all at one moment."""

import random
from datetime import timedelta


def pause(first: timedelta, longest: timedelta, times: int) -> timedelta:
    """Return the pause after so many times, a tenth more or less: `first` after one, doubled up to `longest`."""
    doubled: int = 2 ** min(max(times - 1, 0), 10)
    return min(first * doubled, longest) * random.uniform(0.9, 1.1)  # noqa: S311  jitter, not a secret
