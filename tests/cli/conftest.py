"""The terminal in tests: a fresh home for each story, commands run in this process, their two streams kept apart."""

import json
import logging
import os
import shutil
from collections.abc import Callable
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


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], str]:
    """Write a file that all stories may load, and return its path: the same text has the same path."""
    folder = tmp_path_factory.mktemp("written")

    def write(name: str, text: str) -> str:
        (folder / name).write_text(text, encoding="utf-8")
        return str(folder / name)

    return write


Commands = tuple[tuple[str, ...], ...]


@pytest.fixture(scope="session")
def first_chapters() -> dict[tuple[str, Commands], Path]:
    """What the first commands of stories left, by officer and commands."""
    return {}


@pytest.fixture
def begin(council, store: Path, first_chapters, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Begin a story with these commands; one that begins as another did, takes a copy of what they left.

    The files that they name must be the same for all stories. Nothing may have been done in the store before.
    """

    def run(*commands: tuple[str, ...]) -> None:
        key = os.environ["COUNCIL_OFFICER"], commands
        if key not in first_chapters:
            for words in commands:
                printed = council(*words)
                assert printed.code == 0, printed.err
            kept = tmp_path_factory.mktemp("chapter") / "home"
            shutil.copytree(store.parent, kept)
            first_chapters[key] = kept
        else:
            shutil.copytree(first_chapters[key], store.parent, dirs_exist_ok=True)

    return run
