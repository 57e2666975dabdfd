"""What a date rests on. Computed dates propose; those by a rule that is cited bind the office; agreed dates bind."""

from enum import StrEnum

from planning.errors import CouncilError, among, quoted


class Basis(StrEnum):
    """What a date rests on."""

    PROPOSED = "proposed"  # computed from a practice
    RULE = "by-rule"  # computed from a rule that its step cites: it binds those who owe, whether or not anybody agreed
    AGREED = "agreed"  # by a meeting or an officer, with reason and document
    ANNOUNCED = "announced"  # told to the membership
    OUTSIDE = "outside"  # set by the UN or another body
    AWAITED = "awaited"  # no source gives it yet: undated, never invented

    @property
    def label(self) -> str:
        """The words for people: `by rule`."""
        return self.value.replace("-", " ")

    @property
    def binds(self) -> bool:
        """Return True if members may be told of it."""
        return self in _BINDING

    @property
    def is_set(self) -> bool:
        """Return True if it binds those who owe: nobody has to agree it first."""
        return self in _SET

    @property
    def is_computed(self) -> bool:
        """Return True if it moves with what it is reckoned from."""
        return self in (Basis.PROPOSED, Basis.RULE, Basis.OUTSIDE)


# to look a member up in its class costs more than the comparison, and a feed asks of each of its dates
_BINDING = (Basis.AGREED, Basis.ANNOUNCED, Basis.OUTSIDE)
_SET = (*_BINDING, Basis.RULE)


class Force(StrEnum):
    """On what force the date of a step stands."""

    RULE = "rule"  # a text that binds the office gives it, such as the Rules of Procedure; `source` cites the text
    PRACTICE = "practice"  # it was so before, or seems right


def with_force(computed: Basis, force: str) -> Basis:
    """Return what a date rests on: one that is computed rests on the rule of its step, where that is a rule."""
    return Basis.RULE if computed is Basis.PROPOSED and force == Force.RULE else computed


class BadForce(CouncilError):
    """A word for the force of a date that is none, or a date by rule without what it needs."""


def force(word: str) -> Force:
    """Return the force of that name. Raises BadForce."""
    try:
        return Force(word.strip().casefold())
    except ValueError:
        raise BadForce(f"{quoted(word)} is no force that a date stands on; write {among(Force)}") from None


def check_force(step: str, word: str, *, due: str | None, source: str | None) -> Force:
    """Return the force of a step's date. Raises BadForce, also for a date by rule without its sentence or its text."""
    found = force(word)
    if found is Force.RULE and not (due and source):
        lacks = "no date" if not due else "no source"
        raise BadForce(f"{quoted(step)} stands by rule, and has {lacks}; a date by rule has both, and cites its text")
    return found
