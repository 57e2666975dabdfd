"""What a reading says at the terminal, in tests that ask it for themselves."""

from typing import Any

from cli import columns
from kernel.shown import Shown


def said(shown: Shown[Any]) -> str:
    """Return its lines."""
    return "\n".join(columns.worded(shown.parts))
