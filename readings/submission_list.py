"""`submission/list`: which body was given what of a report, and which is still to be given it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import CycleName
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from record.papers import submissions
from record.papers.submissions import CycleSubmissions, HandOver, SubmissionView


@reading(
    "submission/list",
    who=(Grant.VIEWER,),
    short="submissions",
    columns=(
        Column("On", date | str),
        Column("Step"),
        Column("Submitted to"),
        Column("Purpose"),
        Column("Document"),
        Column("Standing", tuple | str),
    ),
)
def handed_over(session: Session, cycle: CycleName, *, now: datetime) -> Shown[CycleSubmissions]:
    """Show who has been given what of CYCLE, and who is still to be given it."""
    found = submissions.of_cycle(session, cycle, now=now)
    return listing(found, _facts, _rows, f"no step of {found.cycle} hands anything over")


def _rows(found: CycleSubmissions) -> list[Row]:
    return [*map(_made, found.made), *map(_owed, found.owed)]


def _made(one: SubmissionView) -> Row:
    receipt = f"received {one.receipt[0]}: {one.receipt[1]}" if one.receipt else "no receipt yet"
    late = f"late, due {one.due}" if one.is_late else None
    return one.on, one.step, _route(one), one.purpose, one.symbol, (late, receipt)


def _owed(one: HandOver) -> Row:
    return one.due or "awaited", one.step, _route(one), one.purpose, None, one.standing


def _route(one: SubmissionView | HandOver) -> str:
    return f"{one.body} through {one.via}" if one.via else one.body


def _facts(found: CycleSubmissions) -> dict[str, object]:
    return {
        "cycle": found.cycle,
        "documents": submissions.documents_of(found.made),
        "submissions": [
            {
                "submission": one.public_id,
                "step": one.step,
                "document": one.document,
                "symbol": one.symbol,
                "title": one.title,
                "to": one.body,
                "via": one.via,
                "purpose": one.purpose,
                "on": one.on,
                "due": one.due,
                "late": one.is_late,
                "clauses": one.clauses,
                "receipt": {"on": one.receipt[0], "reference": one.receipt[1]} if one.receipt else None,
            }
            for one in found.made
        ],
        "owed": [
            {"step": one.step, "to": one.body, "via": one.via, "purpose": one.purpose, "due": one.due,
             "standing": one.standing} for one in found.owed
        ],
    }  # fmt: skip
