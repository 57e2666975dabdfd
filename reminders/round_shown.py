"""The reading `round/forecast`: whom a round would tell what, if it ran now. It plans and sends nothing."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, table
from models.outbox import word_of
from reminders import reminder_plan
from reminders.turn import Reckoned


@reading(
    "round/forecast",
    who=(Grant.SECRETARIAT,),
    columns=(
        Column("Date", date),
        Column("Cycle"),
        Column("Step"),
        Column("Reminder"),
        Column("Person"),
        Column("Approval"),
    ),
)
def forecast(session: Session, *, now: datetime) -> Shown[list[Reckoned]]:
    """Show who would be told what by a round now; plan and send nothing."""
    return Shown(reminder_plan.reckon(session, now=now), _facts, _parts, for_tables=_rows)


def _facts(reckoned: list[Reckoned]) -> list[dict[str, object]]:
    return [
        {
            "cycle": of_cycle.view.name,
            "step": due.deadline.step,
            "person": due.recipient.name,
            "address": due.recipient.address,
            "kind": word_of(due.kind),
            "rung": due.rung,
            "digest": str(due.recipient.cadence(due.deadline)),
            "due": due.deadline.due,
            "held": not due.recipient.inside,
        }
        for of_cycle in reckoned
        for due in of_cycle.dues
    ]


def _rows(reckoned: list[Reckoned]) -> Iterator[Row]:
    for of_cycle in reckoned:
        for due in of_cycle.dues:
            approval = "" if due.recipient.inside else "waits for approval"
            step = due.deadline
            yield step.due, of_cycle.view.name, step.step, due.rung, due.recipient.name, approval


def _parts(reckoned: list[Reckoned]) -> Iterator[Part]:
    rows = table((str(due), *others) for due, *others in _rows(reckoned))
    yield rows if rows.rows else "nobody would be told of anything now"
    for of_cycle in reckoned:
        yield from of_cycle.complaints
