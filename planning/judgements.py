"""Judgements: how an obligation stands in a year, and the values from which that is judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Judgement(StrEnum):
    """How an obligation stands in a year."""

    FULFILLED = "fulfilled"
    UNDER_WAY = "under way"
    OVERDUE = "overdue"
    MISSING = "missing"
    NOT_DUE = "not due"
    STANDING = "standing"
    UNKNOWN = "not known"  # whether the text in force asked for it: it is not available, nor is one before it


@dataclass(frozen=True, slots=True)
class Handed:
    """A document that a body received on a day, for the clause that is judged."""

    document: str  # the same for every issue and copy of one report
    symbol: str
    body: str
    on: date
    via: str | None = None
    purpose: str | None = None
    cycle: str | None = None
    follower: str | None = None  # the body that received it, where that follows `body`, which had ended by then

    @property
    def holder(self) -> str:
        """Who has it, in words: the body itself, or the one that follows it."""
        return f"{self.follower}, which follows {self.body}," if self.follower else self.body


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step of a cycle that is still to be done; `passed` when a recipient has had the document since."""

    step: str
    to: str | None
    due: date | None
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Serving:
    """An open cycle that cites the clause, with its years and its open steps in their order."""

    cycle: str
    years: frozenset[int]
    steps: tuple[OpenStep, ...]

    def next_for(self, bodies: Iterable[str]) -> OpenStep | None:
        """Return the next open step, towards one of these bodies if there is one, and after the last hand-over."""
        wanted = set(bodies)
        return min(
            self.steps, key=lambda step: (step.to not in wanted, step.passed, step.due or date.max), default=None
        )  # fmt: skip

    def days_for(self, bodies: Iterable[str]) -> list[date]:
        """Return the days of the open hand-overs to these bodies, to any if none is named, the earliest first."""
        wanted = set(bodies)
        steps = [step for step in self.steps if not step.passed and (step.to in wanted if wanted else True)]
        return sorted(step.due for step in steps if step.due)


@dataclass(frozen=True, slots=True)
class Cell:
    """How an obligation stands in a year: by what, what is lacking, and what is open for it."""

    year: int
    judgement: Judgement
    sentence: str
    by: tuple[Handed, ...] = ()
    lacking: tuple[str, ...] = ()
    cycles: tuple[Serving, ...] = ()
    notes: tuple[str, ...] = ()
    on: date | None = None  # of what is fulfilled: the day on which its last recipient had it


@dataclass(frozen=True, slots=True)
class Sitting:
    """The meeting that an obligation is due by, as it now stands."""

    key: str
    opens: date
    closes: date
    off: str | None = None  # "postponed" or "cancelled": its days no longer hold
    instead_of: str | None = None  # the meeting in whose place it counts

    def __str__(self) -> str:
        how = f"{self.key} is {self.off}" if self.off else f"{self.key}, {self.opens} to {self.closes}"
        return how + (f", in place of {self.instead_of}" if self.instead_of else "")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document before a meeting of a body, of which nothing says on which day the body was given it."""

    symbol: str
    body: str
    meeting: Sitting


@dataclass(frozen=True, slots=True)
class Beside:
    """The meetings of an obligation: the one by which it is due, and the papers before others."""

    sitting: Sitting | None = None
    papers: tuple[Paper, ...] = ()
