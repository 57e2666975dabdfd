"""Files of ours are for their owner alone: made so, mended where they were open, and looked at by the doctor."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from record import private_files
from record.settings import read
from tests.cli.test_doctor import marks

OPEN = (
    "open",
    "hlpf-contribution/2017",
    "--anchor",
    "un-deadline=2017-04-28",
    "--anchor",
    "review=2017-02-07/2017-02-08",
)


@pytest.fixture(autouse=True)
def usual_umask():
    """Begin as a shell does; what `council` sets is its own process's."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def council_process(tmp_path):
    """`council …` in a process of its own, as a shell with the usual umask starts it; return what it said."""
    environment = {"COUNCIL_HOME": str(tmp_path / "data"), "COUNCIL_OFFICER": "An Officer", "PATH": os.environ["PATH"]}

    def run(*words: str) -> str:
        command = [sys.executable, "-P", "-m", "cli.main", *words]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def modes(folder: Path) -> set[str]:
    return {oct(stat.S_IMODE(path.stat().st_mode)) for path in folder.rglob("*") if path.is_file()}


def test_what_is_made_is_for_its_owner_alone(council_process, tmp_path):
    home = tmp_path / "data"
    council_process(*OPEN)
    council_process("remind", "--as-of", "2017-02-10T03:00")
    council_process("db", "backup", str(tmp_path / "copy.db"))
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {"council.db", "sender.json"} <= {path.name for path in home.iterdir()}
    assert modes(tmp_path) == {"0o600"}


@pytest.fixture
def opened(tmp_path):
    """A data folder from before, open to all, with what we and others keep in it; its settings."""
    home = tmp_path / "data"
    for folder in (home / "feeds" / "addresses", home / "prefect", home / "theirs"):
        folder.mkdir(parents=True)
    names = ("council.db", "council.db-journal", "sender.json", "vigil.json", "secret.key", "notes.txt")
    for name in (*names, "feeds/addresses/1", "prefect/server.log", "theirs/page.html"):
        (home / name).write_text("")
    (home / "prefect" / "elsewhere").symlink_to(home / "notes.txt")
    return home, read({"COUNCIL_HOME": str(home)})


def test_what_was_open_is_shut_and_what_is_not_ours_stays(opened):
    home, settings = opened
    assert len(list(private_files.readable(settings))) == 11
    private_files.mend(settings)
    assert list(private_files.readable(settings)) == []
    still_open = {path.name for path in home.rglob("*") if path.lstat().st_mode & 0o077 and not path.is_symlink()}
    assert still_open == {"notes.txt", "theirs", "page.html"}


def test_an_act_shuts_an_open_folder_and_all_that_is_in_it(council, home):
    assert council(*OPEN).code == 0
    home.chmod(0o755)
    (home / "council.db").chmod(0o644)
    assert council("agree", "hlpf-contribution/2017", "comments", "2017-03-10", "--because", "agreed").code == 0
    assert (stat.S_IMODE(home.stat().st_mode), stat.S_IMODE((home / "council.db").stat().st_mode)) == (0o700, 0o600)


def test_a_round_shuts_an_open_file_in_a_shut_folder(council, home):
    assert council(*OPEN).code == 0
    (home / "council.db").chmod(0o644)
    assert "planned" in council("remind", "--as-of", "2017-02-09").out
    assert stat.S_IMODE((home / "council.db").stat().st_mode) == 0o600


def test_a_store_outside_the_data_folder_is_shut_too(opened, tmp_path):
    home, _ = opened
    (tmp_path / "other.db").write_text("")
    settings = read({"COUNCIL_HOME": str(home), "COUNCIL_DATABASE_URL": f"sqlite:///{tmp_path / 'other.db'}"})
    private_files.mend(settings)
    assert stat.S_IMODE((tmp_path / "other.db").stat().st_mode) == 0o600


def test_a_folder_meant_for_all_is_left_alone(tmp_path):
    tmp_path.chmod(0o1777)
    private_files.mend(read({"COUNCIL_HOME": str(tmp_path), "COUNCIL_DATABASE_URL": "postgresql://db/council"}))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777


@pytest.mark.parametrize("url", ["sqlite://", "postgresql://db/council"])
def test_a_folder_that_is_not_there_is_no_fault(url, tmp_path):
    private_files.mend(read({"COUNCIL_HOME": str(tmp_path / "none"), "COUNCIL_DATABASE_URL": url}))
    assert not (tmp_path / "none").exists()


def test_the_doctor_says_what_is_open_and_how_to_shut_it(council, home):
    assert council(*OPEN).code == 0
    assert marks(council("doctor", "--json"))["files"] == "ok"
    (home / "council.db").chmod(0o640)
    printed = council("doctor")
    assert f"{home / 'council.db'} can be read by others on this machine" in printed.out
    assert f"chmod -R go= {home / 'council.db'}" in printed.out
    assert stat.S_IMODE((home / "council.db").stat().st_mode) == 0o640  # looking changes nothing
