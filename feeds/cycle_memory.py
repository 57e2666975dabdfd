"""Remember in a process what was read of the record: a feed reads again only the rows that changed since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import Session

from feeds import draft_openings, postponed_dates
from feeds.facts import (
    FACTS,
    LAST_ISSUE,
    PUBLIC_FACTS,
    PUBLIC_SEQUENCE,
    PUBLIC_UPDATED_AT,
    Catalogue,
    CycleFacts,
    DeadlineFacts,
    anchor_of,
    cycles_of,
    facts_of,
)
from feeds.meeting_facts import MeetingFacts
from feeds.meeting_queries import ANCHORS, MEETINGS, PUBLIC_ANCHORS, PUBLIC_MEETINGS
from feeds.queries_by_id import ById
from models.deadlines import Deadline
from models.issues import Issue

Meetings = Mapping[str, MeetingFacts]  # by the anchor of one cycle that hangs from it
Mark = tuple[int, int, int, datetime]  # of a cycle's rows: it changes whenever one of them does


@dataclass(frozen=True, slots=True)
class Read:
    """The deadlines of one cycle, with the mark, cycle and meetings they were read with; they hold while those do."""

    mark: Mark | None  # None if the cycle has no rows
    cycle: CycleFacts
    meetings: Meetings
    deadlines: tuple[DeadlineFacts, ...]


@dataclass(slots=True)
class Memory:
    """The facts that were read last: as issued, or as set. Only one thread at a time may use it."""

    issued: bool = True
    cycles: dict[int, Read] = field(default_factory=dict)  # by row
    deadlines: dict[int, DeadlineFacts] = field(default_factory=dict)


def _marks(sequence: Any, updated_at: Any) -> Select[*tuple[Any, ...]]:
    columns = (func.count(), func.sum(sequence), func.sum(Deadline.row_version), func.max(updated_at))
    return select(Deadline.cycle_id, *columns).select_from(Deadline).group_by(Deadline.cycle_id)


def _stamps(sequence: Any, updated_at: Any) -> Select[*tuple[Any, ...]]:
    columns = (Deadline.cycle_id, Deadline.id, Deadline.rule, sequence, Deadline.row_version, updated_at)
    return select(*columns).select_from(Deadline).order_by(Deadline.cycle_id, Deadline.position)


class Queries(NamedTuple):
    """The queries of one memory."""

    marks: ById
    stamps: ById
    facts: ById


_BY_ISSUE = Issue.id == LAST_ISSUE
_QUERIES = {
    False: Queries(
        ById(_marks(Deadline.sequence, Deadline.updated_at), Deadline.cycle_id),
        ById(_stamps(Deadline.sequence, Deadline.updated_at), Deadline.cycle_id),
        ById(FACTS, Deadline.id),
    ),
    True: Queries(
        ById(_marks(PUBLIC_SEQUENCE.element, PUBLIC_UPDATED_AT.element).join(Issue, _BY_ISSUE), Deadline.cycle_id),
        ById(_stamps(PUBLIC_SEQUENCE, PUBLIC_UPDATED_AT).join(Issue, _BY_ISSUE), Deadline.cycle_id),
        ById(PUBLIC_FACTS, Deadline.id),
    ),
}


def read(session: Session, cycles: Collection[str] | None, *, now: datetime, memory: Memory | None = None) -> Catalogue:
    """Return the deadlines of the named cycles, and the meetings that these hang from, as recorded by `now`.

    If `cycles` is None, return everything. What `memory` holds unchanged is not read again. Raises NoSuchCycle.
    """
    connection, memory = session.connection(), memory or Memory()
    known = cycles_of(connection, cycles, now)
    queries = (PUBLIC_MEETINGS, PUBLIC_ANCHORS) if memory.issued else (MEETINGS, ANCHORS)
    rows, anchors = (query.rows(connection, now=now) for query in queries)
    meetings = {row[0]: MeetingFacts(*row) for row in rows}
    near: dict[int, dict[str, MeetingFacts]] = {}
    for cycle, name, meeting in anchors:
        if cycle in known and meeting:
            near.setdefault(cycle, {})[name] = meetings[meeting]
    _refresh(connection, known, near, memory, None if cycles is None else known, now)
    hung = {meeting.id for of_cycle in near.values() for meeting in of_cycle.values()}
    return Catalogue(
        tuple(deadline for cycle in sorted(known) for deadline in memory.cycles[cycle].deadlines),
        tuple(meeting for meeting in meetings.values() if cycles is None or meeting.id in hung),
        tuple(known.values()),
    )


def _refresh(
    connection: Connection,
    known: Mapping[int, CycleFacts],
    near: Mapping[int, Meetings],
    memory: Memory,
    asked: Collection[int] | None,
    now: datetime,
) -> None:
    """Bring the memory up to date for the selected cycles; `asked` are their row ids, or None for all cycles."""
    changed = _changed(connection, known, near, memory, asked, now) if memory.cycles else [*known]
    if not changed:
        return
    rows: dict[int, list[tuple[Any, ...]]] = {cycle: [] for cycle in changed}
    for row in _QUERIES[memory.issued].stamps.rows(connection, changed if memory.cycles else asked, now=now):
        if row[0] in rows:
            rows[row[0]].append(row)
    _reread(connection, rows, known, near, memory, now)
    for cycle, stamps in rows.items():
        deadlines, meetings = (
            [memory.deadlines[row[1]] for row in stamps if row[1] in memory.deadlines],
            near.get(cycle, {}),
        )
        mark = _mark(stamps) if len(deadlines) == len(stamps) else None  # a row without a promise yet is read again
        memory.cycles[cycle] = Read(mark, known[cycle], meetings, postponed_dates.marked(deadlines, meetings))


def _changed(
    connection: Connection,
    known: Mapping[int, CycleFacts],
    near: Mapping[int, Meetings],
    memory: Memory,
    asked: Collection[int] | None,
    now: datetime,
) -> list[int]:
    """Return the row ids of the cycles whose mark, facts or meetings differ from what the memory holds."""
    marks: dict[int, Mark] = {row[0]: row[1:] for row in _QUERIES[memory.issued].marks.rows(connection, asked, now=now)}
    return [
        cycle
        for cycle, facts in known.items()
        if (was := memory.cycles.get(cycle)) is None
        or (was.mark, was.cycle, was.meetings) != (marks.get(cycle), facts, near.get(cycle, {}))
    ]


def _mark(stamps: Sequence[tuple[Any, ...]]) -> Mark | None:
    if not stamps:
        return None
    _, _, _, sequences, versions, instants = zip(*stamps, strict=True)
    return len(stamps), sum(sequences), sum(versions), max(instants)


def _reread(
    connection: Connection,
    rows: Mapping[int, Sequence[tuple[Any, ...]]],
    of_cycles: Mapping[int, CycleFacts],
    near: Mapping[int, Meetings],
    memory: Memory,
    now: datetime,
) -> None:
    """Read the rows that changed into the memory; a row without a promise by `now` is left out."""
    stale: dict[int, tuple[CycleFacts, MeetingFacts | None]] = {}
    for cycle, stamps in rows.items():
        for _, id_, rule, sequence, _, updated_at in stamps:
            of = (of_cycles[cycle], near.get(cycle, {}).get(anchor_of(rule) or ""))
            known = memory.deadlines.get(id_)
            if known is None or (known.sequence, known.updated_at, known.cycle, known.meeting) != (
                sequence, updated_at, *of,
            ):  # fmt: skip
                memory.deadlines.pop(id_, None)
                stale[id_] = of
    rows_now = _QUERIES[memory.issued].facts.rows(connection, stale, now=now) if stale else ()
    fresh = [facts_of(row, *stale[row[0]]) for row in rows_now if row[0] in stale]
    fresh = draft_openings.read(connection, fresh, now=now)
    if memory.issued:
        issued_with = {row[0]: row[-1] for row in rows_now if row[-1]}
        fresh = postponed_dates.read(connection, fresh, issued_with, now=now)
    memory.deadlines |= {each.id: each for each in fresh}
