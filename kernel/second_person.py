"""The second person: what some acts do, by their declaration, needs somebody who did not prepare it, at every door.

Nobody there: one acts alone with a reason, which the record and the tasks say. It holds once somebody has an account
that approves; before that there is nobody to be the second.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kernel.grants import Identity
from kernel.matters import ALONE, Matter, Matters
from planning.errors import CouncilError
from planning.remedies import Argument
from record.people import accounts


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
