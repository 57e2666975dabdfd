"""A finding of the doctor: its mark, what was examined, what was seen, and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from planning.remedies import Remedy


class Mark(StrEnum):
    """How a thing is."""

    OK = "ok"
    WARN = "warn"  # it works, and will not for long, or not for everybody
    FAIL = "fail"  # it does not work


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report; there are no remedies where all is well."""

    mark: Mark
    what: str
    sentence: str
    remedies: tuple[Remedy, ...] = ()


def ok(what: str, sentence: str) -> Check:
    """Return the finding that it works."""
    return Check(Mark.OK, what, sentence)


def warn(what: str, sentence: str, *remedies: Remedy) -> Check:
    """Return the finding that it needs attention."""
    return Check(Mark.WARN, what, sentence, remedies)


def fail(what: str, sentence: str, *remedies: Remedy) -> Check:
    """Return the finding that it does not work."""
    return Check(Mark.FAIL, what, sentence, remedies)
