"""A later version of the program: this checkout with one more revision of the schema, which only adds."""

import shutil
from pathlib import Path

from models import schema
from tests import ROOMS
from tests.cluster.written_lines import ROOT

REVISION = "2031_01_01_trial"
ADDS = f"""
import sqlalchemy as sa
from alembic import op

revision = "{REVISION}"
down_revision = "{schema.head()}"
kind = "expand"


def upgrade() -> None:
    op.add_column("message", sa.Column("trial", sa.String(), nullable=True))
    op.create_table("trial", sa.Column("id", sa.Integer(), primary_key=True))
"""


def later(folder: Path) -> Path:
    """Return the folder of the later version, to be named in PYTHONPATH."""
    for room in (*ROOMS, "migrations", "examples"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "migrations" / "versions" / f"{REVISION}.py").write_text(ADDS)
    return folder
