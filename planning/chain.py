"""Chains: Anchor, Step and Chain. Circles, unknown names and doubled names are refused where they are declared."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from planning.basis import check_force
from planning.calendar import HOME_PLACE
from planning.errors import BadChain, CouncilError, among
from planning.evidence import evidence, usual
from planning.field_types import misfits
from planning.grammar import parse
from planning.ladder import INVITED, OWING, Ladder
from planning.rule_forms import On
from planning.rules import Rule
from planning.spans import During, OneOfTwo
from planning.zones import HOME_ZONE, zone_info

# Well-known actors; planning/roles.py has all that are known.
SECRETARIAT, MEMBERSHIP, STAKEHOLDERS, CHAIR, SECTORS = "secretariat", "membership", "stakeholders", "chair", "sectors"
MEMBER_STATES, COUNCIL_MEMBERS = "member-states", "council-members"
INVITEES = frozenset({MEMBERSHIP, MEMBER_STATES, COUNCIL_MEMBERS, STAKEHOLDERS})  # invited; whoever else acts, owes

SLUG = re.compile(r"(?=.{1,200}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")  # a row of a PostgreSQL index holds 2,704 bytes


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date that a chain hangs from: a meeting (`name.opens`, `name.closes`) or a given day (`name`)."""

    name: str
    title: str
    optional: bool = False
    outside: bool = False  # set by the UN or another body: what is due *on* it is an outside date
    year_before: bool = False  # the last meeting that its body opens in the year before the edition's
    body: str | None = None  # whose meetings it means, where neither its name nor its title says so


@dataclass(frozen=True, slots=True)
class Step:
    """One deadline as declared: who acts, to whom, for what, through whom, by when, and by which text.

    Without `due` it is awaited: undated until a meeting or an officer agrees a date.
    """

    slug: str
    title: str
    by: str = SECRETARIAT
    to: str | None = None
    due: str | None = None
    opens: str | None = None
    follows: tuple[str, ...] | str = ()
    before: tuple[str, ...] | str = ()  # anchors' ends, or steps, by which it must be over
    purpose: str | None = None  # information | consideration | decision | submission …
    via: str | None = None
    source: str | None = None  # the text that gives the number: "Rule 20"
    force: str = "practice"  # rule | practice: whether that text binds the office, or the number is only a habit
    ladder: Ladder | None = None  # None: that of its actor
    evidence: str | None = None  # none | document | url: what it is met with; None: what is usual for such a step
    confirmation: bool = False  # whether it is met only when a second person has confirmed it
    note: str | None = None  # a condition or consequence that the text attaches; the last line of the derivation
    least_days: int | None = None  # the least time for comments that its invitees have, in days
    least_source: str | None = None  # the text that gives it
    vote: bool = False  # whether its invitees vote, on a signed letter that is transmitted to them
    office_only: bool = False  # whether it is the office's own: no page, calendar or letter of members names it
    as_in: str | None = None  # the edition whose date its rule was taken from: "wsis-prizes/2017"
    rule: Rule | None = field(init=False)
    opening: Rule | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "follows", (self.follows,) if isinstance(self.follows, str) else tuple(self.follows))
        object.__setattr__(self, "before", (self.before,) if isinstance(self.before, str) else tuple(self.before))
        object.__setattr__(self, "rule", parse(self.due) if self.due else None)
        object.__setattr__(self, "opening", parse(self.opens) if self.opens else None)
        force = check_force(self.slug, self.force, due=self.due, source=self.source)
        object.__setattr__(self, "force", force.value)
        object.__setattr__(self, "ladder", self.ladder or (INVITED if self.by in INVITEES else OWING))
        object.__setattr__(self, "evidence", evidence(self.evidence) if self.evidence else self._usual_evidence())

    @property
    def is_window(self) -> bool:
        """Return True if its actors are invited: it closes, it is never overdue."""
        return self.by in INVITEES

    @property
    def hangs_from(self) -> tuple[str, ...]:
        """Return the names from which its rule and its opening are reckoned."""
        return tuple(name for rule in (self.rule, self.opening) if rule for name, _ in rule.hung)

    @property
    def kept(self) -> dict[str, Any]:
        """Return the values that a cycle copies from it, by the names of their columns."""
        values = {name: getattr(self, name) for name in KEPT}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}

    def _usual_evidence(self) -> str:
        return usual(
            self.slug, purpose=self.purpose, to=self.to, is_window=self.is_window, is_posted=self.to in INVITEES
        )  # fmt: skip


OF_ITS_OWN = ("slug", "due", "opens", "ladder")  # what the record has under another name, or in other words
KEPT = tuple(each.name for each in fields(Step) if each.init and each.name not in OF_ITS_OWN)
"""The fields of a step that a cycle keeps as they are: columns and views bear their names."""
STATED = tuple(name for name in KEPT if name != "as_in")
"""Those of them that a loaded file may state, in words of their names; the other one is found as a cycle is opened."""


@dataclass(frozen=True)
class Chain:
    """A declared sequence of steps hanging from anchors, with the clause that it fulfils."""

    slug: str
    version: int
    title: str
    mandate: str
    anchors: tuple[Anchor, ...]
    steps: tuple[Step, ...]
    zone: str = HOME_ZONE
    place: str = HOME_PLACE  # the duty station whose closed days are flagged and hold mail back

    def __post_init__(self) -> None:
        try:
            zone_info(self.zone)
            self._check_slugs()
            self._check_references()
            self.reckoning_order, self.doing_order  # noqa: B018  both orders refuse a ring
        except BadChain:
            raise
        except CouncilError as why:
            raise BadChain(self.slug, str(why)) from None

    def anchor(self, name: str) -> Anchor | None:
        """Return the anchor of that name, if the chain hangs from it."""
        return next((anchor for anchor in self.anchors if anchor.name == name), None)

    def step(self, slug: str) -> Step | None:
        """Return the step of that name, if the chain has it."""
        return self._steps.get(slug)

    @cached_property
    def _steps(self) -> Mapping[str, Step]:
        return {step.slug: step for step in self.steps}

    @cached_property
    def misfits(self) -> tuple[str, ...]:
        """Return a sentence for each of its fields, and those of its anchors and steps, that holds what it cannot."""
        parts = [(anchor.name, anchor) for anchor in self.anchors] + [(step.slug, step) for step in self.steps]
        return tuple(why for name, part in ((self.slug, self), *parts) for why in misfits(name, part))

    @cached_property
    def reckoning_order(self) -> tuple[Step, ...]:
        """Return the steps, each after the one from which its date is reckoned."""
        return self._sorted((step, [name for name, _ in step.rule.hung] if step.rule else []) for step in self.steps)

    @property
    def places(self) -> frozenset[str]:
        """The duty stations whose closed days it needs: its own, and those whose working days its rules count."""
        return self.counted_in | {self.place}

    @cached_property
    def counted_in(self) -> frozenset[str]:
        """The duty stations whose working days its rules and openings count."""
        rules = [rule for step in self.steps for rule in (step.rule, step.opening) if rule]
        return frozenset(place for rule in rules for place in rule.places)

    @cached_property
    def named_days(self) -> frozenset[str]:
        """Return the names that rules use without an end; an anchor among them must be a single day."""
        return frozenset(name for step in self.steps for name in (*step.hangs_from, *step.follows))

    @cached_property
    def needs(self) -> Mapping[str, tuple[str, ...]]:
        """Return the steps and anchors' ends that must come before each step, by step."""
        return {step.slug: tuple(before for before, after in self.links if after == step.slug) for step in self.steps}

    @cached_property
    def needed_by(self) -> Mapping[str, tuple[str, ...]]:
        """Return the steps that must come after each step, by step."""
        return {step.slug: tuple(after for before, after in self.links if before == step.slug) for step in self.steps}

    @cached_property
    def spaced(self) -> frozenset[tuple[str, str]]:
        """Return the pairs of names between which a date rule puts a number of days."""
        pairs = [(s.slug, *s.rule.hung[0]) for s in self.steps if s.rule and len(s.rule.hung) == 1]
        return frozenset((slug, other) if first else (other, slug) for slug, other, first in pairs)

    @cached_property
    def ending_at_anchor(self) -> frozenset[str]:
        """Return the steps whose own rule gives a latest day: a stated day, or one on or before an anchor."""
        return frozenset(step.slug for step in self.steps if self._ends_at_anchor(step))

    def _ends_at_anchor(self, step: Step) -> bool:
        rule = step.rule
        if rule is None or any(name in self._steps for name, _ in rule.hung):
            return False
        return rule.refers_to is None or any(first for _, first in rule.hung) or isinstance(rule.day, On | During)

    @cached_property
    def preceding(self) -> Mapping[str, tuple[str, ...]]:
        """Return what each step must precede, by step; steps that must precede nothing are left out."""
        return {step.slug: tuple(step.before) for step in self.steps if step.before}

    @cached_property
    def written(self) -> Mapping[str, tuple[str, str | None]]:
        """Return the sentence of each rule, and the name whose days a derivation shows beside it, by dated step."""
        return {step.slug: _written(step.rule) for step in self.steps if step.rule}

    @cached_property
    def doing_order(self) -> tuple[Step, ...]:
        """Return the steps, each after those that it needs."""
        return self._sorted((step, self.needs[step.slug]) for step in self.steps)

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Which step (or anchor's end, in `follows`) must come before which step; each pair once."""
        links: dict[tuple[str, str], None] = {}
        for step in self.steps:
            links.update(dict.fromkeys((name, step.slug) for name in step.follows))
            links.update(dict.fromkeys((step.slug, name) for name in step.before if name in self._steps))
            links.update(dict.fromkeys(self._links_of(step)))
        return tuple(links)

    def _links_of(self, step: Step) -> Iterable[tuple[str, str]]:
        """`2 weeks before comments` says that comments need this step; `after` or `on` says the reverse."""
        for other, is_first in step.rule.hung if step.rule else ():
            if other in self._steps:
                yield (step.slug, other) if is_first else (other, step.slug)
        for other, _ in step.opening.hung if step.opening else ():
            if other in self._steps and other != step.slug:
                yield (other, step.slug)

    def _sorted(self, needs: Iterable[tuple[Step, Iterable[str | None]]]) -> tuple[Step, ...]:
        graph: dict[str, list[str]] = {
            step.slug: [name for name in names if name and name in self._steps] for step, names in needs
        }
        try:
            return tuple(self._steps[slug] for slug in TopologicalSorter(graph).static_order())
        except CycleError as ring:
            raise BadChain(self.slug, f"its steps wait for one another: {' → '.join(ring.args[1])}") from None

    def _check_slugs(self) -> None:
        names = [anchor.name for anchor in self.anchors] + [step.slug for step in self.steps]
        for name in names:
            if not SLUG.fullmatch(name):
                raise BadChain(
                    self.slug, f"{name!r} is not a name; write small letters, digits and hyphens, 200 at most"
                )
            if names.count(name) > 1:
                raise BadChain(self.slug, f"{name!r} is declared twice")

    def _check_references(self) -> None:
        for step in self.steps:
            for name in (*step.follows, *step.before, *step.hangs_from):
                if not self._holds(name):
                    raise BadChain(self.slug, f"{step.slug!r} depends on {name!r}; it knows {among(self._names())}")

    def _holds(self, name: str) -> bool:
        return name in self._steps or self.anchor(name.removesuffix(".opens").removesuffix(".closes")) is not None

    def _names(self) -> list[str]:
        return [anchor.name for anchor in self.anchors] + [step.slug for step in self.steps]


def _written(rule: Rule) -> tuple[str, str | None]:
    """Return the sentence and the name; a rule that means the very days of what it hangs from shows these alone."""
    return str(rule), rule.refers_to if not isinstance(rule.day, On | During | OneOfTwo) else None
