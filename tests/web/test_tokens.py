"""`council feed tokens` and `council web`, as the secretariat types them."""

import json
import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from unittest.mock import patch

import pytest

from cli.main import main
from tests.secretariat import HLPF
from tests.web.live_server import ask, free_port


def council(desk, *words: str, ok: bool = True) -> str:
    """Run a command over the desk's store, in this process; return what it printed, or refused."""
    printed, refused = TextIOWrapper(BytesIO()), TextIOWrapper(BytesIO())
    code = 0
    with patch.dict(os.environ, surroundings(desk)), redirect_stdout(printed), redirect_stderr(refused):
        try:
            main(list(words))
        except SystemExit as left:
            code = int(left.code or 0)
    assert code == (0 if ok else 2), words_of(refused)
    return words_of(printed if ok else refused)


def words_of(stream: TextIOWrapper) -> str:
    """Return what was written to the stream."""
    stream.seek(0)
    return stream.read()


def surroundings(desk) -> dict[str, str]:
    return os.environ | {
        "COUNCIL_HOME": str(desk.home),
        "COUNCIL_DATABASE_URL": desk.settings.database_url,
        "COUNCIL_BASE_URL": "https://council.example",
        "COUNCIL_OFFICER": "Focal Point",
    }


def test_an_address_is_issued_listed_and_revoked(desk):
    desk.opens_agreed()
    issued = json.loads(council(desk, "feed", "tokens", "issue", "a@state.example", "everything", "--json"))
    assert issued["address"].startswith("https://council.example/f/")
    assert "has an address for everything in en already" in council(
        desk, "feed", "tokens", "issue", "a@state.example", ok=False
    )
    listed = council(desk, "feed", "tokens", "list")
    assert f"{issued['number']}  Delegate A  everything  en  never fetched" in listed
    assert issued["address"][-47:-4] not in listed
    mine = json.loads(council(desk, "feed", "tokens", "issue", "a@state.example", "mine", "--json"))
    assert mine["selection"] == "organization/An%20organization"
    assert "is withdrawn" in council(desk, "feed", "tokens", "revoke", issued["number"])
    assert "revoked" in council(desk, "feed", "tokens", "list", "--of", "a@state.example")
    assert "no living subscription" in council(desk, "feed", "tokens", "revoke", issued["number"], ok=False)


def test_the_feed_command_is_as_it_was(desk):
    desk.opens_agreed()
    assert council(desk, "feed", HLPF, "--as-of", "2017-03-01", "--for", "membership").startswith("BEGIN:VCALENDAR")
    assert "name at least one cycle" in council(desk, "feed", ok=False)
    assert "tokens" in council(desk, "feed", "--help")
    assert "there is no cycle" in council(desk, "feed", "tokens/2017", ok=False)


def test_a_feed_is_named_kindly_and_has_facts_for_machines(desk):
    desk.opens_agreed()
    at = ("--as-of", "2017-03-01")
    assert council(desk, "feed", "hlpf 2017", *at) == council(desk, "feed", HLPF, *at)
    assert "hlpf 2017" in council(desk, "feed", "hlpf 2017", "--json", *at, ok=False)
    assert "the nearest word is 'membership'" in council(desk, "feed", HLPF, "--for", "membershp", ok=False)
    facts = json.loads(council(desk, "feed", HLPF, "--json", "--for", "membership", *at))
    assert facts["cycles"] == [HLPF]
    assert {"2017-03-10", "2017-04-07"} <= {entry["due"] for entry in facts["entries"]}


@pytest.mark.slow
def test_the_web_command_serves_until_sigterm_and_prints_no_token(desk):
    desk.opens_agreed()
    issued = json.loads(council(desk, "feed", "tokens", "issue", "a@state.example", "everything", "--json"))
    path = issued["address"].removeprefix("https://council.example")
    port = free_port()
    command = [sys.executable, "-m", "cli.main", "web", "--port", str(port), "--access-log"]
    running = subprocess.Popen(
        command, env=surroundings(desk), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        printed = ""
        while "Uvicorn running" not in printed:
            line = running.stdout.readline()
            assert line, printed
            printed += line
        reply = ask(port, path)
        assert (reply.status, reply.headers["X-Content-Type-Options"]) == (200, "nosniff")
    finally:
        running.send_signal(signal.SIGTERM)
    rest, _ = running.communicate(timeout=60)
    assert running.returncode in (0, -signal.SIGTERM)
    assert any('"GET /f/***.ics HTTP/1.1" 200' in json.loads(line)["message"] for line in rest.splitlines())
    assert path[3:-4] not in printed + rest
    assert "last fetched" in council(desk, "feed", "tokens", "list")
