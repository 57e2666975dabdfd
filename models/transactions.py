"""Transactions that are repeated from their beginning, up to three times, when others wrote at the same moment."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.engine import reading, writing
from models.store import locked_store
from planning.errors import CouncilError
from planning.remedies import Call

Result = TypeVar("Result")
TRIES = 3

# https://www.postgresql.org/docs/current/errcodes-appendix.html
LOCK_NOT_AVAILABLE, IDLE_TOO_LONG, TERMINATED = "55P03", "25P03", "57P01"
HELD = (LOCK_NOT_AVAILABLE, IDLE_TOO_LONG, TERMINATED)
SERIALIZATION_FAILURE, DEADLOCK = "40001", "40P01"


class TryAgain(CouncilError):
    """Others wrote at the same moment, and the tries are used up; nothing was changed."""


class RecordHeld(TryAgain):
    """Another session held what this needed for longer than anybody waits."""

    def __init__(self) -> None:
        doctor = Call("health/show", words="see who holds it")
        super().__init__("the record is held by another session; nothing was changed", "try again", doctor)


class RecordChanged(TryAgain):
    """Others changed the same rows at the same moment, each time that this was tried."""

    def __init__(self) -> None:
        super().__init__("others changed the record at the same moment; nothing of this was done: try again")


def run_act(engine: Engine, act: Callable[[Session], Result]) -> Result:
    """Return what `act` returns, done in a transaction that takes the store's row before it reads anything.

    So acts follow one another, and each reads what the one before it wrote. An act may be begun up to three times.
    Raises RecordHeld, RecordChanged.
    """

    def in_turn(session: Session) -> Result:
        locked_store(session)
        return act(session)

    return run(engine, in_turn)


def run_preview(engine: Engine, look: Callable[[Session], Any], act: Callable[[Session, Any], Result]) -> Result:
    """Return what `act` returns, run as by `run_act`; it is given what `look` reads beforehand in its own transaction.

    Raises RecordHeld, RecordChanged.
    """
    with reading(engine) as session:
        seen = look(session)
    return run_act(engine, lambda session: act(session, seen))


def run(engine: Engine, write: Callable[[Session], Result]) -> Result:
    """Return what `write` returns, once its transaction is committed. Raises RecordHeld, RecordChanged.

    It is repeated up to twice if others were in the way: a deadlock, a lock held for too long, rows that had changed.
    """
    for last in (False,) * (TRIES - 1) + (True,):
        try:
            with writing(engine) as session:
                return write(session)
        except (DBAPIError, StaleDataError) as why:
            refusal = contention(why)
            if refusal is None:
                raise
            if last:
                raise refusal from why
    raise AssertionError("the last try returns or raises")


def contention(why: DBAPIError | StaleDataError) -> TryAgain | None:
    """Return the refusal for an error that others caused by writing at the same moment; None for any other error."""
    if isinstance(why, StaleDataError):
        return RecordChanged()
    code = getattr(why.orig, "sqlstate", None) or getattr(why.orig, "sqlite_errorname", None) or ""
    if code in (SERIALIZATION_FAILURE, DEADLOCK):
        return RecordChanged()
    is_held = code in HELD or code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    return RecordHeld() if is_held else None
