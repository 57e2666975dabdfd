"""Letters of the past: who was told of what, by name, and what did not leave and why; the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Engine
from starlette.responses import Response

from desk import review
from desk.review import Line, Wanted
from desk.today import Series
from kernel.grants import Grant
from models.engine import reading
from planning.zones import local_day
from web.desk import filters
from web.desk.render import page
from web.desk.visits import Visit

A_PAGE = 200  # letters
FEW = 8  # readers who are named at once


@dataclass(frozen=True, slots=True)
class LetterHistory:
    """The handler over one store."""

    engine: Engine

    def show(self, visit: Visit) -> Response:
        """Return a page of the letters that are over: all, those about one cycle, or those to one person."""
        visit.check(Grant.SECRETARIAT, "outbox/list")
        cycle, person, before = (
            visit.request.query_params.get(name, "").strip() for name in ("cycle", "person", "before")
        )
        with reading(self.engine) as session:
            cycle, of_cycle = filters.cycle(session, cycle)
            whose, to_person = filters.person(session, person)
            fields = (of_cycle, to_person)
            if of_cycle.wrong or to_person.wrong:
                return page(visit, "letter_history", status=422, fields=fields, every=(), older=None)
            wanted = Wanted(cycle=cycle or None, person=whose or None)
            older = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
            lines = review.past(session, wanted, before=older, most=A_PAGE + 1)
        shown = lines[:A_PAGE]
        return page(
            visit, "letter_history", fields=fields, every=_series(shown), cycle=cycle, person=person,
            older=shown[-1].number if len(lines) > A_PAGE else None, few=FEW,
        )  # fmt: skip


def _series(lines: Sequence[Line]) -> list[Series]:
    """Return letters that say the same, and to which the same happened on one day, together."""

    def fate(line: Line) -> tuple[object, ...]:
        on = local_day(line.left_at) if line.left_at else line.due_on
        return line.cycle, line.kind, line.steps, line.state, line.detail, on

    alike = (sorted(group, key=attrgetter("person")) for _, group in groupby(lines, fate))
    return [Series(group[0].cycle, group[0].kind, group[0].steps, tuple(group)) for group in alike]
