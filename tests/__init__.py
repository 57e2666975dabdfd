"""Stories on real parts: SQLite files, a PostgreSQL, a mail server that misbehaves, browsers."""

import tomllib
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
ROOMS: list[str] = tomllib.loads((EXAMPLES.parent / "pyproject.toml").read_text())["tool"]["mypy"]["packages"]
"""The rooms of the house, from the ground up."""
