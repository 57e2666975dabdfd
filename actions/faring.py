"""How each channel fared with what was told of a deadline: taken, refused, or taken and come back after all."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.outbox import Message, Owed, State
from models.people import Bounce

FATES = (State.SENT, State.RETRY, State.UNKNOWN, State.DEAD)  # of what was tried
CAME_BACK = "came back"

Fared = Mapping[str, Mapping[str, int]]  # by carrier and fate, so many messages


def by_channel(session: Session, deadline_id: int, *, known: datetime) -> dict[tuple[str, int], Fared]:
    """Return, by rung and promise, how many messages of each channel came to which end by `known`."""
    ours = (Owed.deadline_id == deadline_id, Message.state.in_(FATES))
    joined = select(Owed.rung, Owed.promise, Message.carrier, Message.state, func.count())
    query = joined.join(Message, Message.id == Owed.message_id).where(
        *ours, Message.planned_at <= known, or_(Message.sent_at.is_(None), Message.sent_at <= known)
    )
    fared: dict[tuple[str, int], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for rung, promise, carrier, state, count in session.execute(
        query.group_by(Owed.rung, Owed.promise, Message.carrier, Message.state).order_by(Message.carrier, Message.state)
    ):
        fared[rung, promise][carrier][str(state)] = count
    returned = (
        select(Owed.rung, Owed.promise, Message.carrier, func.count(Message.id.distinct()))
        .join(Message, Message.id == Owed.message_id)
        .join(Bounce, Bounce.message == Message.public_id)
        .where(*ours, Bounce.status.startswith("5"), Bounce.at <= known)
        .group_by(Owed.rung, Owed.promise, Message.carrier)
    )
    for rung, promise, carrier, count in session.execute(returned):
        fared[rung, promise][carrier][CAME_BACK] = count
    return {key: {carrier: dict(fates) for carrier, fates in found.items()} for key, found in fared.items()}


def words(found: object) -> str:
    """Return ` (email: 2 sent, 1 came back; slack: 1 dead)`; nothing where all went by mail and arrived."""
    fared: Fared = found if isinstance(found, dict) else {}
    if all(carrier == "email" and set(fates) == {"sent"} for carrier, fates in fared.items()):
        return ""
    each = (
        f"{carrier}: {', '.join(f'{count} {fate}' for fate, count in fates.items())}"
        for carrier, fates in fared.items()
    )
    return f" ({'; '.join(each)})"
