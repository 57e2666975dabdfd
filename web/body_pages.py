"""The page of a body and a year, for members: meetings, cycles with dates and documents, and what was issued lately."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request, Response

from feeds import body_years
from feeds.body_years import Facts
from feeds.facts import Catalogue, DeadlineFacts
from feeds.feed_cache import Shelf
from feeds.meeting_facts import MeetingFacts
from feeds.selection import BODY, Selection
from models.engine import reading
from notifications.language import OFFICIAL
from planning.errors import CouncilError
from planning.zones import HOME_ZONE, local_day
from web.render import language_of, page, said
from web.statuses import STATUS
from web.subscribe_links import Row, coming

FIRST, LAST = 1900, 2200  # years that a page is asked for
NONE = Catalogue((), (), ())


@dataclass(frozen=True, slots=True)
class BodyPages:
    """The handlers over one shelf and one clock."""

    shelf: Shelf
    clock: Callable[[], datetime]

    def this_year(self, request: Request, body: str) -> Response:
        """Return the page of the year that it is in Geneva."""
        return self.year(request, body, str(local_day(self.clock(), HOME_ZONE).year))

    def year(self, request: Request, body: str, year: str) -> Response:
        """Return the page."""
        language, now = language_of(request), self.clock()
        number = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else 0
        if not FIRST <= number <= LAST:
            return page("missing.html.j2", language, {}, status=404)
        try:
            with reading(self.shelf.engine) as session:
                found = body_years.body_year(session, body, number, language, now=now)
        except CouncilError as why:
            return page("missing.html.j2", language, {}, status=STATUS.get(type(why), 400))
        rows = self._rows(language, now)
        return page(
            "body_year.html.j2",
            language,
            {code: f"?{urlencode({'language': code})}" for code in OFFICIAL},
            name=found.name,
            year=number,
            body=body,
            years=found.years,
            meetings=rows(found.meetings),
            cycles=[(cycle, rows(dates)) for cycle, dates in found.cycles],
            lately=[(said(at, language, now), rows([facts])[0]) for at, facts in found.lately],
            proofs={f"/deadlines/{key}.ics": proof for key, proof in found.proofs.items()},
            subscribe=f"/subscribe?{urlencode({'what': str(Selection(BODY, body)), 'language': language})}",
            contact=self.shelf.settings.contact,
        )

    def _rows(self, language: str, now: datetime) -> Callable[[Sequence[Facts]], Sequence[Row]]:
        office = self.shelf.settings.office_in(language)

        def rows(facts: Sequence[Facts]) -> Sequence[Row]:
            dates = tuple(each for each in facts if isinstance(each, DeadlineFacts))
            meetings = tuple(each for each in facts if isinstance(each, MeetingFacts))
            return coming(
                replace(NONE, deadlines=dates, meetings=meetings), language, now=now, limit=None, office=office
            )

        return rows
