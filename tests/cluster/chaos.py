"""The faults that many machines must survive, one after the other while letters leave, and how long each was felt."""

import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import FlowRun, StateType
from sqlalchemy import func, select

from models.engine import reading
from models.outbox import Message, State
from planning.clock import utc_now
from tests.cluster.cluster import WORKERS, Cluster
from tests.cluster.later import later
from tests.cluster.parts import Part
from tests.sink import MisbehavingSink
from tests.wait import until

AWAY, CUT = 60.0, 120.0  # seconds for which Redis is stopped, and a worker cut off
PATIENCE = 3600.0
BEGUN = 30  # letters after which a batch is under way
LIVING = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING, StateType.CANCELLING])
ROLLED = ("api-1", "api-2", "services", *WORKERS, "relay", "web-1", "web-2")
PAGE = 200  # runs, the most that Prefect gives at once


@dataclass
class Chaos:
    """Does harm to a cluster whose letters arrive at a sink, and prints what came of each."""

    made: Cluster
    sink: MisbehavingSink
    client: SyncPrefectClient
    cycles: Sequence[str]
    days: "count[int]"

    def kills_a_worker(self) -> None:
        """Kill the worker that has most runs, with all of them, in the middle of their batches."""
        until(lambda: len(self.sink.mails) > BEGUN, PATIENCE)
        part, living = self._busiest(), [run.id for run in self.living()]
        at = time.monotonic()
        part.signal(signal.SIGKILL)
        self._flows_again("a worker is killed (-9) in a batch", at)
        until(lambda: any(self._is_crashed(run) for run in map(self.client.read_flow_run, living)), PATIENCE, every=5)
        self._say(f"its run is Crashed {time.monotonic() - at:.0f} s after it")

    def kills_a_server(self) -> None:
        """Kill one of the two API servers."""
        at = time.monotonic()
        self.made.parts["api-1"].signal(signal.SIGKILL)
        until(lambda: self.client.api_healthcheck() is None, PATIENCE)
        self._flows_again(f"an API server is killed: the other answers after {time.monotonic() - at:.1f} s", at)

    def restarts_postgresql(self) -> None:
        """Restart PostgreSQL as after a crash."""
        at = time.monotonic()
        self.made.postgresql.restart()
        self._flows_again(f"PostgreSQL is restarted, which takes {time.monotonic() - at:.1f} s", at)

    def stops_redis(self) -> None:
        """Stop Redis, with all that it held, and begin it again a minute later."""
        before = len(self.sink.mails)
        self.made.redis.kill()
        self.made.redis.wait()
        time.sleep(AWAY)  # so long is the fault
        at = time.monotonic()
        self.made.begin_redis()
        self._flows_again(
            f"Redis was away for {AWAY:.0f} s, {len(self.sink.mails) - before} letters left meanwhile", at
        )
        known = {run.id for run in self._rounds()}
        at = time.monotonic()
        until(lambda: self.acts() or {run.id for run in self._rounds()} - known, PATIENCE, every=15)
        self._say(f"an act wakes a round {time.monotonic() - at:.0f} s after that")

    def cuts_a_worker_off(self) -> None:
        """Cut the worker that has most runs off from all others for two minutes."""
        part, before = self._busiest(), len(self.sink.mails)
        wires = self.made.wires[part.name]
        wires.cut()
        time.sleep(CUT)  # so long is the fault
        at, mended = time.monotonic(), utc_now()
        wires.mend()
        left = len(self.sink.mails) - before
        self._flows_again(f"a worker was cut off for {CUT:.0f} s, {left} letters left meanwhile", at)
        until(lambda: self._heard_since(mended) == len(WORKERS), PATIENCE, every=2)
        self._say(f"it asks for runs again {time.monotonic() - at:.0f} s after its wires were mended")

    def upgrades_all(self) -> None:
        """Upgrade the schema, then machine after machine, to a later version."""
        at, before = time.monotonic(), len(self.sink.mails)
        variables = {"PYTHONPATH": str(later(self.made.folder / "later"))}
        self.made.run("council", "db", "upgrade", **variables)
        self._say(f"a rolling upgrade: the schema is a later one after {time.monotonic() - at:.1f} s")
        for name in ROLLED:
            self.made.parts[name].begin_anew(variables)
            self.made.await_begun(name)
        left = len(self.sink.mails) - before
        self._flows_again(f"all {len(ROLLED)} parts run the later version, {left} letters left meanwhile", at)

    def acts(self) -> None:
        """Set another date of a cycle at a terminal, as an officer goes on to do; it wakes a round."""
        day = f"2031-{1 + next(self.days) % 12:02}-{1 + next(self.days) % 28:02}"
        words = ("council", "agree", self.cycles[0], "final-draft", day, "--because", "a trial")
        self.made.run(*words, "--accept-conflicts", "a trial", "--by", "d0@state.example")

    def settles(self) -> Counter[str]:
        """Wait until every letter has left and every run has ended; return how many runs ended in each state."""
        at = time.monotonic()
        until(lambda: self._waiting() == 0, PATIENCE, every=2)
        self._say(f"no letter waits {time.monotonic() - at:.0f} s after the last fault; all of it by scheduled rounds")
        until(lambda: not self.living(), PATIENCE, every=2)
        self._say(f"no run is left living {time.monotonic() - at:.0f} s after the last fault")
        runs = self._runs(FlowRunFilter())
        return Counter(str(run.state_name) for run in runs)

    def living(self) -> list[FlowRun]:
        """Return the runs that have begun and not ended."""
        return self._runs(FlowRunFilter(state=FlowRunFilterState(type=LIVING)))

    def _runs(self, asked: FlowRunFilter) -> list[FlowRun]:
        pages = (self.client.read_flow_runs(flow_run_filter=asked, limit=PAGE, offset=at) for at in count(0, PAGE))
        runs: list[FlowRun] = []
        for page in pages:
            runs += page
            if len(page) < PAGE:
                break
        return runs

    def _rounds(self) -> list[FlowRun]:
        return [run for run in self.living() if (run.name or "").startswith("round/")]

    def _busiest(self) -> Part:
        """Return the worker whose machine has most processes, once one has a run."""
        until(lambda: max(len(self.made.parts[name].tree()) for name in WORKERS) > 1, PATIENCE, every=2)
        return max((self.made.parts[name] for name in WORKERS), key=lambda part: len(part.tree()))

    def _heard_since(self, at: object) -> int:
        workers = self.client.read_workers_for_work_pool("council")
        return sum(worker.last_heartbeat_time is not None and worker.last_heartbeat_time > at for worker in workers)

    def _is_crashed(self, run: FlowRun) -> bool:
        return run.state is not None and run.state.is_crashed()

    def _waiting(self) -> int:
        with reading(self.made.engine) as session:
            waiting = Message.state.not_in((State.SENT, State.DEAD))
            return session.scalar(select(func.count(Message.id)).where(waiting)) or 0

    def _flows_again(self, words: str, at: float) -> None:
        """Say what was done, do an act, and say how long it took until another letter came."""
        before, acted = len(self.sink.mails), time.monotonic()
        self.acts()
        took = time.monotonic() - acted
        until(lambda: len(self.sink.mails) > before or not self._waiting(), PATIENCE, every=0.2)
        self._say(f"{words}; a letter comes {time.monotonic() - at:.1f} s after it, an act takes {took:.1f} s")

    def _say(self, words: str) -> None:
        print(f"{utc_now():%H:%M:%S}  {len(self.sink.mails):5} letters  {words}", flush=True)
