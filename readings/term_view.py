"""`term/show`: from one Plenipotentiary Conference to the next, on one axis; and what is not dated yet."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.paper_types import BODY
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, table
from readings.term_years import YEARS
from record import body_lives
from record.bodies import BodyNames
from record.mandates import term as terms
from record.mandates.term import Mark, Term
from record.refusals import NoSuchBody

OF_BODY = BODY.saying("Only what concerns this body.")


@reading(
    "term/show",
    who=(Grant.VIEWER,),
    short="term",
    columns=(
        Column("From", date),
        Column("To", date),
        Column("What"),
        Column("Body"),
        Column("Title"),
        Column("Standing"),
    ),
)
def show(
    session: Session,
    term: Annotated[tuple[int, int] | None, YEARS] = None,
    *,
    body: Annotated[str | None, OF_BODY] = None,
    now: datetime,
) -> Shown[Term]:
    """Show a term from one Plenipotentiary Conference to the next: sessions, cycles and duties of all bodies.

    What is not dated yet stands at its end. Raises NotATerm, NoSuchBody.
    """
    shown = terms.term(session, *(term or terms.current(session, now)), now=now)
    if body:
        shown = _only(session, shown, body, now)
    return Shown(shown, _facts, _parts, for_tables=_rows)


def _only(session: Session, term: Term, body: str, now: datetime) -> Term:
    """Return what of a term concerns one body, and what it takes over from those that it follows. Raises NoSuchBody."""
    names, ended = BodyNames(session), body_lives.handed_over(session, now=now)
    if names.find(body) is None:
        raise NoSuchBody(body)

    def concerns(mark: Mark) -> bool:
        whose = [names.key(mark.body)] if mark.body else []
        return names.key(body) in body_lives.with_followers(whose, ended, mark.last or date.max)

    dated = tuple(mark for mark in term.dated if concerns(mark))
    return Term(term.first, term.last, dated, tuple(mark for mark in term.undated if concerns(mark)))


def _facts(term: Term) -> dict[str, object]:
    return {
        "first": term.first,
        "last": term.last,
        "dated": [_fact(mark) for mark in term.dated],
        "undated": [_fact(mark) for mark in term.undated],
    }


def _fact(mark: Mark) -> dict[str, object]:
    return {name: value for name, value in asdict(mark).items() if name != "name"}


def _parts(term: Term) -> Iterator[Part]:
    yield f"from {term.first} to {term.last}"
    for year in range(term.first.year, term.last.year + 1):
        rows = [_row(mark) for mark in term.dated if mark.first and max(mark.first, term.first).year == year]
        yield f"{year}" if rows else f"{year}: nothing is dated"
        yield table(rows, is_inset=True)
    yield "not dated yet" if term.undated else "all that is known is dated"
    yield table((_row(mark) for mark in term.undated), is_inset=True)


def _rows(term: Term) -> Iterator[Row]:
    return (_row(mark) for mark in (*term.dated, *term.undated))


def _row(mark: Mark) -> Row:
    return mark.first, mark.last if mark.last != mark.first else None, mark.kind, mark.body, mark.what, mark.how
