"""A reading command is quick because of what it does not import."""

import os
import subprocess
import sys

import pytest

HEAVY = ("prefect", "fastapi", "apprise", "pydantic", "icalendar", "aiosmtpd", "alembic")
SCRIPT = """
import sys
from cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as left:
    assert not left.code, left.code
print(sorted(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)
"""


@pytest.mark.few(2, "another reading; what all of them import is in test_registry.py")
@pytest.mark.parametrize(
    "words",
    [
        ("chains",),
        ("plan", "hlpf-contribution", "--anchor", "un-deadline=2017-04-28"),
        ("status",),
        ("journal",),
        ("outbox", "list"),
        ("tasks",),
    ],
    ids=lambda words: words[0],
)
def test_reading_imports_nothing_heavy(words, store, home):
    command = [sys.executable, "-c", SCRIPT.format(heavy=HEAVY), *words]
    done = subprocess.run(command, env=os.environ | {"COUNCIL_HOME": str(home)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_the_schema_that_is_expected_is_the_one_that_migrations_end_in():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from models.schema import ROOT, head

    assert head() == ScriptDirectory.from_config(Config(toml_file=str(ROOT / "pyproject.toml"))).get_current_head()
