"""The second person: what some acts do, by their declaration, needs somebody who did not prepare it, at every door.

Nobody there: one acts alone with a reason, which the record and the tasks say. It holds once somebody has an account
that approves; before that there is nobody to be the second.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from kernel.grants import Identity
from kernel.kinds import Kind, Parameter
from kernel.shapes import LONGEST_REASON, as_reason
from planning.errors import CouncilError
from planning.remedies import Argument
from record.people import accounts

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


class NeedsSecond(CouncilError):
    """Who prepared it cannot approve it without a word why."""

    def __init__(self, by: Identity, matter: Matter) -> None:
        self.matter = matter
        alone = Argument("alone", "say why you approve it alone", "REASON")
        super().__init__(f"{matter.what}, and {by.name} set it: somebody else approves it", alone)


def check(session: Session, matters: Matters, values: Mapping[str, Any], by: Identity, now: datetime) -> None:
    """Check that somebody else prepared what is approved, or that a reason is given. Raises NeedsSecond."""
    if values.get(ALONE.name) or not accounts.is_anybody_approving(session):
        return
    for matter in matters(session, values, now=now):
        if matter.hand in (by.hand, by.name):
            raise NeedsSecond(by, matter)
