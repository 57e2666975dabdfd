"""Acts by the pages: done like everybody's, and said otherwise when others hold the record."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.transactions import TryAgain, run_act

Result = TypeVar("Result")


class Busy(Exception):
    """Others hold the record: nothing about the reader, so that no page says it in their words."""


def do(engine: Engine, act: Callable[[Session], Result]) -> Result:
    """Return what the act returns, done in one transaction; it may be begun up to three times. Raises Busy."""
    try:
        return run_act(engine, act)
    except TryAgain as why:
        raise Busy from why
