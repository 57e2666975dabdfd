"""A person's Thunderbird without a screen: a profile with one subscription, and what its calendar store holds."""

import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

CALENDAR = "6b8e6bd0-0f5b-4c0e-9a57-1d2f3a4b5c6d"  # any
PREFERENCES = {
    f"calendar.registry.{CALENDAR}.type": "ics",
    f"calendar.registry.{CALENDAR}.name": "Council",
    f"calendar.registry.{CALENDAR}.cache.enabled": True,
    f"calendar.registry.{CALENDAR}.readOnly": True,
    f"calendar.registry.{CALENDAR}.refreshInterval": "1",  # minutes, the least there is
    f"calendar.registry.{CALENDAR}.calendar-main-in-composite": True,
    "calendar.list.sortOrder": CALENDAR,
    # and no word to anyone else
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:9/",
    "toolkit.telemetry.enabled": False,
}
POLL = 100  # seconds within which it has asked again


class Thunderbird:
    """A running Thunderbird."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile

    def shows(self) -> dict[str, date]:
        """Return the titles that it holds with their first days: its store is locked, so a copy is read."""
        with TemporaryDirectory() as folder:
            for file in (self._profile / "calendar-data").glob("cache.sqlite*"):
                shutil.copy(file, folder)
            with closing(sqlite3.connect(Path(folder) / "cache.sqlite")) as store:
                rows = store.execute("SELECT title, event_start FROM cal_events").fetchall()
        return {title: datetime.fromtimestamp(start / 1e6, UTC).date() for title, start in rows}


@contextmanager
def thunderbird(home: Path, address: str) -> Iterator[Thunderbird]:
    """Yield a Thunderbird that follows the calendar at that address; it asks at once, then every minute."""
    profile = home / "profile"
    profile.mkdir(parents=True)
    preferences = PREFERENCES | {f"calendar.registry.{CALENDAR}.uri": address}
    (profile / "user.js").write_text(
        "".join(f'user_pref("{name}", {_said(value)});\n' for name, value in preferences.items())
    )
    command = ["thunderbird", "--headless", "--no-remote", "--profile", str(profile)]
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"}
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Thunderbird(profile)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def _said(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
