"""The terms of organizations of one kind, as rows that are never changed: what replaces them ends them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import effects
from models.journal import Entry
from models.memberships import Membership, MembershipKind
from planning.terms import Term, retermed
from record import memberships
from record.organizations import Organizations


class Book:
    """The terms of one kind, read once; what is set is written under the line of the act."""

    def __init__(self, session: Session, kind: MembershipKind, entry: Entry) -> None:
        self._session, self._kind, self._entry = session, kind, entry
        self._organizations = Organizations(session)
        self._rows: dict[int, list[Membership]] = {}
        for row in session.scalars(select(Membership).where(memberships.entered(), Membership.kind == kind)):
            self._rows.setdefault(self._organizations.now(row.organization_id), []).append(row)

    @property
    def numbers(self) -> set[int]:
        """The organizations that are, were or will be of the kind."""
        return set(self._rows)

    def terms(self, number: int) -> list[Term]:
        """Return the terms of an organization."""
        return [term_of(row) for row in self._rows.get(number, ())]

    def holding(self, on: date) -> set[int]:
        """Return the organizations that are of the kind on that day."""
        return {number for number in self._rows if any(term.holds(on) for term in self.terms(number))}

    def set(self, number: int, first: date, last: date, wanted: Sequence[Term], source: str | None) -> bool:
        """Give an organization these terms from `first` to `last`; return whether anything changed."""
        return self.write(number, retermed(self.terms(number), first, last, wanted), source)

    def write(self, number: int, terms: Sequence[Term], source: str | None) -> bool:
        """Give an organization these terms and no others; return whether anything changed."""
        rows, left = self._rows.get(number, []), list(terms)
        kept: list[Membership] = []
        gone: list[Membership] = []
        for row in rows:
            term = term_of(row)
            (kept if term in left else gone).append(row)
            left = [each for each in left if each != term]
        if not gone and not left:
            return False
        name = self._organizations.names[number]
        effects.note(self._session, f"membership:{name} {self._kind}", self.terms(number))
        for row in gone:
            row.gone_at, row.gone_entry_id = self._entry.at, self._entry.id
        new = [self._row(number, term, source) for term in left]
        self._session.add_all(new)
        self._rows[number] = [*kept, *new]
        return True

    def _row(self, number: int, term: Term, source: str | None) -> Membership:
        return Membership(
            organization_id=number,
            kind=self._kind,
            region=term.region,
            from_on=None if term.first == date.min else term.first,
            to_on=None if term.last == date.max else term.last,
            source=source,
            at=self._entry.at,
            entry_id=self._entry.id,
        )


def term_of(row: Membership) -> Term:
    """Return the term that a row records."""
    return Term(row.from_on or date.min, row.to_on or date.max, row.region)
