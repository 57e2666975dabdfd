"""Row 13 besides: the page Today over a large store, against its rows read alone and its template rendered alone.

`python -m benchmarks.today` fills a store of each database as `benchmarks.readings` does, with FEW messages, or with as
many as it is told. What the page asks is asked again as typed columns, in one session, and what it renders is rendered
again with the same values: what is left is what it reckons. The reading alone is told beside it, for it is what the
machine and the database can do.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from jinja2 import Template
from sqlalchemy import Connection, Engine, SelectBase, event
from starlette.requests import Request

from benchmarks.ratios import ROUNDS, Row, quotient, seconds
from benchmarks.readings import ENDED, LIVING, filled, postgresql, sqlite
from benchmarks.store_filler import NOW, Size
from models.accounts import Right
from models.engine import make_engine, reading
from record import programs
from record.people.sign_ins import SignedIn
from record.settings import Settings
from web.desk.names import Shelf
from web.desk.today_page import TodayPage
from web.desk.visits import Visit

FEW = 5_000


def rows(messages: int = FEW) -> Iterator[Row]:
    """Yield the rows for each database."""
    with TemporaryDirectory(prefix="council-") as name:
        for database, kept in (("PostgreSQL", postgresql), ("SQLite", sqlite)):
            with kept(Path(name)) as make:
                url = filled(make, Size(LIVING, ENDED, messages=messages))
                with ProcessPoolExecutor(1, get_context("spawn")) as alone:
                    yield from alone.submit(of, database, url).result()


def of(database: str, url: str) -> list[Row]:
    """Return the rows of the store at that address, in a process that looks for garbage as the desk's does."""
    programs.begin()
    engine = make_engine(url)
    page = partial(TodayPage(engine).show, visit(engine, url))
    asked, render = asked_and_rendered(page)

    def read() -> None:
        with reading(engine) as session:
            for clause, parameters in asked:
                session.connection().execute(clause, parameters).all()

    def alone() -> None:
        read(), render()

    what = f"Today over {LIVING} living and {ENDED:,} ended cycles in {database}, {len(asked)} queries"
    took = sorted(seconds(page, 1) for _ in range(ROUNDS))[ROUNDS // 2]
    return [
        Row(13, what, "its rows read and its template rendered alone", "<= 3x", quotient(page, alone, 1)),
        Row(13, f"{what} ({took:.2f} s)", "its rows read alone", "<= 3x", quotient(page, read, 1)),
    ]


def visit(engine: Engine, url: str) -> Visit:
    """Return the visit of somebody who may do all that the page offers."""
    scope = {"type": "http", "method": "GET", "path": "/desk", "query_string": b"", "headers": []}
    who = SignedIn(1, "00000000-0000-5000-8000-000000000001", "Office", Right.APPROVER, NOW)
    settings = Settings(Path(), url, None, "a@b.example", "https://council.example", "Office", "Office")
    with reading(engine) as session:
        return Visit(Request(scope), settings, NOW, "", who, Shelf().of(session))


def asked_and_rendered(page: Callable[[], object]) -> tuple[list[tuple[Any, Any]], Callable[[], str]]:
    """Return the questions that the page asks, and the rendering of what it renders, with the same values."""
    asked: list[tuple[Any, Any]] = []
    caught: list[Callable[[], str]] = []
    real = Template.render

    def note(connection: Connection, clause: Any, several: Any, parameters: Any, options: Mapping[str, Any]) -> None:
        if isinstance(clause, SelectBase):
            asked.append((clause, several or parameters))

    def catch(self: Template, *args: Any, **values: Any) -> str:
        caught.append(partial(real, self, *args, **values))
        return real(self, *args, **values)

    event.listen(Engine, "before_execute", note)
    with patch.object(Template, "render", catch):
        page()
    event.remove(Engine, "before_execute", note)
    return asked, caught[-1]


if __name__ == "__main__":
    for found in rows(int(sys.argv[1]) if len(sys.argv) > 1 else FEW):
        print(found, flush=True)
