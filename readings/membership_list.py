"""`membership/list`: what organizations are to the Union on a day, or from when to when each was and will be it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.kinds import one_of
from kernel.parameters import FLAG
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from models.memberships import MembershipKind
from planning.zones import local_day
from record import memberships
from record.memberships import MembershipView

KIND = one_of(MembershipKind, "Only those who are this.", metavar="KIND")
EVER = FLAG.saying("Also those who were, and who will be.")


@dataclass(frozen=True, slots=True)
class Members:
    """The memberships that are shown, and the day on which they hold; None for those of all days."""

    views: list[MembershipView]
    on: date | None


@reading(
    "membership/list",
    who=(Grant.SECRETARIAT,),
    columns=(
        Column("Kind"),
        Column("Organization"),
        Column("Region"),
        Column("From", date),
        Column("To", date),
        Column("Official address"),
        Column("Source"),
        Column("Entered by"),
    ),
)
def members(
    session: Session,
    *,
    kind: Annotated[MembershipKind | None, KIND] = None,
    ever: Annotated[bool, EVER] = False,
    known: datetime | None = None,
    now: datetime,
) -> Shown[Members]:
    """List the Member States, members of the Council, Sector Members and observers of a day, with region and source."""
    on = None if ever else local_day(now)
    every = memberships.views(session, kind, known=known)
    shown = Members([view for view in every if on is None or view.holds(on)], on)
    return listing(shown, _facts, _rows, f"no {kind or 'membership'} is on record")


def _facts(members: Members) -> list[dict[str, object]]:
    return [asdict(view) for view in members.views]


def _rows(members: Members) -> Iterator[Row]:
    for view in members.views:
        address = view.official or "not known"
        yield (
            memberships.MEMBERS[view.kind], view.organization, view.region, view.from_on, view.to_on, address,
            view.source, view.entered_by or "carried over",
        )  # fmt: skip
