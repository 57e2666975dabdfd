"""Reading the record: a cycle as it stood at an instant, from the same append-only rows that the present comes from.

The number of queries does not depend on the number of deadlines.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions.cycles import provisional
from actions.cycles.views import Agreed, AnchorView, CycleView, DeadlineView, Settled
from actions.refusals import BadCycleName, NoSuchCycle
from models.bodies import HolidayList, Meeting, MeetingStatus
from models.cycles import Anchor, AnchorDate, Cycle
from models.deadlines import Assignment, Deadline, Promise, Settlement
from planning.basis import Basis
from planning.calendar import Calendars, WorkCalendar
from planning.chain import INVITEES, Chain, Step
from planning.fit import Fit, fit
from planning.hours import Clock, close_of
from planning.ladder import parse_ladder
from planning.standing import Facts, standing
from planning.window import Window, day


class Dated(Protocol):
    """A row of history."""

    @property
    def at(self) -> datetime: ...


Row = TypeVar("Row", bound=Dated)


def last_of(rows: Iterable[Row], now: datetime) -> Row | None:
    """Return the last row recorded by `now`: what has a later `at` has not happened."""
    found = [row for row in rows if row.at <= now]
    return found[-1] if found else None


def calendars(session: Session) -> Calendars:
    """Return the duty stations' calendars, from the yearly lists that were loaded."""
    lists: dict[str, dict[int, list[date]]] = {}
    for row in session.scalars(select(HolidayList)):
        lists.setdefault(row.place, {})[row.year] = [date.fromisoformat(on) for on in row.days]
    return Calendars({place: WorkCalendar.of(place, years) for place, years in lists.items()})


def split_name(name: str) -> tuple[str, str]:
    """Return chain and edition. Raises BadCycleName."""
    chain, slash, edition = name.partition("/")
    if not (slash and chain and edition) or "/" in edition or any(map(str.isspace, name)):
        raise BadCycleName(name)
    return chain, edition


def edition_year(edition: str) -> int | None:
    """Return the year that an edition is named by, if it is one."""
    return int(edition) if len(edition) == 4 and edition.isdecimal() else None


def names(session: Session) -> list[str]:
    """Return the names of all cycles, sorted."""
    return sorted(f"{chain}/{edition}" for chain, edition in session.execute(select(Cycle.chain, Cycle.edition)))


def cycle_row(session: Session, name: str) -> Cycle:
    """Return the cycle's row. Raises BadCycleName, NoSuchCycle."""
    chain, edition = split_name(name)
    found = session.scalar(select(Cycle).where(Cycle.chain == chain, Cycle.edition == edition))
    if found is None:
        raise NoSuchCycle(name, names(session))
    return found


def view(session: Session, name: str, now: datetime, known: datetime | None = None) -> CycleView:
    """Return the cycle as it stands at `now`, knowing what was recorded by `known` (by `now`, unless told).

    Raises BadCycleName, NoSuchCycle; a cycle opened later than that does not exist yet.
    """
    cycle = cycle_row(session, name)
    seen = known or now
    if cycle.opened_at > seen:
        raise NoSuchCycle(name, [other.name for other in open_cycles(session, seen)])
    return views(session, [cycle], now, seen)[0]


def open_cycles(session: Session, now: datetime) -> Sequence[Cycle]:
    """Return the cycles that were opened by `now`, in the order of their names."""
    return session.scalars(select(Cycle).where(Cycle.opened_at <= now).order_by(Cycle.chain, Cycle.edition)).all()


def views(session: Session, cycles: Sequence[Cycle], now: datetime, known: datetime) -> list[CycleView]:
    """Return the cycles as they stand at `now`, knowing what was recorded by `known`."""
    ids = [cycle.id for cycle in cycles]
    meetings = selectinload(Anchor.dates).selectinload(AnchorDate.meeting)
    anchors = session.scalars(
        select(Anchor)
        .where(Anchor.cycle_id.in_(ids))
        .order_by(Anchor.position)
        .options(meetings.selectinload(Meeting.states), meetings.joinedload(Meeting.body))
        .execution_options(populate_existing=True)
    ).all()
    deadlines = session.scalars(
        select(Deadline)
        .where(Deadline.cycle_id.in_(ids))
        .order_by(Deadline.position)
        .options(
            selectinload(Deadline.promises),
            selectinload(Deadline.settlements),
            selectinload(Deadline.assignments).selectinload(Assignment.person),
        )
        .execution_options(populate_existing=True)
    ).all()
    return [
        _cycle_view(
            cycle,
            [_anchor_view(row, known) for row in anchors if row.cycle_id == cycle.id],
            [row for row in deadlines if row.cycle_id == cycle.id],
            now,
            known,
        )
        for cycle in cycles
    ]


def _anchor_view(row: Anchor, known: datetime) -> AnchorView:
    found = last_of(row.dates, known)
    if found is None:
        return AnchorView(row.name, row.title, row.outside, None, None)
    span = Window(found.opens_on, found.closes_on) if found.opens_on and found.closes_on else None
    meeting = found.meeting
    planned = meeting is not None and status_of(meeting, known) is MeetingStatus.PLANNED
    waits = span is not None and (found.provisional or planned)
    key, body = (meeting.key, meeting.body.key) if meeting else (None, None)
    return AnchorView(row.name, row.title, row.outside, span, key, waits, body)


def status_of(meeting: Meeting, known: datetime) -> MeetingStatus:
    """Return how a meeting stood, from its history, which has been read with it."""
    found = last_of(meeting.states, known)
    return found.status if found else meeting.status


def _cycle_view(
    cycle: Cycle, anchors: list[AnchorView], rows: list[Deadline], now: datetime, known: datetime
) -> CycleView:
    promised = {row.step: found for row in rows if (found := last_of(row.promises, known))}
    rows = [row for row in rows if row.step in promised]
    chain = _declared(cycle, anchors, rows)
    fits = _fit(chain, anchors, promised)
    waits = provisional.sentences(chain, anchors, {step: found.basis for step, found in promised.items()})
    ended = cycle.ended_at is not None and cycle.ended_at <= known
    return CycleView(
        id=cycle.id,
        public_id=cycle.public_id,
        name=cycle.name,
        chain=chain,
        title=cycle.title,
        mandate=cycle.mandate,
        zone=cycle.zone,
        place=cycle.place,
        anchors=tuple(anchors),
        deadlines=tuple(
            _deadline_view(row, promised[row.step], cycle, fits, waits.get(row.step, ()), now, known) for row in rows
        ),
        conflicts=fits.conflicts,
        opened_at=cycle.opened_at,
        ending=cycle.ending if ended else None,
        reason=cycle.reason if ended else None,
    )


def _declared(cycle: Cycle, anchors: list[AnchorView], rows: list[Deadline]) -> Chain:
    """Return the chain as this cycle copied it: editing the file never moves a date of an open cycle."""
    return Chain(
        cycle.chain,
        cycle.version,
        cycle.title,
        cycle.mandate,
        tuple(provisional.declared(found) for found in anchors),
        tuple(_step(row) for row in rows),
        cycle.zone,
        cycle.place,
    )


def _step(row: Deadline) -> Step:
    return Step(
        row.step,
        row.title,
        by=row.by,
        to=row.to,
        due=row.rule,
        opens=row.opening,
        follows=tuple(row.follows),
        before=tuple(row.before),
        purpose=row.purpose,
        via=row.via,
        source=row.source,
        ladder=parse_ladder(row.ladder),
        evidence=row.evidence,
        confirmation=row.confirmation,
        note=row.note,
    )


def _fit(chain: Chain, anchors: list[AnchorView], promised: dict[str, Promise]) -> Fit:
    days: dict[str, Window] = {}
    for anchor in anchors:
        if anchor.span:
            days |= {f"{anchor.name}.opens": day(anchor.span.first), f"{anchor.name}.closes": day(anchor.span.last)}
            days[anchor.name] = anchor.span
    days |= {slug: window for slug, found in promised.items() if (window := window_of(found))}
    opens = {slug: found.opens_on for slug, found in promised.items() if found.opens_on}
    bound = {slug for slug, found in promised.items() if found.basis in (Basis.AGREED, Basis.ANNOUNCED)}
    return fit(chain, days, opens, bound)


def window_of(promise: Promise) -> Window | None:
    """Return the promised days, or None while undated."""
    if promise.due_on is None or promise.earliest_on is None:
        return None
    return Window(promise.earliest_on, promise.due_on, promise.precision)


def clock_of(promise: Promise) -> Clock | None:
    """Return the stated hour, if the date has one."""
    return Clock(promise.stated_time, promise.stated_zone) if promise.stated_time else None


def _deadline_view(
    row: Deadline, promise: Promise, cycle: Cycle, fits: Fit, waits: tuple[str, ...], now: datetime, known: datetime
) -> DeadlineView:
    settlement = last_of(row.settlements, known)
    officer = last_of(row.assignments, known)
    said = promise.agreed_by or promise.document or promise.reason
    closes = close_of(promise.due_on, clock_of(promise), cycle.zone) if promise.due_on else None
    settled_by = _settled(settlement) if settlement and settlement.kind in ("met", "waived") else None
    facts = Facts(
        promise.due_on,
        closes,
        promise.basis,
        row.by in INVITEES,
        settled_by.kind if settled_by else None,
        settled_by.on if settled_by else None,
    )
    return DeadlineView(
        id=row.id,
        public_id=row.public_id,
        step=row.step,
        title=row.title,
        by=row.by,
        to=row.to,
        via=row.via,
        purpose=row.purpose,
        source=row.source,
        rule=row.rule,
        ladder=row.ladder,
        opens=promise.opens_on,
        due=promise.due_on,
        earliest=promise.earliest_on,
        precision=promise.precision,
        clock=clock_of(promise),
        closes=closes,
        basis=promise.basis,
        flags=(*promise.flags, *waits) if promise.due_on else tuple(promise.flags),
        derivation=tuple(promise.derivation),
        float_days=fits.floats.get(row.step) if promise.due_on else None,
        standing=standing(facts, now),
        agreed=Agreed(promise.agreed_by, promise.document, promise.reason) if said else None,
        settlement=settled_by,
        officer=officer.person.name if officer else None,
        officer_id=officer.person_id if officer else None,
        promise=promise.number,
        promised_at=promise.at,
        promised_in=promise.entry_id,
        sequence=row.sequence,
        updated_at=row.updated_at,
        evidence=row.evidence,
        confirmation=row.confirmation,
        reported=_settled(settlement) if settlement and settlement.kind == "reported" else None,
        note=row.note,
    )


def _settled(row: Settlement) -> Settled:
    return Settled(
        row.kind, row.on, row.by, row.document, row.url, row.reason, row.accepted_by, row.confirmed_by
    )  # fmt: skip
