"""A Prefect server of our own: one child process, one folder, a SQLite file that may be thrown away."""

import fcntl
import os
import shutil
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from flows import child_process
from flows.allowed_origins import own_origins
from flows.database_template import migrated
from flows.password import password_of
from flows.readiness import answers
from flows.refusals import HomeNewer, HomeTaken, PortTaken, ServerSilent
from flows.server_environment import HOST, surroundings

START_SECONDS = 90.0
"""A fresh home takes 11 s on two cores (Prefect's migrations); a loaded machine several times that."""
UNKNOWN_REVISION = b"Can't locate revision"
"""What Alembic says of a database that a later Prefect has migrated."""


class PrefectServer:
    """A context manager: inside it the server answers on `api_url`; after it no process of it is left.

    `home` keeps its database and its log. A home without a database starts from `template`, a file that is migrated
    once and copied (ready in 3.5 s); without a template the server migrates its own (11 s on a fresh home).
    `port` None takes a free one. Raises PortTaken, HomeTaken, BadPassword, BadPagesAddress, HomeNewer,
    ServerSilent.
    """

    def __init__(self, home: Path, port: int | None = None, *, template: Path | None = None) -> None:
        self.home = home.resolve()
        self.port = port or _free_port()
        self.template = template
        self._lock: IO[str] | None = None
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def ui_url(self) -> str:
        """The address for people."""
        return f"http://{HOST}:{self.port}"

    @property
    def api_url(self) -> str:
        """The address for clients, PREFECT_API_URL."""
        return f"{self.ui_url}/api"

    @property
    def log(self) -> Path:
        """What the server printed, appended from start to start."""
        return self.home / "server.log"

    @property
    def database(self) -> Path:
        """Prefect's own, which may be thrown away."""
        return self.home / "prefect.db"

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables of a process that talks to this server; it calls no other server, and nobody's telemetry.

        Raises BadPassword, BadPagesAddress.
        """
        return surroundings(
            self.home,
            self.port,
            password=password_of(self.home, os.environ),
            origins=own_origins(HOST, self.port, os.environ.get("PREFECT_UI_URL")),
        )

    def __enter__(self) -> Self:
        self.home.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.home)
        try:
            refuse_taken(self.port)
            self.process = self._started()
            self._await_health()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None:
            child_process.stop(self.process)
        if self._lock is not None:
            self._lock.close()

    def _started(self) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, **self.environment}
        if self.template is not None and not self.database.exists():
            shutil.copyfile(migrated(self.template), self.database)
            environment["PREFECT_SERVER_DATABASE_MIGRATE_ON_START"] = "false"
        return child_process.start(["flows.guard"], environment, self.log)

    def _await_health(self) -> None:
        assert self.process is not None
        printed = self.log.stat().st_size
        for _ in range(int(START_SECONDS * 10)):
            if answers(self.port, "/api/health"):
                return
            try:
                self.process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
        if UNKNOWN_REVISION in self.log.read_bytes()[printed:]:
            raise HomeNewer(self.database)
        raise ServerSilent(self.log)


def refuse_taken(port: int) -> None:
    """Return None if the port is free. Raises PortTaken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise PortTaken(port) from None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _locked(home: Path) -> IO[str]:
    """Return the held lock; the kernel lets go of it when this process ends, however it ends."""
    lock = (home / "server.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise HomeTaken(home) from None
    return lock
