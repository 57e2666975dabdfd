"""Decisions and actions: what meetings asked, of whom, and what became of it."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine
from starlette.responses import Response

from kernel.grants import Grant
from models.engine import reading
from record import items
from record.items import ItemStanding, ItemView
from web.desk.render import page
from web.desk.visits import Visit

SIGNS = re.compile(r"\W")
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
            every = sorted(items.items(session, now=visit.now), key=_urgency)
        names = {holder for item in every if item.standing not in OVER for holder in item.holders}
        holders = [
            Holder(name, tuple(item for item in every if name in item.holders and item.standing not in OVER))
            for name in sorted(names, key=visit.names.actor)
        ]
        over = [item for item in every if item.standing in OVER]
        return page(visit, "decisions", holders=holders, over=over, cited=_cited, may_act=visit.may(Grant.SECRETARIAT))


def _urgency(item: ItemView) -> date:
    """Return the first day on which something of an item is still due; what has none comes last."""
    return min((each.due for each in item.occasions if each.due and not each.done), default=date.max)


def _cited(item: ItemView) -> str:
    """Return where an item stands: its report and paragraph; its key too, where that is another."""
    source = item.source or ""
    if SIGNS.sub("", source).casefold() == SIGNS.sub("", item.key).casefold():
        return source
    return " · ".join(filter(None, (item.key, source)))
