"""List waiting messages (`outbox/list`), and standing releases (`outbox/rules`)."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

from sqlalchemy.orm import Session

from desk import review
from desk.review import Line, Wanted
from kernel.grants import Grant
from kernel.kinds import many, one_of
from kernel.parameters import CYCLE, PERSON, WORDS
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from models.outbox import StandingRelease, State, word_of
from planning.zones import local_day

NOTHING_WAITS = "no letter waits or needs a hand"
NO_RULE = "there is no standing approval: each letter to somebody outside waits for an officer"
TO_ONE = (*review.NEED_A_HAND, State.SENT)  # what somebody was told, and is about to be told
OF = "Only letters to this person, those that left too: an e-mail address, or a name."
OF_KIND = "Only this kind: `announcement`, `change`, `overdue`, `reminder` …"


@reading(
    "outbox/list",
    who=(Grant.SECRETARIAT,),
    columns=(
        Column("On", date),
        Column("Letter", int),
        Column("Standing"),
        Column("Person"),
        Column("Channel"),
        Column("Kind"),
        Column("Cycle"),
        Column("Steps"),
        Column("Notes", tuple),
    ),
)
def messages(
    session: Session,
    *,
    state: Annotated[tuple[State, ...], many(one_of(State, "Only these states."))] = (),
    cycle: Annotated[str | None, CYCLE.saying("Only letters about this cycle.")] = None,
    person: Annotated[str | None, PERSON.saying(OF)] = None,
    kind: Annotated[str | None, WORDS.saying(OF_KIND, metavar="KIND")] = None,
    now: datetime,
) -> Shown[list[Line]]:
    """List the letters that wait or need a hand, with what speaks against them; of one person also what left.

    Their standing is the present one, also as of another time.
    """
    wanted = Wanted(state or (TO_ONE if person else ()), cycle, person, kind)
    lines, empty = (
        review.lines(session, wanted, now=now),
        NOTHING_WAITS if wanted == Wanted() else "there is no such letter",
    )
    return listing(lines, lambda lines: [asdict(line) for line in lines], lambda lines: map(_make_row, lines), empty)


def _make_row(line: Line) -> Row:
    to, of = (line.person, line.channel), (line.kind, line.cycle, ", ".join(line.steps))
    return line.due_on, line.number, line.state, *to, *of, (line.detail, *line.notes)


@reading(
    "outbox/rules",
    who=(Grant.SECRETARIAT,),
    columns=(Column("Since", date), Column("Procedure"), Column("Kind"), Column("By"), Column("Ended")),
)
def rules(session: Session) -> Shown[Sequence[StandingRelease]]:
    """List the standing approvals: which letters leave unread, since when, and who said so."""
    return listing(review.rules(session), _facts, _rules, NO_RULE)


def _facts(rows: Sequence[StandingRelease]) -> list[dict[str, object]]:
    return [
        {"chain": row.chain, "kind": word_of(row.kind), "by": row.by, "at": row.at, "withdrawn_at": row.withdrawn_at}
        for row in rows
    ]


def _rules(rows: Sequence[StandingRelease]) -> Iterator[Row]:
    for row in rows:
        end = f"withdrawn {local_day(row.withdrawn_at)}" if row.withdrawn_at else None
        yield local_day(row.at), row.chain, word_of(row.kind), row.by, end
