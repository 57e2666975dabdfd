"""The context of commands: the instant, who acts, the settings, and sessions of the store."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.engine import reading
from planning.clock import utc_now
from planning.day_range import believed
from planning.errors import NotADate
from planning.zones import HOME_ZONE, zone_info
from record import settings as settings_
from record import store
from record.refusals import NobodyNamed, NoStore
from record.settings import Settings

if TYPE_CHECKING:
    from kernel.grants import Identity

NOON, DAYS_END = time(12, 0), time.max

Command = TypeVar("Command", bound=Callable[..., Any])
Result = TypeVar("Result")

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
as_of = click.option("--as-of", metavar="WHEN", help="Take WHEN as now: 2017-03-03, or 2017-03-03T08:00 in Geneva.")
by = click.option("--by", metavar="NAME", help="Who acts; otherwise COUNCIL_OFFICER.")


def acting(command: Command) -> Command:
    """Add the options `--by` and `--as-of` to a command."""
    return by(as_of(command))


def settings() -> Settings:
    """Return the settings of the environment. Raises BadSetting."""
    return settings_.read(os.environ)


def instant(words: str | None) -> datetime:
    """Return now, or the instant that `--as-of` names; a bare day is noon in Zurich.

    Raises NotADate, UnbelievableDay.
    """
    if words is None:
        return utc_now()
    moment = _moment(words)
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=zone_info(HOME_ZONE))
    return datetime.combine(moment, NOON, zone_info(HOME_ZONE))


def end_of(words: str | None) -> datetime | None:
    """Return the end of the day that `--as-known-on` names, in Zurich."""
    return datetime.combine(day(words), DAYS_END, zone_info(HOME_ZONE)) if words else None


def day(words: str) -> date:
    """Return a day as people type it. Raises NotADate, UnbelievableDay."""
    moment = _moment(words)
    if isinstance(moment, datetime):
        raise NotADate(words)
    return moment


def _moment(words: str) -> date | datetime:
    import pendulum  # people's words, at the edge only

    try:
        moment = pendulum.parse(words.strip(), exact=True, strict=True)
    except (ValueError, OverflowError):
        raise NotADate(words, "a day such as 2017-03-03, or an hour such as 2017-03-03T08:00") from None
    if not isinstance(moment, pendulum.Date):  # an hour alone, a span; a DateTime is a Date too
        raise NotADate(words, "a day such as 2017-03-03, or an hour such as 2017-03-03T08:00")
    day = believed(date(moment.year, moment.month, moment.day))
    if isinstance(moment, pendulum.DateTime):
        naive = not any(mark in words for mark in ("+", "Z")) and words.count("-") < 3
        plain = datetime.fromisoformat(moment.isoformat())
        return plain.replace(tzinfo=None) if naive else plain
    return day


def typed(name: str | None) -> "Identity":
    """Return who acts, by the name as typed: the runner of acts looks it up. Raises NotText, NotPlain, NobodyNamed."""
    from kernel.grants import Identity
    from kernel.shapes import as_words  # what a reading does not pay for

    words = as_words(name or settings().officer or "")
    if not words:
        raise NobodyNamed("set COUNCIL_OFFICER")
    return Identity(words)


def act(act: Callable[[Session], Result]) -> Result:
    """Return what the act returns, done in one transaction; it may be begun up to three times, so it prints nothing.

    Raises NoStore, OldStore, RecordHeld, RecordChanged.
    """
    return store.run_act(settings(), act)


def first_act(act: Callable[[Session], Result]) -> Result:
    """Return what the act returns; where there is no store it is made, unless the act is refused. Raises as act."""
    return store.run_first_act(settings(), act, now=utc_now())


def preview(look: Callable[[Session], Any], act: Callable[[Session, Any], Result]) -> Result:
    """Return what a preview returns, or end as it does. Raises NoStore, OldStore, RecordHeld, RecordChanged."""
    return store.run_preview(settings(), look, act)


def first_preview(look: Callable[[Session], Any], act: Callable[[Session, Any], Result]) -> Result:
    """Return what a preview returns; where there is no store it is tried on one that is not kept. Raises as preview."""
    return store.run_first_preview(settings(), look, act, now=utc_now())


def has_store() -> bool:
    """Return True if there is a store. Raises OldStore."""
    try:
        engine().dispose()
    except NoStore:
        return False
    return True


@contextmanager
def look() -> Iterator[Session]:
    """Yield a session that cannot write. Raises NoStore.

    Nothing is garbage while a command gathers what it shows, and to look for it cost a tenth (docs/performance.md).
    """
    with ExitStack() as at_last:
        gc.disable()
        at_last.callback(gc.enable)
        opened = engine()
        at_last.callback(opened.dispose)
        yield at_last.enter_context(reading(opened))


def engine() -> Engine:
    """Return the store for reading. Raises NoStore, OldStore."""
    return store.for_reading(settings())
