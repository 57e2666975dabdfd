"""Duty stations, as people type them: those of which a holiday list is on record."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.lookups.choices import Choice, nearest
from models.bodies import HolidayList
from planning.errors import among, quoted
from planning.names import folded
from record.refusals import HolidaysRefused


def duty_station(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the duty station as rules write it, whatever its case here. Raises HolidaysRefused, Ambiguous."""
    choices = duty_stations(session)
    if name := next((choice.name for choice in choices if folded(choice.name) == folded(words)), None):
        return name
    if name := nearest(words, choices) if is_kind else None:
        return name
    known = f"there are lists of {among(choice.name for choice in choices)}" if choices else "load one first"
    raise HolidaysRefused(f"no holiday list of {quoted(words)} is loaded", known)


def duty_stations(session: Session) -> list[Choice]:
    """Return the duty stations of which a holiday list is on record."""
    places = session.scalars(select(HolidayList.place).distinct().order_by(HolidayList.place))
    return [Choice(place, place) for place in places]
