"""`comment/list`: who has answered a comment window, and what became of each comment."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import CycleName, StepName
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, due, table
from planning.roles import SEATS
from planning.rule_words import count_of
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
    """Show who has answered a step, who has not, and what became of each comment and each request."""
    return Shown(windows.ledger(session, cycle, step, now=now, known=known), _facts, _parts, for_tables=_rows)


def _facts(ledger: Ledger) -> dict[str, object]:
    window = ledger.deadline
    return {
        "cycle": ledger.cycle,
        "step": window.step,
        "title": window.title,
        "opens": window.opens,
        "due": window.due,
        "closes": window.closes,
        "standing": window.standing,
        "extensions": [asdict(extension) for extension in ledger.extensions],
        "answers": [asdict(answer) | {"standing": answer.standing} for answer in ledger.answers],
        "awaited": list(ledger.awaited),
        "asked": ledger.invited,
        "votes": "counted by hand" if window.vote else None,
        "comments": [asdict(comment) for comment in ledger.comments],
        "items": [item.to_json() for item in ledger.items],
        "addressed": ledger.is_addressed,
    }


def _rows(ledger: Ledger) -> Iterator[Row]:
    for each in ledger.comments:
        yield each.number, each.organization, each.outcome, each.says, each.words


def _vote(ledger: Ledger) -> Iterator[Part]:
    """Say that nothing here counts votes, and how many are asked of those who should be."""
    yield "votes are counted by hand: here stands who has replied, not what was voted"
    seats = SEATS.get(ledger.deadline.by)
    if seats and ledger.invited != seats:
        yield f"{count_of(ledger.invited, 'organization')} asked; {ledger.deadline.by} has {seats}"


def _parts(ledger: Ledger) -> Iterator[Part]:
    window = ledger.deadline
    yield f"{ledger.cycle} {window.step}  {window.title}: ", due(window), f", {window.standing}"
    for extension in ledger.extensions:
        why = ", ".join(filter(None, (extension.agreed_by, extension.reason)))
        yield f"extended from {extension.was} to {extension.due}" + (f": {why}" if why else "")
    yield from _vote(ledger) if window.vote else ()
    yield table(
        (each.on, each.organization, each.given_by, each.document or each.url, each.standing) for each in ledger.answers
    )
    if window.is_window:
        nobody = "none is missing" if ledger.is_anybody_invited else f"nobody holds the role {window.by}"
        yield f"no answer yet: {', '.join(ledger.awaited) or nobody}"
    yield table(
        (each.number, each.organization, each.outcome, each.says + (f" → {each.words}" if each.words else ""))
        for each in ledger.comments
    )
    yield table((item.key, item.standing, item.text) for item in ledger.items)
    count = sum([each.is_open for each in ledger.comments] + [item.is_open for item in ledger.items])
    none = "everything is addressed" if ledger.comments or ledger.items else "no comment is recorded"
    yield f"{count} still open" if count else none
