"""`holidays/list`: the holiday lists on record; `holidays/show`: the closed days of one, for whoever checks it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import DutyStation, YearNumber
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, listing, table
from record import holiday_lists
from record.holiday_lists import ListView


@reading(
    "holidays/list",
    who=(Grant.SECRETARIAT,),
    columns=(
        Column("Duty station"),
        Column("Year", int),
        Column("Closed days", int),
        Column("Circular"),
        Column("Of", date),
        Column("Where it stands"),
        Column("Entered by"),
        Column("Entered", datetime),
        Column("Checked by"),
        Column("Checked", datetime),
    ),
)
def lists(session: Session, *, now: datetime) -> Shown[Sequence[ListView]]:
    """List the holiday lists: their circulars, who entered them, and who checked them."""
    return listing(
        list(holiday_lists.views(session)),
        lambda views: [asdict(view) for view in views],
        lambda views: map(_make_row, views),
        "no holiday list is loaded",
    )


def _make_row(view: ListView) -> Row:
    return (
        view.place, view.year, len(view.days), view.circular, view.on, view.source,
        view.entered_by, view.entered_at, view.checked_by or "nobody yet", view.checked_at,
    )  # fmt: skip


@reading("holidays/show", who=(Grant.SECRETARIAT,))
def show(session: Session, place: DutyStation, year: YearNumber, *, now: datetime) -> Shown[ListView]:
    """Show the closed days of a duty station in a year, with where they are from. Raises HolidaysRefused."""
    holiday_lists.row(session, place, year)
    view = next(iter(holiday_lists.views(session, place, year)))
    return Shown(view, asdict, _parts)


def _parts(view: ListView) -> Iterator[Part]:
    circular = f"{view.circular or 'no circular is named'}{f' of {view.on}' if view.on else ''}"
    yield f"{view.place} {view.year}: {circular}{f', {view.source}' if view.source else ''}"
    yield f"entered by {view.entered_by or 'nobody knows whom'}, checked by {view.checked_by or 'nobody yet'}"
    yield table((day, f"{date.fromisoformat(day):%A}") for day in view.days)
