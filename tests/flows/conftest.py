"""A real Prefect server for the tests: migrated once and kept in pytest's cache, ready in 3 s, one for a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect import settings

from flows.server import PrefectServer


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
            settings.PREFECT_HOME: home,
            settings.PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: False,
            settings.PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
        }
        with settings.temporary_settings(ours):
            yield server
