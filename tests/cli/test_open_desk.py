"""The desk that `make run` leaves open: at a terminal, with a link by which one enters; nowhere else."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.web.desk.browser import PASSWORD, Browser, Fields
from tests.web.desk.test_desk_pages import words_of
from tests.web.live_server import Served

PLAY = (sys.executable, "-P", "-m", "cli.demonstration", "empty")
LINK = re.compile(r"http://127\.0\.0\.1:(\d+)(/desk/begin/\S+)")
PARTS = ("bodies", "holidays", "meetings", "people", "resolutions")


@pytest.fixture
def terminal(tmp_path: Path):
    """Return what plays the empty store as at a terminal: the process, and the end at which its words are read."""
    begun = []

    def played() -> tuple[subprocess.Popen[bytes], int]:
        ours, theirs = pty.openpty()
        process = subprocess.Popen(PLAY, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        begun.append((process, ours))
        return process, ours

    yield played
    for process, ours in begun:
        process.kill()
        process.wait()
        os.close(ours)


def said_until(ours: int, pattern: re.Pattern[str]) -> re.Match[str]:
    """Return where the words of the process match."""
    words = ""
    while select.select([ours], [], [], 120)[0]:
        words += os.read(ours, 4096).decode()
        if found := pattern.search(words):
            return found
    raise AssertionError(words)


def ended(process: subprocess.Popen[bytes], ours: int) -> int:
    """Return with what the process ends that is interrupted."""
    process.send_signal(signal.SIGINT)
    while True:
        try:
            if not os.read(ours, 4096):
                break
        except OSError:  # the other end is closed
            break
    return process.wait(30)


@pytest.mark.proof("two processes that make and open a store, and hash a password")
def test_at_a_terminal_one_enters_by_the_link_and_begins_by_the_checklist(terminal, tmp_path: Path) -> None:
    process, ours = terminal()
    port, path = said_until(ours, LINK).groups()
    browser = Browser(Served(None, int(port)))  # type: ignore[arg-type]  # the clock is the process's own
    browser.get(path).send({"password": PASSWORD})
    assert browser.path == "/desk"
    assert words_of(browser).count("not yet") == 6
    for part in PARTS:
        today = Fields(browser.get("/desk").text)
        form = next(link for link in today.hrefs if f"files={part}.yaml" in link)
        done = browser.get(form).send({"do": "check"})
        if "Check before you act" in done.text:
            done.send({"do": "do"})
        assert "added" in words_of(done), words_of(done)
    assert words_of(browser.get("/desk")).count("not yet") == 1
    assert ended(process, ours) == 0
    process, ours = terminal()
    again = said_until(ours, LINK)
    assert again[2] != path
    assert urlsplit(again[0]).hostname == "127.0.0.1"
    assert ended(process, ours) == 0


def test_without_somebody_at_a_terminal_it_ends_by_itself(tmp_path: Path) -> None:
    ran = subprocess.run(PLAY, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Today lists what to begin with" in ran.stdout
    assert "/desk/begin/" not in ran.stdout
