"""Holiday lists: one for each duty station and year; an entry replaces one only if it says so."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from loading.entry_refusals import refused
from loading.file_entries import Entry
from loading.result import Tally
from loading.shapes import HolidayShape
from models.bodies import HolidayList
from models.journal import Entry as Line
from planning.remedies import Argument
from planning.rule_words import WEEKDAYS
from record.people.zone_names import nearest_place


def take(session: Session, entry: Entry[HolidayShape], tally: Tally, line: Line) -> None:
    """Add the list, or replace the one that it corrects. Raises LoadRefused for one that differs unasked.

    Whoever loads it enters it; one that is entered anew is not checked.
    """
    shape = entry.given
    days = sorted({day.isoformat() for day in shape.days})
    name = f"{shape.calendar} {shape.year}"
    row = session.scalar(
        select(HolidayList).where(HolidayList.place == shape.calendar, HolidayList.year == shape.year)
    )  # fmt: skip
    if row is None:
        row = HolidayList(place=shape.calendar, year=shape.year, days=days)
        session.add(row)
        _enter(row, days, shape, line)
        tally.add("holidays", name, days)
        if near := nearest_place(shape.calendar):
            tally.notes.append(f"{name}: no place that is known is called {shape.calendar!r}; was {near!r} meant?")
    elif not (differs := _differs(row, days, shape)):
        _complete(row, shape, name, tally)
    elif shape.replaces:
        if row.checked_at:
            tally.notes.append(f"{name} was checked as it was before; somebody else than you checks it anew")
        _enter(row, days, shape, line)
        tally.change("holidays", name, days)
    else:
        replace = Argument("replace", "if it corrects the stored list, say so")
        raise refused(entry.where, f"the list loaded before is another one: {differs}", replace)


def _enter(row: HolidayList, days: list[str], shape: HolidayShape, line: Line) -> None:
    """Take the days with what the file says of their circular: that of a former list is not theirs."""
    row.weekend = _weekend(shape) or row.weekend
    row.days, row.circular, row.source, row.circular_on = days, shape.circular, shape.source, shape.on
    row.entered_by, row.entered_at = line.by, line.at
    row.checked_by = row.checked_at = None


def _weekend(shape: HolidayShape) -> str | None:
    """Return the days of the weekend as they are kept, where the file says which they are."""
    return " ".join(day for day in WEEKDAYS if day in shape.weekend) or None


def _complete(row: HolidayList, shape: HolidayShape, name: str, tally: Tally) -> None:
    """Take what the file says of the circular, as far as nothing is on record of it."""
    before = row.circular, row.source, row.circular_on, row.weekend
    row.circular, row.source = row.circular or shape.circular, row.source or shape.source
    row.circular_on, row.weekend = row.circular_on or shape.on, row.weekend or _weekend(shape)
    if before == (row.circular, row.source, row.circular_on, row.weekend):
        tally.keep("holidays")
    else:
        tally.change("holidays", name, [row.circular or row.source or row.weekend or f"of {row.circular_on}"])


def _differs(row: HolidayList, days: list[str], shape: HolidayShape) -> str:
    """Return how a list differs from the one that is stored; what either does not say of its circular is no matter."""
    gone, new = sorted(set(row.days) - set(days)), sorted(set(days) - set(row.days))
    parts = [f"it lacks {', '.join(gone)}"] if gone else []
    parts += [f"it adds {', '.join(new)}"] if new else []
    words = (
        ("weekend", _weekend(shape), row.weekend),
        ("circular", shape.circular, row.circular),
        ("source", shape.source, row.source),
        ("day", shape.on, row.circular_on),
    )
    parts += [f"its {word} is {stated}" for word, stated, stored in words if stated and stored and stated != stored]
    return " and ".join(parts)
