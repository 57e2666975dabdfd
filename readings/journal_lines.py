"""`journal/list`: the acts, and who did them; `journal/verify`: the proof that none was changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import CYCLE, WORDS
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from models.journal import Entry
from planning.rule_words import count_of
from record import integrity, journal
from record.journal import Proof

OF_ONE = CYCLE.saying("Of one cycle only.")
ELSEWHERE = replace(
    WORDS.saying("A head that was kept elsewhere: it must be one of the lines.", metavar="HEAD"), is_said_empty=True
)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the journal, and the names of those who acted, by their ids."""

    entries: Sequence[Entry]
    names: Mapping[str, str]


@reading(
    "journal/list",
    who=(Grant.SECRETARIAT,),
    short="journal",
    columns=(Column("At", datetime), Column("Act"), Column("Cycle"), Column("By"), Column("What it says")),
)
def lines(session: Session, *, cycle: Annotated[str | None, OF_ONE] = None, now: datetime) -> Shown[Lines]:
    """List the acts, the oldest first; `journal verify` proves that none was changed."""
    return listing(
        Lines(journal.entries(session, cycle, now=now), journal.names(session)), _facts, _rows, "no act is on record"
    )


def _facts(lines: Lines) -> list[dict[str, object]]:
    names = lines.names
    return [json.loads(e.text) | {"who": names.get(e.by, e.by), "hash": e.hash} for e in lines.entries]


def _rows(lines: Lines) -> Iterator[Row]:
    for entry in lines.entries:
        yield entry.at, entry.act, entry.cycle, lines.names.get(entry.by, entry.by), journal.details(entry)


@reading("journal/verify", who=(Grant.ADMINISTRATOR,))
def verify(session: Session, *, since: Annotated[str | None, ELSEWHERE] = None) -> Shown[Proof]:
    """Prove that no line was changed, taken out or put in, and that what acts wrote is as they wrote it.

    Raises BadSeal, NotAnAncestor, and Damaged where a page or a row is gone.
    """
    head = None if since is None else journal.read_head(since)
    proof = journal.verify(session, since=head)
    integrity.check_whole(session)
    return Shown(proof, _proved, _sentences)


def _proved(proof: Proof) -> dict[str, object]:
    facts = {"lines": proof.lines, "whole": True, "keyed": not proof.unkeyed, "head": str(proof.head)}
    return facts | {"notes": proof.notes}


def _sentences(proof: Proof) -> Iterator[str]:
    lines = count_of(proof.lines, "line")
    if proof.lines == 0:
        yield "0 lines: nothing was ever written"
    elif proof.unkeyed:
        yield (
            f"{lines} of before there was a key, each on the one before, as anybody could have made them: "
            "the next act seals them with a key"
        )
    else:
        yield f"{lines}, each sealed on the one before: nothing was changed"
    yield from proof.notes
    yield f"head, to be kept elsewhere: {proof.head}"
