"""Prefect on one machine: the server and the child that serves our flows, under one process that stops both."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from flows import tether
from flows.refusals import ProgramFell
from flows.relay import Relay
from flows.server import PrefectServer


class _Terminated(BaseException):
    """SIGTERM or Ctrl-C, raised in the main thread so that every `with` unwinds."""


@dataclass(frozen=True, slots=True)
class Running:
    """What runs: the server, and the child that polls it and runs the flows."""

    server: PrefectServer
    serving: "subprocess.Popen[bytes]"
    serving_log: Path

    def refuse_fallen(self) -> None:
        """Return None while both run. Raises ProgramFell."""
        if self.server.process is None or self.server.process.poll() is not None:
            raise ProgramFell("the Prefect server", self.server.log)
        if self.serving.poll() is not None:
            raise ProgramFell("the child that serves the flows", self.serving_log)


@contextmanager
def running(
    data_folder: Path,
    module: str,
    *,
    port: int | None = None,
    template: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Running]:
    """Give the server with `module` served (see flows.served); on leaving, however, no process of either is left.

    `environment` is added for the flows, such as the address of our store. Call in the main thread's signal guard,
    `until_terminated`, where SIGTERM may come. Raises PortTaken, HomeTaken, ServerSilent.
    """
    with PrefectServer(data_folder / "prefect", port, template=template) as server:
        log = server.home / "serving.log"
        variables = {**os.environ, **(environment or {}), **server.environment}
        serving = tether.start(["flows.served", module], variables, log)
        try:
            yield Running(server, serving, log)
        finally:
            tether.stop(serving)


@contextmanager
def until_terminated() -> Iterator[None]:
    """Leave the block quietly on SIGTERM or SIGINT, everything in it unwound; a second signal is ignored."""

    def terminate(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN)
        raise _Terminated

    before = {each: signal.signal(each, terminate) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except _Terminated:
        pass
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def supervise(
    data_folder: Path,
    module: str,
    *,
    port: int,
    template: Path | None = None,
    environment: Mapping[str, str] | None = None,
    ready: Callable[[PrefectServer], None] = lambda server: None,
    beside: AbstractContextManager[None] | None = None,
) -> None:
    """Run until SIGTERM or Ctrl-C; `ready` is called once the server answers, `beside` is open from then on.

    What the flows' child prints is passed on to standard error.

    Raises ProgramFell when a child ends by itself, PortTaken, HomeTaken, ServerSilent.
    """
    with (
        until_terminated(),
        running(data_folder, module, port=port, template=template, environment=environment) as all_,
    ):
        ready(all_.server)
        with beside or nullcontext(), Relay(all_.serving_log) as relay:
            while True:
                all_.refuse_fallen()
                with suppress(subprocess.TimeoutExpired):
                    all_.serving.wait(timeout=0.5)
                relay.pass_on()
