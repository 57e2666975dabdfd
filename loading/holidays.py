"""Holiday lists: one for each duty station and year; an entry replaces one only if it says so."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from loading.entry_refusals import refused
from loading.file_entries import Entry
from loading.result import Tally
from loading.shapes import HolidayShape
from models.bodies import HolidayList
from planning.remedies import Argument
from record.people.zone_names import nearest_place


def take(session: Session, entry: Entry[HolidayShape], tally: Tally) -> None:
    """Add the list, or replace the one that it corrects. Raises LoadRefused for one that differs unasked."""
    shape = entry.given
    days = sorted({day.isoformat() for day in shape.days})
    name = f"{shape.calendar} {shape.year}"
    row = session.scalar(
        select(HolidayList).where(HolidayList.place == shape.calendar, HolidayList.year == shape.year)
    )  # fmt: skip
    if row is None:
        session.add(HolidayList(place=shape.calendar, year=shape.year, days=days))
        tally.add("holidays", name, days)
        if near := nearest_place(shape.calendar):
            tally.notes.append(f"{name}: no place that is known is called {shape.calendar!r}; was {near!r} meant?")
    elif row.days == days:
        tally.keep("holidays")
    elif shape.replaces:
        row.days = days
        tally.change("holidays", name, days)
    else:
        replace = Argument("replace", "if it corrects the stored list, say so")
        raise refused(entry.where, _differs(row.days, days), replace)


def _differs(stored: list[str], stated: list[str]) -> str:
    gone, new = sorted(set(stored) - set(stated)), sorted(set(stated) - set(stored))
    parts = [f"it lacks {', '.join(gone)}"] if gone else []
    parts += [f"it adds {', '.join(new)}"] if new else []
    return f"the list loaded before is another one: {' and '.join(parts)}"
