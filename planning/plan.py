"""plan(): from a chain and the dates of its anchors to the date, the derivation, the float and the conflicts of each.

Computed dates propose, agreed dates bind: a step with a bound date keeps it, and its neighbours hang from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from planning import floats
from planning.basis import Basis
from planning.calendar import Calendars
from planning.chain import Anchor, Chain, Step
from planning.errors import AnchorMissing, NotASingleDay, UnknownAnchor
from planning.hours import Clock, close_of, hour_flags
from planning.rules import Known, On, Rule
from planning.window import Precision, Window, day
from planning.words import WEEKDAYS, count_of


@dataclass(frozen=True, slots=True)
class Bound:
    """A date that binds a step: agreed, announced, set outside, or met; with the words that say by whom."""

    window: Window
    basis: Basis
    why: str
    clock: Clock | None = None
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One deadline as reckoned. `float_days` is None where one end is open; undated ones have no `due` or `closes`."""

    step: str
    title: str
    by: str
    to: str | None
    opens: date | None
    due: date | None
    earliest: date | None
    precision: Precision
    closes: datetime | None
    basis: Basis
    flags: tuple[str, ...]
    float_days: int | None
    derivation: tuple[str, ...]
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A step due before what it needs, by so many days."""

    step: str
    needs: str
    days: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The deadlines of a chain in its own order, and what does not fit."""

    chain: str
    version: int
    deadlines: tuple[Planned, ...]
    conflicts: tuple[Conflict, ...]

    def __getitem__(self, step: str) -> Planned:
        return next(planned for planned in self.deadlines if planned.step == step)


@dataclass(slots=True)
class _Found:
    """A step's day while planning: undated without a window."""

    window: Window | None
    basis: Basis
    derivation: tuple[str, ...]
    clock: Clock | None = None


def plan(
    chain: Chain,
    anchors: Mapping[str, Window],
    agreed: Mapping[str, Bound] | None = None,
    calendars: Calendars | None = None,
    edition: int | None = None,
) -> Plan:
    """Return one deadline per step, in the chain's order, closing in the chain's zone, and the conflicts.

    Raises AnchorMissing, UnknownAnchor, NotASingleDay, EditionMissing, ImpossibleDate.
    """
    bound = agreed or {}
    known = Known(dict(_anchor_days(chain, anchors)), edition, Calendars() if calendars is None else calendars)
    found = _reckon(chain, known, bound)
    spare = floats.float_days(chain, known.days, _ends(chain, found, known.days, bound))
    deadlines = tuple(_planned(chain, step, found[step.slug], known, bound, spare) for step in chain.steps)
    return Plan(chain.slug, chain.version, deadlines, _conflicts(chain, known.days, deadlines))


def _anchor_days(chain: Chain, anchors: Mapping[str, Window]) -> dict[str, Window]:
    for name in anchors:
        if chain.anchor(name) is None:
            raise UnknownAnchor(chain.slug, name, [anchor.name for anchor in chain.anchors])
    days: dict[str, Window] = {}
    for anchor in chain.anchors:
        span = anchors.get(anchor.name)
        if span is not None:
            days |= _ends_of(chain, anchor, span)
        elif not anchor.optional:
            raise AnchorMissing(chain.slug, anchor.name, anchor.title)
    return days


def _ends_of(chain: Chain, anchor: Anchor, span: Window) -> dict[str, Window]:
    """Return `name.opens` and `name.closes`, and the bare name where the anchor is one day."""
    ends = {f"{anchor.name}.opens": day(span.first), f"{anchor.name}.closes": day(span.last)}
    if span.first == span.last or span.precision is not Precision.DAY:
        return ends | {anchor.name: span}
    if anchor.name in chain.named_days:
        raise NotASingleDay(anchor.name)
    return ends


def _reckon(chain: Chain, known: Known, bound: Mapping[str, Bound]) -> dict[str, _Found]:
    """Fill `known.days` with every step's day, in the order in which they hang from one another."""
    found: dict[str, _Found] = {}
    days = known.days
    assert isinstance(days, dict)
    for step in chain.reckoning_order:
        made = _bound(step, bound[step.slug], known) if step.slug in bound else _computed(chain, step, known, found)
        found[step.slug] = made
        if made.window:
            days[step.slug] = made.window
    return found


def _bound(step: Step, bound: Bound, known: Known) -> _Found:
    derivation = [f"{bound.window} {bound.why}"]
    proposed = _rule_day(step.rule, known)
    if proposed and proposed.last != bound.window.last:
        derivation.append(f"its rule, {step.rule}, proposes {proposed}")
    return _Found(bound.window, bound.basis, tuple(derivation), bound.clock)


def _rule_day(rule: Rule | None, known: Known) -> Window | None:
    """Return what the rule gives, or None while what it hangs from is undated."""
    if rule is None or (rule.refers_to and rule.refers_to not in known.days):
        return None
    return rule.window(known)


def _computed(chain: Chain, step: Step, known: Known, found: Mapping[str, _Found]) -> _Found:
    rule = step.rule
    if rule is None:
        return _Found(None, Basis.AWAITED, ("no source gives its date: awaited until one is agreed",))
    window = _rule_day(rule, known)
    if window is None:
        return _Found(None, Basis.AWAITED, (f"awaits {rule.refers_to}, which has no date yet",))
    basis, links = _hung_from(chain, rule, known, found)
    return _Found(window, basis, (_sentence(step, rule, window, known), *links), rule.clock)


def _sentence(step: Step, rule: Rule, window: Window, known: Known) -> str:
    source = f"; {step.source}" if step.source else ""
    near = rule.refers_to
    return f"{window} is {rule}{f' ({known.days[near]})' if near else ''}{source}"


def _hung_from(chain: Chain, rule: Rule, known: Known, found: Mapping[str, _Found]) -> tuple[Basis, tuple[str, ...]]:
    """Return the basis that a rule inherits, and the derivation of what it hangs from, down to the anchor."""
    near = rule.refers_to
    if near is None:
        return Basis.PROPOSED, ()
    if near in found:
        return Basis.PROPOSED, found[near].derivation
    anchor = chain.anchor(near.removesuffix(".opens").removesuffix(".closes"))
    assert anchor is not None
    outside = anchor.outside and isinstance(rule.day, On)
    link = f"{known.days[near]} is {near}: {anchor.title}"
    return (Basis.OUTSIDE if outside else Basis.PROPOSED), (link,)


def _ends(
    chain: Chain, found: Mapping[str, _Found], days: Mapping[str, Window], bound: Mapping[str, Bound]
) -> dict[str, int]:
    """Return, as ordinals, the days that bound steps from above: agreed ones, and those that an anchor sets."""
    ends: dict[str, int] = {}
    for step in chain.steps:
        window = found[step.slug].window
        limits = [days[name].last for name in step.before if name in days]
        if window and (step.slug in bound or chain.ends_at_anchor(step)):
            limits.append(window.last)
        if limits:
            ends[step.slug] = min(limits).toordinal()
    return ends


def _planned(
    chain: Chain,
    step: Step,
    found: _Found,
    known: Known,
    bound: Mapping[str, Bound],
    spare: Mapping[str, int],
) -> Planned:
    window = found.window
    opened = _rule_day(step.opening, known)
    opens = bound[step.slug].opens if step.slug in bound else opened.last if opened else None
    return Planned(
        step=step.slug,
        title=step.title,
        by=step.by,
        to=step.to,
        opens=opens,
        due=window.last if window else None,
        earliest=window.first if window else None,
        precision=window.precision if window else Precision.DAY,
        closes=close_of(window.last, found.clock, chain.zone) if window else None,
        basis=found.basis,
        flags=_flags(chain, step, found, known) if window else (),
        float_days=spare.get(step.slug) if window else None,
        derivation=found.derivation,
        clock=found.clock,
    )


def _flags(chain: Chain, step: Step, found: _Found, known: Known) -> tuple[str, ...]:
    """Return what is odd about the date, as sentences: it is flagged, never moved."""
    assert found.window is not None
    due = found.window.last
    flags = list(day_flags(due, chain.place, known.calendars))
    if step.rule and step.rule.places and found.basis is Basis.PROPOSED:
        near = known.days[step.rule.refers_to].last if step.rule.refers_to else due
        for place in dict.fromkeys(step.rule.places):
            flags += [f"no {place} holiday list for {year}" for year in known.calendars[place].missing(near, due)]
    return (*flags, *hour_flags(due, found.clock, chain.zone))


def day_flags(due: date, place: str, calendars: Calendars) -> tuple[str, ...]:
    """Return the flags of a closed day: a weekend, a holiday of the duty station."""
    if due.weekday() >= 5:
        return (f"falls on a {WEEKDAYS[due.weekday()]}",)
    return (f"falls on a holiday of {place}",) if due in calendars[place].holidays else ()


def _conflicts(chain: Chain, days: Mapping[str, Window], deadlines: tuple[Planned, ...]) -> tuple[Conflict, ...]:
    found = [_conflict(step, needs, days) for needs, step in chain.links if needs in days and step in days]
    found += [
        _overrun(planned.step, name, days)
        for step, planned in zip(chain.steps, deadlines, strict=True)
        for name in step.before
        if name in days and planned.due
    ]
    found += [_shut(planned) for planned in deadlines]
    return tuple(conflict for conflict in found if conflict)


def _conflict(step: str, needs: str, days: Mapping[str, Window]) -> Conflict | None:
    due, needed = days[step].last, days[needs].last
    short = (needed - due).days
    if short <= 0:
        return None
    by = count_of(short, "day")
    return Conflict(step, needs, short, f"{step} is due on {due}, {by} before {needs} ({needed}), which it needs")


def _overrun(step: str, end: str, days: Mapping[str, Window]) -> Conflict | None:
    due, limit = days[step].last, days[end].last
    late = (due - limit).days
    if late <= 0:
        return None
    by = count_of(late, "day")
    return Conflict(step, end, late, f"{step} is due on {due}, {by} after {end} ({limit}), which it must precede")


def _shut(planned: Planned) -> Conflict | None:
    """Return the conflict of a window that would close before it opens."""
    if planned.opens is None or planned.due is None or planned.opens <= planned.due:
        return None
    days = (planned.opens - planned.due).days
    sentence = f"{planned.step} would close on {planned.due} before it opens on {planned.opens}"
    return Conflict(planned.step, "opens", days, sentence)
