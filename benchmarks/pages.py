"""Row 13: the page of a cycle of 50 deadlines, against rendering its template alone with the same values.

What it shows is kept until the record or the day changes. The goal is for a reader between two acts; the first reader
after an act is told beside it.

python -m benchmarks.pages
"""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from jinja2 import Template
from starlette.requests import Request

from actions.cycles import openings
from actions.cycles.planned_cycles import OpeningTerms
from benchmarks.ratios import Row, quotient
from feeds.catalogues import Catalogues
from feeds.feed_cache import Shelf
from models.engine import make_engine, writing
from models.schema import upgrade
from planning.chain import Anchor, Chain, Step
from planning.window import day
from record import journal
from record.settings import Settings
from tests.statements import asked_of, share
from web.pages import Pages

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DEADLINES, TIMES = 50, 20
CHAIN = Chain(
    "bench", 1, "A chain to measure with", "none",
    (Anchor("un-deadline", "an outside day", outside=True),),
    tuple(Step(f"step-{n}", f"Step {n} of the chain", due="on un-deadline") for n in range(DEADLINES)),
)  # fmt: skip


def rows() -> Iterator[Row]:
    """Yield the row."""
    share()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = make_engine(f"sqlite:///{folder / 'council.db'}")
        upgrade(engine, uid_host="council.example", now=NOW)
        settings = Settings(folder, str(engine.url), None, "a@b.example", "https://council.example", "Office", "Office")
        journal.attach(engine, settings)
        with writing(engine) as session:
            terms = OpeningTerms({"un-deadline": day(date(2027, 1, 1))})
            openings.open_cycle(session, CHAIN, "2027", terms, now=NOW, by="Office")
        shelf = Shelf(engine, settings)
        pages = Pages(shelf, lambda: NOW)
        page = partial(pages.cycle, _request(), "bench", "2027")
        asked = asked_of(engine)
        alone = _template_of(page)
        queries = 1 + sum(words.startswith("SELECT") for words in asked)

        def first() -> None:
            shelf.catalogues = Catalogues(engine, shelf.lookup)
            page()

        what, against = f"a page of {DEADLINES} deadlines", "rendering its template alone"
        yield Row(13, f"{what}, in 1 query", against, "<= 3x", quotient(page, alone, TIMES))
        yield Row(13, f"{what}, the first after an act, in {queries}", against, "none", quotient(first, alone, TIMES))
        engine.dispose()


def _request() -> Request:
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []})


def _template_of(page: Callable[[], object]) -> Callable[[], str]:
    """Return the rendering of what the page renders, with the same values."""
    caught: list[Callable[[], str]] = []
    real = Template.render

    def catch(self: Template, *args: Any, **values: Any) -> str:
        caught.append(partial(real, self, *args, **values))
        return real(self, *args, **values)

    with patch.object(Template, "render", catch):
        page()
    assert caught[-1]().count("<time ") == DEADLINES
    return caught[-1]


if __name__ == "__main__":
    for found in rows():
        print(found)
