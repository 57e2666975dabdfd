"""Follow-up of resolutions: a matrix of clauses and years, with who leads on each clause, and what was reported."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kernel.grants import Grant
from models.engine import reading
from notifications.plain_text import one_line
from planning.day_range import believed_year
from planning.errors import CouncilError
from planning.judgements import Judgement
from planning.zones import local_day
from record.mandates import follow_ups, matrix
from record.mandates.follow_ups import FollowUpView
from record.mandates.fulfilment import Judged
from record.mandates.matrix import Matrix
from record.refusals import NoSuchMeeting
from web.desk import hand_outs
from web.desk.render import page
from web.desk.visits import Visit

BEFORE = 3  # years beside the one that is asked for
SIGNS = {
    Judgement.FULFILLED: "✓", Judgement.UNDER_WAY: "…", Judgement.OVERDUE: "!", Judgement.MISSING: "–",
    Judgement.NOT_DUE: "", Judgement.STANDING: "∞", Judgement.UNKNOWN: "?",
}  # fmt: skip
"""What is seen in a cell; its word is heard, and stands beneath the matrix."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the matrix: its cells by year, and its follow-up."""

    view: FollowUpView
    cells: tuple[Judged | None, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The handler over one store."""

    engine: Engine

    def show(self, visit: Visit) -> Response:
        """Return the matrix: of the clauses of a year, or of those that a session follows up."""
        visit.check(Grant.SECRETARIAT, "resolution/follow-up")
        meeting = one_line(visit.request.query_params.get("meeting", ""))[:200]
        year = _year(visit)
        with reading(self.engine) as session:
            views = _views(session, visit, meeting, year)
            years = tuple(range(year - BEFORE, year + 1))
            judged = matrix.over(session, years, now=visit.now)
        clauses = list(_clauses(views, judged, years))
        drawn: dict[str, Any] = {
            "year": year, "years": years, "meeting": meeting, "signs": SIGNS, "notes": judged.notes,
            "resolutions": [(name, list(every)) for name, every in groupby(clauses, lambda each: each.view.resolution)],
        }  # fmt: skip
        if hand_outs.is_asked(visit):
            return hand_outs.file(visit, f"follow-up-{meeting or year}", hand_outs.follow_up(visit, drawn))
        return page(visit, "follow_up", **drawn)


def _year(visit: Visit) -> int:
    typed = visit.request.query_params.get("year", "")
    try:
        return believed_year(int(typed)) if typed else local_day(visit.now).year
    except (ValueError, CouncilError) as why:
        raise HTTPException(404, f"{typed[:40]!r} is no year; write one such as 2027") from why


def _views(session: Session, visit: Visit, meeting: str, year: int) -> Sequence[FollowUpView]:
    if not meeting:
        return follow_ups.of_year(session, year, now=visit.now)
    try:
        return follow_ups.of_session(session, meeting, now=visit.now)
    except NoSuchMeeting as why:
        raise HTTPException(404, str(why)) from why


def _clauses(views: Iterable[FollowUpView], judged: Matrix, years: Sequence[int]) -> Iterator[Clause]:
    """Yield each clause with its cells; two obligations of one clause are told apart by what they ask."""
    cells: dict[tuple[str, str], Mapping[int, Judged]] = {}
    for row in judged.rows:
        clause = f"{row.key.partition('/')[0]}/{row.last.clause.key}"
        cells[clause, row.last.duty.what] = {each.cell.year: each for each in row.years}
    for view in views:
        by_year = cells.get((view.clause, view.what), {})
        yield Clause(view, tuple(by_year.get(year) for year in years))
