"""Acts on holiday lists: the circular that one is taken from, and the second person who held it against that."""

from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel import effects
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.parameters import WORDS, Day, DutyStation, Reason, YearNumber
from models.bodies import HolidayList
from planning.remedies import Call
from record import holiday_lists, journal
from record.people import people
from record.refusals import HolidaysRefused

Circular = Annotated[str, WORDS.saying("The circular that lists them, such as IC/2026/40.", metavar="SYMBOL")]
Stands = Annotated[str | None, WORDS.saying("Where the circular can be read.", metavar="URL")]


@act(
    "holidays/cite",
    who=(Grant.SECRETARIAT,),
    undo="holidays/cite",
    undo_unless="the list named no circular before: it names one for good, and another if need be",
    tags=("dates",),
)
def cite(
    session: Session,
    place: DutyStation,
    year: YearNumber,
    circular: Circular,
    *,
    source: Stands = None,
    on: Day = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Record the circular from which a holiday list is taken, its day, and where it can be read.

    A list that is checked keeps its circular. Raises HolidaysRefused.
    """
    row = holiday_lists.row(session, place, year)
    if row.checked_at:
        uncheck_first = Call("holidays/uncheck", {"place": place, "year": year}, "withdraw that first")
        raise HolidaysRefused(f"the {place} holiday list for {year} was checked against {row.circular}", uncheck_first)
    before = {"circular": row.circular, "source": row.source, "on": row.circular_on}
    if before == {"circular": circular, "source": source, "on": on}:
        return Done("cited", f"the {place} holiday list for {year} names it already", is_nothing=True)
    _note(session, row)
    row.circular, row.source, row.circular_on = circular, source, on
    session.flush()
    return Done(
        "cited",
        f"the {place} holiday list for {year} is taken from {circular}",
        facts={"place": place, "year": year, "circular": circular, "source": source, "on": on and on.isoformat()},
        next=(Call("holidays/check", {"place": place, "year": year}),),
        undo=Call("holidays/cite", {"place": place, "year": year, **before}) if before["circular"] else None,
    )


@act("holidays/check", who=(Grant.SECRETARIAT,), undo="holidays/uncheck", tags=("dates",))
def check(session: Session, place: DutyStation, year: YearNumber, *, now: datetime, by: Identity) -> Done:
    """Record that a holiday list is as its circular prints it: dates reckoned with it are provisional no more.

    That is for another person than whoever entered it. Raises HolidaysRefused.
    """
    row = holiday_lists.row(session, place, year)
    if row.checked_at:
        return Done("checked", f"the {place} holiday list for {year} is checked already", is_nothing=True)
    if row.circular is None:
        cite = Call("holidays/cite", {"place": place, "year": year}, "name it first")
        raise HolidaysRefused(f"the {place} holiday list for {year} names no circular to hold it against", cite)
    if row.entered_by and people.hands(session, by.hand) & people.hands(session, row.entered_by):
        name = journal.names(session).get(row.entered_by, row.entered_by)
        words = f"the {place} holiday list for {year} was entered by {name}: it is checked by another person"
        raise HolidaysRefused(words, "ask them to hold it against its circular")
    _note(session, row)
    row.checked_by, row.checked_at = by.hand, now
    session.flush()
    return Done(
        "checked",
        f"the {place} holiday list for {year} is checked against {row.circular}: {len(row.days)} closed days",
        facts={"place": place, "year": year, "circular": row.circular, "days": row.days},
        undo=Call("holidays/uncheck", {"place": place, "year": year}),
    )


@act("holidays/uncheck", who=(Grant.SECRETARIAT,), undo="holidays/check", tags=("dates",))
def uncheck(
    session: Session, place: DutyStation, year: YearNumber, *, because: Reason, now: datetime, by: Identity
) -> Done:
    """Withdraw the check of a holiday list: dates reckoned with it are provisional again; what is issued stays so.

    Raises HolidaysRefused.
    """
    row = holiday_lists.row(session, place, year)
    if row.checked_at is None:
        return Done("unchecked", f"the {place} holiday list for {year} is not checked", is_nothing=True)
    _note(session, row)
    row.checked_by = row.checked_at = None
    session.flush()
    return Done(
        "unchecked",
        f"the {place} holiday list for {year} counts as not checked",
        facts={"place": place, "year": year, "because": because},
        undo=Call("holidays/check", {"place": place, "year": year}),
    )


def _note(session: Session, row: HolidayList) -> None:
    stands = (row.days, row.circular, row.source, row.circular_on, row.checked_by, row.checked_at)
    effects.note(session, f"holidays:{row.place} {row.year}", stands)
