"""Row 17 without Prefect: what is due, sent by two processes against one; the mail server takes 100 ms for each mail.

    python -m benchmarks.two_senders [MAILS]

A store on PostgreSQL, six connections to the mail server allowed for all, processes that send as a share of a round
does. Measured from the first mail to the last. With workers of Prefect: benchmarks/two_workers.py.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, make_url

from benchmarks.ratios import Row
from benchmarks.two_workers import Took, busy_seconds, slow_server
from delivery import rounds
from models.engine import make_engine
from record.settings import Settings
from tests.crowd import ANNOUNCED, announced, portion, postgresql
from tests.wait import until

MAILS, TIMES = 600, 3


def share(database: str, settings: Settings) -> None:
    """Send a share, as a process of its own."""
    engine = make_engine(database)
    rounds.send(engine, settings, now=ANNOUNCED, clock=lambda: ANNOUNCED)
    engine.dispose()


def once(number: int, engine: Engine, settings: Settings, count: "Synchronized[int]", mails: int) -> Took:
    """Return how long so many processes take."""
    before = count.value
    database = engine.url.render_as_string(hide_password=False)
    spawn = multiprocessing.get_context("spawn")
    senders = [spawn.Process(target=share, args=(database, settings)) for _ in range(number)]
    for sender in senders:
        sender.start()
    until(lambda: count.value > before, 300, every=0.02)
    start, work = time.perf_counter(), busy_seconds()
    until(lambda: count.value >= before + mails, 900, every=0.02)
    took = time.perf_counter() - start
    busy = (busy_seconds() - work) / took / (os.cpu_count() or 1)
    for sender in senders:
        sender.join()
    return Took(took, busy)


def pairs(mails: int) -> Iterator[tuple[Took, Took]]:
    """Yield how long one process and two took, in turn."""
    with (
        TemporaryDirectory(prefix="council-") as folder,
        postgresql(Path(folder)) as plain,
        slow_server() as (port, count),
    ):
        url = make_url(plain).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        with announced(mails * TIMES * 2, url) as (engine, bare):
            settings = replace(bare, mail_url=f"smtp://127.0.0.1:{port}?tls=none", mail_connections=6)
            for pair in range(TIMES):
                took = []
                for number in (1, 2):
                    portion(engine, pair * 2 + number - 1, mails)
                    took.append(once(number, engine, settings, count, mails))
                yield took[0], took[1]


def main(mails: int = MAILS) -> None:
    """Print each pair, and the row."""
    found = []
    for alone, both in pairs(mails):
        found.append(alone.seconds / both.seconds)
        for number, took in ((1, alone), (2, both)):
            rate = mails / took.seconds
            print(
                f"{number} process(es): {mails} mails in {took.seconds:.1f} s, {rate:.0f}/s, {took.busy:.0%} busy",
                flush=True,
            )
    print(Row(17, "a round sent by two processes, 100 ms a mail", "by one", ">= 1.8x", median(found)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
