"""Row 17: a round delivered by two workers of a work pool, against one; the mail server takes 100 ms for each mail.

    python -m benchmarks.two_workers [MAILS]

A Prefect server, a pool of processes, workers that take one run at a time, a store on PostgreSQL, a round started as
the schedule starts it; all on this machine. Measured from the first mail to the last, with the busy share of the
processors meanwhile: what two workers win is only meant where these are not the limit. The second worker begins as
long after the first as a process of Prefect takes.
"""

import asyncio
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, PREFECT_HOME, temporary_settings
from sqlalchemy import make_url

from benchmarks.delivery import Answers
from benchmarks.ratios import Row
from flows import child_process, deployments, registration
from flows.server import PrefectServer
from tests.crowd import ANNOUNCED, announced, portion, postgresql
from tests.wait import until

MAILS, THINKS, POOL = 2_000, 0.1, "council"
ROOT = Path(__file__).parents[1]


class Took(NamedTuple):
    """How long a round took, in seconds, and which share of the processors was busy meanwhile."""

    seconds: float
    busy: float


class Slow(Answers):
    """A mail server that says yes to each mail after 100 ms, and counts them."""

    count: "Synchronized[int]"

    def data_received(self, data: bytes) -> None:
        """Answer a command at once, and the end of a mail after its time."""
        if not self.reads_mail:
            super().data_received(data)
        elif (self.tail + data)[-5:] == b"\r\n.\r\n":
            self.reads_mail, self.tail = False, b""
            asyncio.get_running_loop().call_later(THINKS, self._take)
        else:
            self.tail = (self.tail + data)[-5:]

    def _take(self) -> None:
        self.count.value += 1
        self.transport.write(b"250 2.0.0 Ok\r\n")


def serve(told: Connection, count: "Synchronized[int]") -> None:
    """Run the server, and tell its port."""
    Slow.count = count

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Slow, "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def slow_server() -> Iterator[tuple[int, "Synchronized[int]"]]:
    """Yield its port and its count, while it runs as a process of its own."""
    here, there = multiprocessing.Pipe()
    spawn = multiprocessing.get_context("spawn")
    count = spawn.Value("i", 0)
    process: Any = spawn.Process(target=serve, args=(there, count), daemon=True)
    process.start()
    try:
        yield here.recv(), count
    finally:
        process.terminate()
        process.join()


@contextmanager
def workers(number: int, environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    """Run so many workers, each of which takes one run at a time, as on machines of their own."""
    command = ["prefect", "worker", "start", "--pool", POOL, "--limit", "1"]
    running = []
    for each in range(number):
        home = folder / f"machine-{each}"
        home.mkdir(exist_ok=True)
        running.append(child_process.start(command, {**environment, "COUNCIL_HOME": str(home)}, home / "worker.log"))
    try:
        until(lambda: all("started!" in (folder / f"machine-{each}/worker.log").read_text() for each in range(number)))
        yield
    finally:
        for worker in running:
            child_process.stop(worker)


def busy_seconds() -> float:
    """Return the seconds for which the processors have worked, all together."""
    words = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    idle = int(words[3]) + int(words[4])
    return (sum(map(int, words[:8])) - idle) / os.sysconf("SC_CLK_TCK")


def one_round(client: SyncPrefectClient, count: "Synchronized[int]", mails: int) -> Took:
    """Start a round, and wait for its first mail and its last."""
    before = count.value
    round_ = client.read_deployment_by_name("round/remind-now")
    client.create_flow_run_from_deployment(round_.id, parameters={"as_of": ANNOUNCED.isoformat()})
    until(lambda: count.value > before, 300, every=0.02)
    start, work = time.perf_counter(), busy_seconds()
    until(lambda: count.value >= before + mails, 900, every=0.05)
    took = time.perf_counter() - start
    busy = (busy_seconds() - work) / took / (os.cpu_count() or 1)
    until(lambda: all(run.state and run.state.is_final() for run in client.read_flow_runs()), 300)
    return Took(took, busy)


def rounds(mails: int) -> Iterator[tuple[int, Took]]:
    """Yield how long each round took, by one worker and by two in turn."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="council-")))
        port, count = stack.enter_context(slow_server())
        url = make_url(stack.enter_context(postgresql(folder / "postgresql"))).set(drivername="postgresql+psycopg")
        store = url.render_as_string(hide_password=False)
        engine, _ = stack.enter_context(announced(mails * 4, store))
        server = stack.enter_context(PrefectServer(folder / "prefect", template=ROOT / ".pytest_cache/d/prefect"))
        environment = {
            **os.environ,
            **server.environment,
            "PYTHONPATH": str(ROOT),
            "PYTHONSAFEPATH": "1",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "COUNCIL_DATABASE_URL": store,
            "COUNCIL_MAIL_URL": f"smtp://127.0.0.1:{port}?tls=none",
            "COUNCIL_MAIL_CONNECTIONS": "6",
            "COUNCIL_SECRET": "of the benchmark alone",
            "COUNCIL_WEEKLY_REPORT": "no",
        }
        ours = {PREFECT_API_URL: server.api_url, PREFECT_HOME: folder / "prefect"}
        ours[PREFECT_API_AUTH_STRING] = environment["PREFECT_API_AUTH_STRING"]
        stack.enter_context(temporary_settings(ours))
        client = stack.enter_context(get_client(sync_client=True))
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        by_hand = ("round/remind-now", "deliver/share")
        registration.register([each for each in deployments.pooled() if each.full_name in by_hand], POOL)
        for number in range(4):
            portion(engine, number, mails)
            with workers(number % 2 + 1, environment, folder):
                yield number % 2 + 1, one_round(client, count, mails)


def main(mails: int = MAILS) -> None:
    """Print each round, and row 17."""
    found: dict[int, list[Took]] = {1: [], 2: []}
    for number, took in rounds(mails):
        found[number].append(took)
        rate = mails / took.seconds
        print(
            f"{number} worker(s): {mails} mails in {took.seconds:.1f} s, {rate:.0f}/s, {took.busy:.0%} busy", flush=True
        )
    best = [sum(took.seconds for took in found[number]) for number in (1, 2)]
    print(Row(17, "a round by two workers, 100 ms a mail", "by one", ">= 1.8x", best[0] / best[1]))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
