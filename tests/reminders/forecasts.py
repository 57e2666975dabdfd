"""What a forecast says of an act, beside what the real rounds then do: both in the same words."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from delivery import rehearsal, rounds
from letters import preview_notes
from models.cycles import Cycle
from models.deadlines import Promise
from models.engine import reading
from models.outbox import ENDS, Message, Owed, State
from models.store import locked_store
from notifications.channels.outcome import Outcome, Phase, Result
from planning.basis import with_force
from record.cycles import snapshots as cycles
from reminders import forecast
from reminders.forecast import Letter
from tests.secretariat import HLPF, Desk, moment

Act = Callable[[Desk], object]
QUARTER = timedelta(minutes=15)


@dataclass
class Within(Desk):
    """A desk whose acts belong to one transaction, which somebody else ends."""

    session: Session | None = None

    @contextmanager
    def acting(self):
        yield self.session
        self.session.flush()

    def view(self, on, cycle=HLPF):
        return cycles.view(self.session, cycle, moment(on))


class Paper:
    """Takes every message, and sends none."""

    url = "smtp://127.0.0.1:25?tls=none"  # where nobody is asked

    def mail(self, *_):
        return Outcome(Result.SENT, Phase.REPLY, None, "taken")

    post = mail


@contextmanager
def previewing_desk(desk: Desk):
    """Yield a desk whose acts are undone at the end, and the session of all of them."""
    with Session(desk.engine, expire_on_commit=False) as session:
        locked_store(session)
        known = {field.name: getattr(desk, field.name) for field in fields(Desk)}
        yield Within(**known, session=session), session
        session.rollback()


def outlooks(desk: Desk, act: Act, on: datetime, until: datetime) -> tuple[list[tuple], list[tuple]]:
    """Return what the rounds would send without the act and with it, of a transaction that is then undone."""
    with previewing_desk(desk) as (within, session):
        before = forecast.outlook(session, now=on, until=until)
        preview_notes.begin(session)
        act(within)
        after = forecast.outlook(session, now=on, until=until)
    return [plain(letter) for letter in before], [plain(letter) for letter in after]


def plain(letter: Letter) -> tuple:
    dates = [(news.cycle, news.step, news.due) for news in letter.told]
    return (
        letter.person,
        letter.channel,
        str(letter.kind),
        letter.leaves_at.astimezone(UTC),
        letter.waits,
        sorted(dates),
    )


def sent(desk: Desk, on: datetime, until: datetime, *, every: bool = False) -> list[tuple]:
    """Return what the rounds of those quarters of an hour send and hold; rounds in which nothing comes are left out."""
    now = next_quarter(on)
    while now <= until:
        rounds.turn(desk.engine, desk.settings, now=now, clock=lambda at=now: at, instead=Paper())
        following = now if every else rehearsal.next_moment(desk.engine, now)
        if following is None:
            break
        now = max(next_quarter(now), next_quarter(following - timedelta(microseconds=1)))
    with reading(desk.engine) as session:
        return _letters(session, on)


def next_quarter(after: datetime) -> datetime:
    day = after.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + ((after - day) // QUARTER + 1) * QUARTER


def is_so(owed: Owed, row: Message) -> bool:
    """Return whether the deadline has the date of the row; or has ended, where the row tells of that."""
    if owed.rung.startswith(ENDS):
        return not owed.deadline.open
    return owed.deadline.open and owed.promise == (owed.deadline.issued if row.issued else owed.deadline.promise)


def _letters(session: Session, since: datetime) -> list[tuple]:
    names = {row.id: row.name for row in session.scalars(select(Cycle))}
    promises = {(row.deadline_id, row.number): row for row in session.scalars(select(Promise).order_by(Promise.id))}

    def told(message: Message, owed: Owed) -> date | None:
        """Return the date that a letter tells; none to readers of issued dates where it is only proposed."""
        promise = promises[owed.deadline_id, owed.promise]
        is_told = not message.issued or with_force(promise.basis, owed.deadline.force).is_set
        return promise.due_on if is_told else None

    rows = session.scalars(
        select(Message)
        .where(Message.state.in_((State.SENT, State.HELD)))
        .options(selectinload(Message.person), selectinload(Message.owed).selectinload(Owed.deadline))
    )
    letters = []
    for row in rows:
        dates = sorted(
            (names[owed.deadline.cycle_id], owed.deadline.step, told(row, owed))
            for owed in row.owed
            if is_so(owed, row)
        )
        at = row.sent_at or row.due_at
        if dates and (row.sent_at is None or row.sent_at > since):
            letters.append((row.person.name, row.address, row.kind, at.astimezone(UTC), row.sent_at is None, dates))
    return letters


def holds(desk: Desk, act: Act, on: str, days: int = 7, *, every: bool = False) -> tuple[list[tuple], list[tuple]]:
    """Return what is sent without the act and with it, once it is certain that the forecast says the same."""
    at, until = moment(on), moment(on) + timedelta(days=days)
    before, after = outlooks(desk, act, at, until)
    act(desk)
    assert in_order(after) == in_order(sent(desk, at, until, every=every))
    return before, after


def in_order(letters: list[tuple]) -> list[tuple]:
    return sorted(letters, key=repr)
