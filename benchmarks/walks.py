"""Row 18: the morning's walks of 300 living cycles of which 20 changed, against walking those 20; and all of them.

    python -m benchmarks.walks [CYCLES] [CHANGED] [TIMES]

A Prefect server of its own and a store on SQLite, filled as by store_filler: five procedures, 22 steps a cycle. Prefect
is told of a walk before, so that none has to be made for it. Then, so many times, a step of so many cycles is settled,
the walks of all are run, and those cycles are walked by name. In the end a step of every cycle is settled, and all are
walked. Counted is processor time, ours and the server's, which other programs disturb least; most of it is Prefect's,
for each step is the run of a task.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, PREFECT_HOME, temporary_settings
from prefect.states import Completed, Running
from psutil import Process
from sqlalchemy import Engine, func, select

from benchmarks.ratios import Row
from benchmarks.store_filler import OPENED, TEMPLATES, Size, fill
from flows.chain_flows import FLOWS
from flows.server import PrefectServer
from flows.walks import WALKED
from models.cycles import Cycle
from models.deadlines import Deadline, Settlement
from models.engine import make_engine, writing
from models.schema import upgrade
from planning.clock import utc_now

LIVING, CHANGED, TIMES = 300, 20, 3
TEMPLATE = Path(__file__).parents[1] / ".pytest_cache/d/prefect"
SETTLES = 2.0  # seconds in which the server writes down what runs have told it
Editions = Mapping[str, list[str]]  # of each chain; "" stands for all that changed


class Took(NamedTuple):
    """Processor seconds of the walks of a day on which few changed, and of walking just these few; and of all."""

    some: list[float]
    named: list[float]
    everything: float


def measure(living: int, changed: int, times: int) -> Took:
    """Return what the walks cost in a store with so many living cycles, of which so many change, so many times."""
    with TemporaryDirectory() as scratch, ExitStack() as stack:
        home = Path(scratch)
        os.environ |= {"COUNCIL_HOME": str(home), "COUNCIL_DATABASE_URL": f"sqlite:///{home / 'council.db'}"}
        engine = _filled(os.environ["COUNCIL_DATABASE_URL"], living)
        server = stack.enter_context(PrefectServer(home / "prefect", template=TEMPLATE))
        assert server.process is not None
        ours = {PREFECT_API_URL: server.api_url, PREFECT_HOME: home / "prefect"}
        ours[PREFECT_API_AUTH_STRING] = server.environment["PREFECT_API_AUTH_STRING"]
        stack.enter_context(temporary_settings(ours))
        walks = _Walks(server.process.pid)
        with get_client(sync_client=True) as client:
            _tell_of_a_walk(client)
        walks.cost({chain: [""] for chain in TEMPLATES})  # what had changed by the calendar is over
        some, named = [], []
        for _ in range(times):
            editions = _settle(engine, changed)
            some.append(walks.cost({chain: [""] for chain in TEMPLATES}))
            named.append(walks.cost(editions))
            print(f"    {changed} changed: {some[-1]:.1f} s; these alone: {named[-1]:.1f} s", flush=True)
        _settle(engine, living)
        return Took(some, named, walks.cost({chain: [""] for chain in TEMPLATES}))


def _filled(url: str, living: int) -> Engine:
    engine = make_engine(url)
    upgrade(engine, uid_host="council.example", now=OPENED)
    fill(engine, Size(living=living, ended=100, people=500, bodies=20, messages=1_000, lines=100))
    return engine


def _tell_of_a_walk(client: SyncPrefectClient) -> None:
    """Have Prefect know of a walk of each procedure that left no cycle out."""
    for chain in TEMPLATES:
        run = client.create_flow_run(FLOWS[chain], name=f"{WALKED}: {chain}", state=Running())
        client.set_flow_run_state(run.id, Completed(), force=True)


def _settle(engine: Engine, changed: int) -> Editions:
    """Have the first open step of so many living cycles be waived; return the cycles."""
    editions: dict[str, list[str]] = {}
    with writing(engine) as session:
        first = select(func.min(Deadline.id)).where(Deadline.open).group_by(Deadline.cycle_id)
        ours = select(Deadline, Cycle).join(Cycle, Cycle.id == Deadline.cycle_id).where(Cycle.ended_at.is_(None))
        now = utc_now()
        for deadline, cycle in session.execute(ours.where(Deadline.id.in_(first)).limit(changed)):
            deadline.open = False
            settled = {"kind": "waived", "on": now.date(), "by": "Office", "reason": "not needed", "at": now}
            session.add(Settlement(deadline_id=deadline.id, document=None, url=None, entry_id=1, **settled))
            editions.setdefault(cycle.chain, []).append(cycle.edition)
    return editions


class _Walks:
    """Walks run in this process, and the processor seconds of it and of the server."""

    def __init__(self, server: int) -> None:
        self._server = Process(server)

    def cost(self, editions: Editions) -> float:
        """Return what it costs to walk these editions, one procedure after the other."""
        before = self._spent()
        for chain, each in editions.items():
            for edition in each:
                asyncio.run(_walk(chain, edition))
        threading.Event().wait(SETTLES)
        return self._spent() - before

    def _spent(self) -> float:
        family = (self._server, *self._server.children(recursive=True))
        return process_time() + sum(sum(each.cpu_times()[:2]) for each in family)


async def _walk(chain: str, edition: str) -> None:
    state = await FLOWS[chain](cycle=edition, return_state=True)
    assert state.is_completed(), state.message


def rows(living: int = LIVING, changed: int = CHANGED, times: int = TIMES) -> Iterator[Row]:
    """Yield row 18, and what a day costs on which every cycle changed."""
    took = measure(living, changed, times)
    found = median(some / named for some, named in zip(took.some, took.named, strict=True))
    yield Row(18, f"walks of {living} cycles, {changed} changed", f"walking those {changed}", "<= 1.5", found)
    print(f"    all changed: {took.everything:.0f} s")
    each = took.everything / living / (median(took.named) / changed)
    yield Row(18, f"walks of {living} cycles, all changed, each", f"each of those {changed}", "none", each)


if __name__ == "__main__":
    print(f"    load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors at the beginning")
    for row in rows(*map(int, sys.argv[1:])):
        print(row, flush=True)
