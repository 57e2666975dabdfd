"""One machine: Prefect's server, the child that serves our flows, the web; one process starts and stops them all."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from flows import child_process, readiness
from flows.log_relay import Relay
from flows.refusals import ProgramFell
from flows.server import PrefectServer


class _Terminated(BaseException):
    """SIGTERM or Ctrl-C, raised in the main thread so that every `with` unwinds."""


@dataclass(frozen=True, slots=True)
class Program:
    """A module to run as a program of its own: what people call it, the word of its log, the module and arguments.

    With a port it can be used once it answers /healthz there.
    """

    name: str
    word: str
    command: tuple[str, ...]
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """What to run: the module whose flows are served (flows/flow_server.py), the port, and other programs."""

    module: str
    port: int
    environment: Mapping[str, str] = field(default_factory=dict)  # added for the children, such as our store's address
    programs: Sequence[Program] = ()


@dataclass(frozen=True, slots=True)
class Child:
    """A program that was started, and the file that it prints into."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    port: int | None


@dataclass(frozen=True, slots=True)
class Running:
    """What runs: the server, and the children beside it: first the one that polls it and runs the flows."""

    server: PrefectServer
    children: tuple[Child, ...]

    def refuse_fallen(self) -> None:
        """Return None while all run. Raises ProgramFell."""
        if self.server.process is None or self.server.process.poll() is not None:
            raise ProgramFell("the Prefect server", self.server.log)
        for child in self.children:
            if child.process.poll() is not None:
                raise ProgramFell(child.name, child.log)

    def is_ready(self) -> bool:
        """Return True if all can be used: the flows are registered and will run, and what has a port answers on it."""
        ports = [child.port for child in self.children if child.port is not None]
        return readiness.is_told(self.server.home) and all(readiness.answers(port, "/healthz") for port in ports)


@contextmanager
def running(data_folder: Path, served: Served, *, template: Path | None = None) -> Iterator[Running]:
    """Give the server with what is served and the programs beside it; on leaving, no process of any is left.

    Call in the main thread's signal guard, `until_terminated`, where SIGTERM may come. Raises PortTaken, HomeTaken,
    ServerSilent.
    """
    serving = Program("the child that serves the flows", "serving", ("flows.flow_server", served.module))
    with PrefectServer(data_folder / "prefect", served.port, template=template) as server, ExitStack() as stops:
        readiness.forget(server.home)
        variables = {**os.environ, **served.environment, **server.environment}
        yield Running(
            server, tuple(_started(program, server.home, variables, stops) for program in (serving, *served.programs))
        )


def _started(program: Program, home: Path, variables: Mapping[str, str], stops: ExitStack) -> Child:
    log = home / f"{program.word}.log"
    process = child_process.start(list(program.command), variables, log)
    stops.callback(child_process.stop, process)
    return Child(program.name, process, log, program.port)


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
    served: Served,
    *,
    template: Path | None = None,
    ready: Callable[[PrefectServer], None] = lambda server: None,
    beside: AbstractContextManager[None] | None = None,
) -> None:
    """Run until SIGTERM or Ctrl-C; `beside` is open once the server answers, `ready` is called once all can be used.

    What the children print is passed on to standard error.

    Raises ProgramFell when a child ends by itself, PortTaken, HomeTaken, ServerSilent.
    """
    with (
        until_terminated(),
        running(data_folder, served, template=template) as all_,
        ExitStack() as relaying,
    ):
        relays = [relaying.enter_context(Relay(child.log)) for child in all_.children]
        with beside or nullcontext():
            _watch(all_, relays, until=all_.is_ready)
            ready(all_.server)
            _watch(all_, relays, until=lambda: False)


def _watch(running: Running, relays: Sequence[Relay], *, until: Callable[[], bool]) -> None:
    """Pass on what the children print, twice a second, and return when `until` says so. Raises ProgramFell."""
    while not until():
        running.refuse_fallen()
        with suppress(subprocess.TimeoutExpired):
            running.children[0].process.wait(timeout=0.5)
        for relay in relays:
            relay.pass_on()
