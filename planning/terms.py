"""Terms: from a day to a day somebody is something, such as a member of the Council; what a list makes of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """The days of one term, both included; `date.min` and `date.max` where no day is known, or none yet."""

    first: date
    last: date
    region: str | None = None

    def holds(self, on: date) -> bool:
        """Return True if the day lies in it."""
        return self.first <= on <= self.last

    def outside(self, first: date, last: date) -> Iterable["Term"]:
        """Yield what is left of it before and after these days."""
        if self.first < first:
            yield replace(self, last=min(self.last, first - A_DAY))
        if self.last > last:
            yield replace(self, first=max(self.first, last + A_DAY))


def retermed(terms: Iterable[Term], first: date, last: date, wanted: Iterable[Term]) -> list[Term]:
    """Return the terms with what is wanted on the days from `first` to `last`, and as they were on all others.

    What follows without a day between is one term, unless it is said to be of another region.
    """
    inside = (term for term in wanted if term.first <= term.last)
    outside = (part for term in terms for part in term.outside(first, last))
    return _joined(sorted([*outside, *inside], key=lambda term: (term.first, term.last)))


def _joined(terms: Iterable[Term]) -> list[Term]:
    joined: list[Term] = []
    for term in terms:
        last = joined[-1] if joined else None
        if last and _is_one(last, term):
            joined[-1] = Term(last.first, max(last.last, term.last), last.region or term.region)
        else:
            joined.append(term)
    return joined


def _is_one(last: Term, term: Term) -> bool:
    """Return True if a term goes on where the last one ends, and nothing says that its region is another."""
    follows = last.last == date.max or term.first <= last.last + A_DAY
    return follows and (last.region == term.region or None in (last.region, term.region))
