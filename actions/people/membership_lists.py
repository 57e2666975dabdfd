"""A list of who is of a kind from a day on: who comes in, who goes out, who stays. Read as a part of a load.

A list says who is of its kind until the day of the next list, so that lists may be loaded in any order; of one that was
loaded before only what it says otherwise now counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.people.membership_terms import Book
from models.journal import Entry
from models.memberships import MembershipKind, MembershipList
from planning.terms import A_DAY, Term
from record import memberships


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says: of each organization, by its number, its own days and region, where it says them."""

    kind: MembershipKind
    first: date
    last: date | None  # the last day of the term, where the list says it
    source: str
    members: Mapping[int, "Terms"]
    names: tuple[str, ...]  # as it says them, with their days: to tell it from the one that was loaded before


@dataclass(frozen=True, slots=True)
class Terms:
    """What a list says of one organization."""

    line: str  # of `Listed.names`
    region: str | None
    days: tuple[tuple[date | None, date | None], ...]  # its own; none: those of the list


@dataclass(frozen=True, slots=True)
class Difference:
    """Which organizations are of the kind from the list's day on, by number: new, no longer, and as before."""

    came: frozenset[int]
    left: frozenset[int]
    stayed: frozenset[int]


def take(session: Session, listed: Listed, entry: Entry) -> Difference | None:
    """Have the list count; None if it says what it said before."""
    last = session.scalars(
        select(MembershipList)
        .where(
            MembershipList.kind == listed.kind,
            MembershipList.from_on == listed.first,
            MembershipList.gone_at.is_(None),
        )
        .order_by(MembershipList.id.desc())
    ).first()
    if last and sorted(last.names) == sorted(listed.names):
        return None
    book = Book(session, listed.kind, entry)
    before, had = book.holding(listed.first - A_DAY), book.holding(listed.first)
    said = set(last.names) if last else set()
    for number in book.numbers | listed.members.keys():
        member = listed.members.get(number)
        if member is None or member.line not in said:
            _set(book, listed, number, _end(session, listed))
    has = book.holding(listed.first)
    row = MembershipList(
        kind=listed.kind, from_on=listed.first, names=sorted(listed.names), source=listed.source,
        at=entry.at, entry_id=entry.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return Difference(frozenset(has - before), frozenset((before | had) - has), frozenset(has & before))


def _end(session: Session, listed: Listed) -> date:
    """Return the last day on which the list counts: the one before the next list."""
    later = (day for day in memberships.listed_days(session, listed.kind) if day > listed.first)
    following = next(later, None)
    return following - A_DAY if following else date.max


def _set(book: Book, listed: Listed, number: int, end: date) -> None:
    """Give an organization the terms that the list says, on the days on which it counts."""
    member = listed.members.get(number)
    days = (member.days or ((None, None),)) if member else ()
    wanted = [
        Term(first or listed.first, min(last or listed.last or end, end), member.region if member else None)
        for first, last in days
    ]
    first = min([listed.first, *(term.first for term in wanted)])
    book.set(number, first, end, wanted, listed.source)
