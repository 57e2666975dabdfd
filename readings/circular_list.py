"""`circular/list`: circulars and questionnaires, and who has answered."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from planning.rule_words import count_of
from record.papers.circulars import CircularView, views


@reading(
    "circular/list",
    who=(Grant.VIEWER,),
    short="circulars",
    columns=(
        Column("Sent", date | str),
        Column("Circular"),
        Column("Kind"),
        Column("Answers"),
        Column("Until"),
        Column("Title"),
    ),
)
def circulars(session: Session, *, now: datetime) -> Shown[list[CircularView]]:
    """List circulars and questionnaires: when each was sent, how many were asked, how many have answered."""
    return listing(
        views(session, now=now),
        lambda views: [_facts(view) for view in views],
        lambda views: map(_make_row, views),
        "no circular is loaded",
    )


def _facts(view: CircularView) -> dict[str, object]:
    return {
        "circular": view.symbol,
        "title": view.title,
        "kind": view.kind,
        "to": view.to,
        "sent": view.sent,
        "answers_by": view.answers_by,
        "asks": view.asks,
        "asked": len(view.asked) if view.asks else 0,
        "answered": [{"organization": name, "on": on, "document": document} for name, on, document in view.answers],
        "late": view.late,
        "silent": view.silent,
    }


def _make_row(view: CircularView) -> Row:
    if not view.asks:
        came = f"{count_of(len(view.answers), 'answer')}, none asked" if view.answers else "asks for no answer"
        return view.sent or "awaited", view.symbol, view.kind, came, None, view.title
    counts = f"{count_of(len(view.answers), 'answer')}, {len(view.asked)} asked"
    until = f"answers by {view.answers_by}" if view.answers_by else "no day for answers"
    return view.sent or "awaited", view.symbol, view.kind, counts, until, view.title
