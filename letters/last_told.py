"""The date that each person was last told of a deadline: by the last message that may have reached them.

A date that their own calendar still shows counts as told, where the round noticed it (feeds/stale_calendars.py).
"""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from models.deadlines import Promise
from models.outbox import Message, Owed, was_told
from models.slices import slices
from planning.ladder import Rung

Told = dict[tuple[int, int, str], Promise]  # by deadline id, person id and address


def last_told(
    session: Session,
    deadline_ids: Sequence[int],
    besides: Collection[int] = (),
    people: Collection[int] | None = None,
) -> Told:
    """Return the promise last told of each deadline to each person at each address.

    Messages whose ids are in `besides` do not count. `people` narrows it to these people; None means all.
    """
    by_message = and_(was_told(), Message.id.not_in(besides))
    query = (
        select(Owed.deadline_id, Owed.person_id, Owed.address, Owed.promise)
        .outerjoin(Message, Message.id == Owed.message_id)
        .where(or_(by_message, Owed.rung == Rung.SHOWN))
        .order_by(Owed.id)
    )
    query = query if people is None else query.where(Owed.person_id.in_(people))
    return {key: promise for some in slices(deadline_ids) for key, promise in _read_told(session, query, some)}


def _read_told(
    session: Session, query: Select[int, int, str, int], some: Sequence[int]
) -> Iterator[tuple[tuple[int, int, str], Promise]]:
    """Yield the promises told of some deadlines, in the order in which they were told."""
    numbers = session.execute(query.where(Owed.deadline_id.in_(some))).all()
    rows = session.scalars(select(Promise).where(Promise.deadline_id.in_(some))) if numbers else ()
    promises = {(row.deadline_id, row.number): row for row in rows}
    for deadline, person, address, number in numbers:
        yield (deadline, person, address), promises[deadline, number]
