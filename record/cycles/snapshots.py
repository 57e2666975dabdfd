"""Cycles as they stood at an instant; past and present are read from the same append-only rows.

Three queries read any number of cycles and deadlines. Ended cycles are read only if they are asked for.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from typing import NamedTuple, Protocol, TypeVar

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlalchemy.orm import Session

from models.bodies import HolidayList
from models.cycles import Cycle
from models.meetings import MeetingStatus
from models.slices import slices
from planning.basis import Basis
from planning.calendar import Calendars
from planning.chain import Chain
from planning.day_range import outside
from planning.fit import Fit, fit
from planning.flags import Flag
from planning.standing import Facts, standing
from planning.window import Window
from record.cycles import departures, latest_rows, provisional_anchors, provisional_lists, recounts
from record.cycles.deadline_views import deadline_view, window_of
from record.cycles.latest_rows import LatestRow, opened, unended
from record.cycles.odd_rows import chain_and_rows
from record.cycles.views import AnchorView, CycleView, DeadlineView, named_days
from record.refusals import BadCycleName, NoSuchCycle
from record.weekends import weekend_in


class Dated(Protocol):
    """A row of history."""

    @property
    def at(self) -> datetime: ...


Past = TypeVar("Past", bound=Dated)


def last_of(rows: Iterable[Past], now: datetime) -> Past | None:
    """Return the last row recorded by `now`, None if there is none; a row with a later `at` does not count yet."""
    past = [row for row in rows if row.at <= now]
    return past[-1] if past else None


def calendars(session: Session, known: datetime | None = None) -> Calendars:
    """Return the duty stations' calendars, from the yearly lists that were loaded, and checked by `known`."""
    lists: dict[str, dict[int, list[date]]] = {}
    unchecked: set[tuple[str, int]] = set()
    stated: dict[str, str] = {}
    for row in session.scalars(select(HolidayList).order_by(HolidayList.year)):
        stated |= {row.place: row.weekend} if row.weekend else {}
        with suppress(ValueError):  # a list that nobody can read counts as not loaded, and is a task
            lists.setdefault(row.place, {})[row.year] = [date.fromisoformat(on) for on in row.days]
        if row.checked_at is None or (known and row.checked_at > known):
            unchecked.add((row.place, row.year))
    return Calendars(lists=lists, weekend_of=partial(weekend_in, stated), unchecked=unchecked)


def split_name(name: str) -> tuple[str, str]:
    """Return chain and edition. Raises BadCycleName."""
    chain, slash, edition = name.partition("/")
    if not (slash and chain and edition) or "/" in edition or any(map(str.isspace, name)):
        raise BadCycleName(name)
    return chain, edition


def edition_year(edition: str) -> int | None:
    """Return the year that an edition is named by, if it is one."""
    return int(edition) if len(edition) == 4 and edition.isdecimal() else None


def year_of(name: str) -> int | None:
    """Return the year by which the edition of a cycle is named, if it is one: 2017 of `hlpf-contribution/2017`."""
    return edition_year(name.partition("/")[2])


def names(session: Session, which: ColumnElement[bool] | None = None) -> list[str]:
    """Return the names of all cycles, or of those that `which` finds, sorted."""
    query = select(Cycle.chain, Cycle.edition)
    rows = session.execute(query if which is None else query.where(which))
    return sorted(f"{chain}/{edition}" for chain, edition in rows)


def unended_names(session: Session, now: datetime) -> list[str]:
    """Return the names of the cycles that were opened by `now` and have not ended since."""
    return names(session, opened(now) & Cycle.ending.is_(None))


def named(session: Session, wanted: Collection[str], known: datetime) -> Sequence[Cycle]:
    """Return those of the named cycles that were opened by `known`, in the order of their names."""
    pairs = [tuple(name.split("/", 1)) for name in sorted(wanted) if "/" in name]
    pair = tuple_(Cycle.chain, Cycle.edition)
    return [cycle for part in slices(pairs) for cycle in cycles(session, opened(known) & pair.in_(part))]


def count(session: Session, which: ColumnElement[bool]) -> int:
    """Return how many cycles `which` finds."""
    return session.scalar(select(func.count(Cycle.id)).where(which)) or 0


def cycle_row(session: Session, name: str) -> Cycle:
    """Return the cycle's row. Raises BadCycleName, NoSuchCycle."""
    chain, edition = split_name(name)
    cycle = session.scalar(select(Cycle).where(Cycle.chain == chain, Cycle.edition == edition))
    if cycle is None:
        raise NoSuchCycle(name, names(session))
    return cycle


def view(
    session: Session, name: str, now: datetime, known: datetime | None = None, *, issued: bool = False
) -> CycleView:
    """Return the cycle as it stands at `now`, knowing what was recorded by `known` (by `now`, unless told).

    `issued` gives the dates that are public, as members read them. Raises BadCycleName, NoSuchCycle; a cycle opened
    later than that does not exist yet.
    """
    cycle = cycle_row(session, name)
    seen = known or now
    if cycle.opened_at > seen:
        raise NoSuchCycle(name, names(session, opened(seen)))
    return views(session, [cycle], now, seen, issued=issued)[0]


def changed(session: Session, wanted: Collection[str], since: datetime, now: datetime) -> list[str]:
    """Return those of the named cycles that stand otherwise at `now` than at `since`: by an act, or by the calendar."""
    rows = named(session, wanted, now)
    before = {view.name: view for view in views(session, [row for row in rows if row.opened_at <= since], since, since)}
    return [view.name for view in views(session, rows, now, now) if before.get(view.name) != view]


def cycles(session: Session, which: ColumnElement[bool]) -> Sequence[Cycle]:
    """Return the cycles that `which` finds, in the order of their names."""
    return session.scalars(select(Cycle).where(which).order_by(Cycle.chain, Cycle.edition)).all()


def living_views(session: Session, now: datetime, known: datetime | None = None) -> list[CycleView]:
    """Return the cycles that live at `now`, as recorded by `known` (by `now`, unless told)."""
    seen = known or now
    return views_of(session, and_(opened(min(now, seen)), unended(seen)), now, seen)


def views_of(
    session: Session, which: ColumnElement[bool], now: datetime, known: datetime, *, issued: bool = False
) -> list[CycleView]:
    """Return the cycles that `which` finds at `now`, knowing what was recorded by `known`; `issued`: as members do."""
    return views(session, cycles(session, which), now, known, issued=issued)


def views(
    session: Session, some: Sequence[Cycle], now: datetime, known: datetime, *, issued: bool = False
) -> list[CycleView]:
    """Return these cycles at `now`, knowing what was recorded by `known`; `issued` gives the dates that are public."""
    session.flush()  # the rows are asked for as columns, and an act may have changed them
    ids = [cycle.id for cycle in some]
    anchors = latest_rows.anchors(session, ids, known)
    deadlines = latest_rows.deadlines(session, ids, known, issued=issued)
    recounted = {} if issued else recounts.flags_of(session, ids, known)
    beside = _Beside(now, known, cache(partial(calendars, session, known)), recounted, issued)
    return [
        _cycle_view(cycle, [anchor_view(row) for row in anchors.get(cycle.id, ())], deadlines.get(cycle.id, ()), beside)
        for cycle in some
    ]


class _Beside(NamedTuple):
    """What is read beside the rows of cycles, and the instants at which they are read and known."""

    now: datetime
    known: datetime
    lists: Callable[[], Calendars]
    recounted: Mapping[int, tuple[Flag, ...]]  # by deadline
    is_issued: bool  # read as members do, who hear of no holiday list


def standing_at(view: CycleView, now: datetime) -> CycleView:
    """Return a cycle as it stands at another instant, if nothing is recorded meanwhile."""
    return replace(view, deadlines=tuple(_standing_at(deadline, now) for deadline in view.deadlines))


def _standing_at(deadline: DeadlineView, now: datetime) -> DeadlineView:
    settled = deadline.settlement
    how = (settled.kind, settled.on) if settled else (None, None)
    facts = Facts(deadline.due, deadline.closes, deadline.basis, deadline.is_window, *how)
    return deadline._replace(standing=standing(facts, now))


def anchor_view(row: LatestRow) -> AnchorView:
    """Return the anchor of a row that was read with its days and meeting; undated if its days are not believed."""
    fault = outside(row.opens_on, row.closes_on)
    span = Window(row.opens_on, row.closes_on) if row.opens_on and row.closes_on and not fault else None
    planned = row.meeting is not None and row.status is MeetingStatus.PLANNED
    waits = span is not None and (row.provisional or planned)
    return AnchorView(row.name, row.title, row.outside, span, row.meeting, waits, row.body, fault)


def _cycle_view(
    cycle: Cycle,
    anchors: list[AnchorView],
    rows: Sequence[LatestRow],
    beside: _Beside,
) -> CycleView:
    chain, rows = chain_and_rows(cycle, anchors, rows)
    spans = {anchor.name: anchor.span for anchor in anchors if anchor.span}
    days = named_days(spans, {row.step: window for row in rows if (window := window_of(row))})
    fits = _fit(chain, days, rows)
    waits = provisional_anchors.flags_of(chain, anchors, {row.step: row.basis for row in rows})
    departs = departures.flags_of(chain, rows, days, edition_year(cycle.edition), beside.lists)
    lists = {} if beside.is_issued else provisional_lists.flags_of(chain, rows, days, beside.lists)
    ended = cycle.ended_at is not None and cycle.ended_at <= beside.known
    return CycleView(
        id=cycle.id,
        public_id=cycle.public_id,
        name=cycle.name,
        chain=chain,
        title=cycle.title,
        mandate=cycle.mandate,
        zone=chain.zone,
        place=cycle.place,
        anchors=tuple(anchors),
        deadlines=tuple(
            deadline_view(
                row,
                chain.zone,
                fits,
                (
                    *lists.get(row.step, ()),
                    *waits.get(row.step, ()),
                    *departs.get(row.step, ()),
                    *beside.recounted.get(row.id, ()),
                ),
                beside.now,
            )
            for row in rows
        ),
        conflicts=fits.conflicts,
        opened_at=cycle.opened_at,
        ending=cycle.ending if ended else None,
        reason=cycle.reason if ended else None,
    )


def _fit(chain: Chain, days: Mapping[str, Window], rows: Iterable[LatestRow]) -> Fit:
    opens = {row.step: row.opens_on for row in rows if row.opens_on}
    bound = {row.step for row in rows if row.basis in (Basis.AGREED, Basis.ANNOUNCED)}
    return fit(chain, days, opens, bound)
