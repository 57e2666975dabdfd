"""What can happen to a store, told in one sentence with its remedy and exit 2, whichever the command; no traceback."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.cli.every_door import ACTS, AGREE, EARLY, EVERY_DOOR, HLPF, OPEN, READS, ROUND, UP, WEB, refused
from tests.faults.servers import fill, make_room, small_disk


@pytest.fixture
def opened(begin, store):
    """A store with one cycle."""
    begin((*OPEN, *EARLY))
    return store


@pytest.mark.parametrize("words", EVERY_DOOR, ids=lambda words: words[0])
def test_a_file_whose_head_is_damaged(council, opened, words):
    with opened.open("r+b") as file:
        file.write(bytes(200))
    refused(council(*words), str(opened), "is damaged", "put a backup in its place")


@pytest.mark.parametrize("words", [READS, ACTS, ROUND])
def test_pages_in_the_middle_that_are_damaged(council, opened, words):
    with opened.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xde\xad" * 2048 * 100)
    refused(council(*words), str(opened), "is damaged")


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DELETE FROM cycle", "a row in 'cycle' is not what line 1 of the journal left"),
        ("DELETE FROM deadline WHERE id = 2", "a row in 'deadline' is not what line 1 of the journal left"),
        (
            "INSERT INTO sign_in (public_id, person_id, token_hash, browser, begun_at, used_at) "
            "VALUES ('x', 99, 'x', '', '2017-01-01', '2017-01-01')",
            "a row of sign_in belongs to a row of person that is not there",
        ),
        ("DELETE FROM store", "the row that holds the end of the journal is gone"),
    ],
)
def test_the_journal_is_not_called_whole_where_rows_are_gone(council, opened, sql, why):
    _takes_out(opened, sql)
    refused(council("journal", "verify"), why)


def test_the_journal_is_not_called_whole_over_a_damaged_page(council, opened):
    with opened.open("r+b") as file:
        file.seek(4096 * 40)
        file.write(b"\xde\xad" * 2048)
    refused(council("journal", "verify"), str(opened), "is damaged")


@pytest.mark.parametrize("words", [ACTS, ROUND])
def test_a_store_whose_own_row_is_gone(council, opened, words):
    _takes_out(opened, "DELETE FROM store")
    refused(council(*words), str(opened), "is damaged", "the row that says which store it is is gone")


def _takes_out(file, sql):
    with closing(sqlite3.connect(file)) as store:
        store.execute(sql)
        store.commit()


@pytest.mark.parametrize("words", [READS, ACTS, ("db", "upgrade")])
def test_a_file_that_was_cut_off(council, opened, words):
    os.truncate(opened, 40_000)
    refused(council(*words), str(opened), "is damaged")


@pytest.mark.parametrize("words", EVERY_DOOR, ids=lambda words: words[0])
def test_a_folder_where_the_file_should_be(council, home, words):
    (home / "council.db").mkdir(parents=True)
    refused(council(*words), f"{home}/council.db is a folder", "move it away")


@pytest.mark.parametrize("words", EVERY_DOOR, ids=lambda words: words[0])
@pytest.mark.parametrize("make", [os.mkfifo, lambda place: place.symlink_to("nowhere/x.db")], ids=["pipe", "link"])
def test_a_thing_that_is_no_file_where_the_file_should_be(council, home, words, make):
    home.mkdir()
    make(home / "council.db")
    refused(council(*words), f"{home}/council.db is no file", "move it away")


def test_a_copy_whose_name_holds_signs_that_mean_something_in_an_address(council, home, monkeypatch):
    odd = home / "é 100% a%20b?c#d"
    monkeypatch.setenv("COUNCIL_HOME", str(odd))
    assert council("db", "upgrade").code == 0
    assert (odd / "council.db").is_file()
    assert [each.name for each in home.iterdir()] == [odd.name]
    assert council("db", "backup", str(odd / "copy 5%?")).code == 0
    assert council("status").code == 0


def test_a_data_folder_whose_name_is_too_long(council, home, monkeypatch):
    home.mkdir()
    monkeypatch.setenv("COUNCIL_HOME", str(home / ("a" * 300)))
    refused(council("status"), "cannot be a name here", "name another place")


@pytest.mark.parametrize("held", [b"", b"\x93\xfe\x00 no text", b" \n,\n"])
def test_a_file_of_keys_that_holds_none(council, opened, home, held):
    (home / "secret.key").write_bytes(held)
    refused(council("secret", "list"), f"{home}/secret.key holds no key", "bring back")
    refused(council("secret", "rotate"), f"{home}/secret.key holds no key")
    assert (home / "secret.key").read_bytes() == held


@pytest.mark.parametrize("words", [READS, ACTS, ROUND])
def test_a_folder_where_sqlite_writes_beside_the_file(council, opened, words):
    journal = opened.with_name("council.db-journal")
    journal.unlink(missing_ok=True)
    journal.mkdir()
    refused(council(*words), f"{opened}-journal is a folder", "move it away")


@pytest.mark.timeout(60)
def test_a_pipe_in_the_place_of_a_file_of_ours_is_not_waited_for(council, opened, home):
    os.mkfifo(home / "sender.json")
    refused(council("remind"), f"{home}/sender.json is damaged")
    (home / "secret.key").unlink()
    os.mkfifo(home / "secret.key")
    refused(council("secret", "list"), f"{home}/secret.key holds no key")


@pytest.mark.parametrize("words", EVERY_DOOR, ids=lambda words: words[0])
def test_a_file_where_the_data_folder_should_be(council, home, words):
    home.write_text("")
    refused(council(*words), f"{home} is a file", "move it away")


@pytest.mark.parametrize("words", EVERY_DOOR, ids=lambda words: words[0])
def test_a_folder_that_is_not_there(council, home, words, monkeypatch):
    monkeypatch.setenv("COUNCIL_DATABASE_URL", f"sqlite:///{home}/nowhere/x.db")
    refused(council(*words), f"there is no folder {home}/nowhere", "correct COUNCIL_DATABASE_URL")


@pytest.mark.few(2, "another command that writes")
@pytest.mark.parametrize(
    "words", [READS, ACTS, ROUND, ("load", "people.yaml"), ("rehearse",), ("db", "backup", "copy")]
)
def test_a_full_disk_stops_what_writes_and_leaves_the_store_as_it_was(council, store, words, monkeypatch, tmp_path):
    people = "".join(f"- {{name: P{number}, email: p{number}@x.example}}\n" for number in range(3000))
    (tmp_path / "people.yaml").write_text(f"contacts:\n{people}")
    with small_disk(tmp_path / "disk", 2) as disk:
        shutil.copyfile(store, disk / "council.db")
        monkeypatch.setenv("COUNCIL_HOME", str(disk))
        assert council(*OPEN, *EARLY).code == 0
        fill(disk)
        files = {"people.yaml": str(tmp_path / "people.yaml"), "copy": str(disk / "copy")}
        printed = council(*(files.get(word, word) for word in words))
        if words == READS:
            assert printed.code == 0
        elif words != ("rehearse",):
            refused(printed, "disk", "is full", "make room")
        assert not (disk / "copy").exists()
        make_room(disk)
        assert council("journal", "verify").out.startswith("1 line")
        assert council("people", "list").out == "no contact is loaded\n"


@pytest.mark.parametrize("words", [("db", "upgrade"), OPEN, UP, WEB], ids=lambda words: words[0])
def test_a_full_disk_leaves_no_store_that_is_none(council, home, words, monkeypatch, tmp_path):
    with small_disk(tmp_path / "disk", 1) as disk:
        monkeypatch.setenv("COUNCIL_HOME", str(disk))
        fill(disk)
        refused(council(*words), "the disk of", f"{disk}", "is full", "make room")
        assert [each.name for each in disk.iterdir()] == ["filler"]


def test_a_round_on_a_full_disk_names_what_it_was_to_write(council, store, monkeypatch, tmp_path):
    with small_disk(tmp_path / "disk", 2) as disk:
        monkeypatch.setenv("COUNCIL_HOME", str(disk))
        monkeypatch.setenv("COUNCIL_DATABASE_URL", f"sqlite:///{store}")
        fill(disk)
        refused(council("remind"), f"the disk of {disk}/sender.json is full")
        assert [each.name for each in disk.iterdir()] == ["filler"]


def as_owner_without_rights(*words: str) -> subprocess.CompletedProcess[str]:
    """Run `council …` as somebody whom permissions bind: root is let in everywhere."""
    bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*bound, sys.executable, "-m", "cli.main", *words]
    return subprocess.run(command, env=os.environ | {"PYTHONSAFEPATH": "1"}, capture_output=True, text=True)


@pytest.mark.proof(
    "every door, twice, as another user: four CPU seconds; one file and one folder are told in every run"
)
def test_a_file_and_a_folder_that_this_user_may_not_touch(council, opened, home):
    for path, mode, command in (
        (opened, 0o000, READS), (opened, 0o000, WEB), (home, 0o000, READS), (home, 0o000, AGREE),
    ):  # fmt: skip
        before = path.stat().st_mode
        path.chmod(mode)
        printed = as_owner_without_rights(*command)
        path.chmod(before)
        assert (printed.returncode, printed.stdout, printed.stderr.count("\n")) == (2, "", 1), printed.stderr
        assert printed.stderr.startswith(f"this user may not read and write {opened}; ")


def test_a_file_that_may_only_be_read_is_read_and_not_written(council, opened):
    opened.chmod(0o444)
    assert HLPF in as_owner_without_rights("status").stdout
    printed = as_owner_without_rights(*AGREE)
    assert (printed.returncode, printed.stderr.split(";")[0]) == (2, f"{opened} is read-only")


@pytest.mark.proof("a CPU second; of a file that may only be read it is told in every run")
def test_a_folder_that_may_only_be_read_names_no_draft(council, opened, home):
    home.chmod(0o500)
    printed = as_owner_without_rights("remind")
    home.chmod(0o700)
    assert (printed.returncode, printed.stderr.count("\n")) == (2, 1), printed.stderr
    assert f"{home}/sender.json" in printed.stderr


def test_a_fault_of_ours_stays_one(council, home, monkeypatch):
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kernel.chains.chains_in", broken)
    with pytest.raises(TypeError):
        council("chains")
