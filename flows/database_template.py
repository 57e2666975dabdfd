"""A migrated, empty database of Prefect, made once for each release and then copied: a server is ready in 3.5 s."""

import os
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from flows import child_process
from flows.server_environment import surroundings
from planning.errors import CouncilError

MIGRATION_SECONDS = 90.0
"""A fresh database takes 10 s on two cores; a loaded machine several times that."""


def migrated(template: Path) -> Path:
    """Return the template's file for the installed Prefect, migrated now (10 s) if this release has none yet."""
    file = template / f"prefect-{version('prefect')}.db"
    if not file.exists():
        template.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(
            dir=template.absolute()
        ) as scratch:  # flows.child_process runs programs in another folder
            _migrate(Path(scratch))
            # Two test processes may both have migrated: the second rename replaces the first with its equal.
            (Path(scratch) / "prefect.db").rename(file)
    return file


def _migrate(home: Path) -> None:
    environment = {**os.environ, **surroundings(home, port=0, password="", origins=())}
    log = home / "migrate.log"
    program = child_process.start(["prefect", "server", "database", "upgrade", "-y"], environment, log)
    try:
        if program.wait(MIGRATION_SECONDS) != 0:
            raise CouncilError(f"Prefect's database could not be prepared: {log.read_text()[-500:]}")
    finally:
        child_process.stop(program)
