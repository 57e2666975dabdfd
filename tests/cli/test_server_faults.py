"""What can happen to a database server, or to a port: one sentence with its remedy and exit 2; no password in it."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests import stores
from tests.cli.every_door import ACTS, READS, ROOT, ROUND, UP, WEB, refused
from tests.faults.servers import own_postgresql


@pytest.mark.parametrize(
    "url",
    [
        "garbage",
        "mysql://h/x",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://h:port/x",
        "postgresql://127.0.0.1:1/x?a=b",
        "postgresql://127.0.0.1:99999/x",
        "postgresql://127.0.0.1/x?port=abc",
        "postgresql://127.0.0.1:1/x?sslmode=nonsense",
    ],
)
@pytest.mark.parametrize("words", [READS, ACTS, WEB])
def test_an_address_that_names_no_database(council, home, words, url, monkeypatch):
    monkeypatch.setenv("COUNCIL_DATABASE_URL", url)
    printed = council(*words)
    assert (printed.code, printed.out) == (2, "")
    assert printed.err.startswith("COUNCIL_DATABASE_URL must be sqlite:///FILE or postgresql://USER@HOST/NAME")


@pytest.mark.parametrize("words", [READS, ACTS, ROUND, ("db", "upgrade"), ("db", "backup", "copy"), UP])
def test_a_server_that_is_down_and_no_password_in_its_sentence(council, home, words, monkeypatch):
    monkeypatch.setenv("COUNCIL_DATABASE_URL", "postgresql://me:secret-word@127.0.0.1:1/council?connect_timeout=2")
    printed = council(*words)
    refused(printed, "postgresql://me@127.0.0.1:1/council", "refused", "see that it runs")
    assert "secret-word" not in printed.err


def test_a_database_and_a_user_that_the_server_does_not_know(council, home, postgresql_server, monkeypatch):
    url = make_url(postgresql_server)
    for wrong, words in (
        (url.set(database="nowhere"), ('"nowhere" does not exist', "make that database")),
        (url.set(username="nobody"), ('role "nobody" does not exist', "correct the user or the password")),
    ):
        monkeypatch.setenv("COUNCIL_DATABASE_URL", wrong.render_as_string(hide_password=False))
        for command in (READS, ("db", "upgrade")):
            refused(council(*command), *words)


def test_two_hosts_are_named_as_an_address_names_them(council, home, monkeypatch):
    monkeypatch.setenv("COUNCIL_DATABASE_URL", "postgresql://me@/x?host=127.0.0.1:1&host=127.0.0.2:1")
    refused(council(*READS), "the database postgresql://me@127.0.0.1:1,127.0.0.2:1/x cannot be used")


def test_a_server_that_does_not_encrypt(council, home, monkeypatch):
    def decline() -> None:
        line, _ = server.accept()
        with line:
            line.recv(8)
            line.sendall(b"N")  # what PostgreSQL answers to a request for TLS that it does not have

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=decline, daemon=True).start()
        url = f"postgresql://me@127.0.0.1:{server.getsockname()[1]}/x?sslmode=require&gssencmode=disable"
        monkeypatch.setenv("COUNCIL_DATABASE_URL", url)
        refused(council(*READS), "SSL", "correct sslmode in COUNCIL_DATABASE_URL")


def test_a_server_that_takes_no_more_sessions(council, home, postgresql_server, monkeypatch):
    stores._run(postgresql_server, "CREATE ROLE crowded LOGIN CONNECTION LIMIT 0")
    try:
        url = make_url(postgresql_server).set(username="crowded")
        monkeypatch.setenv("COUNCIL_DATABASE_URL", url.render_as_string(hide_password=False))
        refused(council(*READS), "too many connections", "end sessions, or raise its limits")
    finally:
        stores._run(postgresql_server, "DROP ROLE crowded")


@pytest.mark.proof("a program of its own, three CPU seconds; what else is wrong with a server is told in every run")
def test_pages_where_another_program_listens(home):
    with socket.create_server(("127.0.0.1", 0)) as other:
        words = (sys.executable, "-m", "cli.main", "web", "--port", str(other.getsockname()[1]))
        process = subprocess.run(words, env=os.environ, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert process.returncode == 2
    assert process.stderr.splitlines()[-1].endswith("end what listens there, or give another --host or --port")


@pytest.mark.proof("a server of its own: two CPU seconds; other servers that refuse are told in every run")
@pytest.mark.slow
def test_a_password_that_is_wrong(council, home, monkeypatch, tmp_path_factory):
    with own_postgresql(Path(tmp_path_factory.mktemp("pg"))) as server, stores.postgresql_store(server.url) as url:
        stores._run(url, "CREATE ROLE council LOGIN PASSWORD 'right'")
        server.asks_for_passwords_of("council")
        wrong = make_url(url).set(username="council", password="secret-word")
        monkeypatch.setenv("COUNCIL_DATABASE_URL", wrong.render_as_string(hide_password=False))
        printed = council(*READS)
        refused(printed, "password authentication failed", "correct the user or the password in COUNCIL_DATABASE_URL")
        assert "secret-word" not in printed.err


def test_a_user_who_may_only_read(council, home, postgresql_server, monkeypatch):
    with stores.postgresql_store(postgresql_server) as url:
        stores._run(url, "DROP ROLE IF EXISTS reader")
        stores._run(url, "CREATE ROLE reader LOGIN")
        reader = make_url(url).set(username="reader").render_as_string(hide_password=False)
        monkeypatch.setenv("COUNCIL_DATABASE_URL", reader)
        refused(council(*READS), "permission denied", "grant its user")
