"""`account/list`: who may enter the desk, as what, and when they were last there."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Column, Shown, listing
from planning.zones import in_geneva
from record.people import accounts
from record.people.accounts import AccountView


@reading(
    "account/list",
    who=(Grant.ADMINISTRATOR,),
    columns=(
        Column("Person"),
        Column("E-mail"),
        Column("Right"),
        Column("Since", date),
        Column("Last there", datetime),
        Column("Refused lately", int),
        Column("Standing"),
    ),
)
def listed(session: Session, *, now: datetime) -> Shown[Sequence[AccountView]]:
    """List who may enter the desk, as what, when they were last there, and how often somebody was refused as them."""
    return listing(
        accounts.views(session, now=now),
        lambda views: [asdict(view) for view in views],
        lambda views: ((v.name, v.email, v.holds, v.since.date(), v.used_at, v.refused, _standing(v)) for v in views),
        "nobody has an account at the desk",
    )


def _standing(view: AccountView) -> str:
    if view.link_until:
        return f"a link to choose a password waits for them until {in_geneva(view.link_until)} (Geneva time)"
    return "has a password" if view.has_password else "has no password, and no link to choose one any more"
