"""Run a module as a program that ends with its parent: `python -P -m flows.child_process MODULE ARGUMENT...`.

The parent holds the other end of our standard input and never writes to it. The kernel closes that end when the
parent ends, however it ends (kill -9 too), and we end ourselves as SIGTERM would.
"""

import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from record import programs

GRACE_SECONDS = 8.0
"""How long a program has between SIGTERM and the kill: uvicorn waits for its open web sockets without end."""


def start(arguments: list[str], environment: Mapping[str, str], log: Path) -> "subprocess.Popen[bytes]":
    """Return the started program, its output appended to `log`, in a session of its own: Ctrl-C reaches us alone.

    It runs in the folder of its log, which is ours, not in that of whoever started us, which may be anybody's: Prefect
    imports from where it runs (load_module), and reads `.env` and `prefect.toml` there.
    """
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603  our own modules, no shell
            [sys.executable, "-P", "-m", "flows.child_process", *arguments],
            env={**environment, "PYTHONSAFEPATH": "1"},  # also for the processes that it starts in turn
            cwd=log.parent,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def stop(program: "subprocess.Popen[bytes]") -> None:
    """Return when the program and all that it started have ended: SIGTERM, then a kill of its whole session."""
    if program.poll() is None:
        program.terminate()
        with suppress(subprocess.TimeoutExpired):
            program.wait(GRACE_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()
    if program.stdin is not None:
        program.stdin.close()


def _end_with_parent(tied_to: int) -> None:
    os.read(tied_to, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Run the module named on the command line as `__main__`, tied to the parent; children get an empty stdin."""
    programs.begin()
    tied_to = os.dup(sys.stdin.fileno())
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    threading.Thread(target=_end_with_parent, args=(tied_to,), daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
