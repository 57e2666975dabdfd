"""Senders in processes of their own, forked from a server that has everything imported; each may be told when to stop.

A sender writes into its diary each moment that it reaches, so that a test can name it.
"""

import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, configure_mappers

from delivery import claims
from delivery.claims import Standing
from delivery.rounds import run_round
from models.engine import make_engine
from models.outbox import Message
from models.transactions import TryAgain
from notifications.channels import smtp
from notifications.channels.outcome import Outcome
from notifications.channels.send_permission import MayLeave
from record.sending.clocks import Steady
from record.settings import Settings
from tests.faults.moments import Moments

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.senders", "tests.faults.officers"])
GAVE_UP = 3  # the exit code of a sender to which the database was lost
configure_mappers()  # once, before anything is forked


@dataclass(frozen=True, slots=True)
class Orders:
    """What a sender does: one round at `now`; at the moment of that number or name it sends itself `stop_with`, once.

    `clock` and `diary` are files: the real clock, which may move on while the sender is stopped, and what it reached.
    """

    settings: Settings
    now: datetime
    clock: Path
    diary: Path
    stop_at: int | str = -1
    stop_with: signal.Signals = signal.SIGKILL
    inside: bool = False  # stopped where it is, also within a transaction, whatever that holds
    mutant: str = ""  # one of MUTANTS

    def time(self) -> datetime:
        """Return what the real clock says."""
        return datetime.fromisoformat(self.clock.read_text())

    def steady(self) -> Steady:
        """Return what the kernel's clock says, which runs with the other one here."""
        return Steady("one boot", self.time().timestamp())

    def reached(self) -> list[str]:
        """Return the moments that the sender came to."""
        return self.diary.read_text().splitlines() if self.diary.exists() else []


def sender(orders: Orders, gate: Barrier | None = None) -> ForkServerProcess:
    """Return a started process that runs one round, all that share a gate at the same moment."""
    process = CONTEXT.Process(target=_run, args=(orders, gate), daemon=True)
    process.start()
    return process


def set_clock(file: Path, at: datetime) -> None:
    """Set the real clock of every sender that reads the file."""
    half = file.with_suffix(".half")
    half.write_text(at.isoformat())
    half.replace(file)


def is_stopped(process: ForkServerProcess) -> bool:
    """Return whether SIGSTOP has taken hold of it."""
    try:
        return Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return False


def _run(orders: Orders, gate: Barrier | None) -> None:
    engine = make_engine(orders.settings.database_url)
    if orders.mutant:
        MUTANTS[orders.mutant](engine)
    diary = os.open(orders.diary, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    count, stopped, lock, sleeps = 0, False, threading.Lock(), orders.stop_with is signal.SIGSTOP and not orders.inside

    def reached(name: str) -> None:
        nonlocal count, stopped
        with lock:
            os.write(diary, f"{name}\n".encode())
            met = not stopped and orders.stop_at in (count, name) and not (sleeps and moments.in_transaction)
            count, stopped = count + 1, stopped or met
            if met and not sleeps:
                stop()
        if met and sleeps:
            moments.once_none_is_open(stop)

    def stop() -> None:
        os.kill(os.getpid(), orders.stop_with)

    moments = Moments(reached)
    moments.of_store(engine)
    moments.of_mail()
    if gate is not None:
        gate.wait(240)
    try:
        run_round(engine, orders.settings, now=orders.now, clock=orders.time, steady=orders.steady)
    except (DBAPIError, TryAgain):
        sys.exit(GAVE_UP)


def mark_first(engine: Engine) -> None:
    """Make this process the mutant that every loss test must catch: it marks a mail as sent before it sends it."""
    send = smtp.SmtpChannel.send

    def mark_then_send(
        channel: smtp.SmtpChannel, sender: str, recipient: str, data: bytes, may_leave: MayLeave
    ) -> Outcome:
        with engine.begin() as connection:
            connection.execute(text("UPDATE message SET state = 'sent' WHERE frozen = :data"), {"data": data})
        return send(channel, sender, recipient, data, may_leave)

    patch.object(smtp.SmtpChannel, "send", mark_then_send).start()  # for good: this process is the mutant


def ask_nobody(engine: Engine) -> None:
    """Make this process the mutant that sends what it has claimed, whatever has been done since it was claimed."""

    def all_are_so(session: Session, messages: Sequence[Message], clock: datetime) -> Standing:
        return Standing(frozenset(message.id for message in messages))

    patch.object(claims, "standing", all_are_so).start()


MUTANTS = {"marks-first": mark_first, "asks-nobody": ask_nobody}


def orders_for(settings: Settings, now: datetime, folder: Path, **how: Any) -> Orders:
    """Return orders whose clock stands at `now`."""
    set_clock(folder / "clock", now)
    (folder / "diary").unlink(missing_ok=True)
    return replace(Orders(settings, now, folder / "clock", folder / "diary"), **how)
