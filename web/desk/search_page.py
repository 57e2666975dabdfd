"""The page of what the search box finds: by a title, a symbol, a person, a reason or a day."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from sqlalchemy import Engine
from starlette.responses import Response

from desk import search
from desk.search import Hit, Kind
from kernel.grants import Grant
from kernel.parameters import DAY
from models.engine import reading
from notifications.plain_text import one_line
from planning.errors import CouncilError
from planning.zones import local_day
from web.desk.render import page
from web.desk.visits import Visit

LONGEST = 200  # signs that are looked for
READ_ON: Mapping[Kind, tuple[str, str]] = {
    Kind.DOCUMENT: ("document/show", "document"),
    Kind.RESOLUTION: ("resolution/show", "resolution"),
    Kind.PERSON: ("people/show", "person"),
}
"""The reading that shows such a thing, and its parameter; cycles, steps, meetings and reasons have their own."""


@dataclass(frozen=True, slots=True)
class Search:
    """The handler over one store."""

    engine: Engine

    def show(self, visit: Visit) -> Response:
        """Return the page; people are found by the secretariat alone."""
        words = one_line(visit.request.query_params.get("q", ""))[:LONGEST].strip()
        day = _day(words, local_day(visit.now))
        with reading(self.engine) as session:
            may_see = visit.may(Grant.SECRETARIAT)
            hits = search.search(session, words, day, with_people=may_see, now=visit.now)
        kinds: dict[Kind, list[tuple[Hit, str]]] = {}
        for hit in hits:
            kinds.setdefault(hit.kind, []).append((hit, _path(hit)))
        return page(visit, "found", words=words, day=day, kinds=kinds)


def _day(words: str, today: date) -> date | None:
    """Return the day that the words mean, as people name it; None if they name none, or perhaps another one."""
    with suppress(CouncilError):
        plain = DAY.plainly(words, today) if DAY.plainly else words
        day: date = DAY.shape(plain)
        return day
    return None


def _path(hit: Hit) -> str:
    if hit.kind in (Kind.CYCLE, Kind.STEP):
        return f"/desk/cycles/{quote(hit.key)}" + (f"#{quote(hit.step)}" if hit.step else "")
    if hit.kind is Kind.MEETING:
        return f"/desk/sessions/{quote(hit.key)}"
    if hit.kind is Kind.REASON:
        return f"/desk/record?{urlencode({'reason': hit.key[:LONGEST]})}"
    name, parameter = READ_ON[hit.kind]
    return f"/desk/readings/{name}?{urlencode({parameter: hit.key})}"
