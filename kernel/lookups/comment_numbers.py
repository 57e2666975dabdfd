"""Comments on a window, by their numbers: whose each is, and what it says."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.lookups.choices import Choice
from models.answers import Comment
from models.deadlines import Deadline
from models.people import Organization
from notifications.plain_text import plain
from record.cycles import snapshots

TITLE = 200  # letters of a comment in its title


def comments(session: Session, cycle_name: str, step: str) -> list[Choice]:
    """Return the comments of a window by their numbers, each with whose it is and what it says. Raises NoSuchCycle."""
    of_step = (Deadline.cycle_id == snapshots.cycle_row(session, cycle_name).id, Deadline.step == step)
    query = select(Comment.number, Comment.says, Organization.name).join(Deadline, Deadline.id == Comment.deadline_id)
    query = query.join(Organization, Organization.id == Comment.organization_id).where(*of_step)
    rows = session.execute(query.order_by(Comment.number))
    return [Choice(str(row.number), plain(f"{row.name}: {row.says}", TITLE)) for row in rows]
