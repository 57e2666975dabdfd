"""plan(): from a chain and the dates of its anchors to the date, the derivation, the float and the conflicts of each.

Computed dates propose, or bind by a rule that is cited; agreed dates bind: a step with a bound date keeps it, and its
neighbours hang from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from planning.basis import Basis, with_force
from planning.calendar import Calendars
from planning.chain import Anchor, Chain, Step
from planning.day_range import believed
from planning.errors import AnchorMissing, NotASingleDay, UnknownAnchor
from planning.fit import Conflict, Fit, fit
from planning.flags import Flag, Holiday, ListFlag, NoHolidayList, UncheckedList, Weekend
from planning.hours import Clock, hour_flags, stated_close
from planning.links import Anchored, Awaited, Computed, Differs, HangsFromUndated, Link, Note, OtherYears
from planning.rule_context import Known
from planning.rule_forms import On
from planning.rules import Rule
from planning.spans import During
from planning.window import Precision, Window, believed_window, day


@dataclass(frozen=True, slots=True)
class Bound:
    """A date that binds a step: agreed, announced, set outside, or met; with the link that says why it does."""

    window: Window
    basis: Basis
    link: Link
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
    flags: tuple[Flag, ...]
    float_days: int | None
    derivation: tuple[Link, ...]
    clock: Clock | None = None
    source: str | None = None  # the text that gives the number of its rule


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
    derivation: tuple[Link, ...]
    clock: Clock | None = None


def plan(
    chain: Chain,
    anchors: Mapping[str, Window],
    agreed: Mapping[str, Bound] | None = None,
    calendars: Calendars | None = None,
    edition: int | None = None,
) -> Plan:
    """Return one deadline per step, in the chain's order, closing in the chain's zone, and the conflicts.

    Raises AnchorMissing, UnknownAnchor, NotASingleDay, EditionMissing, ImpossibleDate, UnbelievableDay.
    """
    bound = agreed or {}
    known = Known(dict(_anchor_days(chain, anchors)), edition, Calendars() if calendars is None else calendars)
    reckoned = _reckon(chain, known, bound)
    opens = {step.slug: on for step in chain.steps if (on := _opening(step, known, bound))}
    fits = fit(chain, known.days, opens, bound)
    deadlines = tuple(_planned(chain, step, reckoned[step.slug], known, opens, fits) for step in chain.steps)
    return Plan(chain.slug, chain.version, deadlines, fits.conflicts)


def _opening(step: Step, known: Known, bound: Mapping[str, Bound]) -> date | None:
    if step.slug in bound and (stated := bound[step.slug].opens):
        return believed(stated)
    opened = rule_day(step.opening, known)
    return opened.last if opened else None


def _anchor_days(chain: Chain, anchors: Mapping[str, Window]) -> dict[str, Window]:
    for name in anchors:
        if chain.anchor(name) is None:
            raise UnknownAnchor(chain.slug, name, [anchor.name for anchor in chain.anchors])
    days: dict[str, Window] = {}
    for anchor in chain.anchors:
        span = anchors.get(anchor.name)
        if span is not None:
            days |= _ends_of(chain, anchor, believed_window(span))
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
    reckoned: dict[str, _Found] = {}
    days = known.days
    assert isinstance(days, dict)
    for step in chain.reckoning_order:
        dated = _bound(step, bound[step.slug], known) if step.slug in bound else _computed(chain, step, known, reckoned)
        reckoned[step.slug] = dated
        if dated.window:
            days[step.slug] = dated.window
    return reckoned


def _bound(step: Step, bound: Bound, known: Known) -> _Found:
    window = believed_window(bound.window)
    proposed = rule_day(step.rule, known)
    differs = (Differs(str(step.rule), proposed),) if proposed and proposed.last != window.last else ()
    return _Found(window, bound.basis, (bound.link, *differs), bound.clock)


def rule_day(rule: Rule | None, known: Known) -> Window | None:
    """Return what the rule gives, or None while what it hangs from is undated, and in years that are not its own."""
    if rule is None:
        return None
    if any(name not in known.days for name, _ in rule.hung) or (rule.only and not rule.applies(known)):
        return None
    return rule.window(known)


def _computed(chain: Chain, step: Step, known: Known, reckoned: Mapping[str, _Found]) -> _Found:
    rule = step.rule
    if rule is None:
        return _Found(None, Basis.AWAITED, (Awaited(),))
    window = rule_day(rule, known)
    if window is None:
        return _Found(None, Basis.AWAITED, (_why_undated(rule, known),))
    is_outside, links = _hung_from(chain, rule, known, reckoned)
    basis = Basis.OUTSIDE if is_outside else with_force(Basis.PROPOSED, step.force)
    return _Found(window, basis, (_make_link(chain, step, rule, window, known), *links), rule.clock)


def _why_undated(rule: Rule, known: Known) -> Link:
    if undated := next((name for name, _ in rule.hung if name not in known.days), None):
        return HangsFromUndated(undated)
    return OtherYears(str(rule), rule.year(known))


def _make_link(chain: Chain, step: Step, rule: Rule, window: Window, known: Known) -> Link:
    words, near = chain.written[step.slug]
    around = known.days[near] if near else None
    return Computed(window, words, rule.refers_to, around, step.source or None, step.as_in, rule.places)


def _hung_from(chain: Chain, rule: Rule, known: Known, reckoned: Mapping[str, _Found]) -> tuple[bool, tuple[Link, ...]]:
    """Return True for a day that others set, and the derivation of what a rule hangs from, down to the anchor."""
    links: list[Link] = []
    is_outside = False
    for near, _ in rule.hung:
        if near in reckoned:
            links += reckoned[near].derivation
            continue
        anchor = chain.anchor(near.removesuffix(".opens").removesuffix(".closes"))
        assert anchor is not None
        is_outside = anchor.outside and isinstance(rule.day, On | During)
        links.append(Anchored(known.days[near], near, anchor.title))
    return is_outside, tuple(dict.fromkeys(links))


def _planned(chain: Chain, step: Step, reckoned: _Found, known: Known, opens: Mapping[str, date], fits: Fit) -> Planned:
    window = reckoned.window
    return Planned(
        step=step.slug,
        title=step.title,
        by=step.by,
        to=step.to,
        opens=opens.get(step.slug),
        due=window.last if window else None,
        earliest=window.first if window else None,
        precision=window.precision if window else Precision.DAY,
        closes=stated_close(window.last, reckoned.clock, chain.zone) if window else None,
        basis=reckoned.basis,
        flags=_flags(chain, step, reckoned, known) if window else (),
        float_days=fits.floats.get(step.slug) if window else None,
        derivation=(*reckoned.derivation, Note(step.note)) if step.note else reckoned.derivation,
        clock=reckoned.clock,
        source=step.source,
    )


def _flags(chain: Chain, step: Step, reckoned: _Found, known: Known) -> tuple[Flag, ...]:
    """Return what is odd about the date: it is flagged, never moved."""
    assert reckoned.window is not None
    due = reckoned.window.last
    flags = list(day_flags(due, chain.place, known.calendars))
    if step.rule and step.rule.places and reckoned.basis in (Basis.PROPOSED, Basis.RULE):
        near = min((known.days[name].last for name, _ in step.rule.hung if name in known.days), default=due)
        for place in dict.fromkeys(step.rule.places):
            flags += list_flags(known.calendars, place, near, due)
    return (*flags, *hour_flags(due, reckoned.clock, chain.zone))


def list_flags(calendars: Calendars, place: str, *days: date) -> tuple[ListFlag, ...]:
    """Return the flags of a date reckoned from one of these days to another: their years without a checked list."""
    missing = (NoHolidayList(place, year) for year in calendars[place].missing(*days))
    return (*missing, *(UncheckedList(place, year) for year in calendars.unchecked(place, *days)))


def day_flags(due: date, place: str, calendars: Calendars) -> tuple[Flag, ...]:
    """Return the flags of a closed day: a weekend, a holiday of the duty station."""
    if due.weekday() in calendars[place].weekend:
        return (Weekend(due),)
    return (Holiday(due, place),) if due in calendars[place].holidays else ()
