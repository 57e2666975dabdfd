"""Commands derived from the declared readings: each has `--json`; `--as-of`, `--as-known-on` where it needs them."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from actions.kernel.grants import Identity
from actions.kernel.readings import Reading
from actions.refusals import NoStore
from cli import asking, printing, typed
from planning.clock import utc_now
from planning.hours import local_day

WHEN = {
    "now": click.Option(
        ["--as-of"], metavar="WHEN", help="Take WHEN as now: 2017-03-03, or 2017-03-03T08:00 in Geneva."
    ),
    "known": click.Option(["--as-known-on"], metavar="DAY", help="Show only what was recorded by the end of DAY."),
}
SHELL = Identity("(whoever has the shell)")  # the operator, who has the store
AS_JSON = click.Option(["--json", "as_json"], is_flag=True, help="Print JSON for machines; names are read exactly.")


def command_of(reading: Reading, word: str | None = None) -> click.Command:
    """Return the command of a reading, under its verb or another word."""
    when = [option for name, option in WHEN.items() if name in reading.given]
    parameters = [*typed.parameters(reading), *when, AS_JSON]
    return click.Command(word or reading.verb, params=parameters, callback=_callback(reading), help=reading.help)


def _callback(reading: Reading) -> Callable[..., None]:
    def run(*, as_json: bool, as_of: str | None = None, as_known_on: str | None = None, **words: Any) -> None:
        now = asking.instant(as_of)
        shape = reading.shaped(words, None if as_json else local_day(now))
        context = _given(reading, now, as_known_on)
        with _record(reading) as session:
            shown = reading.show(session, shape, by=SHELL, is_kind=not as_json, **context)
            facts, lines = (shown.facts, []) if as_json else (None, list(printing.worded(shown.parts)))
        if as_json:
            printing.as_text(facts)
        printing.notes(lines)
        if not shown.is_well:
            sys.exit(2)

    return run


@contextmanager
def _record(reading: Reading) -> Iterator[Session | None]:
    """Yield the record, or None where the reading asks for none, or can do without and there is none."""
    with ExitStack() as opened:
        session = None
        if reading.is_of_the_record:
            with nullcontext() if reading.needs_store else suppress(NoStore):
                session = opened.enter_context(asking.look())
        yield session


def _given(reading: Reading, now: datetime, as_known_on: str | None) -> dict[str, Any]:
    """Return what the reading takes that nobody types, and no more than that."""
    ways: dict[str, Callable[[], Any]] = {
        "now": lambda: now,
        "known": lambda: asking.end_of(as_known_on),
        "clock": utc_now,
        "settings": asking.settings,
        "environment": lambda: os.environ,
    }
    return {name: way() for name, way in ways.items() if name in reading.given}
