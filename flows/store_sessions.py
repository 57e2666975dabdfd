"""Short sessions of the store for flows, closed before a task runs; and the instant that a run takes as now."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from prefect.runtime import flow_run
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models import engine as engines
from planning.clock import utc_now
from planning.day_range import believed
from planning.zones import HOME_ZONE, zone_info
from record import settings as settings_
from record import store, store_faults
from record.settings import Settings

Result = TypeVar("Result")


def settings() -> Settings:
    """Return the settings of the environment. Raises BadSetting."""
    return settings_.read(os.environ)


@contextmanager
def opened() -> Iterator[Engine]:
    """Yield the store as it is. Raises NoStore, OldStore, StoreFault."""
    ours = settings()
    with store_faults.as_refusals(ours.database_url):
        engine = store.for_reading(ours)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def look() -> Iterator[Session]:
    """Yield a session that cannot write. Raises NoStore, OldStore, StoreFault."""
    with opened() as engine, engines.reading(engine) as session:
        yield session


def act(act: Callable[[Session], Result]) -> Result:
    """Return what the act returns, done in one transaction; it may be begun up to three times.

    Raises NoStore, OldStore, StoreFault, RecordHeld, RecordChanged.
    """
    ours = settings()
    with store_faults.as_refusals(ours.database_url):
        return store.run_act(ours, act)


def first_act(act: Callable[[Session], Result]) -> Result:
    """Return what the act returns; where there is no store it is made, unless the act is refused. Raises as `act`."""
    ours = settings()
    with store_faults.as_refusals(ours.database_url):
        return store.run_first_act(ours, act, now=utc_now())


def looked(look: Callable[[Session], Any], act: Callable[[Session, Any], Result]) -> Result:
    """Return what a preview returns, or end as it does; it waits two seconds for others at most. Raises as `act`."""
    ours = settings()
    with store_faults.as_refusals(ours.database_url):
        return store.run_preview(ours, look, act)


def first_looked(look: Callable[[Session], Any], act: Callable[[Session, Any], Result]) -> Result:
    """Return what a preview returns; where there is no store it is tried on one that is not kept. Raises as `act`."""
    ours = settings()
    with store_faults.as_refusals(ours.database_url):
        return store.run_first_preview(ours, look, act, now=utc_now())


def instant(as_of: datetime | None) -> datetime:
    """Return `as_of`, on the secretariat's clock where it has no zone; else now.

    Prefect may start a run 0.4 s early, so that now is never before the hour for which the run was scheduled.
    """
    if as_of:
        believed(as_of.date())
        return as_of if as_of.tzinfo else as_of.replace(tzinfo=zone_info(HOME_ZONE))
    meant: datetime | None = flow_run.scheduled_start_time
    return max(utc_now(), meant) if meant else utc_now()
