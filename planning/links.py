"""The links of a derivation: why a date is what it is, as data, down to the anchor.

A rule is kept as its sentence, so that `parse(link.rule)` is the rule again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from planning import coded_facts
from planning.basis import Basis
from planning.coded_facts import Coded, OldWords, Stored
from planning.codes import Code
from planning.window import Window


@dataclass(frozen=True, slots=True)
class Link(Coded):
    """One link of a derivation."""


@dataclass(frozen=True, slots=True)
class Computed(Link):
    """The days that a rule gives, counted from those that are `near` in the calendars of these places."""

    code = Code.COMPUTED
    days: Window
    rule: str
    hangs_from: str | None = None  # a step, or an anchor's end
    near: Window | None = None  # None also where the rule means these very days: `on un-deadline`
    source: str | None = None  # the text that gives the number
    as_in: str | None = None  # the edition from whose date the rule was taken
    calendars: tuple[str, ...] = ()  # the duty stations whose closed days the rule minds


@dataclass(frozen=True, slots=True)
class Anchored(Link):
    """The days of an anchor, or of one end of it."""

    code = Code.ANCHORED
    days: Window
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Agreed(Link):
    """The days that somebody agreed, by a document."""

    code = Code.AGREED
    days: Window
    by: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Settled(Link):
    """The days of a step that is met or waived: they move no more."""

    code = Code.SETTLED
    days: Window


@dataclass(frozen=True, slots=True)
class Shifted(Link):
    """The day to which a date moved along with an agreed step, by so many days."""

    code = Code.SHIFTED
    day: date
    step: str
    by_days: int


@dataclass(frozen=True, slots=True)
class Replaced(Link):
    """The day before, and what that rested on."""

    code = Code.REPLACED
    day: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Differs(Link):
    """What the rule proposes instead of the date that binds."""

    code = Code.DIFFERS
    rule: str
    days: Window


@dataclass(frozen=True, slots=True)
class Awaited(Link):
    """No source gives the date."""

    code = Code.AWAITED


@dataclass(frozen=True, slots=True)
class HangsFromUndated(Link):
    """The step or the anchor's end that the rule hangs from has no date yet."""

    code = Code.HANGS_FROM_UNDATED
    name: str


@dataclass(frozen=True, slots=True)
class OtherYears(Link):
    """The rule gives no date in that year."""

    code = Code.OTHER_YEARS
    rule: str
    year: int


@dataclass(frozen=True, slots=True)
class OfLastEdition(Link):
    """What the date was in the last edition: it stays, whatever the date becomes."""


@dataclass(frozen=True, slots=True)
class LastEdition(OfLastEdition):
    """The days from which the date was hung anew, and the chain's own rule where that is another."""

    code = Code.LAST_EDITION
    cycle: str
    days: Window
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class HungFromNothing(OfLastEdition):
    """The days of the last edition, none of whose anchors was dated: nothing could be hung anew."""

    code = Code.HUNG_FROM_NOTHING
    cycle: str
    days: Window


@dataclass(frozen=True, slots=True)
class Note(Link):
    """A condition or consequence that the text attaches, in the words of its chain."""

    code = Code.NOTE
    note: str


@dataclass(frozen=True, slots=True)
class Words(OldWords, Link):
    """An English sentence of an older version."""

    english: str


LINKS: Mapping[Code, type[Link]] = {
    kind.code: kind
    for kind in (
        Computed, Anchored, Agreed, Settled, Shifted, Replaced, Differs, Awaited, HangsFromUndated, OtherYears,
        LastEdition, HungFromNothing, Note, Words,
    )
}  # fmt: skip


def derivation(stored: Iterable[Stored]) -> tuple[Link, ...]:
    """Return the links of a derivation as stored."""
    return coded_facts.read(stored, LINKS, Words)
