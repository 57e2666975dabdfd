"""Take back an act on a meeting: it, its agenda and papers, and all that hangs from it stand as before."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from actions.meetings import agenda, expected_rows, papers, restored_cycles
from actions.meetings.histories import TAKE_BACK
from actions.meetings.meetings import until_issued
from kernel import undo
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.parameters import LineId, Reason
from kernel.undo import NothingToUndo
from models.journal import Entry
from record import journal
from record.meetings import meetings

BEFORE_IT: Mapping[str, Callable[[Session, Entry, Entry], Done]] = {
    "meeting/agenda": agenda.restore,
    "meeting/paper": papers.restore,
    **dict.fromkeys(
        (
            "contribution/receive",
            "document/accept-late",
            "document/expect",
            "document/next-session",
            "document/post",
            "document/receive",
            "document/translate",
        ),
        expected_rows.restore,
    ),
}
"""The acts on what lies before a meeting; the others are on the meeting itself."""
FOUND = {"on": "on", "to": "to"}  # what these find by themselves: today, the next session


@act("meeting/take-back", who=(Grant.SECRETARIAT,), undo="meeting/move", tags=("meetings",))
def take_back(session: Session, line: LineId, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Take back an act on a meeting, its agenda or its papers, as long as what it touched is as it left it.

    Every cycle that it moved has the dates again that it had before. Raises NoSuchLine, ChangedSince, AlreadyUndone,
    OutOfTime, and NothingToUndo for the line of another act.
    """
    taken = undo.unchanged(session, line)
    if (journal.facts_of(taken).get("undo") or {}).get("act") != TAKE_BACK:
        raise NothingToUndo(taken.act, "it is no act on a meeting, or was recorded before acts could be taken back")
    entry = journal.line(session)
    if restore := BEFORE_IT.get(taken.act):
        done = restore(session, taken, entry)
    else:
        done = restored_cycles.restore(session, taken, entry, because=because)
        done = until_issued(session, done, meetings.row(session, str(done.facts["meeting"])))
    session.flush()
    return replace(
        done,
        outcome="taken-back",
        facts={**done.facts, "taken_back": taken.act, "because": because},
        undo=undo.again(taken, **(FOUND if taken.act in BEFORE_IT else {})),
    )
