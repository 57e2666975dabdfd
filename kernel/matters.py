"""Matters: what of an act a second person looks at, as the act declares it, and the reason of who acts alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from kernel.kinds import Kind, Parameter
from kernel.shapes import LONGEST_REASON, as_reason

MEANING = "Why you approve it alone, where no second person is there; the body's secretary sees that."
ALONE = Parameter(
    "alone",
    Kind("reason", "REASON", MEANING, shape=as_reason, longest=LONGEST_REASON),
    is_required=False,
    default=None,
    is_positional=False,
)
"""The parameter that each such act has besides its own."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a second person looks at, and who prepared it."""

    what: str
    hand: str


class Matters(Protocol):
    """It returns what of an act needs a second person: nothing where all of it may be done alone."""

    def __call__(self, session: Session, values: Mapping[str, Any], /, *, now: datetime) -> Iterable[Matter]: ...
