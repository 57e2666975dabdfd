"""A year, and a term from one conference to the next: everything on one axis, and what the year still calls for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kernel import chains
from kernel.grants import Grant
from kernel.shown import Column
from kernel.shown import Row as Cells
from models.engine import reading
from planning.day_range import believed_year
from planning.errors import CouncilError
from planning.zones import local_day
from readings.term_years import as_term
from record.mandates import term as terms
from record.mandates import year_plan
from record.mandates.term import Mark, Term, Year
from web.desk import hand_outs, tables, words
from web.desk.render import page
from web.desk.visits import Visit
from web.desk.year_axis import Axis, rows

COLUMNS = (
    Column("From", date), Column("To", date), Column("What"), Column("Body"), Column("Title"), Column("Standing"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Years:
    """The handlers over one store."""

    engine: Engine

    def year(self, visit: Visit) -> Response:
        """Return the page of a year, or its table as a file."""
        number = _number(visit)
        with reading(self.engine) as session:
            shown = terms.year(session, number, now=visit.now)
            called = year_plan.propose(session, chains.declared(), number, now=visit.now)
        if visit.request.query_params.get("as") == "csv":
            return tables.file(f"year-{number}", COLUMNS, _cells(visit, shown.marks))
        proposals = [each for each in called.proposals if not each.is_open]
        return _drawn(visit, "year", shown, number=number, proposals=proposals, shared=called.shared)

    def term(self, visit: Visit) -> Response:
        """Return the page of a term."""
        with reading(self.engine) as session:
            first, last = _term(session, visit)
            shown = terms.term(session, first, last, now=visit.now)
        return _drawn(visit, "term", Year(shown, ()), years=(first, last))


def _number(visit: Visit) -> int:
    """Return the year of the address; this one if it names none. Raises HTTPException."""
    typed = visit.request.query_params.get("year", "")
    try:
        return believed_year(int(typed)) if typed else local_day(visit.now).year
    except (ValueError, CouncilError) as why:
        raise HTTPException(404, f"{typed[:40]!r} is no year; write one such as 2027") from why


def _term(session: Session, visit: Visit) -> tuple[int, int]:
    typed = visit.request.query_params.get("term", "")
    try:
        return as_term(typed) if typed else terms.current(session, visit.now)
    except CouncilError as why:
        raise HTTPException(404, str(why)) from why


def _drawn(visit: Visit, template: str, shown: Year, **more: Any) -> Response:
    term = shown.marks
    axis, today = Axis(term.first, term.last), local_day(visit.now)
    drawn: dict[str, Any] = {
        "kinds": rows(axis, term.dated, shown.cycles), "lines": list(axis.lines()),
        "today": axis.x(today) if term.first <= today <= term.last else None, "undated": _titled(visit, term.undated),
    }  # fmt: skip
    if hand_outs.is_asked(visit):
        name = "-".join(map(str, more.get("years") or (more["number"],)))
        return hand_outs.file(visit, f"{template}-{name}", hand_outs.year(visit, drawn, _title(more)))
    return page(visit, template, **drawn, may_act=visit.may(Grant.SECRETARIAT), **more)


def _title(more: dict[str, Any]) -> str:
    years = more.get("years")
    return words.say("term_of", first=years[0], last=years[1]) if years else str(more["number"])


def _titled(visit: Visit, marks: Iterable[Mark]) -> list[tuple[str, str, str]]:
    return [(visit.names.said(mark.what), visit.names.actor(mark.body or ""), mark.how) for mark in marks]


def _cells(visit: Visit, term: Term) -> Iterator[Cells]:
    for mark in (*term.dated, *term.undated):
        last = mark.last if mark.last != mark.first else None
        yield mark.first, last, mark.kind, mark.body, visit.names.said(mark.what), mark.how
