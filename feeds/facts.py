"""Read what a feed can show, deadlines and meetings, as flat facts: queries of columns are cheaper than objects.

Feeds are rebuilt after every change; cycle_memory.py knows which rows changed since the last time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from feeds.meeting_facts import MeetingFacts
from feeds.meeting_queries import FOLLOWED, HUNG, ISSUED_AS, PUBLIC_MEETING, READ
from models.base import UtcDateTime
from models.bodies import Body, BodyAlias
from models.cycles import Anchor, Cycle
from models.deadlines import Deadline, Promise, Settlement, basis_of
from models.issues import Issue, is_public
from models.journal import Entry
from models.meetings import Meeting, MeetingState
from models.prepared_query import Prepared
from planning.basis import Basis
from planning.chain import INVITEES
from planning.day_range import is_believed
from planning.errors import CouncilError
from planning.evidence import Evidence
from planning.grammar import parse
from planning.hours import Clock, close_of
from planning.window import Precision
from record.cycles import window_openings
from record.cycles.latest_rows import DECIDED, ENTERED
from record.cycles.snapshots import split_name
from record.cycles.views import Agreed, CycleView, DeadlineView
from record.refusals import NoSuchCycle


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """What feeds show of the cycle of a deadline."""

    name: str
    chain: str
    title: str
    mandate: str
    zone: str
    ending: str | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """A deadline with its date as last promised, how it was settled, its cycle, and the meeting it leads up to.

    A date that cannot be reckoned is None, and no feed shows that deadline.
    """

    id: int
    public_id: str
    step: str
    title: str
    by: str
    to: str | None
    via: str | None
    purpose: str | None
    opens: date | None
    due: date | None
    earliest: date | None
    precision: Precision
    clock: Clock | None
    closes: datetime | None
    basis: Basis
    settled: str | None  # met | waived
    settled_at: datetime | None
    sequence: int
    updated_at: datetime
    cycle: CycleFacts
    meeting: MeetingFacts | None
    opening: str | None = None  # the rule of the day on which its window opens
    awaits_draft: bool = False  # its window opens with a draft that is not there: `opens` is the planned day
    agreed: Agreed | None = None  # who decided the date, by which document
    source: str | None = None  # the text that a computed one rests on
    is_document: bool = False  # it is met with a document, or where one can be read
    taken_back_with: int | None = None  # the row of the meeting by whose issue it lost its date
    was: "DeadlineFacts | None" = None  # how members read it before, if so
    shown_until: date | None = None  # of a postponed one, shown on its old days: when its meeting was to open
    draft_title: str = ""  # of the step that it waits for, which need not be a draft

    @property
    def is_open(self) -> bool:
        """Return True if it is neither settled nor part of a cycle that ended."""
        return self.settled is None and self.cycle.ending is None

    @property
    def is_postponed(self) -> bool:
        """Return True if its meeting is, and took its date with it: it stands on the days that it had."""
        return self.shown_until is not None

    @property
    def is_called_off(self) -> bool:
        """Return True if it was waived, or if its cycle was given up before it was settled."""
        return self.settled == "waived" or (self.cycle.ending == "abandoned" and self.settled is None)

    def is_absent(self, now: datetime) -> bool:
        """Return True if it is a document that was to be there by `now`, and is not."""
        is_past = self.closes is not None and self.closes < now
        return self.is_document and is_past and self.is_open and self.by not in INVITEES

    @property
    def called_off_at(self) -> datetime | None:
        """Return the instant at which it was called off; None if it was not."""
        if not self.is_called_off:
            return None
        return self.settled_at if self.settled else self.cycle.ended_at


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The deadlines, grouped by cycle, the meetings and the cycles that a feed or page may show."""

    deadlines: tuple[DeadlineFacts, ...]
    meetings: tuple[MeetingFacts, ...]
    cycles: tuple[CycleFacts, ...]
    awaited: tuple[DeadlineFacts, ...] = ()  # of one cycle: open deadlines whose date was taken back, and is to come


def read_cycle(session: Session, name: str, *, now: datetime) -> Catalogue:
    """Return the catalogue of one cycle, in two queries, for its page. Raises BadCycleName, NoSuchCycle."""
    connection = session.connection()
    chain, edition = split_name(name)
    rows = connection.execute(_CYCLE, {"now": now, "chain": chain, "edition": edition}).all()
    if not rows:
        raise NoSuchCycle(name, [f"{row[1]}/{row[2]}" for row in _EVERY_CYCLE.rows(connection, now=now)])
    cycle = _cycle(rows[0], now)
    near = {row.anchor: MeetingFacts(*row[-len(PUBLIC_MEETING) :]) for row in rows if row.anchor}
    deadlines = connection.execute(_FACTS_OF_CYCLE, {"now": now, "cycle": rows[0].id}).all()
    facts = tuple(facts_of(row, cycle, near.get(anchor_of(row.rule) or "")) for row in deadlines)
    meetings = {meeting.id: meeting for meeting in near.values()}
    return Catalogue(facts, tuple(meetings[id_] for id_ in sorted(meetings)), (cycle,))


def names_of_body(session: Session, name: str) -> frozenset[str]:
    """Return every name of the body that has this name, in lower case; empty if there is no such body."""
    rows = session.execute(select(Body.key, BodyAlias.alias).outerjoin(BodyAlias, BodyAlias.body_id == Body.id))
    groups: dict[str, set[str]] = {}
    for key, alias in rows:
        groups.setdefault(key, {key.casefold()}).update({alias.casefold()} if alias else set())
    return frozenset(next((group for group in groups.values() if name.casefold() in group), ()))


# Written once: building a statement costs more than running it.
_CYCLES = (
    select(Cycle.id, Cycle.chain, Cycle.edition, Cycle.title, Cycle.mandate, Cycle.zone, Cycle.ending, Cycle.ended_at)
    .where(Cycle.opened_at <= bindparam("now"))
    .order_by(Cycle.chain, Cycle.edition)
)
_EVERY_CYCLE = Prepared(_CYCLES)
# One row for each meeting that the cycle hangs from; if there is none, one row without a meeting.
_CYCLE: Select[*tuple[Any, ...]] = (
    _CYCLES.add_columns(Anchor.name.label("anchor"), *PUBLIC_MEETING)
    .outerjoin(Anchor, and_(Anchor.cycle_id == Cycle.id, Anchor.meeting_id.is_not(None)))
    .outerjoin(FOLLOWED, FOLLOWED.id == Anchor.meeting_id)
    .outerjoin(Meeting, Meeting.id == HUNG)
    .outerjoin(Body, Body.id == Meeting.body_id)
    .outerjoin(MeetingState, READ)
    .outerjoin(Issue, ISSUED_AS)
    .where(Cycle.chain == bindparam("chain"), Cycle.edition == bindparam("edition"))
)


def _last_of(id_: Any, owner: Any, at: Any) -> Any:
    return (
        select(func.max(id_)).where(owner == Deadline.id, at <= bindparam("now")).correlate(Deadline).scalar_subquery()
    )


_SETTLED = _last_of(Settlement.id, Settlement.deadline_id, Settlement.at)
_SAID = (DECIDED, Promise.document, Promise.reason, Deadline.source)  # who decided a date, and the text it rests on


def _facts(sequence: Any, updated_at: Any) -> Select[*tuple[Any, ...]]:
    return select(
        Deadline.id, Deadline.public_id, Deadline.step, Deadline.title, Deadline.by, Deadline.to, Deadline.via,
        Deadline.purpose, sequence, updated_at, Promise.opens_on, Promise.due_on,
        Promise.earliest_on, Promise.precision, Promise.stated_time, Promise.stated_zone, basis_of(Promise),
        Settlement.kind, Settlement.at.label("settled_at"), Deadline.opening, *_SAID, Deadline.evidence,
    ).select_from(Deadline)  # fmt: skip


def _whole(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Return the query of promises with what stands beside each: who entered it, and how its step was settled."""
    query = query.join(Entry, Entry.id == Promise.entry_id).outerjoin(ENTERED, ENTERED.public_id == Entry.by)
    return query.outerjoin(Settlement, Settlement.id == _SETTLED)


FACTS = _whole(
    _facts(Deadline.sequence, Deadline.updated_at).join(
        Promise, Promise.id == _last_of(Promise.id, Promise.deadline_id, Promise.at)
    )
)
# What members read: the date of the last issue that has taken effect; sequence and date of change count from it.
LAST_ISSUE = (
    select(func.max(Issue.id))
    .where(Issue.deadline_id == Deadline.id, is_public(bindparam("now", type_=UtcDateTime)))
    .correlate(Deadline)
    .scalar_subquery()
)
PUBLIC_SEQUENCE = (Issue.sequence + Deadline.shown - Issue.shown).label("sequence")
PUBLIC_UPDATED_AT = case((Deadline.shown_at > Issue.effective_at, Deadline.shown_at), else_=Issue.effective_at).label(
    "updated_at"
)


def public_facts(issue: Any) -> Select[*tuple[Any, ...]]:
    """Return the query of the dates that these issues made public, each with the meeting that it was issued with."""
    query = _facts(PUBLIC_SEQUENCE, PUBLIC_UPDATED_AT).add_columns(Issue.meeting_id)
    return _whole(query.join(Issue, Issue.id == issue).join(Promise, Promise.id == Issue.promise_id))


PUBLIC_FACTS = public_facts(LAST_ISSUE)
_FACTS_OF_CYCLE = (
    PUBLIC_FACTS.add_columns(Deadline.rule).where(Deadline.cycle_id == bindparam("cycle")).order_by(Deadline.position)
)


def cycles_of(connection: Connection, names: Collection[str] | None, now: datetime) -> dict[int, CycleFacts]:
    """Return the cycles of these names, or all of them, by row id, as recorded by `now`. Raises NoSuchCycle."""
    rows = _EVERY_CYCLE.rows(connection, now=now)
    cycles = {row[0]: _cycle(row, now) for row in rows if names is None or f"{row[1]}/{row[2]}" in names}
    for name in sorted(set(names or ()).difference(cycle.name for cycle in cycles.values())):
        raise NoSuchCycle(name, [f"{row[1]}/{row[2]}" for row in rows])
    return cycles


def _cycle(row: Any, now: datetime) -> CycleFacts:
    _, chain, edition, title, mandate, zone, ending, ended_at, *_ = row  # by name it costs thirty times as much
    if ended_at is not None and ended_at > now:
        ending = ended_at = None
    return CycleFacts(f"{chain}/{edition}", chain, title, mandate, zone, ending, ended_at)


@lru_cache(maxsize=10_000)
def anchor_of(rule: str | None) -> str | None:
    """Return the anchor or step that a rule hangs from, without its end; None if there is none, or no readable rule."""
    try:
        refers_to = parse(rule).refers_to if rule else None
    except CouncilError:
        return None
    return refers_to.partition(".")[0] if refers_to else None


def facts_of(row: Any, cycle: CycleFacts, meeting: MeetingFacts | None) -> DeadlineFacts:
    """Return a row of FACTS as facts."""
    # unpacked in the order of FACTS: reading the columns of 50 rows by name costs more than the query
    (
        id_, public_id, step, title, by, to, via, purpose, sequence, updated_at, opens, due, earliest, precision,
        stated_time, stated_zone, basis, kind, settled_at, opening, decided_by, document, reason, source, evidence, *_,
    ) = row  # fmt: skip
    try:
        clock = Clock(stated_time, stated_zone) if stated_time else None
        closes = close_of(due, clock, cycle.zone) if due else None
    except CouncilError:  # an unknown zone
        clock, closes, due = None, None, None
    if not is_believed(opens, due, earliest):
        closes, opens, due, earliest = None, None, None, None
    settled = kind if kind in ("met", "waived") else None
    agreed = Agreed(decided_by, document, reason) if decided_by or document or reason else None
    return DeadlineFacts(
        id_, public_id, step, title, by, to, via, purpose, opens, due, earliest, precision, clock, closes, basis,
        settled, settled_at if settled else None, sequence, updated_at, cycle, meeting, opening, False, agreed, source,
        evidence != Evidence.NONE,
    )  # fmt: skip


def of_view(view: CycleView, deadline: DeadlineView) -> DeadlineFacts:
    """Return the facts of one deadline from views that were read already."""
    settled = deadline.settlement.kind if deadline.settlement else None
    return DeadlineFacts(
        id=deadline.id, public_id=deadline.public_id, step=deadline.step, title=deadline.title, by=deadline.by,
        to=deadline.to, via=deadline.via, purpose=deadline.purpose,
        opens=window_openings.opens_on(view, deadline), due=deadline.due,
        earliest=deadline.earliest, precision=deadline.precision, clock=deadline.clock, closes=deadline.closes,
        basis=deadline.basis, settled=settled, settled_at=deadline.updated_at if settled else None,
        sequence=deadline.sequence, updated_at=deadline.updated_at, meeting=None, agreed=deadline.agreed,
        source=deadline.source,
        cycle=CycleFacts(view.name, view.chain.slug, view.title, view.mandate, view.zone, view.ending, None),
        awaits_draft=window_openings.missing_draft(view, deadline) is not None,
        draft_title=window_openings.draft_title(view, deadline),
    )  # fmt: skip
