"""Nothing is imported from the folder in which one stands: it may be anybody's, or merely have a `web/` in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows import child_process
from tests.flows.planted_packages import HOUSE, OTHERS, plant, ran

# a program of ours that starts another one, as the child that serves starts a process for each run
STARTS = "import subprocess, sys\nsys.exit(subprocess.run([sys.executable, '-m', 'json.tool', '-h']).returncode)\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(plant(tmp_path / "anybodys"))
    return tmp_path / "anybodys"


def test_the_trap_works(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", f"import {', '.join((*HOUSE, *OTHERS))}"], check=False)
    assert {"web", "flows", "prefect"} <= set(ran(folder))


def test_a_program_that_we_start_imports_nothing_from_there(folder: Path, tmp_path: Path) -> None:
    program = child_process.start(["cli.main", "chains"], os.environ, tmp_path / "log")
    assert program.wait(60) == 0
    assert "hlpf-contribution" in (tmp_path / "log").read_text()
    assert ran(folder) == []


def test_a_program_that_we_start_reads_no_settings_there(folder: Path, tmp_path: Path) -> None:
    (folder / ".env").write_text("PREFECT_API_URL=http://planted.example/api\n")
    (tmp_path / "tells.py").write_text("from prefect.settings import PREFECT_API_URL\nprint(PREFECT_API_URL.value())\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PREFECT_HOME": str(tmp_path)}
    program = child_process.start(["tells"], environment, tmp_path / "log")
    assert program.wait(60) == 0
    assert "planted.example" not in (tmp_path / "log").read_text()


def test_what_that_program_starts_imports_nothing_from_there(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "starts.py").write_text(STARTS)
    program = child_process.start(["starts"], {**os.environ, "PYTHONPATH": str(tmp_path)}, tmp_path / "log")
    assert program.wait(60) == 0, (tmp_path / "log").read_text()
    assert ran(folder) == []
