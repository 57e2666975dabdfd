"""What became of messages that were tried: sent, refused, or returned; for a message, and for a deadline's channels."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.message_identities import MessageIdentity
from models.outbox import Message, Owed, State
from models.people import FAILED, Bounce
from models.slices import slices
from planning.zones import local_day

FATES = (State.SENT, State.RETRY, State.UNKNOWN, State.DEAD)  # the states of messages that were tried
CAME_BACK = "came back"

Fared = Mapping[str, Mapping[str, int]]  # the number of messages, by carrier and fate


def by_channel(session: Session, deadline_id: int, *, known: datetime) -> dict[tuple[str, int], Fared]:
    """Return how many messages of a deadline had which fate by `known`: by rung and promise, then by carrier."""
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
        .join(MessageIdentity, MessageIdentity.id == Message.id)
        .join(Bounce, Bounce.message == MessageIdentity.public_id)
        .where(*ours, Bounce.action == FAILED, Bounce.at <= known)
        .group_by(Owed.rung, Owed.promise, Message.carrier)
    )
    for rung, promise, carrier, count in session.execute(returned):
        fared[rung, promise][carrier][CAME_BACK] = count
    return {key: {carrier: dict(fates) for carrier, fates in by_carrier.items()} for key, by_carrier in fared.items()}


def words(stored: object) -> str:
    """Return ` (email: 2 sent, 1 came back; slack: 1 dead)`; an empty string where all went by mail and arrived."""
    fared: Fared = stored if isinstance(stored, dict) else {}
    if all(carrier == "email" and set(fates) == {"sent"} for carrier, fates in fared.items()):
        return ""
    each = (
        f"{carrier}: {', '.join(f'{count} {fate}' for fate, count in fates.items())}"
        for carrier, fates in fared.items()
    )
    return f" ({'; '.join(each)})"


def result_of(message: Message) -> str:
    """Return what became of a message: `sent 2017-03-10`, a day of the seat, `retry: refused with HTTP 503 for now`."""
    if message.sent_at:
        return f"{message.state} {local_day(message.sent_at)}"
    return f"{message.state}: {message.detail}" if message.detail else str(message.state)


def clearing_of(message: Message) -> str:
    """Return that the words of a message are no longer kept: `its words were cleared on 2030-01-15`; else nothing."""
    at = message.cleared_at
    return f"its words were cleared on {local_day(at)}" if at and message.is_cleared else ""


def of_messages(session: Session, public_ids: Collection[str]) -> Mapping[str, list[Bounce]]:
    """Return the returned mail of these messages, by their public id, earliest first."""
    returned = dict[str, list[Bounce]]()
    for some in slices(public_ids):
        query = select(Bounce).where(Bounce.message.in_(some)).order_by(Bounce.id)
        for row in session.scalars(query):
            returned.setdefault(row.message or "", []).append(row)
    return returned


def sentence(row: Bounce) -> str:
    """Return the words of a returned mail: `came back on 2017-03-11: 5.1.1 no such user`, or `was delayed`."""
    what = "came back" if row.action == FAILED else "was delayed"
    return f"{what} on {local_day(row.at)}: {row.status} {row.detail}"
