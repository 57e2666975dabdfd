"""`deputy/list`: who stands in for whom, or will."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Column, Shown, listing
from record.people import deputies
from record.people.deputies import DeputyView


@reading(
    "deputy/list",
    who=(Grant.SECRETARIAT,),
    columns=(Column("From", date), Column("To", date), Column("Deputy"), Column("For")),
)
def stand_ins(session: Session, *, now: datetime) -> Shown[list[DeputyView]]:
    """List who stands in for whom, or will."""
    return listing(
        deputies.views(session, now=now),
        lambda views: [{"person": v.person, "deputy": v.deputy, "from": v.from_on, "to": v.to_on} for v in views],
        lambda views: ((view.from_on, view.to_on, view.deputy, f"for {view.person}") for view in views),
        "nobody stands in for anybody",
    )
