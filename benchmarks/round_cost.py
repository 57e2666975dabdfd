"""Rows 4 and 5: a round's cost is that of what is due, however much was ever owed; on SQLite and on PostgreSQL.

`python -m benchmarks.round_cost 10000000` fills the larger store with so many rows of the ledger and as many messages;
the smaller one has a hundredth. Without a number it is FEW, for `make bench` is run often; each row says how many it
was.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, insert, literal, select, text, update
from sqlalchemy.orm import Session

import flows.chains
from actions.cycles import openings
from actions.cycles.planned_cycles import OpeningTerms
from benchmarks.ratios import Row
from delivery import claims, outcomes
from kernel.runner import do
from models.deadlines import Deadline
from models.engine import writing
from models.message_identities import MessageIdentity
from models.outbox import Message, Owed, State
from models.people import Channel, Person, Role
from notifications.channels.outcome import Outcome, Phase, Result
from planning.library import chains_in
from planning.window import Window, day
from reminders import reminder_plan
from tests import stores

FEW, SHARE = 1_000_000, 100
DUE = 1_000
BY = "Office"
TAKEN = Outcome(Result.SENT, Phase.REPLY, 250, "")
OPENED = datetime(2017, 2, 9, 12, tzinfo=UTC)
AGREED = {
    "revised-draft": "2017-02-24",
    "comments": "2017-03-10",
    "final-draft": "2017-03-24",
    "final-comments": "2017-04-07",
}
MORNINGS = [datetime(2017, month, on, 9, tzinfo=UTC) for month, on in ((2, 24), (3, 3), (3, 24), (3, 31))]
IDLE = datetime(2017, 2, 20, 12, tzinfo=UTC)


def rows(stored: int = FEW) -> Iterator[Row]:
    """Yield both rows for each database, with how many rows were stored."""
    with TemporaryDirectory(prefix="council-") as name:
        folder = Path(name)
        for database, engine_of in (("SQLite", _sqlite(folder)), ("PostgreSQL", _postgresql(folder))):
            with engine_of as make:
                large, small = make(), make()
                for engine, count in ((large, stored), (small, stored // SHARE)):
                    fill(engine, count)
                idle = median(_idle(large) for _ in range(9))
                ratios = [sweep(large, at) / sweep(small, at) for at in MORNINGS]
                among = f"{stored:,} messages in {database}"
                yield Row(
                    4,
                    f"plan, claim and mark {DUE:,} due among {among}",
                    f"{stored // SHARE:,}",
                    "<= 1.20x",
                    median(ratios),
                )
                without = _without_indexes(large)
                yield Row(5, f"idle sweep among {among}", "the same without the indexes", "<= 0.02x", idle / without)
                large.dispose()
                small.dispose()


def fill(engine: Engine, stored: int) -> None:
    """Open the cycle of 2017 for a thousand members, over so many rows of settled cycles before it."""
    chain = chains_in(flows.chains)["hlpf-contribution"]
    anchors: dict[str, Window | str] = {"un-deadline": day(date(2017, 4, 28)), "review": day(date(2017, 2, 7))}
    with writing(engine) as session:
        for number in range(DUE):
            person = Person(
                public_id=f"p{number}", name=f"P {number}", email=f"p{number}@x.example", organization_id=None
            )
            session.add(person)
            session.flush()
            session.add_all([Role(person_id=person.id, role="membership"), Channel(person_id=person.id)])
        openings.open_cycle(session, chain, "2016", OpeningTerms(anchors), now=OPENED, by=BY)
        session.execute(update(Deadline).values(open=False))
        openings.open_cycle(session, chain, "2017", OpeningTerms(anchors), now=OPENED, by=BY)
        for step, due in AGREED.items():
            do(
                session,
                "deadline/agree",
                cycle="hlpf-contribution/2017",
                step=step,
                due=due,
                because="agreed",
                now=OPENED,
                by=BY,
            )
        do(session, "outbox/allow", chain="hlpf-contribution", kind="reminder", because="routine", now=OPENED, by=BY)
        _history(session, stored)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    with writing(engine) as session:
        reminder_plan.plan_owed(session, now=OPENED + timedelta(hours=1))


def _history(session: Session, stored: int) -> None:
    """Insert what was owed and sent before, by the database itself."""
    first = session.scalars(select(Person.id).order_by(Person.id)).first() or 1
    deadline = session.scalars(select(Deadline).where(Deadline.open.is_(False)).order_by(Deadline.id)).first()
    assert deadline is not None
    numbers = select(literal(0).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n + 1 < stored))
    n, at, far = numbers.c.n, literal(OPENED, Message.due_at.type), 1_000_000_000
    identity = {"id": far + n, "public_id": literal("old-").concat(n.cast(MessageIdentity.public_id.type))}
    message = {
        "id": far + n, "person_id": first + n % DUE, "address": literal("email"), "kind": literal("rung"),
        "chain": literal("hlpf-contribution"), "cycle_id": literal(deadline.cycle_id),
        "state": literal(State.SENT, Message.state.type), "due_at": at, "planned_at": at, "tries": literal(1),
        "carrier": literal("email"),
    }  # fmt: skip
    owed = {
        "deadline_id": deadline.id + n % 5, "promise": literal(1), "rung": identity["public_id"],
        "person_id": first + n % DUE, "address": literal("email"), "message_id": far + n, "at": at,
    }  # fmt: skip
    for table, columns in ((MessageIdentity, identity), (Message, message), (Owed, owed)):
        session.execute(
            insert(table.__table__).from_select(list(columns), select(*columns.values()).select_from(numbers))
        )


def sweep(engine: Engine, at: datetime) -> float:
    """Return the seconds in which that morning's thousand reminders are planned, claimed and marked as sent."""
    start = time.perf_counter()
    with writing(engine) as session:
        planned = reminder_plan.plan_owed(session, now=at)
    assert planned.messages == DUE
    marked = 0
    while taken := _claimed(engine, at):
        with writing(engine) as session:
            marked += outcomes.mark_sent(session, [(one, TAKEN) for one in taken], now=at)
    assert marked == DUE
    return time.perf_counter() - start


def _claimed(engine: Engine, at: datetime) -> list[claims.Claimed]:
    with writing(engine) as session:
        return claims.claim(session, now=at, clock=at)


def _idle(engine: Engine) -> float:
    """Return the seconds of a sweep that finds nothing to plan and nothing to claim."""
    start = time.perf_counter()
    with writing(engine) as session:
        assert reminder_plan.plan_owed(session, now=IDLE).messages == 0
        assert claims.claim(session, now=IDLE, clock=IDLE) == []
    return time.perf_counter() - start


def _without_indexes(engine: Engine) -> float:
    with writing(engine) as session:
        for name in ("ix_message_moving", "ix_message_living", "ix_deadline_look_at"):
            session.execute(text(f"DROP INDEX {name}"))
    return median(_idle(engine) for _ in range(3))


@contextmanager
def _sqlite(folder: Path) -> Iterator[Callable[[], Engine]]:
    template = stores.sqlite_template(folder)

    def make() -> Engine:
        file = folder / f"{next(stores.NUMBERS)}.db"
        file.write_bytes(template.read_bytes())
        return stores.with_keys(f"sqlite:///{file}", folder)

    yield make


@contextmanager
def _postgresql(folder: Path) -> Iterator[Callable[[], Engine]]:
    with stores.postgresql(folder / "postgresql") as url, _databases(url, folder) as make:
        yield make


@contextmanager
def _databases(url: str, folder: Path) -> Iterator[Callable[[], Engine]]:
    with ExitStack() as opened:
        yield lambda: stores.with_keys(opened.enter_context(stores.postgresql_store(url)), folder)


if __name__ == "__main__":
    for found in rows(int(sys.argv[1]) if len(sys.argv) > 1 else FEW):
        print(found, flush=True)
