"""`outcome/list`: what lists of conferences say became of resolutions, and what of it was accepted."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from planning.zones import local_day
from record.mandates import outcomes
from record.mandates.outcomes import OutcomeView


@reading(
    "outcome/list",
    who=(Grant.VIEWER,),
    columns=(
        Column("Resolution"),
        Column("Outcome"),
        Column("Version"),
        Column("Text"),
        Column("In force from", date),
        Column("Lead unit"),
        Column("Reports to"),
        Column("Ends at"),
        Column("Standing"),
        Column("Source"),
    ),
)
def outcome_list(session: Session, *, now: datetime) -> Shown[list[OutcomeView]]:
    """List the outcomes of conferences: revised, new and suppressed resolutions, with who follows each up."""
    return listing(
        outcomes.views(session, now=now),
        lambda views: [asdict(view) for view in views],
        _rows,
        "no outcome of a conference is loaded",
    )


def _rows(views: list[OutcomeView]) -> Iterator[Row]:
    for view in views:
        standing = f"accepted on {local_day(view.accepted_at)}" if view.accepted_at else "waits to be accepted"
        yield (
            view.resolution,
            str(view.fate),
            view.version,
            "held" if view.held else "not yet available",
            view.in_force,
            view.lead,
            view.reports_to,
            view.ends,
            standing,
            view.source,
        )
