"""What the columns of a table of contacts are, as the office last said of one with the same headings.

It is a convenience of whoever brings tables in, and no fact of the record: no act writes it, and no line names it.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.contact_layouts import ContactLayout
from planning.names import folded


def known(session: Session, headings: Sequence[str]) -> ContactLayout | None:
    """Return what was last said of a table with these headings, in whatever letters."""
    return session.scalar(select(ContactLayout).where(ContactLayout.headings == _mark(headings)))


def remember(session: Session, headings: Sequence[str], fields: Sequence[str], role: str, *, now: datetime) -> None:
    """Keep what the columns of a table with these headings are, in place of what was kept."""
    layout = known(session, headings)
    if layout is None:
        session.add(ContactLayout(headings=_mark(headings), fields=list(fields), role=role, at=now))
    else:
        layout.fields, layout.role, layout.at = list(fields), role, now


def _mark(headings: Sequence[str]) -> str:
    return sha256("\n".join(map(folded, headings)).encode()).hexdigest()
