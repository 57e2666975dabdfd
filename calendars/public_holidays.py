"""Public holidays of a country or its part, as the library `holidays` reckons them: a proposal, no office's list."""

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from planning.calendar import HOME_PLACE
from planning.errors import CouncilError, quoted
from planning.remedies import Argument

SEATS = {
    HOME_PLACE: "CH-GE", "New York": "US-NY", "Vienna": "AT-9", "The Hague": "NL", "Montreal": "CA-QC",
    "Bonn": "DE-NW", "Brasilia": "BR-DF", "New Delhi": "IN-DL", "Washington": "US-DC", "London": "GB-ENG",
}  # fmt: skip
"""Of duty stations after which no zone is called, or in a part with days of its own: country and part (ISO 3166-2)."""


class NoPublicHolidays(CouncilError):
    """The library knows no such country, no such part of it, or nothing of the year."""

    def __init__(self, where: str, year: int | None = None) -> None:
        say = Argument("country", "name the country, and its part, by ISO 3166-2, such as CH-GE", "COUNTRY")
        when, way = (f" in {year}", "write the list as its circular prints it") if year else ("", say)
        super().__init__(f"no public holidays of {quoted(where)}{when} are known", way)


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """The public holidays of a year, each with its name; days of which a part is closed, likewise; and who says so."""

    country: str  # CH-GE
    by: str  # holidays 0.109
    days: tuple[tuple[date, str], ...]
    half_days: tuple[tuple[date, str], ...]


def public_holidays(country: str, year: int) -> PublicHolidays:
    """Return the public holidays of a country (KE), or of a part of one (CH-GE). Raises NoPublicHolidays."""
    import holidays  # imported late because it takes a tenth of a second, and one reading asks for it

    land, _, part = country.strip().upper().partition("-")
    try:
        found = holidays.country_holidays(land, subdiv=part or None, years=year, language="en_US")
        halves = holidays.country_holidays(
            land, subdiv=part or None, years=year, language="en_US", categories=(holidays.HALF_DAY,)
        ) if holidays.HALF_DAY in found.supported_categories else {}  # fmt: skip
    except NotImplementedError:
        raise NoPublicHolidays(country) from None
    if not found:
        raise NoPublicHolidays(country, year)
    return PublicHolidays(
        f"{land}{f'-{part}' if part else ''}",
        f"holidays {version('holidays')}",
        tuple(sorted(found.items())),
        tuple((on, name) for on, name in sorted(halves.items()) if on not in found),
    )
