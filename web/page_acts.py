"""Acts done by pages: run like those of any door; `Busy` is raised when others hold the record."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from kernel import doors, registry, runner
from kernel.done import Done
from kernel.doors import Door
from kernel.grants import Grant, Identity
from kernel.runner import Request
from models.transactions import TryAgain, run_act
from record.logs import NAME

Result = TypeVar("Result")
DONE = "done on a page"  # in Session.info
LOG = logging.getLogger(f"{NAME}.web")


class Busy(Exception):
    """Others hold the record: nothing about the reader, so that no page says it in their words."""


def do(engine: Engine, act: Callable[[Session], Result]) -> Result:
    """Return what the act returns, done in one transaction; it may be begun up to three times. Raises Busy."""
    acts: list[Done] = []

    def noted(session: Session) -> Result:
        acts.clear()
        session.info[DONE] = acts
        return act(session)

    try:
        result = run_act(engine, noted)
    except TryAgain as why:
        raise Busy from why
    for done in acts:
        _log(done)
    return result


def holder(name: str, *objects: str) -> Identity:
    """Return who follows a link: somebody who may act on these, be it a person, a deadline or a subscription."""
    return Identity(name, frozenset({Grant.LINK}), frozenset(objects))


def within(session: Session, act: str, reader: Identity, *, now: datetime, **arguments: object) -> Done:
    """Return what an act did in the transaction of a page. Raises ActOff, and as the act does."""
    done = runner.within(session, _request(act, reader, now, arguments))
    session.info[DONE].append(done)
    return done


def perform(engine: Engine, act: str, reader: Identity, *, now: datetime, **arguments: object) -> Done:
    """Return what an act did in transactions of its own. Raises Busy, ActOff, and as the act does."""
    done = runner.perform(_request(act, reader, now, arguments), partial(do, engine))
    _log(done)
    return done


def _request(act: str, reader: Identity, now: datetime, arguments: dict[str, object]) -> Request:
    doors.check_on(act, Door.WEB)
    return Request(registry.act(act), arguments, reader, Door.WEB, now)


def _log(done: Done) -> None:
    """Log that an act was done, by its id, without the person's name."""
    if not done.is_nothing:
        LOG.info("done", extra={"facts": {"act": done.id, "outcome": done.outcome}})
