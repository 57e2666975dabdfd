"""Prefect's services end together: one that fell alone would never be missed, nor what it wakes."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows import services


async def falls() -> None:
    raise ConnectionRefusedError("no database")


async def lives() -> None:
    await asyncio.Event().wait()


def test_where_one_falls_all_end_and_it_is_named() -> None:
    ended = asyncio.run(services.first_ended({"Falls": falls(), "Lives": lives()}))
    assert ended == {"Falls": "ConnectionRefusedError('no database')"}


@pytest.mark.slow
@pytest.mark.proof("a process with all of Prefect's server: four seconds of CPU")
def test_the_program_ends_where_its_database_does_not_answer(tmp_path: Path) -> None:
    nowhere = {
        "PREFECT_HOME": str(tmp_path),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": "postgresql+asyncpg://nobody@127.0.0.1:9/none",
        "PREFECT_SERVER_DOCKET_URL": "memory://services",
    }
    done = subprocess.run(
        [sys.executable, "-P", "-m", "flows.services"],
        env=os.environ | nowhere,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "a service of Prefect's has ended" in done.stderr
