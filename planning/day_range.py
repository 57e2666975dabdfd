"""The range of believable days: the same at every door, so that a mistyped digit is refused where it is typed."""

from datetime import date

from planning.errors import UnbelievableDay

FIRST_YEAR = 1865  # the Union was founded on 17 May 1865, in Paris
LAST_YEAR = 2120  # no text of the Union dates a duty so far ahead
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
RANGE = f"{FIRST_YEAR} to {LAST_YEAR}"
NEAR = 3  # years around its edition in which the days of a cycle lie, unless somebody is sure of another


def is_believed(*days: date | None) -> bool:
    """Return True if every given day lies in the range; None counts as within it."""
    return all(FIRST_DAY <= day <= LAST_DAY for day in days if day)


def outside(*days: date | None) -> str | None:
    """Return which of the days lies outside the range, in words; None where all lie in it."""
    if is_believed(*days):
        return None
    return next(f"{day} lies outside the years {RANGE}" for day in days if not is_believed(day))


def believed(day: date) -> date:
    """Return the day. Raises UnbelievableDay outside the range."""
    if not is_believed(day):
        raise UnbelievableDay(day.isoformat(), RANGE)
    return day


def believed_year(year: int) -> int:
    """Return the year. Raises UnbelievableDay outside the range."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnbelievableDay(f"the year {year}", RANGE)
    return year


def is_near(day: date, year: int) -> bool:
    """Return True if the day lies within three years of an edition's year."""
    return abs(day.year - year) <= NEAR
