"""The date that each person was last told of a deadline: by the last message that may have reached them.

Of what was cancelled since they know no date. A date that their own calendar still shows counts as told, where the
round noticed it (feeds/stale_calendars.py).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from models.deadlines import Promise
from models.outbox import CANCELS, RESULTS, Message, Owed, was_told
from models.slices import slices
from planning.ladder import Rung

Reader = tuple[int, int, str]  # deadline id, person id and address
Told = dict[Reader, Promise]


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
        select(Owed.deadline_id, Owed.person_id, Owed.address, Owed.promise, Owed.rung)
        .outerjoin(Message, Message.id == Owed.message_id)
        .where(or_(by_message, Owed.rung == Rung.SHOWN))
        .order_by(Owed.id)
    )
    query = query if people is None else query.where(Owed.person_id.in_(people))
    return latest(row for some in slices(deadline_ids) for row in _read_told(session, query, some))


def latest(rows: Iterable[tuple[Reader, str, Promise]]) -> Told:
    """Return the last promise told to each reader by these rungs; none where it was cancelled after that."""
    told: Told = {}
    for reader, rung, promise in rows:
        if not rung.startswith(RESULTS):  # it tells no date
            told[reader] = promise
        if rung.startswith(CANCELS):
            del told[reader]
    return told


def _read_told(
    session: Session, query: Select[int, int, str, int, str], some: Sequence[int]
) -> Iterator[tuple[Reader, str, Promise]]:
    """Yield the promises told of some deadlines, in the order in which they were told."""
    numbers = session.execute(query.where(Owed.deadline_id.in_(some))).all()
    rows = session.scalars(select(Promise).where(Promise.deadline_id.in_(some))) if numbers else ()
    promises = {(row.deadline_id, row.number): row for row in rows}
    for deadline, person, address, number, rung in numbers:
        yield (deadline, person, address), rung, promises[deadline, number]
