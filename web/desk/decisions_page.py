"""Decisions and actions: what meetings asked, of whom, and what became of it."""

from dataclasses import dataclass

from sqlalchemy import Engine
from starlette.responses import Response

from kernel.grants import Grant
from models.engine import reading
from record import items
from record.items import ItemStanding, ItemView
from web.desk.render import page
from web.desk.visits import Visit

OVER = (ItemStanding.DONE, ItemStanding.DROPPED, ItemStanding.NOTED)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom items are asked of, and the items, the most urgent first."""

    name: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """The handler over one store."""

    engine: Engine

    def show(self, visit: Visit) -> Response:
        """Return the page: what is open by who has it, and what is over."""
        with reading(self.engine) as session:
            every = items.items(session, now=visit.now)
        names = {holder for item in every if item.standing not in OVER for holder in item.holders}
        holders = [
            Holder(name, tuple(item for item in every if name in item.holders and item.standing not in OVER))
            for name in sorted(names, key=visit.names.actor)
        ]
        over = [item for item in every if item.standing in OVER]
        return page(visit, "decisions", holders=holders, over=over, may_act=visit.may(Grant.SECRETARIAT))
