"""What the tests cost: `pytest --cost` prints the CPU seconds of each folder, with the processes that its tests start.

Wall seconds say how busy a machine was; CPU seconds say what the tests ask of any machine.
"""

import ctypes
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

TICKS = os.sysconf("SC_CLK_TCK")
TRIES = 20
ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
LEVELS = ("folder", "file", "test")


@dataclass(frozen=True)
class Cost:
    """What a test took: CPU seconds of the whole machine, and seconds of waiting for it."""

    cpu: float
    wall: float


def spent() -> float:
    """Return the CPU seconds of this process, of those that it began and of those that they began, dead or alive.

    Where one ends, or a thread of one, while they are added up, they are added up anew: its seconds would be missing
    here, and be another test's. Of processes that come and go faster than that, whoever began them keeps the seconds.
    """
    for _ in range(TRIES):
        with suppress(OSError):
            return _added_up()
    return _added_up(is_strict=False)


def _added_up(*, is_strict: bool = True) -> float:
    """Return the sum; unless `is_strict`, whatever is there no more is passed over. Raises OSError."""
    seconds, processes = 0.0, [os.getpid()]
    while processes:
        folder = Path(f"/proc/{processes.pop()}")
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            seconds += sum(map(int, fields[11:15])) / TICKS
            children = [(task / "children").read_text().split() for task in (folder / "task").iterdir()]
        except OSError:
            if is_strict:
                raise
            continue
        processes += [int(child) for each in children for child in each]
    return seconds


def of_all() -> float:
    """Return the CPU seconds that everybody on this machine has spent since it began, idle and stolen ones left out."""
    user, nice, system, _idle, _waiting, irq, softirq = map(int, Path("/proc/stat").read_text().split(maxsplit=8)[1:8])
    return (user + nice + system + irq + softirq) / TICKS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cost", nargs="?", const="folder", choices=LEVELS, help="print CPU seconds by folder, file or test"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--cost"):
        config.pluginmanager.register(Meter(config), "cost-meter")


class Meter:
    """Reads the CPU of this process and its descendants after each test; the run's first process adds up."""

    def __init__(self, config: pytest.Config) -> None:
        ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)  # a server that leaves its starter stays a descendant
        self.level = str(config.getoption("--cost"))
        self.begun_at, self.others_before = time.perf_counter(), of_all() - spent()
        self.costs: dict[str, Cost] = {}
        self.read_at, self.read = self.begun_at, 0.0

    def pytest_collection_finish(self) -> None:
        self.read_at, self.read = time.perf_counter(), spent()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Iterator[None]:
        report: Any = yield
        if call.when == "teardown":
            before_at, before = self.read_at, self.read
            self.pytest_collection_finish()
            report.user_properties.append(("cost", (self.read - before, self.read_at - before_at)))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, cost in report.user_properties:
            if name == "cost":
                self.costs[report.nodeid] = Cost(*cost)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if not self.costs:
            return
        total, wall = spent(), time.perf_counter() - self.begun_at
        others = of_all() - self.others_before - total
        terminalreporter.write_sep("=", "CPU seconds")
        for line in table(self.costs, self.level):
            terminalreporter.write_line(line)
        terminalreporter.write_line(
            f"the run: {total:.0f} CPU seconds in {wall:.0f} seconds on {os.cpu_count()} cores, "
            f"of which other programs took {others:.0f}"
        )


def table(costs: Mapping[str, Cost], level: str) -> Iterable[str]:
    """Return the lines of the table, the dearest first."""
    rows: dict[str, list[Cost]] = {}
    for test, cost in costs.items():
        rows.setdefault(_place(test, level), []).append(cost)
    yield f"{'tests':>6} {'cpu':>8} {'wall':>8}  {level}"
    for place, found in sorted(rows.items(), key=lambda row: -_sum(row[1]).cpu):
        total = _sum(found)
        yield f"{len(found):>6} {total.cpu:>8.2f} {total.wall:>8.1f}  {place}"


def _sum(costs: Iterable[Cost]) -> Cost:
    costs = list(costs)
    return Cost(sum(cost.cpu for cost in costs), sum(cost.wall for cost in costs))


def _place(test: str, level: str) -> str:
    file = test.partition("::")[0]
    return {"test": test, "file": file, "folder": str(PurePosixPath(file).parent)}[level]
