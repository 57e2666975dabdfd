"""The link of the first administrator of the desk: in a file of its owner alone, since what `up` prints is kept.

A supervisor such as systemd writes what a program prints into a log, so that the link itself is printed by `council
account invite` only.
"""

import os
from datetime import datetime
from pathlib import Path

from cli import command_context
from kernel import registry, runner
from kernel.doors import Door
from kernel.grants import Identity
from kernel.runner import Request
from models.accounts import Right
from models.engine import reading
from planning.errors import CouncilError
from record import store
from record.people import accounts
from record.settings import Settings

NAME = "first-link.txt"
HOW = 'invite the first administrator: council account invite "Your Name" administrator'


def told(settings: Settings, web_port: int, *, now: datetime) -> str:
    """Return how one enters the desk; where nobody can yet, the officer of this machine is invited by a file."""
    desk, file = f"http://127.0.0.1:{web_port}/desk", settings.home / NAME
    if _is_any(settings):
        file.unlink(missing_ok=True)
        return f"{desk}    the desk, where the secretariat acts"
    if not settings.officer:
        return f"{desk}    the desk; nobody can enter it yet; {HOW}"
    try:
        link = _invite(settings.officer, now)
    except CouncilError as why:
        return f"{desk}    the desk; nobody can enter it yet: {why}; then {HOW}"
    _write(file, link if "://" in link else f"http://127.0.0.1:{web_port}{link}")
    return f"{desk}    the desk; the link by which {settings.officer} chooses a password is in {file}"


def _is_any(settings: Settings) -> bool:
    engine = store.for_reading(settings)
    try:
        with reading(engine) as session:
            return accounts.is_any(session)
    finally:
        engine.dispose()


def _invite(officer: str, now: datetime) -> str:
    """Return the link of the officer as an administrator. Raises as the act does."""
    invited = {"person": officer, "holds": Right.ADMINISTRATOR}
    act = registry.act("account/invite")
    done = runner.perform(
        Request(act, invited, Identity(officer), Door.TERMINAL, now, is_kind=True), command_context.act
    )
    return done.secret["link"]


def _write(file: Path, link: str) -> None:
    """Write the file anew, for its owner alone."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(f"{link}\n")
