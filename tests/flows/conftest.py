"""A real Prefect server for the tests: migrated once and kept in pytest's cache, ready in 3 s, one for a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect import settings
from prefect.logging.handlers import APILogWorker

from flows.server import PrefectServer
from tests import stores
from tests.secretariat import OFFICER, Desk

ANNA = "Anna of the secretariat"


@pytest.fixture(scope="session")
def prefect_template(pytestconfig: pytest.Config) -> Path:
    """The folder of migrated databases, one for each release of Prefect, kept from run to run."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("prefect")


@pytest.fixture(scope="session")
def prefect_server(prefect_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """A server that flows called in this process report to."""
    home = tmp_path_factory.mktemp("prefect")
    with PrefectServer(home, template=prefect_template) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DO_NOT_TRACK", "1")
        ours = {
            settings.PREFECT_API_URL: server.api_url,
            settings.PREFECT_API_AUTH_STRING: server.environment["PREFECT_API_AUTH_STRING"],
            settings.PREFECT_HOME: home,
            settings.PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: False,
            settings.PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
        }
        with settings.temporary_settings(ours):
            yield server
            APILogWorker.drain_all(timeout=5, at_exit=False)  # else the last run's log finds no server


@pytest.fixture
def store_url(sqlite_template: Path, tmp_path: Path) -> Iterator[str]:
    """A fresh SQLite store; what flows do with it does not depend on the database."""
    with stores.sqlite_store(sqlite_template, tmp_path) as url:
        yield url


@pytest.fixture
def office(prefect_server: PrefectServer, house: Desk) -> Desk:
    """The house, whose flows report to a Prefect server."""
    return house


@pytest.fixture
def house(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk, with the environment that our flows find its store, its mail server and its pages by."""
    for name, value in environment(desk).items():
        monkeypatch.setenv(name, value)
    for name in (OFFICER, ANNA, "Boris"):
        desk.knows(name, f"{name.partition(' ')[0].casefold()}@desk.example", channels=())
    return desk


def environment(desk: Desk) -> dict[str, str]:
    own_settings = desk.settings
    return {
        "COUNCIL_HOME": str(desk.home),
        "COUNCIL_DATABASE_URL": own_settings.database_url,
        "COUNCIL_MAIL_URL": own_settings.mail_url or "",
        "COUNCIL_MAIL_FROM": own_settings.mail_from,
        "COUNCIL_BASE_URL": own_settings.base_url or "",
        "COUNCIL_PREFECT_ACTS": "yes",
        "COUNCIL_WEEKLY_REPORT": "yes" if desk.weekly else "no",
    }
