"""`holidays/propose`: the public holidays of a duty station as a file that an officer corrects, and then loads.

What it proposes is no list of the office: nothing of it counts until it is loaded, and then as unchecked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy.orm import Session

from calendars.public_holidays import SEATS, NoPublicHolidays, PublicHolidays, public_holidays
from kernel.grants import Grant
from kernel.parameters import WORDS, YearNumber
from kernel.readings import reading
from kernel.shown import Shown
from planning.names import folded
from record import holiday_lists, weekends
from record.holiday_lists import ListView

Station = Annotated[str, WORDS.saying("The duty station, such as Geneva.", metavar="PLACE")]
Country = Annotated[
    str | None, WORDS.saying("Its country, and the part of it, by ISO 3166-2, such as CH-GE.", metavar="COUNTRY")
]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a duty station and a year, beside the list of it on record, if there is one."""

    place: str
    year: int
    found: PublicHolidays
    on_record: ListView | None


@reading("holidays/propose", who=(Grant.SECRETARIAT,))
def propose(session: Session, place: Station, year: YearNumber, *, country: Country = None) -> Shown[Proposal]:
    """Write the public holidays of a duty station as a file to be corrected after its circular, and then loaded.

    A library reckons them; what it proposes counts for nothing until it is loaded, and then as not checked. Raises
    NoPublicHolidays.
    """
    lists = list(holiday_lists.views(session))
    name = next((each.place for each in lists if folded(each.place) == folded(place)), _as_written(place))
    where = country or SEATS.get(name) or weekends.country_of(name)
    if where is None:
        raise NoPublicHolidays(place)
    known = next((each for each in lists if (each.place, each.year) == (name, year)), None)
    proposal = Proposal(name, year, public_holidays(where, year), known)
    return Shown(proposal, _facts, data="".join(f"{line}\n" for line in _lines(proposal)).encode())


def _as_written(place: str) -> str:
    return place.title() if place.islower() or place.isupper() else place


def _facts(proposal: Proposal) -> dict[str, object]:
    found, known = proposal.found, proposal.on_record
    return {
        "place": proposal.place,
        "year": proposal.year,
        "country": found.country,
        "by": found.by,
        "days": [{"day": on, "name": name} for on, name in found.days],
        "half_days": [{"day": on, "name": name} for on, name in found.half_days],
        "on_record": known and list(known.days),
    }


def _lines(proposal: Proposal) -> Iterator[str]:
    """Yield the lines of the file: comments say what is to be done before it is loaded."""
    found = proposal.found
    yield f"# Public holidays of {found.country} in {proposal.year}, as the library {found.by} has them: a proposal."
    yield "# The circular of the office decides: correct the days after it, name it, and load the file."
    yield "# It counts as not checked until another person has held it against the circular."
    yield from _beside(proposal)
    yield "holidays:"
    yield f"- calendar: {proposal.place}"
    yield f"  year: {proposal.year}"
    yield "  # circular: its symbol"
    yield f"  # on: its day, such as {proposal.year - 1}-10-01"
    yield f"  source: proposed by the library {found.by} for {found.country}"
    yield "  days:"
    yield from (f"  - {on}  # {on:%A}, {name}" for on, name in found.days)
    yield from (f"  # {on}, {on:%A}, is closed for a part of the day: {name}" for on, name in found.half_days)


def _beside(proposal: Proposal) -> Iterator[str]:
    """Yield how the list on record differs."""
    if proposal.on_record is None:
        return
    known = {date.fromisoformat(day) for day in proposal.on_record.days}
    proposed = {on for on, _ in proposal.found.days}
    for word, days in (("lacks", proposed - known), ("has besides", known - proposed)):
        if days:
            yield f"# The list on record {word} {', '.join(map(str, sorted(days)))}."
    if known == proposed:
        yield "# The list on record has the same days."
