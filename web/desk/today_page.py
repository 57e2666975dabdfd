"""The page that one begins with: what waits, by what is to be done with it."""

from dataclasses import dataclass

from sqlalchemy import Engine
from starlette.responses import Response

from desk import checklist, today
from kernel.grants import Grant
from models.engine import reading
from planning.clock import utc_now
from planning.zones import local_day
from web.desk.record_words import worded
from web.desk.render import page
from web.desk.visits import Visit

MOST = 100  # of each part: whoever has more waiting begins with the first


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The handler over one store."""

    engine: Engine

    def show(self, visit: Visit) -> Response:
        """Return the page: to a viewer the dates alone."""
        with reading(self.engine) as session:
            if visit.may(Grant.SECRETARIAT):
                waits = today.today(session, now=visit.now, clock=utc_now(), hand=visit.identity.hand)
            else:
                waits = today.dates(session, now=visit.now)
            came_in = worded(session, waits.came_in, visit.names)
            begin = checklist.checklist(session) if visit.may(Grant.SECRETARIAT) else ()
            first_year = checklist.first_year(session, local_day(visit.now))
        return page(
            visit, "today", today=waits, came_in=came_in, begin=begin, first_year=first_year,
            may_act=visit.may(Grant.SECRETARIAT), may_approve=visit.may(Grant.APPROVER), most=MOST,
        )  # fmt: skip
