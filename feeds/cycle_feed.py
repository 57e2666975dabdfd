"""`feed/show`: the calendar of cycles, as a file; its dates as facts for machines."""

from datetime import datetime
from functools import partial
from typing import Annotated

from sqlalchemy.orm import Session

from feeds import feed_bytes, schedule_json
from feeds.entries import Look
from feeds.facts import Catalogue
from kernel.grants import Grant
from kernel.kinds import many
from kernel.parameters import CYCLE, ROLE
from kernel.readings import reading
from kernel.shown import Shown
from planning.chain import SECRETARIAT
from record.settings import Settings

Cycles = Annotated[tuple[str, ...], many(CYCLE.saying("The cycles, such as hlpf-contribution/2017."))]
Viewer = Annotated[str, ROLE.saying("Whose view; the secretariat's unless told.", option="for")]


@reading("feed/show", who=(Grant.VIEWER,), short="feed")
def feed(
    session: Session, cycles: Cycles = (), *, role: Viewer = SECRETARIAT, now: datetime, settings: Settings
) -> Shown[Catalogue]:
    """Write the calendar feed of cycles, for a calendar program; proposed dates are in the secretariat's view only."""
    chosen = feed_bytes.chosen(session, cycles, role=role, now=now)
    built = feed_bytes.written(session, chosen, settings, role=role)
    return Shown(chosen, partial(_facts, feed_bytes.look(session, settings)), data=built.data)


def _facts(look: Look, chosen: Catalogue) -> dict[str, object]:
    return {"cycles": [cycle.name for cycle in chosen.cycles], "entries": schedule_json.entries(chosen, look)}
