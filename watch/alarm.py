"""Alarm people when rounds stop finishing: the process that runs the schedule watches, and tells it once.

The data folder keeps what was told, so that a schedule which restarts does not repeat it. A machine that is down cannot
alarm anybody: COUNCIL_PING_URL is for that.
"""

import json
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from models.engine import make_engine, reading
from notifications.channels.outcome import Result
from planning.clock import utc_now
from planning.remedies import Call, Wording, plain
from record.logs import NAME
from record.people.officers import officers, tell
from record.sending.circuit_breakers import Failing
from record.settings import Settings
from watch.silence import INTERVAL, INTERVALS, Vigil, mail_fails, pulse, say_instant

LOG = logging.getLogger(f"{NAME}.alarm")
FILE = "vigil.json"
SEE_WHY = Call("health/show", words="Whoever runs the machine sees why")
SEE_TASKS = Call("task/list", words="See what needs a hand")


@dataclass(frozen=True, slots=True)
class Watcher:
    """Looks at the store at intervals and alarms people; a file keeps its state."""

    settings: Settings
    engine: Engine
    interval: timedelta = INTERVAL
    word: Wording = plain  # how whoever runs it is told what to do
    clock: Callable[[], datetime] = utc_now

    def look(self) -> None:
        """Look once, and tell what is new. Faults of the store, a file or a server are caught."""
        now, known = self.clock(), self._remembered()
        ticks, officers, failing = self._asked()
        vigil = known or Vigil(ticks or 0, now, now)
        vigil = vigil.after(ticks, now, self.interval).after_mail(None if failing is None else bool(failing), now)
        self._remember(self._spoken_of_mail(self._spoken_of_rounds(vigil, ticks, officers), failing, officers))

    def _spoken_of_rounds(self, vigil: Vigil, ticks: int | None, officers: list[str]) -> Vigil:
        """Tell the end or the beginning of a silence, and return what is remembered then."""
        now = vigil.looked_at
        if vigil.ends and self._tell(*_write_again(vigil, now), officers):
            vigil = vigil.told_end()
        if vigil.begins(now, self.interval) and self._tell(
            *_write_silent(vigil, ticks, self.interval, self.word), officers
        ):
            vigil = vigil.told()
        return vigil

    def _spoken_of_mail(self, vigil: Vigil, failing: list[Failing] | None, officers: list[str]) -> Vigil:
        """Tell that the mail server fails, which cannot be told by mail, or that it does no more."""
        now = vigil.looked_at
        if vigil.mail_ends and self._tell(*_mail_again(now, self.word), officers):
            vigil = replace(vigil, mail_told=False)
        if vigil.mail_begins(now, self.interval) and self._tell(*_mail_fails(vigil, failing, self.word), []):
            vigil = replace(vigil, mail_told=True)
        return vigil

    @property
    def file(self) -> Path:
        """Return the file that keeps the state between looks."""
        return self.settings.home / FILE

    def _asked(self) -> tuple[int | None, list[str], list[Failing] | None]:
        """Return the number of finished rounds, the officers' addresses, and the mail server where it fails.

        Where the store does not answer, nobody knows the first nor the last: None.
        """
        try:
            with reading(self.engine) as session:
                now = self.clock()
                return pulse(session).ticks, officers(session, now), mail_fails(session, now)
        except SQLAlchemyError as fault:
            LOG.warning("the store does not answer", extra={"facts": {"because": type(fault).__name__}})
            return None, [], None

    def _tell(self, subject: str, body: str, officers: list[str]) -> bool:
        """Return True if it was told, or cannot be: what failed for now is tried again at the next look."""
        LOG.warning(subject)
        outcomes = list(tell(self.settings, subject, body, officers, self.clock()))
        for outcome in outcomes:
            LOG.info("the alarm was told", extra={"facts": {"result": str(outcome.result), "detail": outcome.detail}})
        return not outcomes or any(outcome.result is not Result.RETRY for outcome in outcomes)

    def _remembered(self) -> Vigil | None:
        try:
            stored: dict[str, Any] = json.loads(self.file.read_text())
            return Vigil(**{key: _read(key, value) for key, value in stored.items()})
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def _remember(self, vigil: Vigil) -> None:
        """Write it whole or not at all; a full disk leaves what was known before."""
        draft = self.file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            draft.write_text(json.dumps(asdict(vigil), default=datetime.isoformat))
            draft.replace(self.file)


def _read(key: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if value and key.endswith(("_at", "_since")) else value


@contextmanager
def watched(settings: Settings, *, interval: timedelta = INTERVAL, word: Wording = plain) -> Iterator[None]:
    """Look every fifteenth of the interval, in a thread of its own, while the block runs."""
    over = threading.Event()
    engine = make_engine(settings.database_url)
    watcher = Watcher(settings, engine, interval, word)

    def watch() -> None:
        while not over.wait((interval / 15).total_seconds()):
            watcher.look()

    thread = threading.Thread(target=watch, name="alarm", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(1)
        engine.dispose()


def _write_silent(vigil: Vigil, ticks: int | None, interval: timedelta, word: Wording) -> tuple[str, str]:
    store = "The store does not answer either.\n" if ticks is None else ""
    body = (
        f"{store}A round is due every {_span(interval)} on {socket.gethostname()}; none was finished for longer than "
        f"{_span(interval * INTERVALS)}. No reminder leaves meanwhile; none is lost.\n{word(SEE_WHY)}"
    )
    return f"Council: no round has been finished since {say_instant(vigil.heard_at)}", body


def _write_again(vigil: Vigil, now: datetime) -> tuple[str, str]:
    assert vigil.told_since is not None
    body = f"They had been silent since {say_instant(vigil.told_since)}. What was due meanwhile leaves now.\n"
    return f"Council: rounds are finished again since {say_instant(now)}", body


def _mail_fails(vigil: Vigil, failing: list[Failing] | None, word: Wording) -> tuple[str, str]:
    assert vigil.mail_since is not None
    body = "".join(f"{server.sentence}.\n" for server in failing or [])
    return (
        f"Council: the mail server fails since {say_instant(vigil.mail_since)}",
        f"{body}Rounds go on, and try it again; no reminder is lost.\n{word(SEE_WHY)}",
    )


def _mail_again(now: datetime, word: Wording) -> tuple[str, str]:
    return (
        f"Council: nothing waits for a failing mail server any more since {say_instant(now)}",
        f"{word(SEE_TASKS)}\n",
    )


def _span(span: timedelta) -> str:
    seconds = span.total_seconds()
    return f"{seconds / 60:g} minutes" if seconds >= 60 else f"{seconds:g} seconds"
