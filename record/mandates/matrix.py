"""The matrix of obligations: clause by year, each judged under the version in force, from submissions and cycles.

The number of queries does not depend on the number of clauses, submissions or cycles.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.cycles import ABANDONED, Cycle
from models.documents import Submission
from planning.judgements import Handed, Paper
from planning.zones import local_day
from record import body_lives
from record.bodies import BodyNames
from record.body_lives import HandedOver
from record.cycles import latest_rows, snapshots
from record.cycles.latest_rows import ByCycle, opened, unended
from record.cycles.views import CycleView
from record.mandates import due_meetings, resolutions
from record.mandates.due_meetings import Meetings, sitting
from record.mandates.fulfilment import Judged, Record, judged
from record.mandates.served_clauses import served_clauses
from record.mandates.versions import Reading, ResolutionView
from record.meetings import meetings
from record.meetings.meetings import MeetingView
from record.papers import submissions
from record.papers.submissions import SubmissionView


@dataclass(frozen=True, slots=True)
class Row:
    """One obligation over the years; a year in which no version holds it has no entry."""

    resolution: str
    key: str  # "council-1332/sg-5", with the part that tells two obligations of a clause apart
    years: tuple[Judged, ...]

    @property
    def last(self) -> Judged:
        """As it reads in the last of the years."""
        return self.years[-1]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Clause by year, and what has to be said about the texts that it was read from."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def matrix(session: Session, year: int | None = None, resolution: str | None = None, *, now: datetime) -> Matrix:
    """Return the matrix as recorded by `now`: of one year, or from the first with a hand-over or cycle to this one.

    Raises NoSuchResolution.
    """
    library = resolutions.library(session, now=now)
    if resolution:
        library = [resolutions.named(session, resolution, now=now)]
    return _of(session, library, (year,) if year else (), now)


def over(session: Session, years: Sequence[int], *, now: datetime) -> Matrix:
    """Return the matrix of these years as recorded by `now`, in as many queries as that of one."""
    return _of(session, resolutions.library(session, now=now), years, now)


def _of(session: Session, library: Sequence[ResolutionView], years: Sequence[int], now: datetime) -> Matrix:
    today = local_day(now)
    handed_over = submissions.standing(session, now=now)
    record = _read_record(session, library, handed_over, now, today)
    shown = tuple(years) or _years(session, handed_over, now, today)
    rows = [row for each in library for row in _rows(each, shown, record)]
    return Matrix(shown, tuple(rows), tuple(dict.fromkeys(_notes(library, shown, today))))


def _years(session: Session, handed_over: Sequence[SubmissionView], now: datetime, today: date) -> tuple[int, ...]:
    first = latest_rows.first_due(session, now)
    known = [today.year, *(submission.on.year for submission in handed_over), *([first.year] if first else [])]
    return tuple(range(min(known), today.year + 1))


def _read_record(
    session: Session,
    library: Sequence[ResolutionView],
    handed_over: Sequence[SubmissionView],
    now: datetime,
    today: date,
) -> Record:
    handing = Cycle.id.in_(select(Submission.cycle_id))
    concerned = opened(now) & or_(unended(now), handing, Cycle.ending == ABANDONED)
    cycles = snapshots.cycles(session, concerned)
    hung = latest_rows.anchors(session, (cycle.id for cycle in cycles), now)
    names, ended = BodyNames(session), body_lives.handed_over(session, now=now)
    served = _served(library, cycles, hung, names)
    handed = _by_clause(handed_over, served, ended)
    serving: dict[str, list[CycleView]] = {}
    abandoned: dict[str, list[CycleView]] = {}
    telling = [cycle for cycle in cycles if served[cycle.name] and _is_told(cycle, now)]
    for view in snapshots.views(session, telling, now, now):
        for key in served[view.name]:
            (abandoned if view.ending else serving).setdefault(key, []).append(view)
    listed = meetings.listed(session, due_meetings.meant(library, ended), now=now)
    return Record(handed, serving, _papers(listed), Meetings(listed, ended), names, today, ended, abandoned)


def _is_told(cycle: Cycle, now: datetime) -> bool:
    """Return True if the cycle goes on, or was given up: one that was closed left what it handed over."""
    return not (cycle.ended_at and cycle.ended_at <= now) or cycle.ending == ABANDONED


def _by_clause(
    handed_over: Sequence[SubmissionView], served: Mapping[str, Sequence[str]], ended: HandedOver
) -> dict[str, list[Handed]]:
    """Return who has what by each clause: a document that serves one does so wherever else it was given."""
    own = {
        submission: dict.fromkeys((*submission.clauses, *served.get(submission.cycle or "", ())))
        for submission in handed_over
    }
    by_document: dict[str, dict[str, None]] = {}
    for submission, keys in own.items():
        by_document.setdefault(submission.document, {}).update(keys)
    had = {(key, submission.document, submission.body) for submission, keys in own.items() for key in keys}
    handed: dict[str, list[Handed]] = {}
    for submission, keys in own.items():
        for key in by_document[submission.document]:
            if key in keys or (key, submission.document, submission.body) not in had:
                had.add((key, submission.document, submission.body))
                handed.setdefault(key, []).extend(_handed(submission, ended))
    return handed


def _papers(listed: Iterable[MeetingView]) -> dict[str, list[Paper]]:
    by_clause: dict[str, list[Paper]] = {}
    for meeting in listed:
        for paper in meeting.papers:
            for key in paper.clauses:
                by_clause.setdefault(key, []).append(Paper(paper.symbol, meeting.body, sitting(meeting)))
    return by_clause


def _served(
    library: Sequence[ResolutionView], cycles: Iterable[Cycle], hung: ByCycle, names: BodyNames
) -> dict[str, list[str]]:
    """Return, by cycle, the clauses that it serves, by their numbers on the day when it was opened."""
    known: dict[tuple[str, date, frozenset[str]], list[str]] = {}
    by_cycle: dict[str, list[str]] = {}
    for cycle in cycles:
        bodies = frozenset(anchor.body for anchor in hung.get(cycle.id, ()) if anchor.body)
        on = local_day(cycle.opened_at)
        if (cycle.mandate, on, bodies) not in known:
            known[cycle.mandate, on, bodies] = [
                f"{resolution.key}/{clause.key}"
                for resolution in library
                for clause in served_clauses(resolution, cycle.mandate, on, bodies, names)
            ]
        by_cycle[cycle.name] = known[cycle.mandate, on, bodies]
    return by_cycle


def _handed(submission: SubmissionView, ended: HandedOver) -> Iterator[Handed]:
    """Yield it as its body received it, and as that stands in the place of bodies that had handed over to it."""
    handed = Handed(
        submission.document,
        submission.symbol,
        submission.body,
        submission.on,
        submission.via,
        submission.purpose,
        submission.cycle,
    )
    yield handed
    for old in body_lives.followed_by(submission.body, ended, submission.on):
        yield replace(handed, body=old, follower=submission.body)


def _rows(resolution: ResolutionView, years: Sequence[int], record: Record) -> Iterator[Row]:
    cells: dict[str, list[Judged]] = {}
    for year in years:
        read = resolution.spells(year, record.today)
        for clause, part in _duties(read):
            key = f"{resolution.key}/{clause}"
            cell = judged(key, year, read, clause, part, record)
            cells.setdefault(f"{key}{f'-{part}' if part else ''}", []).append(cell)
    yield from (Row(resolution.name, key, tuple(row)) for key, row in cells.items())


def _duties(read: Sequence[Reading]) -> list[tuple[str, str]]:
    """Return the obligations that any text of the year holds, by clause and part, in the order of the last one."""
    held = [text.read.clauses for text in reversed(read) if text.read]
    return list(
        dict.fromkeys((clause.key, duty.part) for text in held for clause in text for duty in clause.obligations)
    )


def _notes(library: Iterable[ResolutionView], years: Iterable[int], today: date) -> Iterator[str]:
    """Say under which versions each year is read, where this is not plain."""
    for resolution in library:
        for year in years:
            read = resolution.spells(year, today)
            if not read:
                yield f"{resolution.name}: no version in force in {year} is known"
            for text in read:
                span = f", {text.first} to {text.last}, {text.in_force.name!r}" if len(read) > 1 else ""
                if span or text.label:
                    yield f"{resolution.name}, {year}{span}: {text.label or 'in force'}"
