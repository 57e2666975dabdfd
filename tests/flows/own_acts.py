"""An act of an office's own, declared in one function: all doors have it once COUNCIL_ACTS names this module."""

from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import WORDS, CycleName
from planning.remedies import Call


@act("title/set", who=(Grant.ADMINISTRATOR,), undo="title/set", tags=("cycles",))
def set_title(
    session: Session,
    cycle: CycleName,
    title: Annotated[str, WORDS.saying("The title, in words.")],
    *,
    now: datetime,
    by: Identity,
) -> Done:
    """Call a cycle by another title. Raises NoSuchCycle, CycleEnded."""
    row = rows_to_change.living_cycle(session, cycle)
    undo = Call("title/set", {"cycle": cycle, "title": row.title})
    row.title = title
    return Done(
        "renamed",
        f"{cycle} is called {title}",
        cycle=cycle,
        facts={"title": title},
        events=(Happening("renamed", "cycle", (cycle,)),),
        undo=undo,
    )
