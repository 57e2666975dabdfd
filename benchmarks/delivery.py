"""Rows 6 to 9: claiming and marking against the raw drivers and pgqueuer, delivering against Apprise and bare smtplib.

    python -m benchmarks.delivery

The mail server is a process of its own that answers and keeps nothing. Every mail of ours is worded, frozen, sent and
marked in a store; the limit (row 9) is the same bytes, ready made, over one connection.
"""

import asyncio
import multiprocessing
import smtplib
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import Engine, select

from benchmarks.ratios import Row
from delivery import claims, outcomes, sender
from delivery.channels import carriers
from models.engine import reading, writing
from models.outbox import Message
from notifications.channels.outcome import Phase, judge
from notifications.channels.smtp_wire import on_the_wire
from record.settings import Settings
from tests.crowd import ANNOUNCED, announced, portion, postgresql

BATCH, MAILS, BY_APPRISE, RUNS = 500, 300, 20, 9
TAKEN = judge(Phase.REPLY, 250, "2.0.0 Ok")
NOW = ANNOUNCED + timedelta(minutes=1)


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


# -- rows 6 and 7 --------------------------------------------------------------------------------------------------


def claim_and_mark(engine: Engine) -> None:
    """Claim a batch and mark it as sent, as a round does."""
    with writing(engine) as session:
        taken = claims.claim(session, now=NOW, clock=NOW, limit=BATCH)
    done = [(one, TAKEN) for one in taken]
    with writing(engine) as session:
        count = outcomes.mark_sent(session, done, now=NOW)
    assert count == BATCH


CLAIM = """
UPDATE message SET state = 'sending', token = {0}, lease_until = {0}, tries = tries + 1 WHERE id {1}
    SELECT id FROM message WHERE stage = 'moving' AND due_at <= {0}
    AND (state = 'queued' OR retry_at <= {0} OR lease_until <= {0}) ORDER BY due_at, id LIMIT {0} {2}
RETURNING id, token"""
MARK = """
UPDATE message SET state = 'sent', sent_at = {0}, lease_until = NULL, detail = {0}
WHERE id = {0} AND token = {0} AND state = 'sending'"""


def sqlite_by_hand(driver: sqlite3.Connection) -> None:
    """Do the same with the driver alone."""
    now, later = "2017-02-10 09:01:00.000000", "2017-02-10 09:16:00.000000"
    driver.execute("BEGIN IMMEDIATE")
    rows = driver.execute(CLAIM.format("?", "IN (", ")"), (str(uuid4()), later, now, now, now, BATCH)).fetchall()
    driver.execute("COMMIT")
    driver.execute("BEGIN IMMEDIATE")
    driver.executemany(MARK.format("?"), [(now, "2.0.0 Ok", number, token) for number, token in rows])
    driver.execute("COMMIT")
    assert len(rows) == BATCH


def postgresql_by_hand(driver: "psycopg.Connection[Any]") -> None:
    """Do the same with the driver alone."""
    values = (str(uuid4()), NOW + claims.LEASE, NOW, NOW, NOW, BATCH)
    with driver.transaction():
        rows = driver.execute(CLAIM.format("%s", "= ANY(ARRAY(", "FOR UPDATE SKIP LOCKED))"), values).fetchall()
    with driver.transaction(), driver.cursor() as cursor:
        cursor.executemany(MARK.format("%s"), [(NOW, "2.0.0 Ok", number, token) for number, token in rows])
    assert len(rows) == BATCH


def in_batches() -> Iterator[Row]:
    """Yield row 6 on both databases, and row 7."""
    size = BATCH * (2 * RUNS + 2)
    goal = "claim and mark 500 in a batch"
    with announced(size) as (engine, _):
        driver = sqlite3.connect(str(engine.url.database), isolation_level=None)
        for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL", "foreign_keys=ON"):
            driver.execute(f"PRAGMA {pragma}")
        found = shares(partial(claim_and_mark, engine), partial(sqlite_by_hand, driver))
        driver.close()
    yield Row(6, f"{goal} (SQLite)", "sqlite3 alone", ">= 0.85x", found)
    with TemporaryDirectory(prefix="council-") as folder, postgresql(Path(folder)) as url:
        with announced(2 * size, url) as (engine, _):
            analyze(url)
            with psycopg.connect(url, autocommit=True) as raw:
                found = shares(partial(claim_and_mark, engine), partial(postgresql_by_hand, raw))
            yield Row(6, f"{goal} (PostgreSQL)", "psycopg alone", ">= 0.55x", found)
            with Queue(url, size) as queue:
                analyze(url)
                found = shares(partial(claim_and_mark, engine), queue.fire)
        yield Row(7, "notices fired on PostgreSQL, 500 in a batch", "pgqueuer", ">= 1.5x", found)


def analyze(url: str) -> None:
    """Let the server know its tables, ours and the other's, as it would by itself a minute later."""
    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute("ANALYZE")


def shares(ours: Callable[[], object], theirs: Callable[[], object]) -> float:
    """Return our rate as a share of theirs: the median of interleaved runs, the first of which warms up."""
    ours(), theirs()
    return median(1 / (seconds(ours) / seconds(theirs)) for _ in range(RUNS))


class Queue:
    """pgqueuer over asyncpg, the faster of its two drivers, with so many jobs queued."""

    def __init__(self, url: str, jobs: int) -> None:
        self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(self._open(url, jobs))

    def __enter__(self) -> "Queue":
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.run_until_complete(self._connection.close())
        self._loop.close()

    async def _open(self, url: str, jobs: int) -> None:
        import asyncpg
        from pgqueuer.adapters.persistence.queries import Queries

        self._connection = await asyncpg.connect(url)
        self._queries = Queries.from_asyncpg_connection(self._connection)
        await self._queries.install()
        await self._queries.enqueue(["notice"] * jobs, [b"1"] * jobs, [0] * jobs)

    def fire(self) -> None:
        """Dequeue a batch and log it as done."""
        self._loop.run_until_complete(self._fire())

    async def _fire(self) -> None:
        from pgqueuer.ports.repository import EntrypointExecutionParameter

        unlimited: Any = {"notice": EntrypointExecutionParameter(0)}
        manager: Any = uuid4()
        jobs = await self._queries.dequeue(BATCH, unlimited, manager, None, timedelta(seconds=30))
        assert len(jobs) == BATCH
        await self._queries.log_jobs([(job, "successful", None) for job in jobs])


# -- rows 8 and 9 --------------------------------------------------------------------------------------------------


class Answers(asyncio.Protocol):
    """A mail server that says yes to everything, as fast as Python can."""

    def connection_made(self, transport: Any) -> None:
        """Greet."""
        self.transport, self.reads_mail, self.tail = transport, False, b""
        transport.write(b"220 yes\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer each command, and the end of each mail."""
        if self.reads_mail:
            self.tail = (self.tail + data)[-5:]
            if self.tail == b"\r\n.\r\n":
                self.reads_mail, self.tail = False, b""
                self.transport.write(b"250 2.0.0 Ok\r\n")
            return
        if data[:4].upper() == b"DATA":
            self.reads_mail = True
            self.transport.write(b"354 go on\r\n")
        elif data[:4].upper() == b"QUIT":
            self.transport.close()
        else:
            self.transport.write(b"250 yes\r\n")


def serve(told: Connection) -> None:
    """Run the server, and tell its port."""

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Answers, "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def server() -> Iterator[int]:
    """Yield the port of the server, in a process of its own."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def deliver(engine: Engine, settings: Settings, url: str, number: int) -> float:
    """Return the mails per second that we deliver: worded, frozen, sent and marked."""
    now = portion(engine, number, MAILS)
    with carriers(url, settings) as channels:
        start = time.perf_counter()
        done = sender.deliver(engine, channels, settings, now=now, clock=lambda: now)
        took = time.perf_counter() - start
    assert done.sent == MAILS
    return MAILS / took


def by_apprise(port: int, body: str) -> float:
    """Return the mails per second of Apprise: one plug-in for each recipient, without its pauses."""
    from apprise import Apprise

    start = time.perf_counter()
    for number in range(BY_APPRISE):
        where = f"mailto://127.0.0.1:{port}/?from=council@council.example&to=d{number}@state.example&mode=insecure"
        plugin: Any = Apprise.instantiate(where)
        plugin.request_rate_per_sec = 0
        assert plugin.notify(title="Date: Comments on the revised draft", body=body)
    return BY_APPRISE / (time.perf_counter() - start)


def ready_made(port: int, mails: list[bytes]) -> float:
    """Return the mails per second of bytes that are ready, over one connection: the limit."""
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.ehlo()
        start = time.perf_counter()
        for number, data in enumerate(mails):
            smtp.mail("council@council.example")
            smtp.rcpt(f"d{number}@state.example")
            smtp.docmd("DATA")
            smtp.send(on_the_wire(data))
            smtp.getreply()
        return len(mails) / (time.perf_counter() - start)


def mailed() -> Iterator[Row]:
    """Yield rows 8 and 9."""
    with server() as port, announced(MAILS * (RUNS + 1)) as (engine, settings):
        url = f"smtp://127.0.0.1:{port}?tls=none"
        deliver(engine, settings, url, 0)
        with reading(engine) as session:
            first = session.scalars(select(Message).where(Message.frozen.is_not(None)).limit(MAILS)).all()
        mails, body = [bytes(one.frozen or b"") for one in first], first[0].body or ""
        by_apprise(port, body)
        found = [
            (deliver(engine, settings, url, run + 1), by_apprise(port, body), ready_made(port, mails))
            for run in range(RUNS)
        ]
    what = "mails worded, sent and marked, per second"
    yield Row(8, what, "Apprise mailto", ">= 20x", median(ours / theirs for ours, theirs, _ in found))
    yield Row(9, what, "ready-made bytes over smtplib", ">= 0.30x", median(ours / most for ours, _, most in found))


def rows() -> Iterator[Row]:
    """Yield the rows."""
    yield from in_batches()
    yield from mailed()


if __name__ == "__main__":
    for row in rows():
        print(row, flush=True)
