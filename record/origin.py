"""The origin of an act: its id, which journal, events, messages and log lines share, its door and its arguments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy.orm import Session, SessionTransaction

KEY, FRESH = "origin", "fresh origin"  # in Session.info: set by the runner of acts; made here where nobody set one


@dataclass(frozen=True, slots=True)
class Origin:
    """One act as a door asked for it; `arguments` are natural keys that JSON can hold."""

    id: str = field(default_factory=lambda: str(uuid4()))
    door: str = "code"  # terminal | prefect | web | desk | code
    act: str | None = None  # "deadline/agree"
    arguments: Mapping[str, object] = field(default_factory=dict)
    undoes: str | None = None  # the id of the act that this one takes back


def of(session: Session) -> Origin:
    """Return the origin set on the session; if there is none, a new one that stays until the transaction ends."""
    own = session.info.get(KEY)
    if isinstance(own, Origin):
        return own
    transaction: SessionTransaction | None = session.get_transaction()
    kept = session.info.get(FRESH)
    if kept is None or transaction is None or kept[0] is not transaction:
        kept = session.info[FRESH] = (transaction, Origin())
    origin: Origin = kept[1]
    return origin
