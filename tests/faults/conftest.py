"""A desk on the morning on which mail is due, copies of it to try a fault on, and what each fault may not change."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from models.engine import make_engine
from tests import stores
from tests.beginnings import once
from tests.secretariat import Desk
from tests.sink import MisbehavingSink

Afresh = Callable[[], "contextmanager[Desk]"]


@pytest.fixture
def due(desk: Desk) -> Desk:
    """A desk on the morning of 24 February 2017: three messages are due, two of them to members."""
    once(desk.engine, desk.home, "due", partial(_begin, desk))
    return desk


def _begin(desk: Desk) -> None:
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")


@pytest.fixture
def afresh(due: Desk) -> Afresh:
    """The same desk again and again, each time over a copy of its store and with an empty sink."""
    url = due.settings.database_url
    due.engine.dispose()

    @contextmanager
    def copy() -> Iterator[Desk]:
        due.sink.mails.clear()
        with stores.copied(url) as store, TemporaryDirectory(prefix="home-", dir=due.home) as home:
            for name in ("secret.key", "journal.head"):  # the journal of a copy is sealed on with its own key
                shutil.copy(due.home / name, home)
            engine = make_engine(store)
            yield replace(due, engine=engine, home=Path(home))
            engine.dispose()

    return copy


@pytest.fixture
def due_on(sink: MisbehavingSink, tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    """Makes the desk of the morning of 24 February over any store."""
    engines = []

    def made(url: str) -> Desk:
        desk = Desk(make_engine(url), sink, tmp_path)
        engines.append(desk.engine)
        desk.hires()
        _begin(desk)
        return desk

    yield made
    for engine in engines:
        engine.dispose()
