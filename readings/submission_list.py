"""`submission/list`: what of a cycle was submitted to which body, and what is still to be submitted."""

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
    """Show who has been given what of a cycle, and who is still to be given it."""
    record = submissions.of_cycle(session, cycle, now=now)
    return listing(record, _facts, _rows, f"no step of {record.cycle} hands anything over")


def _rows(record: CycleSubmissions) -> list[Row]:
    return [*map(_make_row, record.made), *map(_owed, record.owed)]


def _make_row(submission: SubmissionView) -> Row:
    receipt = f"received {submission.receipt[0]}: {submission.receipt[1]}" if submission.receipt else "no receipt yet"
    late = f"late, due {submission.due}" if submission.is_late else None
    return submission.on, submission.step, _route(submission), submission.purpose, submission.symbol, (late, receipt)


def _owed(hand_over: HandOver) -> Row:
    return hand_over.due or "awaited", hand_over.step, _route(hand_over), hand_over.purpose, None, hand_over.standing


def _route(each: SubmissionView | HandOver) -> str:
    return f"{each.body} through {each.via}" if each.via else each.body


def _facts(record: CycleSubmissions) -> dict[str, object]:
    return {
        "cycle": record.cycle,
        "documents": submissions.documents_of(record.made),
        "submissions": [
            {
                "submission": each.public_id,
                "step": each.step,
                "document": each.document,
                "symbol": each.symbol,
                "title": each.title,
                "to": each.body,
                "via": each.via,
                "purpose": each.purpose,
                "on": each.on,
                "due": each.due,
                "late": each.is_late,
                "clauses": each.clauses,
                "receipt": {"on": each.receipt[0], "reference": each.receipt[1]} if each.receipt else None,
            }
            for each in record.made
        ],
        "owed": [
            {"step": each.step, "to": each.body, "via": each.via, "purpose": each.purpose, "due": each.due,
             "standing": each.standing} for each in record.owed
        ],
    }  # fmt: skip
