"""The chain for a loaded cycle: the declared one with the file's changes, or the timeline's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from actions.cycles.planned_cycles import Agreement
from actions.cycles.promises import Words
from loading.entry_refusals import inside, known, refused
from loading.file_entries import Entry
from loading.shapes import DeadlineShape, TimelineShape
from planning import library
from planning.basis import Force
from planning.calendar import HOME_PLACE
from planning.chain import SECRETARIAT, SLUG, STATED, Anchor, Chain, Step
from planning.errors import quoted
from planning.grammar import parse
from planning.rule_context import Known
from planning.rule_forms import Fixed
from planning.zones import HOME_ZONE
from record.cycles import snapshots
from record.people import authorities

COPIED = tuple(name for name in STATED if name != "by")  # who acts decides on the ladder too


@dataclass(frozen=True, slots=True)
class Declared:
    """The chain for one cycle, its edition, and the dates that the file states."""

    chain: Chain
    edition: str
    agreed: Mapping[str, Agreement]


def declared(entry: Entry[TimelineShape], chains: Mapping[str, Chain]) -> Declared:
    """Return what the entry asks to be opened. Raises LoadRefused."""
    shape = entry.given
    with inside(entry.where):
        slug, edition = snapshots.split_name(shape.cycle)
        base = library.declared(chains, slug)
        chain = _changed(entry, base) if base else _make_own_chain(entry, slug, chains)
    agreed = {step.step: agreement(shape, step) for step in shape.deadlines if step.is_agreed}
    return Declared(chain, edition, agreed)


def words(timeline: TimelineShape, step: DeadlineShape) -> Words:
    """Return who agreed a step's date: as the step says, else as the timeline says."""
    return Words(
        step.agreed_by or timeline.agreed_by, step.document or timeline.document, step.reason or timeline.reason
    )  # fmt: skip


def check_authorities(session: Session, timeline: TimelineShape) -> None:
    """Check that members read no person's name as who agreed a date, or as its source. Raises PersonAsAuthority."""
    said = [words(timeline, step) for step in timeline.deadlines]
    authorities.check(session, [each.agreed_by for each in said])
    sources = [*(each.document for each in said), *(step.source for step in timeline.deadlines)]
    authorities.check(session, sources, "document")


def agreement(timeline: TimelineShape, step: DeadlineShape) -> Agreement:
    """Return the stated date of a step."""
    assert step.due is not None
    rule = parse(step.due)
    opens = parse(step.opens).day if step.opens else None
    return Agreement(
        rule.window(Known({})), rule.clock, opens.on if isinstance(opens, Fixed) else None, words(timeline, step)
    )  # fmt: skip


def step_place(where: str, number: int, step: DeadlineShape) -> str:
    """Return where a deadline stands, counted from 1."""
    return f"{where}, deadlines[{number}] {step.step!r}"


def _changed(entry: Entry[TimelineShape], base: Chain) -> Chain:
    """Return the declared chain with what the file says otherwise, for this cycle only."""
    timeline = entry.given
    if timeline.version not in (None, base.version):
        raise refused(entry.where, f"{base.slug} is declared in version {base.version}; leave `version` out")
    steps = {step.slug: step for step in base.steps}
    for number, stated in enumerate(timeline.deadlines, start=1):
        where = step_place(entry.where, number, stated)
        if stated.step not in steps and not stated.title:
            why = f"{base.slug} has no such step; give it a title to add it to this cycle, or correct it: "
            raise refused(where, why + known(stated.step, [step.slug for step in base.steps]))
        steps[stated.step] = _make_step(stated, steps.get(stated.step))
    return replace(
        base,
        title=timeline.title or base.title,
        mandate=timeline.mandate or base.mandate,
        zone=timeline.zone or base.zone,
        place=timeline.place or base.place,
        steps=tuple(steps.values()),
    )


def _make_own_chain(entry: Entry[TimelineShape], slug: str, chains: Iterable[str]) -> Chain:
    """Return the chain of a timeline that no file under flows/chains/ declares."""
    timeline = entry.given
    if not SLUG.fullmatch(slug):
        raise refused(
            entry.where, f"{quoted(slug)} is not a name; write small letters, digits and hyphens before the slash"
        )
    if not timeline.title:
        why = f"no procedure {quoted(slug)} is declared; give it a `title` to load it as a timeline, or correct it: "
        raise refused(entry.where, why + known(slug, chains))
    if not timeline.deadlines:
        raise refused(entry.where, "a timeline of its own wants `deadlines`; add at least one")
    for number, stated in enumerate(timeline.deadlines, start=1):
        if not stated.title:
            raise refused(step_place(entry.where, number, stated), "`title` is missing; no procedure has this step")
    return Chain(
        slug,
        timeline.version or 1,
        timeline.title,
        timeline.mandate or "",
        tuple(Anchor(name, name) for name in timeline.dated_anchors),
        tuple(_make_step(stated, None) for stated in timeline.deadlines),
        timeline.zone or HOME_ZONE,
        timeline.place or HOME_PLACE,
    )


def _make_step(stated: DeadlineShape, base: Step | None) -> Step:
    """Return the step as this cycle has it. A stated date leaves the declared rule, to say what it proposes."""
    new: dict[str, Any] = {name: value for name in COPIED if (value := getattr(stated, name)) is not None}
    if stated.due and not stated.is_agreed:
        # the declared source gave another rule, on whatever force
        new |= {"due": stated.due, "source": stated.source, "force": stated.force or Force.PRACTICE.value}
    if stated.opens and not (stated.is_agreed and parse(stated.opens).is_literal):
        new["opens"] = stated.opens
    if base is None:
        return Step(stated.step, new.pop("title"), by=stated.by or SECRETARIAT, **new)
    if stated.by and stated.by != base.by:
        new |= {"by": stated.by, "ladder": None, "evidence": stated.evidence}
    return replace(base, **new)
