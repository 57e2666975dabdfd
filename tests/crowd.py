"""A store in which one announcement is about to leave to any number of members: what the rows on delivery work on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, func, insert, select, update

import flows.chains
from actions.cycles import openings
from actions.cycles.planned_cycles import OpeningTerms
from kernel.runner import do
from models.engine import writing
from models.outbox import Message, State
from models.people import Channel, Person, Role
from models.schema import upgrade
from planning.library import chains_in
from planning.window import Window, day
from record.settings import Settings
from reminders import reminder_plan
from tests import stores
from tests.stores import with_keys

OPENED, ANNOUNCED = datetime(2017, 2, 9, 10, tzinfo=UTC), datetime(2017, 2, 10, 9, tzinfo=UTC)
CYCLE, BY = "hlpf-contribution/2017", "Office"
ANCHORS = {"un-deadline": day(date(2017, 4, 28)), "review": Window(date(2017, 2, 7), date(2017, 2, 8))}


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Yield the URL of a PostgreSQL server of our own."""
    server = stores.postgresql_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def announced(members: int, url: str | None = None) -> Iterator[tuple[Engine, Settings]]:
    """Yield a store with an announcement queued for so many members, and its settings; SQLite unless there is a URL."""
    with TemporaryDirectory(prefix="council-") as name:
        engine = with_keys(url or f"sqlite:///{name}/council.db", Path(name))
        upgrade(engine, uid_host="council.example", now=OPENED)
        settings = Settings(Path(name), "", None, "council@council.example", "https://council.example", BY, BY)
        _announce(engine, members)
        yield engine, settings
        engine.dispose()


def _announce(engine: Engine, members: int) -> None:
    with writing(engine) as session:
        rows = [
            {"public_id": f"p{n}", "name": f"Délégué {n}", "email": f"d{n}@state.example", "language": "en"}
            for n in range(members)
        ]
        session.execute(insert(Person), rows)
        ids = session.scalars(select(Person.id)).all()
        session.execute(insert(Role), [{"person_id": number, "role": "membership", "scope": ""} for number in ids])
        email = {"address": "email", "fingerprint": "email", "carrier": "email"}
        session.execute(insert(Channel), [{"person_id": number, **email} for number in ids])
        chain = chains_in(flows.chains)["hlpf-contribution"]
        openings.open_cycle(session, chain, "2017", OpeningTerms(dict(ANCHORS)), now=OPENED, by=BY)
        words = {"because": "agreed", "document": "C17/8", "agreed_by": "the 30th meeting"}
        do(session, "deadline/agree", cycle=CYCLE, step="comments", due="2017-03-10", **words, now=OPENED, by=BY)
        do(session, "cycle/issue", cycle=CYCLE, steps=["comments"], now=ANNOUNCED - timedelta(minutes=10), by=BY)
        reminder_plan.plan_owed(session, now=ANNOUNCED)
        session.execute(update(Message).values(state=State.QUEUED))


def portion(engine: Engine, number: int, size: int) -> datetime:
    """Make so many messages due, and no others; return the instant at which they are."""
    with writing(engine) as session:
        first = session.scalar(select(func.min(Message.id))) or 0
        later = update(Message).where(Message.state == State.QUEUED)
        session.execute(later.values(due_at=ANNOUNCED + timedelta(days=900)))
        ours = Message.id.between(first + number * size, first + (number + 1) * size - 1)
        session.execute(update(Message).where(ours).values(due_at=ANNOUNCED))
    return ANNOUNCED + timedelta(minutes=1)
