"""Read from the journal how messages were before they were dropped or released; check that they are still true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models.deadlines import Deadline, Promise, Settlement
from models.journal import Entry
from models.outbox import Message, Owed, State
from models.slices import slices
from record import journal
from record.refusals import ToldOtherwise

DROPPING = ("outbox/drop", "drop")  # the name of the act in lines, and its name before version 2

RELEASING = "outbox/release"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A message before it was dropped: its state and detail; and the line and time of that act."""

    state: State
    detail: str | None
    line: int
    at: datetime


UNKNOWN = Dropped(State.HELD, None, 0, datetime.max.replace(tzinfo=UTC))  # no line names it: any change counts as later


def as_dropped(session: Session, ids: Sequence[str]) -> dict[str, Dropped]:
    """Return, by the messages' ids, how each was before it was last dropped.

    Old lines do not say it: a message that they dropped counts as held.
    """
    dropped: dict[str, Dropped] = {}
    for entry in session.scalars(select(Entry).where(Entry.act.in_(DROPPING)).order_by(Entry.id.desc())):
        facts = journal.facts_of(entry)
        for name in set(facts.get("messages", ())) & set(ids) - dropped.keys():
            state, detail = facts.get("was", {}).get(name, (State.HELD, None))
            dropped[name] = Dropped(State(state), detail, entry.id, entry.at)
        if len(dropped) == len(ids):
            break
    return {name: dropped.get(name, UNKNOWN) for name in ids}


def due_before_release(session: Session, ids: Sequence[str]) -> dict[str, datetime]:
    """Return, by the messages' ids, when each was due before its last release, if the release changed that.

    A message that is held again then becomes due as it was before.
    """
    due: dict[str, datetime | None] = {}
    for entry in session.scalars(select(Entry).where(Entry.act == RELEASING).order_by(Entry.id.desc())):
        facts = journal.facts_of(entry)
        for name in set(facts.get("messages", ())) & set(ids) - due.keys():
            at = facts.get("was", {}).get(name)
            due[name] = datetime.fromisoformat(at) if at else None
        if len(due) == len(ids):
            break
    return {name: at for name, at in due.items() if at}


def check_untold(session: Session, messages: Sequence[Message], dropped: Mapping[str, Dropped]) -> None:
    """Check that each message still says what its reader must hear. Raises ToldOtherwise."""
    later = aliased(Owed)
    same = (later.deadline_id == Owed.deadline_id, later.person_id == Owed.person_id, later.address == Owed.address)
    told_at = select(func.max(later.at)).where(*same, later.id > Owed.id).scalar_subquery()
    changed = select(func.max(Promise.entry_id)).where(Promise.deadline_id == Owed.deadline_id).scalar_subquery()
    settled = select(func.max(Settlement.entry_id)).where(Settlement.deadline_id == Owed.deadline_id).scalar_subquery()
    query = select(Message.public_id, Message.id, Deadline.step, changed, settled, told_at).order_by(Owed.id)
    query = query.join(Owed, Owed.message_id == Message.id).join(Deadline, Deadline.id == Owed.deadline_id)
    for some in slices([message.id for message in messages]):
        for name, number, step, changed_by, settled_by, at in session.execute(query.where(Message.id.in_(some))):
            was = dropped[name]
            if max(changed_by or 0, settled_by or 0) > was.line:
                raise ToldOtherwise(number, step, is_over=True)
            if at and at > was.at:
                raise ToldOtherwise(number, step, is_over=False)
