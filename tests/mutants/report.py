"""What `make mutants` tells: figures for each module, and each survivor with its reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.mutants.results import NOT_TRIED, Mutant, Reason, behind_decorators, mutants, reason_of, reasons

HEAD = """# Mutants of planning

`make mutants` changes `planning/` in one place at a time, with [mutmut](https://mutmut.readthedocs.io), and runs the
tests of `tests/planning/` that call the changed function. What no test notices is a survivor: it lacks a boundary or an
hour, or its change changes nothing. `make mutants ONLY=planning.fit` tries one module, `ONLY=planning.fit._ends` one
function, `ONLY=planning.calendar.WorkCalendar.shift` one method. This page is written by the command, except the
reasons, which stand in `tests/mutants/reasons.toml`.

A mutant counts as killed where a test fails, where mypy refuses it (so does `make check`), or where it never ends.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """When it began and ended, with how many workers, and how busy the machine was."""

    began: datetime
    ended: datetime
    workers: int
    cores: int
    load: tuple[float, float]  # processes that wanted to run, before and after

    @property
    def minutes(self) -> float:
        return (self.ended - self.began).total_seconds() / 60


def tell(run: Run, folder: Path, page: Path | None, only: str | None) -> int:
    """Print the survivors, write the page once all were tried; return 1 where a survivor has no reason."""
    tried = [mutant for mutant in mutants(folder) if not only or _is_of(mutant, only)]
    known = reasons()
    left = [mutant for mutant in tried if mutant.lives and reason_of(mutant, known) is None]
    for mutant in left:
        print(f"{mutant.module}.{mutant.function} ({mutant.status})\n  - {mutant.was}\n  + {mutant.becomes}")
    lived, untried = (sum(mutant.lives for mutant in tried), sum(mutant.status == NOT_TRIED for mutant in tried))
    print(f"{len(tried)} mutants, {lived} survivors, {len(left)} without a reason, {run.minutes:.0f} minutes")
    if untried:
        print(f"{untried} mutants were not tried, so no figures are written down")
    elif page:
        page.write_text("\n".join(_page(run, tried, known, folder)) + "\n", encoding="utf-8")
    return 1 if left else 0


def _is_of(mutant: Mutant, only: str) -> bool:
    return f"{mutant.module}.{mutant.function}.".startswith(f"{only}.")


def _page(run: Run, tried: Sequence[Mutant], known: Sequence[Reason], folder: Path) -> Iterator[str]:
    yield HEAD
    yield (
        f"The run of {run.began:%d %B %Y, %H:%M} UTC took {run.minutes:.0f} minutes with {run.workers} workers on "
        f"{run.cores} cores; {run.load[0]:.1f} processes wanted to run when it began, {run.load[1]:.1f} when it ended."
    )
    yield ""
    yield from _table(tried)
    yield ""
    left_out = behind_decorators(folder / "planning")
    yield (
        f"mutmut changes what stands in functions, so the tables of a module are left out, and so are the "
        f"{len(left_out)} functions behind a decorator such as `property` or `cache`."
    )
    yield "\n## Survivors\n"
    yield from _survivors([mutant for mutant in tried if mutant.lives], known)


def _table(tried: Sequence[Mutant]) -> Iterator[str]:
    yield "| module | mutants | killed by a test | refused by mypy | endless | survivors |"
    yield "|---|---|---|---|---|---|"
    for module in sorted({mutant.module for mutant in tried}):
        yield _row(f"`{module}`", [mutant for mutant in tried if mutant.module == module])
    yield _row("all", tried)


def _row(name: str, of: Sequence[Mutant]) -> str:
    counts = [
        sum(mutant.status in statuses for mutant in of)
        for statuses in (("killed", "segfault"), ("caught by type check",), ("timeout",))
    ]
    return f"| {name} | {' | '.join(map(str, [len(of), *counts, sum(mutant.lives for mutant in of)]))} |"


def _survivors(lived: Sequence[Mutant], known: Sequence[Reason]) -> Iterator[str]:
    if not lived:
        yield "None."
    by_reason: dict[str, list[Mutant]] = {}
    for mutant in lived:
        by_reason.setdefault(reason_of(mutant, known) or "No reason yet.", []).append(mutant)
    for why, of in by_reason.items():
        yield f"**{why}**\n"
        for mutant in of:
            yield f"- `{mutant.module}.{mutant.function}`: `{_short(mutant.was)}` → `{_short(mutant.becomes)}`"
        yield ""


def _short(line: str) -> str:
    line = line.replace("`", "'")
    return line if len(line) <= 100 else f"{line[:97]}…"
