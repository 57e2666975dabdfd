"""A term as people name it: by the years of its two Plenipotentiary Conferences."""

import re
from typing import Any

from kernel.kinds import Kind
from planning.day_range import believed_year
from planning.errors import CouncilError, quoted

LONGEST = 12  # years: three terms


class NotATerm(CouncilError):
    """Words that name no term."""

    def __init__(self, words: object) -> None:
        super().__init__(f"{quoted(words)} is no term; write the years of its two conferences, such as 2026-2030")


def as_term(value: Any) -> tuple[int, int]:
    """Return the first and the last year of a term: `2026-2030`. Raises NotATerm, UnbelievableDay."""
    years = re.fullmatch(r"(\d{4})\s*[-–/]\s*(\d{4})", str(value).strip())
    if years is None or not 0 < int(years[2]) - int(years[1]) <= LONGEST:
        raise NotATerm(value)
    return believed_year(int(years[1])), believed_year(int(years[2]))


YEARS = Kind("term", "TERM", "The years of its two conferences, such as 2026-2030; this term if left empty.",
             shape=as_term, kept=lambda years: f"{years[0]}-{years[1]}")  # fmt: skip
