"""Rows 14 to 16: readings of a large store, against the same rows read alone and the same lines printed.

`python -m benchmarks.readings 1000000` puts so many messages into each store, on PostgreSQL and on SQLite; without a
number they are FEW. Three questions each: how a command compares with its rows alone, what it costs when ten times as
many cycles have ended, and whether it grows with the living ones as they do. Each command is measured in a process of
its own, as a terminal runs it: a collector of garbage that passes a filler's million objects costs it a third more.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, redirect_stdout
from functools import partial
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click
from sqlalchemy import Connection, Engine, SelectBase, event

from benchmarks.ratios import Row, quotient, seconds
from benchmarks.store_filler import NOW, Size, fill
from cli import command_context
from cli.main import council
from models.engine import make_engine, writing
from reminders import reminder_plan
from tests import stores

FEW = 100_000
LIVING, ENDED = 303, 1_700
SIZES = (40, 80, 160, LIVING)  # living cycles
AS_OF = ["--as-of", f"{NOW:%Y-%m-%d}"]
COMMANDS = {
    "status": (14, ["status"]),
    "tasks": (15, ["tasks"]),
    "obligations": (16, ["obligations"]),
    "year": (16, ["year", f"{NOW:%Y}"]),
}
ROUNDS = 5


def rows(messages: int = FEW) -> Iterator[Row]:
    """Yield the rows for each database."""
    with TemporaryDirectory(prefix="council-") as name:
        for database, kept in (("PostgreSQL", postgresql), ("SQLite", sqlite)):
            with kept(Path(name)) as make:
                urls = {
                    (living, ended): filled(make, Size(living, ended, messages=messages))
                    for living, ended in (*((living, ENDED // 10) for living in SIZES), (LIVING, ENDED))
                }
                with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as alone:
                    for command in COMMANDS:
                        yield from alone.submit(_of, command, database, urls).result()


def _of(command: str, database: str, urls: Mapping[tuple[int, int], str]) -> list[Row]:
    number, words = COMMANDS[command]
    large, small = urls[LIVING, ENDED], urls[LIVING, ENDED // 10]
    read = partial(said, words, large)
    what = f"council {command} over {LIVING} living and {ENDED:,} ended cycles in {database}"
    alone, fewer = _alone(words, large), partial(said, words, small)
    costs = [_cost(words, urls[living, ENDED // 10]) for living in SIZES]
    figures = ", ".join(f"{living}: {cost:.2f} s" for living, cost in zip(SIZES, costs, strict=True))
    each = costs[-1] / SIZES[-1] / (costs[0] / SIZES[0])
    return [
        Row(number, what, "its rows read and its lines printed alone", "<= 3x", quotient(read, alone, 1)),
        Row(number, what, f"the same with {ENDED // 10} ended", "<= 1.30x", quotient(read, fewer, 1)),
        Row(number, f"council {command}, a living cycle ({figures})", f"one of {SIZES[0]}", "linear: 1x", each),
    ]


def _cost(words: list[str], url: str) -> float:
    return median(seconds(partial(said, words, url), 1) for _ in range(ROUNDS))


def said(words: list[str], url: str) -> str:
    """Return what the command prints, run in this process: the start of Python is row 12."""
    os.environ["COUNCIL_DATABASE_URL"] = url
    with redirect_stdout(StringIO()) as said:
        council.main([*words, *AS_OF], standalone_mode=False)
    return said.getvalue()


def _alone(words: list[str], url: str) -> Callable[[], None]:
    """Return what reads the rows that the command reads, as typed columns, and prints the lines that it prints."""
    asked: list[tuple[Any, Any]] = []

    def note(connection: Connection, clause: Any, several: Any, parameters: Any, options: Any) -> None:
        asked.append((clause, several or parameters))

    event.listen(Engine, "before_execute", note)
    lines = said(words, url).splitlines()
    event.remove(Engine, "before_execute", note)
    selects = [(clause, parameters) for clause, parameters in asked if isinstance(clause, SelectBase)]

    def alone() -> None:
        os.environ["COUNCIL_DATABASE_URL"] = url
        with command_context.look() as session:
            for clause, parameters in selects:
                session.connection().execute(clause, parameters).all()
        with redirect_stdout(StringIO()):
            for line in lines:
                click.echo(line)

    return alone


def filled(make: Callable[[], str], size: Size) -> str:
    """Return the address of a store that was filled, and for which a round has planned."""
    url = make()
    engine = make_engine(url)
    fill(engine, size)
    with writing(engine) as session:
        reminder_plan.plan_owed(session, now=NOW)  # as a round does
    engine.dispose()
    return url


@contextmanager
def sqlite(folder: Path) -> Iterator[Callable[[], str]]:
    """Yield what makes an empty store in SQLite."""
    template = stores.sqlite_template(folder)
    with ExitStack() as opened:
        yield lambda: opened.enter_context(stores.sqlite_store(template, folder))


@contextmanager
def postgresql(folder: Path) -> Iterator[Callable[[], str]]:
    """Yield what makes an empty store in PostgreSQL."""
    with stores.postgresql(folder / "postgresql") as url, ExitStack() as opened:
        yield lambda: opened.enter_context(stores.postgresql_store(url))


if __name__ == "__main__":
    for found in rows(int(sys.argv[1]) if len(sys.argv) > 1 else FEW):
        print(found, flush=True)
