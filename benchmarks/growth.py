"""How cost grows with the store, drawn into docs/pictures: up to 10^6 messages, 10,000 cycles, 100,000 people.

    python -m benchmarks.growth [STEPS]

Stores on PostgreSQL, filled as by store_filler, each ten times as large as the one before in all but the living cycles,
of which there are 300. Counted is processor time, ours and the database's, the median of several; figures are written
beside the pictures, which are drawn from them (`python -m benchmarks.growth_pictures` draws them anew).
"""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

from psutil import Process
from sqlalchemy import Engine

from benchmarks import growth_pictures
from benchmarks.readings import said
from benchmarks.store_filler import NOW, Size, fill
from delivery import claims
from models.engine import make_engine, writing
from reminders import reminder_plan
from tests import stores

LIVING, TIMES = 300, 3
LARGEST = Size(living=LIVING, ended=9_700, people=100_000, bodies=200, messages=1_000_000, lines=100_000)
STEPS = (100, 10, 1)  # parts of the largest
COMMANDS = {
    "status": ["status"],
    "tasks": ["tasks"],
    "obligations": ["obligations"],
    "year": ["year", f"{NOW:%Y}"],
    "outbox of one person": ["outbox", "list", "--person", "p1@state.example"],
}


class Cost(NamedTuple):
    """Milliseconds of processor time of a piece of work in a store with so many messages."""

    what: str
    messages: int
    milliseconds: float


def costs(steps: int = len(STEPS)) -> Iterator[Cost]:
    """Yield each cost, the smallest store first."""
    with TemporaryDirectory(prefix="council-") as folder, stores.postgresql(Path(folder)) as url:
        server = Process(int((Path(folder) / "postmaster.pid").read_text().split()[0]))
        for part in STEPS[:steps]:
            with stores.postgresql_store(url) as store:
                yield from _of(store, _part(part), server)


def _part(part: int) -> Size:
    """Return the size of a store of which the largest one is so many times as large; it has as many living cycles."""
    ended, people, messages, lines = (
        whole // part for whole in (LARGEST.ended, LARGEST.people, LARGEST.messages, LARGEST.lines)
    )
    return Size(LIVING, ended, people, LARGEST.bodies, messages, lines)


def _of(url: str, size: Size, server: Process) -> Iterator[Cost]:
    engine = make_engine(url)
    fill(engine, size)
    _plan(engine)  # what is due is told once
    work: dict[str, Callable[[], object]] = {
        "a round with nothing to do": lambda: _idle(engine),
        **{what: (lambda words=words: said(words, url)) for what, words in COMMANDS.items()},
    }
    for what, does in work.items():
        does()
        yield Cost(what, size.messages, median(_spent(does, server) for _ in range(TIMES)) * 1_000)
    engine.dispose()


def _plan(engine: Engine) -> None:
    with writing(engine) as session:
        reminder_plan.plan_owed(session, now=NOW)


def _idle(engine: Engine) -> None:
    _plan(engine)
    with writing(engine) as session:
        claims.claim(session, now=NOW - timedelta(days=4_000), clock=NOW)


def _spent(does: Callable[[], object], server: Process) -> float:
    """Return the processor seconds of the work, ours and the database's."""
    before = _seconds(server)
    does()
    return _seconds(server) - before


def _seconds(server: Process) -> float:
    """Return what this process, the processes of the database, and those of it that have ended have spent."""
    ended = server.cpu_times()
    return (
        process_time() + ended.children_user + ended.children_system + sum(_run(each.pid) for each in server.children())
    )


def _run(number: int) -> float:
    """Return the seconds for which a process has run; 0 where it has just ended."""
    try:
        return int(Path(f"/proc/{number}/schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:
        return 0.0


def main(steps: int = len(STEPS)) -> None:
    """Print each cost, keep them, and draw them."""
    found = []
    for cost in costs(steps):
        print(f"{cost.messages:>9,} messages  {cost.milliseconds:>8.1f} ms  {cost.what}", flush=True)
        found.append(cost)
    growth_pictures.keep([cost._asdict() for cost in found])
    growth_pictures.main()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
