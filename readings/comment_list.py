"""`comment/list`: the ledger of a window."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import CycleName, StepName
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, due, table
from record import windows
from record.windows import Ledger


@reading(
    "comment/list",
    who=(Grant.VIEWER,),
    short="comments",
    columns=(Column("Number", int), Column("Organization"), Column("Outcome"), Column("Comment"), Column("Answer")),
)
def comments(
    session: Session, cycle: CycleName, step: StepName, *, now: datetime, known: datetime | None = None
) -> Shown[Ledger]:
    """Show who has answered STEP, who has not, and what became of each comment and each request."""
    return Shown(windows.ledger(session, cycle, step, now=now, known=known), _facts, _parts, for_tables=_rows)


def _facts(found: Ledger) -> dict[str, object]:
    window = found.deadline
    return {
        "cycle": found.cycle,
        "step": window.step,
        "title": window.title,
        "opens": window.opens,
        "due": window.due,
        "closes": window.closes,
        "standing": window.standing,
        "extensions": [asdict(extension) for extension in found.extensions],
        "answers": [asdict(answer) | {"standing": answer.standing} for answer in found.answers],
        "awaited": list(found.awaited),
        "comments": [asdict(comment) for comment in found.comments],
        "items": [item.to_json() for item in found.items],
        "addressed": found.is_addressed,
    }


def _rows(found: Ledger) -> Iterator[Row]:
    for each in found.comments:
        yield each.number, each.organization, each.outcome, each.says, each.words


def _parts(found: Ledger) -> Iterator[Part]:
    window = found.deadline
    yield f"{found.cycle} {window.step}  {window.title}: ", due(window), f", {window.standing}"
    for extension in found.extensions:
        why = ", ".join(filter(None, (extension.agreed_by, extension.reason)))
        yield f"extended from {extension.was} to {extension.due}" + (f": {why}" if why else "")
    yield table((each.on, each.organization, each.document or each.url, each.standing) for each in found.answers)
    if window.is_window:
        yield f"no answer yet: {', '.join(found.awaited) or 'none is awaited'}"
    yield table(
        (each.number, each.organization, each.outcome, each.says + (f" → {each.words}" if each.words else ""))
        for each in found.comments
    )
    yield table((item.key, item.standing, item.text) for item in found.items)
    count = sum([each.is_open for each in found.comments] + [item.is_open for item in found.items])
    none = "everything is addressed" if found.comments or found.items else "no comment is recorded"
    yield f"{count} still open" if count else none
