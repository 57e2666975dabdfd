"""What a preview costs: CPU seconds of an act and its forecast at so many readers, on SQLite and PostgreSQL.

`python -m benchmarks.previews 2000`: the date of one window is agreed anew, of which all readers were told, or are
about to be; all in one zone, or in as many as there are in `ZONES`. CPU of this process, without a database
server's.
"""

import sys
import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from actions.cycles import agreeing
from actions.owed import forecast
from models.engine import writing
from models.outbox import Message, State
from models.people import Person
from models.store import locked_store
from tests import stores
from tests.crowd import ANNOUNCED, BY, CYCLE, announced

READERS = 2_000
ZONES = (
    "America/Lima", "America/New_York", "America/Sao_Paulo", "Africa/Lagos", "Africa/Nairobi", "Europe/London",
    "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Shanghai", "Pacific/Auckland",
)  # fmt: skip
NOW = ANNOUNCED + timedelta(days=14)  # the window opens, and is recalled, within the days of the forecast


def seconds(engine: Engine, *, now: datetime = NOW) -> float:
    """Return the CPU seconds of one preview, rolled back at its end."""
    with Session(engine, expire_on_commit=False) as session:
        began = time.process_time()
        locked_store(session)
        how: dict[str, Any] = {"because": "agreed", "now": now, "by": BY}
        forecast.of(session, lambda: agreeing.agree(session, CYCLE, "comments", "2017-03-20", **how), now=now)
        session.rollback()
        return time.process_time() - began


def _prepare(engine: Engine, *, sent: bool, zones: bool) -> None:
    with writing(engine) as session:
        if sent:
            session.execute(update(Message).values(state=State.SENT, sent_at=ANNOUNCED))
        for number, zone in enumerate(ZONES if zones else ()):
            session.execute(update(Person).where(Person.id % len(ZONES) == number).values(zone=zone))


def main(readers: int) -> None:
    """Print the second of two previews of each kind: the first one reads modules and compiles statements."""
    with TemporaryDirectory(prefix="council-") as folder, stores.postgresql(Path(folder)) as server:
        for on_server in (False, True):
            for sent, zones in ((True, False), (False, False), (True, True), (False, True)):
                with ExitStack() as opened:
                    url = opened.enter_context(stores.postgresql_store(server)) if on_server else None
                    engine, _ = opened.enter_context(announced(readers, url))
                    _prepare(engine, sent=sent, zones=zones)
                    seconds(engine)
                    told, where = "told" if sent else "waiting", len(ZONES) if zones else 1
                    print(f"{engine.dialect.name}, {told}, zones {where}: {seconds(engine):.2f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else READERS)
