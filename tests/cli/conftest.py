"""The terminal in tests: a fresh home for each story, commands run in this process, their two streams kept apart."""

import json
import logging
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.main import main


@dataclass
class Said:
    """What a command printed, and how it left."""

    code: int
    out: str
    err: str

    @property
    def facts(self):
        return json.loads(self.out)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "MAIL_URL", "MAIL_FROM", "BASE_URL", "OFFICE"):
        monkeypatch.delenv(f"COUNCIL_{name}", raising=False)
    monkeypatch.setenv("COUNCIL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COUNCIL_OFFICER", "WSIS desk")
    return tmp_path / "home"


@pytest.fixture
def council(home: Path, capfd: pytest.CaptureFixture[str]):
    """Run `council …` and return what it said."""

    def run(*words: str) -> Said:
        capfd.readouterr()
        logging.getLogger("council").handlers.clear()  # what `remind` began was for its own process
        code = 0
        try:
            main(list(words))
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capfd.readouterr()
        return Said(code, printed.out, printed.err)

    return run


@pytest.fixture
def store(home: Path, sqlite_template: Path) -> Path:
    """A migrated, empty store in the home."""
    home.mkdir(parents=True)
    shutil.copyfile(sqlite_template, home / "council.db")
    return home / "council.db"
