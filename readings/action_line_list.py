"""`action-line/roles` and `reporting-window/list`: ITU's roles, and the spans that editions of reports cover."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import YEAR
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from record.papers import action_lines
from record.papers.action_lines import ReportingWindowView, RoleView


@reading(
    "action-line/roles",
    who=(Grant.VIEWER,),
    short="roles",
    columns=(Column("Action line or other"), Column("Role"), Column("Focal point"), Column("Source")),
)
def roles_of_a_year(
    session: Session, *, year: Annotated[int | None, YEAR] = None, now: datetime
) -> Shown[list[RoleView]]:
    """Show ITU's role and focal point for each WSIS action line and in other things, in a year, as sources state."""
    views = action_lines.roles(session, year or now.year, now=now)
    return listing(views, lambda views: [asdict(view) for view in views], lambda views: map(_make_row, views))


def _make_row(view: RoleView) -> Row:
    stated = f"stated for {view.stated_for}: {view.source}" if view.role else "no source states a role"
    return view.line, view.role or "awaited", view.focal_point or "no focal point known", stated


@reading(
    "reporting-window/list",
    who=(Grant.VIEWER,),
    short="reporting-windows",
    columns=(Column("Cycle"), Column("Period"), Column("Source")),
)
def spans(session: Session, *, now: datetime) -> Shown[list[ReportingWindowView]]:
    """List the spans that the editions of reports cover, in the words of their sources."""
    return listing(
        action_lines.reporting_windows(session, now=now),
        lambda views: [
            {"cycle": view.cycle, "opens": view.opens.first, "closes": view.closes.last if view.closes else None,
             "words": view.words, "source": view.source} for view in views
        ],
        lambda views: ((view.cycle, view.words, view.source) for view in views),
        "no source says what a report covers",
    )  # fmt: skip
