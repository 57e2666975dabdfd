"""Commands derived from the declared readings: each has `--json`; `--as-of`, `--as-known-on` where it needs them."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from cli import columns, command_context, typed_parameters
from kernel.grants import Identity
from kernel.readings import Reading
from kernel.shown import Shown
from planning.clock import utc_now
from planning.errors import CouncilError
from planning.zones import local_day
from record import journal
from record.refusals import NoStore, NothingOnRecord

WHEN = {
    "now": click.Option(
        ["--as-of"], metavar="WHEN", help="Take WHEN as now: 2017-03-03, or 2017-03-03T08:00 in Geneva."
    ),
    "known": click.Option(["--as-known-on"], metavar="DAY", help="Show only what was recorded by the end of DAY."),
}
SHELL = Identity("(whoever has the shell)")  # the operator, who has the store
Way = Callable[[Reading, Shown[Any]], Callable[[], None]]
"""What has read all that it needs, and then prints it."""

AS_JSON = click.Option(["--json", "as_json"], is_flag=True, help="Print JSON for machines; names are read exactly.")
OF_TABLES = (
    click.Option(["--csv", "as_csv"], is_flag=True, help="Print its table for a spreadsheet, as CSV."),
    click.Option(
        ["--pdf"], metavar="FILE", type=click.Path(dir_okay=False), help="Write its table into FILE, to print."
    ),
    click.Option(["--headings", "is_headed"], is_flag=True, help="Print its table alone, under its headings."),
)


def command_of(reading: Reading, word: str | None = None) -> click.Command:
    """Return the command of a reading, under its verb or another word."""
    when = [option for name, option in WHEN.items() if name in reading.given]
    parameters = [*typed_parameters.parameters(reading), *when, AS_JSON, *(OF_TABLES if reading.columns else ())]
    return click.Command(word or reading.verb, params=parameters, callback=_callback(reading), help=reading.help)


def _callback(reading: Reading) -> Callable[..., None]:
    def run(*, as_of: str | None = None, as_known_on: str | None = None, **words: Any) -> None:
        asked = {name: words.pop(name, None) for name in WAYS}
        if sum(map(bool, asked.values())) > 1:
            raise click.UsageError("choose one of --json, --csv, --headings and --pdf")
        way = next((WAYS[name](value) for name, value in asked.items() if value), _for_people)
        show(reading, words, way, as_of=as_of, as_known_on=as_known_on)

    return run


def show(
    reading: Reading, words: Mapping[str, Any], way: Way, *, as_of: str | None = None, as_known_on: str | None = None
) -> None:
    """Print what a reading shows; all is read before anything is printed."""
    is_kind, now = way is not _in_json, command_context.instant(as_of)
    shape = reading.shaped(words, local_day(now) if is_kind else None)
    context = _collect_given(reading, now, as_known_on)
    asked = min(filter(None, (now if as_of else None, context.get("known"))), default=None)
    with _open_record(reading) as session:
        early = _before_the_record(session, asked) if session and asked else None
        try:
            shown = reading.show(session, shape, by=SHELL, is_kind=is_kind, **context)
        except CouncilError as why:
            raise early or why from None
        write = way(reading, shown)
        if early and way is _for_people:
            write = partial(columns.notes, [early.sentence])
    write()
    if not shown.is_well:
        sys.exit(2)


def _before_the_record(session: Session, asked: datetime) -> NothingOnRecord | None:
    """Return what there is to say of an instant before anything was on record."""
    begins = journal.begins(session)
    return NothingOnRecord(asked, begins) if begins and asked < begins else None


def _in_json(_reading: Reading, shown: Shown[Any]) -> Callable[[], None]:
    return partial(columns.as_text, shown.facts)


def _in_csv(reading: Reading, shown: Shown[Any]) -> Callable[[], None]:
    from kernel.spreadsheet import as_csv  # what other readings do not pay for

    return partial(click.echo, as_csv(shown.columns or reading.columns, shown.rows, columns.cell), nl=False)


def _in_pdf(file: str, reading: Reading, shown: Shown[Any]) -> Callable[[], None]:
    from kernel import hand_out  # what other readings do not pay for
    from web.desk import words

    made_at, office = utc_now(), command_context.settings().office
    made = hand_out.of_table(
        words.named("reading", reading.name), shown.columns or reading.columns, shown.rows, columns.cell
    )
    data = hand_out.as_pdf(made, office=office, foot=f"{office}, {local_day(made_at)}", made_at=made_at)

    def write() -> None:
        try:
            Path(file).write_bytes(data)
        except OSError as why:
            raise click.UsageError(f"{file} cannot be written: {why.strerror}") from why
        click.echo(f"{file} is written")

    return write


def _under_headings(reading: Reading, shown: Shown[Any]) -> Callable[[], None]:
    heads = [column.heading for column in shown.columns or reading.columns]
    return partial(columns.columns, [heads, *([*map(columns.cell, row)] for row in shown.rows)])


def _for_people(_reading: Reading, shown: Shown[Any]) -> Callable[[], None]:
    if shown.data is not None:
        return partial(click.echo, shown.data, nl=False)
    return partial(columns.notes, list(columns.worded(shown.parts)))


WAYS: Mapping[str, Callable[[Any], Way]] = {
    "as_json": lambda _: _in_json,
    "as_csv": lambda _: _in_csv,
    "is_headed": lambda _: _under_headings,
    "pdf": lambda file: partial(_in_pdf, file),
}
"""The way that each of these options asks for, with what it says."""


@contextmanager
def _open_record(reading: Reading) -> Iterator[Session | None]:
    """Yield the record, or None where the reading asks for none, or can do without and there is none."""
    with ExitStack() as opened:
        session = None
        if reading.is_of_the_record:
            with nullcontext() if reading.needs_store else suppress(NoStore):
                session = opened.enter_context(command_context.look())
        yield session


def _collect_given(reading: Reading, now: datetime, as_known_on: str | None) -> dict[str, Any]:
    """Return the values that the reading takes and nobody types: the instant, the clock, the settings."""
    ways: dict[str, Callable[[], Any]] = {
        "now": lambda: now,
        "known": lambda: command_context.end_of(as_known_on),
        "clock": utc_now,
        "settings": command_context.settings,
        "environment": lambda: os.environ,
        "engine": command_context.engine,
    }
    return {name: way() for name, way in ways.items() if name in reading.given}
