"""What may have been meant by a sentence that is no date rule: how a refusal offers it."""

import re
from collections.abc import Callable
from datetime import date

from planning.spellings import NAME

Matched = re.Match[str]
Why = str | Callable[[Matched], str | None]
Near = tuple[tuple[str, Why], ...]
"""Sentences that are near a rule, as patterns, each with what is said of it."""

NAMED = rf"{NAME}(?:\.opens|\.closes)?"


def meant(why: str, *rules: str) -> str:
    """Return the sentence with the rules that may have been meant, each of which can be read."""
    return f"{why}; did you mean {' or '.join(map(repr, rules))}?" if rules else why


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
