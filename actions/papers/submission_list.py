"""`submission/list`: which body was given what of a report, and which is still to be given it."""

from datetime import datetime

from sqlalchemy.orm import Session

from actions.kernel.grants import Grant
from actions.kernel.parameters import CycleName
from actions.kernel.readings import reading
from actions.kernel.shown import Cell, Part, Shown, listed
from actions.papers import submissions
from actions.papers.submissions import CycleSubmissions, HandOver, SubmissionView


@reading("submission/list", who=(Grant.VIEWER,), short="submissions")
def handed_over(session: Session, cycle: CycleName, *, now: datetime) -> Shown[CycleSubmissions]:
    """Show who has been given what of CYCLE, and who is still to be given it."""
    return Shown(submissions.of_cycle(session, cycle, now=now), _facts, _rows)


def _rows(found: CycleSubmissions) -> list[Part]:
    rows = [*map(_made, found.made), *map(_owed, found.owed)]
    return listed(rows, f"no step of {found.cycle} hands anything over")


def _made(one: SubmissionView) -> tuple[Cell, ...]:
    receipt = f"received {one.receipt[0]}: {one.receipt[1]}" if one.receipt else "no receipt yet"
    late = f"late, due {one.due}" if one.is_late else None
    return one.on, one.step, _route(one), one.purpose, one.symbol, (late, receipt)


def _owed(one: HandOver) -> tuple[Cell, ...]:
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
