"""What a reading says at the terminal, in tests that ask it for themselves."""

from typing import Any

from actions.kernel.shown import Shown
from cli import printing


def said(shown: Shown[Any]) -> str:
    """Return its lines."""
    return "\n".join(printing.worded(shown.parts))
