from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.loading.office import Office


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    """An officer's desk over a fresh store."""
    folder = tmp_path / "files"
    folder.mkdir()
    return Office(engine, folder)
