"""Results: whoever was told of a vote is told where its result stands, once that is recorded with a document."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from letters import endings, last_told
from letters.endings import Ending
from models.cycles import Cycle
from models.deadlines import Deadline
from models.journal import Entry
from models.outbox import MessageKind
from planning.ladder import Rung
from record.cycles import snapshots


def write(session: Session, cycle: Cycle, met: Deadline, entry: Entry) -> None:
    """Write a letter to each reader outside who was told a date of the vote on which this step follows.

    A step without a document or an address, or that follows on no vote, has no result to transmit.
    """
    if not session.scalars(select(Deadline.id).where(Deadline.cycle_id == cycle.id, Deadline.vote)).first():
        return
    view = snapshots.view(session, cycle.name, entry.at, issued=True)
    votes = [vote.id for vote in view.deadlines if vote.vote and vote.step in view.chain.needs[met.step]]
    readers = {person for _, person, _ in last_told.last_told(session, votes)} if votes else set()
    if readers:
        endings.write(session, view, [(view[met.step], readers)], Ending(MessageKind.RESULT, Rung.RESULT), entry)
