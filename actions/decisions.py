"""Take back what a sheet of decisions recorded: its action items, its dates, and the lines themselves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.deadlines import withdrawals
from kernel import act_lines, effects, undo
from kernel.declaration import act
from kernel.done import Changes, Done, Happening, Part
from kernel.grants import Grant, Identity
from kernel.parameters import LineId, Reason
from kernel.undo import NothingToUndo
from models.items import Item, ItemEvent
from models.journal import Entry
from models.meetings import Meeting
from models.sessions import Decision
from planning.decision_lines import Outcome
from planning.remedies import Call
from planning.rule_words import count_of
from record import journal
from record.refusals import ItemRefused


@act(
    "session/take-back",
    who=(Grant.SECRETARIAT,),
    undo="session/record",
    tags=("meetings", "items"),
    asks_first=True,
)
def take_back(session: Session, line: LineId, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Take back what a sheet of decisions recorded: its items are gone, and its dates are as they were before.

    Raises NoSuchLine, NothingToUndo where an obligation of it is in force, ItemRefused for an item on which something
    was recorded since, and what withdrawing an agreed date raises.
    """
    taken, entry = undo.find_line(session, line), journal.line(session)
    rows = session.scalars(select(Decision).where(Decision.entry_id == taken.id, Decision.gone_at.is_(None))).all()
    if not rows:
        raise NothingToUndo(taken.act, "no decision that it recorded still stands")
    if duty := next((row for row in rows if row.outcome == Outcome.OBLIGATION), None):
        raise NothingToUndo(taken.act, f"{duty.became} is in force since; adopt another version of it")
    meeting, changes = session.get_one(Meeting, rows[0].meeting_id), list[Changes]()
    effects.note(session, f"decisions:{meeting.key}", [row.paragraph for row in rows])
    for row in reversed(rows):
        if row.outcome == Outcome.ITEM:
            _take_item_back(session, row, entry)
        elif row.outcome == Outcome.DATE:
            changes += _withdraw(session, row, because, now=now, by=by)
        row.gone_at, row.gone_entry_id = entry.at, entry.id
    session.flush()
    return Done(
        "taken-back",
        f"{meeting.key}: {count_of(len(rows), 'decision')} taken back",
        facts={"meeting": meeting.key, "paragraphs": [row.paragraph for row in rows], "because": because},
        changes=tuple(changes),
        parts=tuple(Part("taken back", row.became or row.paragraph, row.text) for row in rows),
        undo=undo.again(taken),
        events=(Happening("decisions-taken-back", "meeting", (meeting.key,)),),
    )


def _take_item_back(session: Session, row: Decision, entry: Entry) -> None:
    """Have the item of a line count no more. Raises ItemRefused if something was recorded of it."""
    item = session.scalars(select(Item).where(Item.key == row.became)).one()
    if session.scalar(select(ItemEvent.id).where(ItemEvent.item_id == item.id).limit(1)):
        first = Call("item/take-back", {"items": [item.key]}, "take that back first")
        raise ItemRefused(f"something was recorded of {item.key} since", first)
    effects.note(session, f"item:{item.key}", item.text)
    item.gone = [*item.gone, entry.at.isoformat()]


def _withdraw(session: Session, row: Decision, because: str, *, now: datetime, by: Identity) -> tuple[Changes, ...]:
    """Withdraw the agreement of a line, as a part of the act. Raises as that act."""
    cycle, step = (row.became or "").split(" ", 1)

    def withdraw(entry: Entry) -> Done:
        return withdrawals.withdraw(session, cycle, step, because, entry, now=now)

    arguments = {"cycle": cycle, "step": step, "because": because}
    return act_lines.part(session, withdrawals.WITHDRAWING, arguments, withdraw, now=now, by=by.hand).changes
