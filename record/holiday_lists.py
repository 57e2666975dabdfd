"""Holiday lists as they are on record: with their circular, who entered them, and who checked them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bodies import HolidayList
from planning.remedies import Call
from record import journal
from record.refusals import HolidaysRefused


@dataclass(frozen=True, slots=True)
class ListView:
    """The closed days of a duty station in a year; who entered and who checked them are names."""

    place: str
    year: int
    days: tuple[str, ...]
    circular: str | None
    source: str | None
    on: date | None
    entered_by: str | None
    entered_at: datetime | None
    checked_by: str | None
    checked_at: datetime | None


def row(session: Session, place: str, year: int) -> HolidayList:
    """Return the list of a duty station for a year. Raises HolidaysRefused where none is loaded."""
    stored = session.scalar(select(HolidayList).where(HolidayList.place == place, HolidayList.year == year))
    if stored is None:
        load = Call("file/load", {"files": ["HOLIDAYS.yaml"]}, "load it as its circular prints it")
        raise HolidaysRefused(f"no {place} holiday list for {year} is loaded", load)
    return stored


def views(session: Session, place: str | None = None, year: int | None = None) -> Iterator[ListView]:
    """Yield the lists, by duty station and year: those of one station, or of one year, if it is named."""
    names = journal.names(session)
    for stored in session.scalars(select(HolidayList).order_by(HolidayList.place, HolidayList.year)):
        if place in (None, stored.place) and year in (None, stored.year):
            yield ListView(
                stored.place,
                stored.year,
                tuple(stored.days),
                stored.circular,
                stored.source,
                stored.circular_on,
                names.get(stored.entered_by or "", stored.entered_by),
                stored.entered_at,
                names.get(stored.checked_by or "", stored.checked_by),
                stored.checked_at,
            )
