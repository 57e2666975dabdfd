"""Row 12: a reading command, against a Python that does nothing, both as processes.

python -m benchmarks.commands
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial

from benchmarks.ratios import Row, quotient

COUNCIL = [sys.executable, "-m", "cli.main"]


def rows() -> Iterator[Row]:
    """Yield the row; the store is empty, for it is the start that costs."""
    with tempfile.TemporaryDirectory() as home:
        known = os.environ | {"COUNCIL_HOME": home, "COUNCIL_DATABASE_URL": ""}
        subprocess.run([*COUNCIL, "db", "upgrade"], env=known, check=True, capture_output=True)  # noqa: S603
        run = partial(subprocess.run, env=known, check=True, capture_output=True)
        found = quotient(partial(run, [*COUNCIL, "status"]), partial(run, [sys.executable, "-c", "pass"]), 1)
    yield Row(12, "council status", "python -c pass", "<= 30x", found)


if __name__ == "__main__":
    for found in rows():
        print(found)
