"""`python -m tests.mutants [--only planning.fit]`: change planning/ a little, run its tests, tell what they missed."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from planning.clock import utc_now

ROOT = Path(__file__).parents[2]
WORKSHOP = ROOT / "out" / "mutants"  # made anew each time: no verdict of an earlier run stands
TAKEN = ("pyproject.toml", "planning", "flows", "tests")
LONGEST = 60 * 60  # seconds
TURNS = re.compile("[\u2800-\u28ff]")  # what shows at a terminal that it works
LAST_LINES = 4  # of its log


def main() -> int:
    """Return 0 where every survivor has its reason, 1 where one has none, 2 where mutmut failed or ran out of time."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="a module, a function or a method: planning.fit._ends")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    if asked.only and not (ROOT / _file_of(asked.only)).is_file():
        parser.error(f"there is no {_file_of(asked.only)}; name a module of planning/, such as planning.fit")
    _furnish(asked.only)
    began, load = utc_now(), os.getloadavg()[0]
    code = _run(pattern(asked.only), asked.workers)
    from tests.mutants.report import Run, tell  # its imports read mutmut's settings, in the workshop

    run = Run(began, utc_now(), asked.workers, os.cpu_count() or 1, (load, os.getloadavg()[0]))
    return tell(run, WORKSHOP, None if asked.only else ROOT / "docs" / "mutants.md", asked.only) or code


def pattern(only: str | None) -> list[str]:
    """Return what mutmut calls the mutants of a module, a function or a method; nothing for all."""
    if not only:
        return []
    room, module, *names = only.split(".")
    mangled = "*" if not names else f"x_{names[0]}__mutmut_*" if len(names) == 1 else f"xǁ{'ǁ'.join(names)}__mutmut_*"
    return [f"{room}.{module}.{mangled}"]


def _file_of(only: str) -> str:
    return f"{'/'.join(only.split('.')[:2])}.py"


def _furnish(only: str | None) -> None:
    """Lay a copy of what mutmut needs; what is not in it is imported from the checkout, and is not changed."""
    shutil.rmtree(WORKSHOP, ignore_errors=True)
    WORKSHOP.mkdir(parents=True)
    for name in TAKEN:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, WORKSHOP / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ROOT / name, WORKSHOP / name)
    if only:
        settings = WORKSHOP / "pyproject.toml"
        narrowed = f'[tool.mutmut]\nonly_mutate = ["{_file_of(only)}"]'
        settings.write_text(settings.read_text().replace("[tool.mutmut]", narrowed))
    os.chdir(WORKSHOP)


def _run(patterns: list[str], workers: int) -> int:
    programs = Path(sys.executable).parent
    path = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(programs / "mutmut"), "run", "--max-children", str(workers), *patterns]
    try:
        with (WORKSHOP / "mutmut.log").open("w") as log:
            ended = subprocess.run(command, env=os.environ | path, stdout=log, stderr=log, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        print("the hour is over: what was not tried by then is counted as such", file=sys.stderr)
        return 2
    if ended.returncode:
        lines = (WORKSHOP / "mutmut.log").read_text().splitlines()
        told = [line for line in lines if line.strip() and not TURNS.match(line)][-LAST_LINES:]
        why = "mutmut failed: a test of tests/planning/ fails as it is, or nothing has that name"
        print(f"{why}; out/mutants/mutmut.log ends so:", *told, sep="\n", file=sys.stderr)
    return 2 if ended.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
