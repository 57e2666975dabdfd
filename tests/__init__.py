"""Stories on real parts: SQLite files, a PostgreSQL, a mail server that misbehaves, browsers."""

from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
