"""The plan of reminders: what each person is owed now, written as rows of the ledger.

Each round reckons all that is due, and writes only rows that are not there: a missed round, two at once or one out of
order do no harm. Of the rungs that have come only the latest is told; the earlier ones are recorded as covered. A
change is told before any reminder. Only deadlines that are to be looked at are read: a round with none asks one query.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from letters import new_messages
from letters.ledger import Ledger, Stored, come
from models.outbox import OwedKey
from models.store import locked_store
from planning.ladder import Rung, parse_ladder
from record.cycles import window_openings
from record.cycles.views import CycleView, DeadlineView
from reminders.addressees import Addressees, Announced, members_of
from reminders.turn import NEVER, Reckoned, Turn, both


@dataclass(frozen=True, slots=True)
class Planned:
    """What a round planned: the number of messages, and a sentence for each reminder that reaches nobody."""

    messages: int
    nobody: tuple[str, ...]


def plan_owed(session: Session, *, now: datetime, clock: datetime | None = None) -> Planned:
    """Write the owed rows and messages that are due at `now` in this transaction, and return what was planned.

    `clock` is the real time, where it is not `now`: a message whose sender's lease is over by it may be superseded.
    """
    session.flush()  # `come` asks the connection, which does not flush
    if not come(session, now):
        return Planned(0, ())  # nothing to plan: take no lock
    locked_store(session)  # another round may have planned them while we waited: the ledger asks again
    return plan(Stored(session), now=now, clock=clock or now)


def plan(ledger: Ledger, *, now: datetime, clock: datetime) -> Planned:
    """Write what is due at `now` into a ledger, stored or in memory, and return what was planned."""
    rows = ledger.come(now)
    reckonings = reckoned(ledger, set(rows.values()), now=now, only=rows.keys()) if rows else []
    dues = [(reckoning.view, due) for reckoning in reckonings for due in reckoning.dues]
    from feeds import stale_calendars  # imported late: it loads feeds, which is slow

    dues += stale_calendars.owed(ledger, [(each.view, each.read) for each in reckonings], now=now)
    messages = new_messages.carry(ledger, dues, now=now, clock=clock)
    ledger.look_again(
        dict.fromkeys(rows, NEVER) | {reckoning.deadline.id: reckoning.next_look for reckoning in reckonings}
    )
    return Planned(messages, tuple(complaint for reckoning in reckonings for complaint in reckoning.complaints))


def reckon(
    session: Session, cycle_ids: Collection[int] | None = None, *, now: datetime, only: Collection[int] | None = None
) -> list[Reckoned]:
    """Return what is owed of each deadline at `now` and is not in the stored ledger yet; write nothing.

    `cycle_ids` and `only` (ids of deadlines) narrow it; None means all. A complaint is there for each reminder that
    reaches nobody now, also when an earlier round has said so.
    """
    return reckoned(Stored(session), cycle_ids, now=now, only=only)


def reckoned(
    ledger: Ledger, cycle_ids: Collection[int] | None, *, now: datetime, only: Collection[int] | None
) -> list[Reckoned]:
    """Return what is owed of each deadline at `now` and is not in this ledger yet; `only` has ids of deadlines."""
    views, issued = ledger.living(cycle_ids, now), ledger.living(cycle_ids, now, issued=True)
    looked = [(view, deadline) for view in views for deadline in view.deadlines if only is None or deadline.id in only]
    ids = [deadline.id for _, deadline in looked]
    last_told = ledger.told(ids)
    roles, people = _find_named(looked)
    keys, pending = ledger.keys(ids), ledger.changes(ids, now)
    announced = _announced(keys)
    people |= {person for _, person, _ in last_told} | {person for heard in announced.values() for person in heard}
    directory = ledger.directory(roles, people, now)
    addressees = Addressees(directory, last_told, announced, ledger.answered(ids, now), now)
    calendars, invited = ledger.calendars(), ledger.invited(ids, now)
    under_way = {key[0] for key, told_at in pending.items() if told_at == now}
    known = (addressees, calendars, keys, invited, pending, under_way, now)
    turns = {
        view.id: (Turn(view, *known), Turn(public, *known, issued=True))
        for view, public in zip(views, issued, strict=True)
    }
    coming = ledger.pending(ids, now)
    return [both(*turns[view.id], deadline, coming.get(deadline.id)) for view, deadline in looked]


def _find_named(looked: Sequence[tuple[CycleView, DeadlineView]]) -> tuple[set[str], set[int]]:
    """Return the roles that these deadlines name, and the drafts that they wait for, and the ids of their officers."""
    drafts = [draft for view, deadline in looked if (draft := window_openings.missing_draft(view, deadline))]
    named = [*(deadline for _, deadline in looked), *drafts]
    roles = {deadline.by for deadline in named} | {parse_ladder(deadline.ladder).also_to for deadline in named}
    roles = roles.union(*(members_of(view) for view, _ in looked))
    return {role for role in roles if role}, {deadline.officer_id for deadline in named if deadline.officer_id}


def _announced(keys: Iterable[OwedKey]) -> Announced:
    """Return the last promise that was announced of each deadline to each person."""
    announced: dict[int, dict[int, int]] = {}
    for key in keys:
        if key.rung.startswith(Rung.ANNOUNCED.prefix):
            of = announced.setdefault(key.deadline_id, {})
            of[key.person_id] = max(key.promise, of.get(key.person_id, 0))
    return announced
