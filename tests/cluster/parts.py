"""Programs of many machines, each begun in a folder of its own by a supervisor that begins it again when it ends."""

import os
import shlex
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import psutil

from tests.beside import beside

AGAIN = 2.0  # seconds after which a supervisor begins again what has ended
GRACE = 20.0  # seconds between SIGTERM and the kill


@dataclass
class Part:
    """One program on a machine of its own: its words, its variables, its folder."""

    name: str
    words: Sequence[str]
    variables: dict[str, str]
    folder: Path
    is_wanted: bool = True
    begun: list[float] = field(default_factory=list)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> Path:
        """What it printed."""
        return self.folder / "log"

    def begin(self) -> None:
        """Begin it as docs/operations.md asks: its files are its owner's alone."""
        self.folder.mkdir(exist_ok=True)
        command = f"umask 077; exec {shlex.join(self.words)}"
        self.begun.append(monotonic())
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                ["sh", "-c", command],
                env=self.variables,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def tree(self) -> list[psutil.Process]:
        """Return its processes: those that it began first, so that none is begun anew while they end."""
        assert self.process is not None
        with suppress(psutil.NoSuchProcess):
            own = psutil.Process(self.process.pid)
            return [*own.children(recursive=True), own]
        return []

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to all its processes."""
        for each in self.tree():
            with suppress(psutil.NoSuchProcess):
                each.send_signal(number)

    def end(self) -> None:
        """Stop it as systemd does: SIGTERM, then a kill of what is left."""
        self.is_wanted = False
        if self.process is None:
            return
        left = self.tree()
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE)
        for each in left:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        self.process.wait()

    def begin_anew(self, variables: Mapping[str, str]) -> None:
        """Stop it, and begin it with other variables."""
        self.end()
        self.variables |= variables
        self.begin()
        self.is_wanted = True


@contextmanager
def supervised(parts: Mapping[str, Part]) -> Iterator[None]:
    """Begin again each part that ends by itself, until the block ends; then end all of them."""

    def tend(over: threading.Event) -> None:
        while not over.wait(AGAIN):
            for part in list(parts.values()):
                if part.is_wanted and part.process is not None and part.process.poll() is not None:
                    part.begin()

    try:
        with beside(tend):
            yield
    finally:
        for part in parts.values():
            part.signal(signal.SIGTERM)
        for part in reversed(parts.values()):
            part.end()


def surroundings(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of a machine: nothing of whoever runs the test but where programs are found."""
    programs = Path(settings["PROGRAMS"])
    own = {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(folder), "COUNCIL_HOME": str(folder / "data")}
    return {**{name: value for name, value in settings.items() if name != "PROGRAMS"}, **own, "PYTHONSAFEPATH": "1"}
