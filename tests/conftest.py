"""Real parts for every story: a store on both databases, a desk over it, a mail server that misbehaves on demand."""

import gc
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine

from record.programs import SELDOM
from tests import EXAMPLES, migrated, statements, stores
from tests.beginnings import begun, once
from tests.secretariat import Desk
from tests.sink import MisbehavingSink

# Modules are no garbage: to look through them again and again, while they come in, is a third of the imports.
gc.set_threshold(*SELDOM)
statements.share()
migrated.share()
pytest_plugins = ["tests.cost", "tests.proofs"]


def pytest_collection_finish() -> None:
    """Leave what was imported out of each later look for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stores.sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    # Not below pytest's folder: another run's clean-up would take it away, and a socket's path must be short.
    temporary = TemporaryDirectory(prefix="council-", ignore_cleanup_errors=True)
    with temporary as folder, stores.postgresql(Path(folder)) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh store, on each database in turn; a missing PostgreSQL fails the test, it does not skip it."""
    if request.param == "sqlite":
        with stores.sqlite_store(request.getfixturevalue("sqlite_template"), tmp_path) as url:
            yield url
    else:
        with stores.postgresql_store(request.getfixturevalue("postgresql_server")) as url:
            begun(url)
            yield url


@pytest.fixture
def engine(store_url: str, tmp_path: Path) -> Iterator[Engine]:
    engine_ = stores.with_keys(store_url, tmp_path)
    yield engine_
    engine_.dispose()


@pytest.fixture
def sink() -> Iterator[MisbehavingSink]:
    with MisbehavingSink() as sink_:
        yield sink_


@pytest.fixture
def desk(engine: Engine, sink: MisbehavingSink, tmp_path: Path) -> Desk:
    """The secretariat's desk over a fresh store, with the people of 2017 and a mail server."""
    desk_ = Desk(engine, sink, tmp_path)
    once(engine, tmp_path, "hired", desk_.hires, is_short=True)
    return desk_


@pytest.fixture
def bodies(tmp_path: Path) -> Path:
    """A file of the bodies and meetings of 2017, without its holidays: the desk has its own."""
    text = (EXAMPLES / "2017" / "1-bodies.yaml").read_text(encoding="utf-8")
    file = tmp_path / "bodies.yaml"
    file.write_text(text.partition("holidays:")[0], encoding="utf-8")
    return file
