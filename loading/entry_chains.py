"""From an entry to the chain that its cycle is opened with: the declared one as the file changes it, or its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from actions.cycles.planned_cycles import Agreement
from actions.cycles.promises import Words
from loading.entry_refusals import inside, known, refused
from loading.file_entries import Entry
from loading.shapes import DeadlineShape, TimelineShape
from planning import library
from planning.calendar import HOME_PLACE
from planning.chain import KEPT, SECRETARIAT, SLUG, Anchor, Chain, Step
from planning.grammar import parse
from planning.rule_context import Known
from planning.rule_forms import Fixed
from planning.zones import HOME_ZONE
from record.cycles import snapshots

COPIED = tuple(name for name in KEPT if name != "by")  # who acts decides on the ladder too


@dataclass(frozen=True, slots=True)
class Declared:
    """The chain for one cycle, its edition, and the dates that the file states."""

    chain: Chain
    edition: str
    agreed: Mapping[str, Agreement]


def declared(entry: Entry[TimelineShape], chains: Mapping[str, Chain]) -> Declared:
    """Return what the entry asks to be opened. Raises LoadRefused."""
    given = entry.given
    with inside(entry.where):
        slug, edition = snapshots.split_name(given.cycle)
        base = library.declared(chains, slug)
        chain = _changed(entry, base) if base else _own(entry, slug, chains)
    agreed = {step.step: agreement(given, step) for step in given.deadlines if step.is_agreed}
    return Declared(chain, edition, agreed)


def words(given: TimelineShape, step: DeadlineShape) -> Words:
    """Return who agreed a step's date: as the step says, else as the timeline says."""
    return Words(
        step.agreed_by or given.agreed_by, step.document or given.document, step.reason or given.reason
    )  # fmt: skip


def agreement(given: TimelineShape, step: DeadlineShape) -> Agreement:
    """Return the stated date of a step."""
    assert step.due is not None
    rule = parse(step.due)
    opens = parse(step.opens).day if step.opens else None
    return Agreement(
        rule.window(Known({})), rule.clock, opens.on if isinstance(opens, Fixed) else None, words(given, step)
    )  # fmt: skip


def step_place(where: str, number: int, step: DeadlineShape) -> str:
    """Return where a deadline stands, counted from 1."""
    return f"{where}, deadlines[{number}] {step.step!r}"


def _changed(entry: Entry[TimelineShape], base: Chain) -> Chain:
    """Return the declared chain with what the file says otherwise, for this cycle only."""
    given = entry.given
    if given.version not in (None, base.version):
        raise refused(entry.where, f"{base.slug} is declared in version {base.version}; leave `version` out")
    steps = {step.slug: step for step in base.steps}
    for number, said in enumerate(given.deadlines, start=1):
        where = step_place(entry.where, number, said)
        if said.step not in steps and not said.title:
            why = f"{base.slug} has no such step; give it a title to add it to this cycle, or correct it: "
            raise refused(where, why + known(said.step, [step.slug for step in base.steps]))
        steps[said.step] = _step(said, steps.get(said.step))
    return replace(
        base,
        title=given.title or base.title,
        mandate=given.mandate or base.mandate,
        zone=given.zone or base.zone,
        place=given.place or base.place,
        steps=tuple(steps.values()),
    )


def _own(entry: Entry[TimelineShape], slug: str, chains: Iterable[str]) -> Chain:
    """Return the chain of a timeline that no file under flows/chains/ declares."""
    given = entry.given
    if not SLUG.fullmatch(slug):
        raise refused(entry.where, f"{slug!r} is not a name; write small letters, digits and hyphens before the slash")
    if not given.title:
        why = f"no chain {slug!r} is declared; give it a `title` to load it as a timeline of its own, or correct it: "
        raise refused(entry.where, why + known(slug, chains))
    if not given.deadlines:
        raise refused(entry.where, "a timeline of its own wants `deadlines`; add at least one")
    for number, said in enumerate(given.deadlines, start=1):
        if not said.title:
            raise refused(step_place(entry.where, number, said), "`title` is missing; no chain declares this step")
    return Chain(
        slug,
        given.version or 1,
        given.title,
        given.mandate or "",
        tuple(Anchor(name, name) for name in given.anchors),
        tuple(_step(said, None) for said in given.deadlines),
        given.zone or HOME_ZONE,
        given.place or HOME_PLACE,
    )


def _step(said: DeadlineShape, base: Step | None) -> Step:
    """Return the step as this cycle has it. A stated date leaves the declared rule, to say what it proposes."""
    new: dict[str, Any] = {name: value for name in COPIED if (value := getattr(said, name)) is not None}
    if said.due and not said.is_agreed:
        new |= {"due": said.due, "source": said.source}  # the declared source gave another rule
    if said.opens and not (said.is_agreed and parse(said.opens).is_literal):
        new["opens"] = said.opens
    if base is None:
        return Step(said.step, new.pop("title"), by=said.by or SECRETARIAT, **new)
    if said.by and said.by != base.by:
        new |= {"by": said.by, "ladder": None, "evidence": said.evidence}
    return replace(base, **new)
