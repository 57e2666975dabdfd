from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from kernel.done import Changes
from kernel.runner import do
from models.engine import writing
from tests.loading.office import OFFICER, Office
from tests.timelines.printed import Printed, read

BEFORE_ALL = datetime(2012, 10, 1, 12, tzinfo=UTC)


class Archive(Office):
    """An office that loads what others have printed, and agrees what they put off."""

    def takes(self, *names: str) -> list[Printed]:
        """Load the printed timelines of these names, all of them when none is given, as they were first published."""
        printed = [timeline for name, timeline in read().items() if name in names or not names]
        self.loads(*(timeline.as_loaded() for timeline in printed), now=BEFORE_ALL)
        return printed

    def puts_off(self, printed: Printed) -> list[Changes]:
        """Agree each later date. No source says when it was made known: here, on the very day that was put off."""
        return [self._agrees(printed, step) for step in printed.put_off]

    def _agrees(self, printed: Printed, step: dict[str, str]) -> Changes:
        known = datetime.fromisoformat(f"{step['original']}T12:00+00:00")
        with writing(self.engine) as session:
            return do(
                session,
                "deadline/agree",
                cycle=printed.cycle,
                step=step["key"],
                due=step["date"],
                because="more time was given",
                now=known,
                by=OFFICER,
            ).changes[0]


@pytest.fixture
def archive(engine: Engine, tmp_path: Path) -> Archive:
    """An archive over a fresh store, on each database in turn."""
    folder = tmp_path / "files"
    folder.mkdir()
    return Archive(engine, folder)
