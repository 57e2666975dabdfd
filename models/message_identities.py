"""Which message bears which id: apart from the messages, whose rows change at each stage of their way.

PostgreSQL writes an entry into every index that holds a row when it writes the row anew (docs/performance.md): rows
that never change cost their index one entry.
"""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.slices import slices


class MessageIdentity(Base):
    """The id of a message, and the number under which it is stored."""

    __tablename__ = "message_identity"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    # derived from its owed rows: the Message-ID too; compared by its bytes, not by a language's rules
    public_id: Mapped[str] = mapped_column(String().with_variant(String(collation="C"), "postgresql"), unique=True)


# One statement for however many there are; each database unpacks a list in its own way, in its order.
_IDENTIFY = "INSERT INTO message_identity (public_id) SELECT value FROM {} RETURNING public_id, id"
_LISTS = {
    "sqlite": text(_IDENTIFY.format("json_each(:names)")),
    "postgresql": text(_IDENTIFY.format("json_array_elements_text(CAST(:names AS json)) AS value")),
}


def identify(session: Session, public_ids: Sequence[str]) -> list[int]:
    """Return the numbers under which new messages of these ids are to be stored.

    Raises sqlalchemy.exc.IntegrityError where there is such a message already.
    """
    rows = session.execute(_LISTS[session.get_bind().dialect.name], {"names": json.dumps(public_ids)})
    numbers = {row.public_id: row.id for row in rows}
    return [numbers[name] for name in public_ids]


def numbers_of(session: Session, public_ids: Collection[str]) -> dict[str, int]:
    """Return the numbers of those of these messages that are stored."""
    query = select(MessageIdentity.public_id, MessageIdentity.id)
    parts = (session.execute(query.where(MessageIdentity.public_id.in_(some))) for some in slices(public_ids))
    return {row.public_id: row.id for rows in parts for row in rows}
