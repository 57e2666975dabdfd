"""Whether a typed day lies near its cycle's edition: one that lies years away is mostly a slip of a digit."""

from datetime import date

from actions.cycles.reading import edition_year
from actions.refusals import FarFromEdition
from planning.days import NEAR, is_near


def check_near(name: str, *days: date | None, sure: bool) -> None:
    """Return nothing for days near the edition of the cycle `name`, or where somebody is sure. Raises FarFromEdition.

    An edition that is not named by a year has no near days, and refuses none.
    """
    year = edition_year(name.partition("/")[2])
    far = next((day for day in days if year is not None and day and not is_near(day, year)), None)
    if far and not sure:
        raise FarFromEdition(name, far, NEAR)
