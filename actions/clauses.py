"""Acts on clauses of resolutions: who leads on one, by when; what they report; and the last of these taken back."""

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy.orm import Session

from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import one_of
from kernel.paper_types import CLAUSE
from kernel.parameters import ROLE, TEXT, Day, Reason
from models.follow_ups import FollowUp
from notifications.plain_text import plain
from planning.errors import CouncilError
from planning.remedies import Call
from record import journal
from record.mandates import follow_ups
from record.mandates.follow_ups import TAKEN_BACK, Progress

ClauseKey = Annotated[str, CLAUSE]
SEE = Call("resolution/follow-up", words="see how each clause stands")


class NothingReported(CouncilError):
    """Nothing was recorded of the follow-up of a clause that could be taken back."""

    def __init__(self, clause: str) -> None:
        super().__init__(f"nothing of the follow-up of {clause} is on record", SEE)


@act("clause/assign", who=(Grant.SECRETARIAT,), undo="clause/take-back", tags=("items",))
def assign(
    session: Session,
    clause: ClauseKey,
    unit: Annotated[str, ROLE.saying("Who leads on it from now on, such as itu-d.")],
    *,
    due: Day = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Say which unit leads on a clause of a resolution, and by when it is due. Raises NoSuchClause."""
    known = follow_ups.recorded(session, now=now).get(clause)
    if known and (known.unit, known.due) == (unit, due):
        return Done("known", f"{unit} leads on {clause} already", is_nothing=True)
    _record(session, clause, "assigned", unit=unit, due_on=due)
    by_when = f", by {due}" if due else ""
    return _done("assigned", clause, f"{unit} leads on {clause}{by_when}", {"unit": unit, "due": due})


@act("clause/report", who=(Grant.SECRETARIAT,), undo="clause/take-back", tags=("items",))
def report(
    session: Session,
    clause: ClauseKey,
    progress: Annotated[Progress, one_of(Progress, "Where it stands.", "STANDING")],
    words: Annotated[str, TEXT.saying("What its unit reported, with the document that shows it.", metavar="REPORT")],
    *,
    now: datetime,
    by: Identity,
) -> Done:
    """Record what the unit that leads on a clause reported. Raises NoSuchClause."""
    known = follow_ups.recorded(session, now=now).get(clause)
    if known and (known.progress, known.report) == (progress, words):
        return Done("known", f"{clause}: that is recorded already", is_nothing=True)
    _record(session, clause, "reported", standing=str(progress), words=words)
    sentence = f"{clause} is {progress}: {plain(words)}"  # a report may be long, and of several lines
    return _done("reported", clause, sentence, {"progress": str(progress), "words": words})


@act("clause/take-back", who=(Grant.SECRETARIAT,), undo="clause/report", tags=("items",))
def take_back(session: Session, clause: ClauseKey, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Take back what was last recorded of the follow-up of a clause. Raises NoSuchClause, NothingReported."""
    row = follow_ups.last(session, clause)
    if row is None:
        raise NothingReported(clause)
    arguments: dict[str, object] = {"clause": clause}
    if row.kind == "assigned":
        again = Call("clause/assign", arguments | {"unit": row.unit} | ({"due": row.due_on} if row.due_on else {}))
    else:
        again = Call("clause/report", arguments | {"progress": row.standing, "words": row.words})
    _record(session, clause, TAKEN_BACK, words=because)
    return _done(TAKEN_BACK, clause, f"{clause}: what was {row.kind} last is taken back", {"because": because}, again)


def _record(session: Session, clause: str, kind: str, **values: Any) -> None:
    entry = journal.line(session)
    effects.note(session, f"follow-up:{clause}", follow_ups.recorded(session, now=entry.at).get(clause))
    columns = dict.fromkeys(("unit", "due_on", "standing", "words")) | values
    session.add(FollowUp(clause=clause, kind=kind, at=entry.at, entry_id=entry.id, **columns))
    session.flush()


def _done(outcome: str, clause: str, sentence: str, facts: dict[str, object], undo: Call | None = None) -> Done:
    return Done(
        outcome,
        sentence,
        facts={"clause": clause} | facts,
        events=(Happening(outcome, "clause", (clause,)),),
        undo=undo or Call("clause/take-back", {"clause": clause}),
    )
