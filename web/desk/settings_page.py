"""Settings and system check: what holds here, without secrets, and whether all that is needed works."""

import os
from dataclasses import dataclass

from sqlalchemy import Engine
from starlette.responses import Response

from kernel.grants import Grant
from planning.clock import utc_now
from planning.errors import CouncilError
from watch import doctor, settings_list
from watch.finding import Mark
from web.desk import remedy_links
from web.desk.render import page
from web.desk.visits import Visit

ORDER = (Mark.FAIL, Mark.WARN, Mark.OK)


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The handler over one store."""

    engine: Engine

    def show(self, visit: Visit) -> Response:
        """Return the page, what does not work first."""
        visit.check(Grant.ADMINISTRATOR, "settings/list")
        try:
            held, fault = list(settings_list.held(os.environ)), ""
        except CouncilError as why:
            held, fault = [], remedy_links.sentence(why)
        checks = sorted(
            doctor.examine(visit.settings, os.environ, now=utc_now()), key=lambda each: ORDER.index(each.mark)
        )
        return page(visit, "settings", held=held, fault=fault, checks=checks)
