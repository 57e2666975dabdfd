"""Acts by the pages: done like everybody's, and said otherwise when others hold the record."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.kernel import registry, runner
from actions.kernel.done import Done
from actions.kernel.grants import Grant, Identity
from actions.kernel.runner import Door, Request
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


def holder(name: str, *objects: str) -> Identity:
    """Return who follows a link: somebody who may act on these, be it a person, a deadline or a subscription."""
    return Identity(name, frozenset({Grant.LINK}), frozenset(objects))


def within(session: Session, act: str, who: Identity, *, now: datetime, **given: object) -> Done:
    """Return what an act did in the transaction of a page. Raises ActOff, and as the act does."""
    return runner.within(session, _request(act, who, now, given))


def perform(engine: Engine, act: str, who: Identity, *, now: datetime, **given: object) -> Done:
    """Return what an act did in transactions of its own. Raises Busy, ActOff, and as the act does."""
    return runner.perform(_request(act, who, now, given), partial(do, engine))


def _request(act: str, who: Identity, now: datetime, given: dict[str, object]) -> Request:
    registry.check_on(act, Door.WEB)
    return Request(registry.act(act), given, who, Door.WEB, now)
