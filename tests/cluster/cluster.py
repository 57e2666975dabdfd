"""All parts of "Many machines" on this one, begun by the lines of docs/operations.md, behind the proxy of deploy/."""

import socket
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from prefect.client.orchestration import SyncPrefectClient
from sqlalchemy import Engine

from models.engine import make_engine
from record import journal, settings
from tests.cluster import ground
from tests.cluster.parts import Part, supervised, surroundings
from tests.cluster.wires import Wires
from tests.cluster.written_lines import ROOT, WrittenLines, written_lines
from tests.wait import until

PROGRAMS = ROOT / ".venv-cluster" / "bin"  # what requirements.cluster.lock names, as on each machine
PASSWORD = "council:of-many-machines"
PATIENCE = 300  # seconds in which a program begins on a loaded machine
PLACES = ("sql", "redis", "api-1", "api-2", "web-1", "web-2", "pages", "proxy", "login")
WORKERS = ("worker-1", "worker-2")  # the machines whose wires may be cut


@dataclass
class Cluster:
    """The parts by name, the proxy's addresses, and what they stand on."""

    folder: Path
    parts: Mapping[str, Part]
    postgresql: ground.PostgreSQL
    ports: Mapping[str, int]
    wires: Mapping[str, Wires]
    redis: "subprocess.Popen[bytes]"
    lines: WrittenLines
    engine: Engine

    @property
    def api_url(self) -> str:
        """Prefect's address for programs, by the proxy."""
        return self.lines.settings["PREFECT_API_URL"]

    @property
    def web_url(self) -> str:
        """The address of the pages, by the proxy."""
        return f"http://127.0.0.1:{self.ports['pages']}"

    def client(self) -> SyncPrefectClient:
        """Return a client of Prefect's servers, by the proxy."""
        return SyncPrefectClient(self.api_url, auth_string=PASSWORD)

    def run(self, *words: str, **variables: str) -> str:
        """Run a program to its end on a machine of its own, and return what it printed; fail where it fails."""
        folder = self.folder / "terminal"
        folder.mkdir(exist_ok=True)
        own = {**surroundings(folder, self.lines.settings), **variables}
        done = subprocess.run(words, env=own, cwd=folder, text=True, capture_output=True, timeout=PATIENCE)
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def await_begun(self, name: str) -> None:
        """Wait until what was begun last under this name works."""
        part = self.parts[name]
        if name in WORKERS:
            until(lambda: part.log.read_text().count("started!") >= len(part.begun), PATIENCE)
        elif name in self.ports:
            until(lambda: _listens(self.ports[name]), PATIENCE)

    def begin_redis(self) -> None:
        """Begin Redis again; what it held is gone."""
        self.redis = ground.redis(self.folder / "redis", self.ports["redis"])


def installed() -> None:
    """Have the programs of many machines installed: `make` does nothing where they are."""
    subprocess.run(["make", "--quiet", "cluster"], cwd=ROOT, check=True)


@contextmanager
def cluster(folder: Path, mail_url: str) -> Iterator[Cluster]:
    """Yield everything, once each part works: two servers, services, two workers, the relay, two webs, one proxy."""
    installed()
    with ExitStack() as stack:
        ports = dict(zip(PLACES, _free_ports(len(PLACES)), strict=True))
        postgresql = ground.PostgreSQL(folder / "postgresql", ports["sql"])
        stack.callback(postgresql.stop)
        there = (ports["sql"], ports["proxy"], _port_of(mail_url))
        wires = {name: stack.enter_context(Wires(there)) for name in WORKERS}
        lines = _lines(ports, mail_url, [each.ports[ports["proxy"]] for each in wires.values()])
        redis, engine = (
            ground.redis(folder / "redis", ports["redis"]),
            make_engine(postgresql.url("", *["council"] * 2)),
        )
        parts: dict[str, Part] = {}
        made = Cluster(folder, parts, postgresql, ports, wires, redis, lines, _journaled(engine, folder, lines))
        stack.callback(lambda: (made.engine.dispose(), made.redis.kill(), made.redis.wait()))
        login = b64encode(PASSWORD.encode()).decode()
        stack.enter_context(ground.nginx(folder / "nginx", _site(ports), login))
        stack.enter_context(supervised(parts))
        _begin(made, parts)
        yield made


def _begin(made: Cluster, parts: dict[str, Part]) -> None:
    """Begin everything in the order of the lines; what must end before the next ends."""
    lines, ports = made.lines, made.ports

    def begin(name: str, words: tuple[str, ...], **own: str) -> None:
        folder = made.folder / name
        parts[name] = Part(name, words, {**surroundings(folder, lines.settings), **own}, folder)
        parts[name].begin()

    made.run(*lines.program("db", "upgrade"))
    made.run(*lines.program("database", "upgrade"))
    for number in (1, 2):
        port = str(ports[f"api-{number}"])
        begin(f"api-{number}", lines.program("flows.guard"), PREFECT_SERVER_API_PORT=port)
    begin("services", lines.program("flows.services"))
    with made.client() as client:
        until(lambda: client.api_healthcheck() is None, PATIENCE)
    made.run(*lines.program("work-pool"))
    made.run(*lines.program("flows.pooled"))
    for name in WORKERS:
        begin(name, lines.program("worker"), **_wired(made, name))
    begin("relay", lines.program("flows.event_relay"))
    for number in (1, 2):
        words = [str(ports[f"web-{number}"]) if word == "8000" else word for word in lines.program("web")]
        begin(f"web-{number}", tuple(words))
    for name in parts:
        made.await_begun(name)


def _wired(made: Cluster, name: str) -> dict[str, str]:
    """Return the variables by which a worker reaches all others over wires that can be cut."""
    reached = {}
    for variable in ("COUNCIL_DATABASE_URL", "COUNCIL_MAIL_URL", "PREFECT_API_URL"):
        reached[variable] = made.lines.settings[variable]
        for port, wire in made.wires[name].ports.items():
            reached[variable] = reached[variable].replace(f":{port}", f":{wire}")
    return reached


def _lines(ports: Mapping[str, int], mail_url: str, wired: Sequence[int]) -> WrittenLines:
    """Return the written lines, the places that they name replaced by those of this machine and by wires to them."""
    addresses = [f"http://127.0.0.1:{port}" for port in (ports["proxy"], *wired)]
    places = {
        "@db/": f"@127.0.0.1:{ports['sql']}/",
        "redis://redis:6379": f"redis://127.0.0.1:{ports['redis']}",
        "MESSAGING_HOST=redis": "MESSAGING_HOST=127.0.0.1",
        "MESSAGING_PORT=6379": f"MESSAGING_PORT={ports['redis']}",
        "http://prefect:4200,": ",".join((*addresses, "")),
        "http://prefect:4200": addresses[0],
        "http://localhost:4200": f"http://localhost:{ports['proxy']}",
        "user:password": PASSWORD,
        "smtp://mail:25": mail_url,
    }
    lines = written_lines(places)
    fast = {"PREFECT_WORKER_QUERY_SECONDS": "2", "PREFECT_SERVER_LOGGING_LEVEL": "INFO"}
    return WrittenLines({**lines.settings, **fast, "PROGRAMS": str(PROGRAMS)}, lines.programs)


def _site(ports: Mapping[str, int]) -> Mapping[str, str]:
    """Return what stands in the proxy's file, and what stands there for this machine."""
    inner = {
        f"{name}:{port}": name for name, port in (("api-1", 4200), ("api-2", 4200), ("web-1", 8000), ("web-2", 8000))
    }
    outer = {"listen 80;": "pages", "listen 4200;": "proxy", "listen 4201;": "login"}
    return {
        **{name: f"127.0.0.1:{ports[part]}" for name, part in inner.items()},
        **{name: f"listen 127.0.0.1:{ports[part]};" for name, part in outer.items()},
        "localhost:4200": f"localhost:{ports['proxy']}",
    }


def _journaled(engine: Engine, folder: Path, lines: WrittenLines) -> Engine:
    """Return an engine by which acts can be sealed, as on each machine."""
    ours = {name: value for name, value in lines.settings.items() if name.startswith("COUNCIL_")}
    return journal.attach(engine, settings.read({**ours, "COUNCIL_HOME": str(folder / "office")}))


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _port_of(mail_url: str) -> int:
    return int(mail_url.rpartition(":")[2].partition("?")[0])


def _free_ports(number: int) -> list[int]:
    """Return ports that nobody had a moment ago, all different."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]
