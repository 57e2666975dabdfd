"""Open dates reckoned anew: what differs is flagged and changes nothing, until an officer accepts or keeps it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import reduce

from sqlalchemy.orm import Session

from actions.cycles import opening_days
from actions.cycles.moved_dates import bounds, is_bound
from kernel import chains
from models.deadlines import Recount
from models.journal import Entry
from planning.calendar import Calendars
from planning.chain import Chain, Step
from planning.errors import CouncilError
from planning.plan import Bound, Plan, Planned, plan
from planning.rules import Rule
from planning.sentences import sentence
from record.cycles import recounts, snapshots
from record.cycles.recounts import Flagged
from record.cycles.views import CycleView, DeadlineView

Kept = Mapping[str, Flagged]  # by step
UNSETTLED = (None, recounts.KEPT)  # what is flagged, and what was kept: they stand only while the date is another one


@dataclass(frozen=True, slots=True)
class Otherwise:
    """An open date that would be reckoned otherwise now, by the rules that its procedure has now."""

    cycle: str
    deadline: DeadlineView
    now: Planned
    step: Step  # as its procedure declares it now
    is_edited: bool  # whether its procedure had another rule when the cycle was opened

    @property
    def sentence(self) -> str:
        """Both dates, and why they differ."""
        was, now = (self.deadline.due, self.deadline.opens), (self.now.due, self.now.opens)
        return f"{self.cycle} {recounts.sentence(self.deadline.step, was, now, self.why)}"

    @property
    def rule(self) -> str | None:
        """The rule of its procedure, if it was edited: empty where it has none."""
        return self.step.due or "" if self.is_edited else None

    @property
    def why(self) -> str:
        """The rule that its procedure has now, if it was edited, and how the date is reckoned."""
        opens = self.deadline.due == self.now.due
        rule = self.step.opening if opens else self.step.rule
        edited = f"its procedure now says {rule or 'no day'}" if self.is_edited else ""
        reckoned = f"it opens {rule or 'on no day'}" if opens else sentence(self.now.derivation[0])
        return "; ".join(filter(None, (edited, reckoned)))


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What reckoning anew has found: the dates that are flagged from now on, and those that no longer are."""

    new: tuple[Otherwise, ...]
    lapsed: tuple[Flagged, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence on each."""
        return *(each.sentence for each in self.new), *(f"{each.cycle} {each.lapse}" for each in self.lapsed)

    def __add__(self, later: "Reckoned") -> "Reckoned":
        """Return what both have found; what was found of a date later stands in the place of what was found first."""
        again = {each.deadline.id for each in later.new} | {each.deadline_id for each in later.lapsed}
        new = [each for each in self.new if each.deadline.id not in again]
        lapsed = [each for each in self.lapsed if each.deadline_id not in again]
        return Reckoned((*new, *later.new), (*lapsed, *later.lapsed))


def reckon(session: Session, entry: Entry, before: Calendars | None = None, *, cycle: str | None = None) -> Reckoned:
    """Flag the open dates that are reckoned otherwise now, and end the flags of those that no longer are.

    `before` are the calendars as they were until this act; without them it is asked what edited procedures change.
    """
    views, calendars = snapshots.living_views(session, entry.at), snapshots.calendars(session)
    views = [view for view in views if cycle in (None, view.name)]
    known = [each for each in recounts.every(session) if cycle in (None, each.cycle) and each.answer in UNSETTLED]
    kept = _kept(known)
    lapsed = [each for each in known if _is_as_reckoned(each, views, calendars, kept.get(each.cycle, {}))]
    _lapse(session, entry, lapsed)
    was = calendars if before is None else before
    opening = {(each.cycle, each.step) for each in known if each.answer is None and each.was == each.now}
    differing = list(reckoned_otherwise(views, was, calendars, chains.declared(), opening, kept))
    found = Reckoned(tuple(_flag(session, entry, differing)), tuple(lapsed))
    names = {each.cycle for each in known}
    return reduce(Reckoned.__add__, [follow(session, view, entry) for view in views if view.name in names], found)


def _kept(known: Iterable[Flagged]) -> Mapping[str, Kept]:
    """Return, by cycle, the dates that an officer has kept."""
    kept: dict[str, dict[str, Flagged]] = defaultdict(dict)
    for each in known:
        if each.answer == recounts.KEPT:
            kept[each.cycle][each.step] = each
    return kept


def _is_as_reckoned(flagged: Flagged, views: Iterable[CycleView], calendars: Calendars, kept: Kept) -> bool:
    """Return True if the date is reckoned as it stands after all, by rules that are those of its procedure."""
    view = next((each for each in views if each.name == flagged.cycle), None)
    if view is None:
        return False
    with suppress(CouncilError):
        chain = as_declared(view, chains.declared())
        staying = still_kept(view, chain, calendars, [flagged.step], kept)
        planned = reckon_anew(view, chain, calendars, [flagged.step], staying)[flagged.step]
        was, now = _rules(view.chain, flagged.step), _rules(chain, flagged.step)
        is_so = was == now and (planned.due, planned.opens) == (flagged.was, flagged.opened)
        return is_so and flagged.step not in staying
    return False


def _rules(chain: Chain, step: str) -> tuple[Rule | None, Rule | None]:
    declared = next(each for each in chain.steps if each.slug == step)
    return declared.rule, declared.opening


def follow_change(session: Session, cycle: str, entry: Entry) -> tuple[str, ...]:
    """Flag anew what is flagged of a cycle, after other dates of it have changed; return a sentence on each."""
    is_flagged = any(each.cycle == cycle and each.answer in UNSETTLED for each in recounts.every(session))
    return follow(session, snapshots.view(session, cycle, entry.at), entry).notes if is_flagged else ()


def follow(session: Session, view: CycleView, entry: Entry) -> Reckoned:
    """Flag anew what would have another day than that for which it is flagged, beside what is kept or has changed."""
    flags = {each.step: each for each in recounts.every(session) if each.cycle == view.name}
    unsettled = [each for each in flags.values() if each.answer in UNSETTLED]
    with suppress(CouncilError):
        differing, staying = _beside(view, flags, snapshots.calendars(session)) if unsettled else ([], frozenset())
        steps = staying.union(each.deadline.step for each in differing)
        lapsed = tuple(each for each in unsettled if each.step not in steps)
        _lapse(session, entry, lapsed)
        return Reckoned(tuple(_flag(session, entry, differing)), lapsed)
    return Reckoned((), ())


def _beside(view: CycleView, flags: Kept, calendars: Calendars) -> tuple[list[Otherwise], frozenset[str]]:
    """Return the dates of a cycle that would be reckoned otherwise beside those of these `flags` that are kept."""
    kept = {step: each for step, each in flags.items() if each.answer == recounts.KEPT}
    chain = as_declared(view, chains.declared())
    staying = frozenset(still_kept(view, chain, calendars, flags, kept))
    asked = flags.keys() - staying
    was = reckon_anew(view, view.chain, calendars, (), flags)
    differing = _differing(view, chain, was, reckon_anew(view, chain, calendars, asked, staying))
    of_these = [each for each in differing if each.deadline.step not in staying]
    return [each for each in of_these if each.deadline.step in asked or not each.is_edited], staying


def _lapse(session: Session, entry: Entry, lapsed: Iterable[Flagged]) -> None:
    """End these flags; that a date was kept stays known."""
    for each in lapsed:
        row = session.get_one(Recount, each.id)
        if each.answer == recounts.KEPT:
            session.add(row := _row(entry, each.deadline_id, row.promise, (each.was, each.opened), each.why))
        row.answer, row.answered_at = recounts.LAPSED, entry.at


def _flag(session: Session, entry: Entry, differing: Sequence[Otherwise]) -> list[Otherwise]:
    """Flag what is reckoned otherwise under the line of an act; return what is new."""
    last = recounts.last_of(session, [each.deadline.id for each in differing])
    new = [each for each in differing if not _is_flagged(last.get(each.deadline.id), each)]
    for each in new:
        row = _row(entry, each.deadline.id, each.deadline.promise, (each.now.due, each.now.opens), each.why)
        row.rule, row.opening = each.rule, each.step.opens if each.is_edited else None
        session.add(row)
    session.flush()
    return new


def _row(entry: Entry, deadline_id: int, promise: int, days: recounts.Days, why: str) -> Recount:
    """Return a flag that an act raises, by no rule of an edited procedure."""
    return Recount(
        deadline_id=deadline_id,
        promise=promise,
        due_on=days[0],
        opens_on=days[1],
        rule=None,
        opening=None,
        why=why,
        at=entry.at,
        entry_id=entry.id,
    )


def _is_flagged(last: Recount | None, each: Otherwise) -> bool:
    """Return True if the same is flagged already, or was kept; a flag that has lapsed is raised anew."""
    stated = (each.deadline.promise, each.now.due, each.now.opens, each.rule)
    if last is None or last.answer == recounts.LAPSED:
        return False
    return (last.promise, last.due_on, last.opens_on, last.rule) == stated


def reckoned_otherwise(
    views: Iterable[CycleView],
    before: Calendars,
    calendars: Calendars,
    declared: Mapping[str, Chain],
    flagged: Collection[tuple[str, str]] = (),
    kept: Mapping[str, Kept] | None = None,
) -> Iterator[Otherwise]:
    """Yield the open dates that were reckoned otherwise before; a cycle that cannot be reckoned yields none.

    Windows open by rule where they did before, or where the opening of a cycle's step is `flagged` already. What is
    `kept`, by cycle, stays while it would have the day that was refused.
    """
    for view in views:
        with suppress(CouncilError):
            chain = as_declared(view, declared)
            opening = opening_days.by_rule(view, before) | {step for name, step in flagged if name == view.name}
            staying = still_kept(view, chain, calendars, opening, (kept or {}).get(view.name, {}))
            was = reckon_anew(view, view.chain, before, opening, staying)
            now = reckon_anew(view, chain, calendars, opening, staying)
            yield from (each for each in _differing(view, chain, was, now) if each.deadline.step not in staying)


def still_kept(
    view: CycleView, chain: Chain, calendars: Calendars, opening: Collection[str], kept: Kept
) -> Collection[str]:
    """Return those of the `kept` dates that would have the day that was refused, and so stay as they are."""
    staying = set[str]()
    while rest := kept.keys() - staying:
        planned = reckon_anew(view, chain, calendars, opening, staying)
        more = {step for step in rest if _is_refused(kept[step], planned[step], view.chain, chain)}
        if not more:
            break
        staying |= more
    return staying


def _is_refused(kept: Flagged, planned: Planned, own: Chain, chain: Chain) -> bool:
    is_edited = _rules(own, kept.step) != _rules(chain, kept.step)
    rule = next(step.due or "" for step in chain.steps if step.slug == kept.step) if is_edited else None
    return (kept.days, kept.rule) == ((planned.due, planned.opens), rule)


def reckon_anew(
    view: CycleView, chain: Chain, calendars: Calendars, opening: Collection[str], staying: Collection[str] = ()
) -> Plan:
    """Return the cycle's dates as its anchors, what binds and these calendars give them now.

    Of the steps in `opening` the windows open on the days of their rules, also where their close is agreed. Those that
    are `staying` keep the dates that they have.
    """
    bound = {
        step: replace(each, opens=None) if step in opening and step not in staying and view[step].is_open else each
        for step, each in bounds(view, calendars).items()
    }
    bound = {step: Bound(window, view[step].basis, view[step].derivation[0], view[step].clock, view[step].opens)
             for step in staying if (window := view[step].window) and view[step].derivation} | bound  # fmt: skip
    return plan(chain, view.spans, bound, calendars, snapshots.edition_year(view.name.partition("/")[2]))


def as_declared(view: CycleView, declared: Mapping[str, Chain]) -> Chain:
    """Return the cycle's chain with the rules of a later version of its procedure, where it can be reckoned by them.

    A step whose rule was taken from an edition keeps it; so does one that hangs from what the cycle does not have.
    """
    now = declared.get(view.chain.slug)
    if now is None or now.version == view.chain.version:
        return view.chain
    steps = {step.slug: step for step in now.steps}
    edited = tuple(_edited(step, steps.get(step.slug), view.chain) for step in view.chain.steps)
    if all(step is own for step, own in zip(edited, view.chain.steps, strict=True)):
        return view.chain
    with suppress(CouncilError):
        return replace(view.chain, steps=edited)
    return view.chain


def _edited(step: Step, now: Step | None, chain: Chain) -> Step:
    if now is None or step.as_in or (step.rule, step.opening) == (now.rule, now.opening):
        return step
    known = {each.slug for each in chain.steps} | {anchor.name for anchor in chain.anchors}
    near = {name.partition(".")[0] for name in now.hangs_from}
    return replace(step, due=now.due, opens=now.opens) if near <= known else step


def _differing(view: CycleView, chain: Chain, before: Plan, now: Plan) -> Iterator[Otherwise]:
    """Yield what differs between two plans and is not so yet: a date that was left as it was by an act stays so."""
    steps, copied = {step.slug: step for step in chain.steps}, {step.slug: step for step in view.chain.steps}
    for planned in now.deadlines:
        was, deadline, step = before[planned.step], view[planned.step], steps[planned.step]
        own = copied[planned.step]
        is_edited = (step.rule, step.opening) != (own.rule, own.opening)
        moves = was.due != planned.due and deadline.due != planned.due
        opens = was.opens != planned.opens and deadline.opens != planned.opens
        differs = opens if is_bound(deadline) else is_edited or moves or opens
        if deadline.is_open and differs:
            yield Otherwise(view.name, deadline, planned, step, is_edited)
