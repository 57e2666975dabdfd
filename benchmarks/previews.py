"""What a preview costs at so many readers, on SQLite and PostgreSQL: CPU seconds, and for how many others wait.

`python -m benchmarks.previews 2000`: the date of one window is agreed anew, of which all readers were told, or are
about to be; all in one zone, or in as many as there are in `ZONES`. CPU of this process, without a database
server's.
"""

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from kernel import registry, runner
from kernel.doors import Door
from kernel.grants import Identity
from kernel.runner import Request
from models.engine import reading, writing
from models.outbox import Message, State
from models.people import Person
from models.transactions import run_act
from reminders import forecast
from tests import stores
from tests.crowd import ANNOUNCED, BY, CYCLE, announced

READERS = 2_000
ZONES = (
    "America/Lima", "America/New_York", "America/Sao_Paulo", "Africa/Lagos", "Africa/Nairobi", "Europe/London",
    "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Shanghai", "Pacific/Auckland",
)  # fmt: skip
NOW = ANNOUNCED + timedelta(days=14)  # the window opens, and is recalled, within the days of the forecast


@dataclass
class Cost:
    """CPU seconds of one preview: in all, and while it holds the store's row."""

    whole: float
    held: float


def cost(engine: Engine, *, now: datetime = NOW) -> Cost:
    """Return what one preview costs, as a door asks for it."""
    what = {"cycle": CYCLE, "step": "comments", "due": "2017-03-20", "because": "agreed"}
    request = Request(registry.act("deadline/agree"), what, Identity(BY), Door.CODE, now)
    began = []

    def transaction(look: Callable[[Session], Any], act: Callable[[Session, Any], Any]) -> Any:
        began.append(time.process_time())
        with reading(engine) as session:
            known = look(session)
        began.append(time.process_time())
        return run_act(engine, lambda session: act(session, known))

    runner.preview(request, transaction, forecast)
    ended = time.process_time()
    return Cost(ended - began[0], ended - began[1])


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
                    cost(engine)
                    told, where = "told" if sent else "waiting", len(ZONES) if zones else 1
                    second = cost(engine)
                    print(
                        f"{engine.dialect.name}, {told}, zones {where}: {second.whole:.2f} s, "
                        f"others wait {second.held:.2f} s",
                        flush=True,
                    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else READERS)
