"""A reading command is quick because of what it does not import."""

import os
import subprocess
import sys

import pytest

HEAVY = ("prefect", "fastapi", "apprise", "pydantic", "icalendar", "aiosmtpd")
SCRIPT = """
import sys
from cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as left:
    assert not left.code, left.code
print(sorted(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words",
    [
        ("chains",),
        ("plan", "hlpf-contribution", "--anchor", "un-deadline=2017-04-28"),
        ("status",),
        ("journal",),
        ("outbox", "list"),
    ],
    ids=lambda words: words[0],
)
def test_reading_imports_nothing_heavy(words, store, home):
    command = [sys.executable, "-c", SCRIPT.format(heavy=HEAVY), *words]
    done = subprocess.run(command, env=os.environ | {"COUNCIL_HOME": str(home)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().splitlines()[-1] == "[]"
