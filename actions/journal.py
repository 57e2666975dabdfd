"""Accept that the journal goes on: the store was put back from a copy by hand, or a key is lost for good."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import act_lines, effects
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.parameters import Reason
from models.journal import Entry
from models.store import the_store
from record import journal
from record.journal.line_texts import RESTORE, SEAL
from record.refusals import OutOfTime


@act(
    "journal/accept",
    who=(Grant.OPERATOR,),
    no_undo="a journal goes on, it never goes back",
    no_form="whoever put the store back, or lost the key, has the shell of its machine",
)
def accept(session: Session, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Write that the journal goes on from here: you put the store back from a copy, or a key is lost for good.

    It is dated no earlier than the line before it. Raises ReasonMissing, OutOfTime.
    """
    before = select(Entry.at).where(Entry.id < journal.line(session).id, Entry.act != SEAL)
    last = session.scalar(before.order_by(Entry.id.desc()).limit(1))
    if last and now < last:
        raise OutOfTime(now, f"the line before it is of {last:%Y-%m-%d %H:%M} UTC")
    effects.note(session, "journal", the_store(session).journal_hash)
    return _accepted(session, because)


def accept_restored(session: Session, *, because: str, now: datetime, by: str) -> None:
    """Write, as a part of the act that runs, that the journal goes on from here: the store came back from a copy."""
    arguments = {"because": because}
    act_lines.part(session, RESTORE, arguments, lambda _line: _accepted(session, because), now=now, by=by)


def _accepted(session: Session, because: str) -> Done:
    """Return the result; a head that this or another machine kept from before does not count any more."""
    facts = {"because": because, **journal.accepted_head(session)}
    return Done("accepted", "the journal goes on from here, and says so", facts=facts)
