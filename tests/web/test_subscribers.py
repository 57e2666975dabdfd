"""A subscriber's own programs: vdirsyncer fetches a real subscription, khal shows it, through a date's whole life."""

import subprocess
import sys
from hashlib import md5
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
VDIRSYNCER = """
[general]
status_path = "{home}/status/"
[pair council]
a = "mine"
b = "theirs"
collections = null
[storage mine]
type = "filesystem"
path = "{home}/calendar/"
fileext = ".ics"
[storage theirs]
type = "http"
url = "http://127.0.0.1:{port}{path}"
"""
KHAL = """
[calendars]
[[council]]
path = {home}/calendar
type = calendar
readonly = True
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Zurich
default_timezone = Europe/Zurich
[sqlite]
path = {home}/khal.db
"""


class Subscriber:
    """One person's machine: a folder, a subscription, two programs."""

    def __init__(self, home: Path, port: int, path: str) -> None:
        self.home = home
        (home / "calendar").mkdir()
        (home / "vdirsyncer").write_text(VDIRSYNCER.format(home=home, port=port, path=path))
        (home / "khal").write_text(KHAL.format(home=home))
        self._run("vdirsyncer", "-c", str(home / "vdirsyncer"), "discover")

    def syncs(self) -> set[str]:
        """Fetch once, and return the md5 of each object: vdirsyncer, like Nextcloud, rewrites those that differ."""
        self._run("vdirsyncer", "-c", str(self.home / "vdirsyncer"), "sync")
        return {md5(file.read_bytes()).hexdigest() for file in (self.home / "calendar").iterdir()}

    def sees(self) -> list[str]:
        """Return what khal lists from February to June 2017, `day: title`."""
        how = ("list", "--once", "--day-format", "", "--format", "{start-date}: {title}", "2017-02-01", "150d")
        return sorted(filter(None, self._run("khal", "-c", str(self.home / "khal"), *how).splitlines()))

    def _run(self, program: str, *arguments: str) -> str:
        environment = {"HOME": str(self.home), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "Europe/Zurich"}
        done = subprocess.run([BIN / program, *arguments], capture_output=True, text=True, env=environment, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.mark.proof(
    "four calendar programs, four CPU seconds; test_parsers.py reads the same entries with each in every run"
)
@pytest.mark.slow
def test_a_subscription_unchanged_moved_cancelled_dropped(web, tmp_path):
    home = tmp_path / "subscriber"
    home.mkdir()
    path = web.subscribes("a@state.example")
    subscriber = Subscriber(home, web.web.port, path)
    first = subscriber.syncs()
    assert len(first) == 7
    assert "2017-04-28: Submit the text to the UN" in subscriber.sees()

    assert subscriber.syncs() == first

    web.on("2017-03-02")
    web.desk.moves("un-deadline", "2017-05-05", on="2017-03-02")
    moved = subscriber.syncs()
    assert (len(first - moved), len(moved - first)) == (1, 1)
    assert "2017-05-05: Submit the text to the UN" in subscriber.sees()

    web.desk.waives("submission", on="2017-03-02")
    cancelled = subscriber.syncs()
    assert (len(moved - cancelled), len(cancelled - moved)) == (1, 1)
    assert "2017-05-05: CANCELLED: Submit the text to the UN" in subscriber.sees()

    web.on("2017-06-01")
    dropped = subscriber.syncs()
    assert not any("Submit the text" in line for line in subscriber.sees())
    assert dropped < cancelled

    web.desk.unsubscribes(path[3:-4], on=web.web.now)
    with pytest.raises(AssertionError, match="Gone"):
        subscriber.syncs()
    assert "2017-03-24: Comment on the final draft" in subscriber.sees()
