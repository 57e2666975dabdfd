"""The follow-up of resolutions: per clause who leads, by when it is due, where it stands, and what was reported.

The number of queries does not depend on the number of clauses.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.follow_ups import FollowUp
from models.meetings import Meeting
from models.outcomes import OutcomeFate
from models.resolutions import Resolution, Version
from models.sessions import Decision
from planning.clauses import Clause
from planning.decision_lines import Outcome
from planning.judgements import Judgement
from planning.zones import local_day
from record import body_lives
from record.bodies import BodyNames
from record.mandates import matrix, outcomes, resolutions
from record.mandates.fulfilment import Judged
from record.mandates.matrix import Row
from record.mandates.outcomes import OutcomeView
from record.meetings import meetings

TAKEN_BACK = "taken-back"
NO_TEXT = "text not yet available"


class Progress(StrEnum):
    """Where a clause stands, as those who lead on it report."""

    NOT_BEGUN = "not-begun"
    UNDER_WAY = "under-way"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Followed:
    """What was recorded of the follow-up of a clause."""

    unit: str | None = None
    due: date | None = None
    progress: Progress | None = None
    report: str | None = None
    reported: date | None = None  # when


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """A clause and its follow-up, beside how the matrix judges it in the year."""

    clause: str  # council-1332/sg-6
    resolution: str  # as mandates cite it
    reference: str  # instructs the Secretary-General 6
    what: str
    unit: str | None
    due: date | None
    judgement: Judgement | None  # None: it obliges to nothing, or its text is not available yet
    progress: Progress | None
    report: str | None
    reported: date | None
    documents: tuple[str, ...]  # what was handed over for it in the year

    @property
    def facts(self) -> dict[str, object]:
        """Return it for machines."""
        return {
            "clause": self.clause,
            "resolution": self.resolution,
            "reference": self.reference,
            "what": self.what,
            "unit": self.unit,
            "due": self.due,
            "judgement": self.judgement,
            "progress": self.progress,
            "report": self.report,
            "reported": self.reported,
            "documents": self.documents,
        }


def recorded(session: Session, *, now: datetime) -> dict[str, Followed]:
    """Return what was recorded of the follow-up of each clause by `now`."""
    query = select(FollowUp).where(FollowUp.at <= now).order_by(FollowUp.id)
    by_clause: dict[str, list[FollowUp]] = {}
    for row in session.scalars(query):
        rows = by_clause.setdefault(row.clause, [])
        if row.kind == TAKEN_BACK:
            del rows[-1:]
        else:
            rows.append(row)
    return {clause: _folded(rows) for clause, rows in by_clause.items() if rows}


def last(session: Session, clause: str) -> FollowUp | None:
    """Return what last happened in the follow-up of a clause that was not taken back."""
    rows: list[FollowUp] = []
    for row in session.scalars(select(FollowUp).where(FollowUp.clause == clause).order_by(FollowUp.id)):
        if row.kind == TAKEN_BACK:
            del rows[-1:]
        else:
            rows.append(row)
    return rows[-1] if rows else None


def _folded(rows: Iterable[FollowUp]) -> Followed:
    followed = Followed()
    for row in rows:
        if row.kind == "assigned":
            followed = Followed(row.unit, row.due_on, followed.progress, followed.report, followed.reported)
        else:
            progress = Progress(row.standing) if row.standing else None
            followed = Followed(followed.unit, followed.due, progress, row.words, local_day(row.at))
    return followed


def of_year(session: Session, year: int, *, now: datetime, resolution: str | None = None) -> list[FollowUpView]:
    """Return every clause of a year with its follow-up, those that oblige first. Raises NoSuchResolution."""
    beside = _beside(session, now)
    views = [_make_view(row, beside) for row in matrix.matrix(session, year, resolution, now=now).rows]
    views = _by_resolution([*views, *_without_duty(session, year, beside, resolution, now=now)])
    textless = [each for each in beside.textless(views) if resolution in (None, each.clause)]
    return views + textless


def of_session(session: Session, meeting: str, *, now: datetime) -> list[FollowUpView]:
    """Return the clauses that a session follows up: those that oblige towards its body, and those that it adopted.

    Of the same resolutions those too that oblige to nothing, once somebody leads on them. Raises NoSuchMeeting.
    """
    view, row = meetings.meeting(session, meeting, now=now), meetings.row(session, meeting)
    adopted = _adopted(session, row, now)
    beside, names = _beside(session, now), BodyNames(session)
    rows = matrix.matrix(session, view.closes.year, now=now).rows
    ended = body_lives.handed_over(session, now=now)
    bodies = {view.body, *body_lives.followed_by(view.body, ended, view.opens)}
    followed = [
        _make_view(each, beside)
        for each in rows
        if bodies & {*each.last.duty.holders, each.last.duty.via} or _clause(each) in adopted
    ]
    every = [_make_view(each, beside) for each in rows]
    to_body = [each for each in beside.textless(every) if names.key(beside.reports_to(each.clause)) == view.body]
    of_these = {each.clause.partition("/")[0] for each in followed}
    others = _without_duty(session, view.closes.year, beside, None, now=now)
    led = [each for each in others if each.clause in beside.followed and each.clause.partition("/")[0] in of_these]
    return _by_resolution([*followed, *led]) + to_body


def _by_resolution(views: Sequence[FollowUpView]) -> list[FollowUpView]:
    """Return them with those of one resolution together, in the order in which it is first named."""
    order = {name: place for place, name in enumerate(dict.fromkeys(view.resolution for view in views))}
    return sorted(views, key=lambda view: order[view.resolution])


def _without_duty(
    session: Session, year: int, beside: "_Beside", resolution: str | None, *, now: datetime
) -> list[FollowUpView]:
    """Return the clauses of a year that oblige to nothing, as the last text of it reads."""
    of_one = [resolutions.named(session, resolution, now=now)] if resolution else None
    library = of_one or resolutions.library(session, now=now)
    read = [(each, each.spells(year, local_day(now))) for each in library]
    return [
        beside.view_of(of.key, of.name, clause)
        for of, spells in read
        if spells and (text := spells[-1].read)
        for clause in text.clauses
        if not clause.obligations
    ]


def _adopted(session: Session, meeting: Meeting, now: datetime) -> set[str | None]:
    query = select(Decision.became).where(Decision.meeting_id == meeting.id, Decision.at <= now)
    return set(session.scalars(query.where(Decision.outcome == str(Outcome.OBLIGATION))))


def _clause(row: Row) -> str:
    return f"{row.key.partition('/')[0]}/{row.last.clause.key}"


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is on record beside the matrix: of each clause its follow-up, of each resolution its last outcome."""

    followed: Mapping[str, Followed]
    outcomes: Mapping[str, OutcomeView]
    on_file: frozenset[str]  # resolutions of which a text is on file

    def lead(self, clause: str) -> str | None:
        """Return the unit that the list of outcomes gives to the resolution of a clause."""
        outcome = self.outcomes.get(clause.partition("/")[0])
        return outcome.lead if outcome else None

    def view_of(self, resolution: str, name: str, clause: Clause) -> FollowUpView:
        """Return a clause that obliges to nothing, with its follow-up."""
        key = f"{resolution}/{clause.key}"
        of = self.followed.get(key, Followed())
        unit = of.unit or self.lead(key)
        known = (unit, of.due, None, of.progress, of.report, of.reported, ())
        return FollowUpView(key, name, clause.reference, clause.text, *known)

    def reports_to(self, resolution: str) -> str:
        """Return to whom a resolution reports, as the list of outcomes says it."""
        return self.outcomes[resolution].reports_to or ""

    def textless(self, views: Iterable[FollowUpView]) -> list[FollowUpView]:
        """Return a row for each accepted outcome none of whose clauses is here: its text is not available yet."""
        here = {view.clause.partition("/")[0] for view in views}
        return [
            FollowUpView(key, of.name, NO_TEXT, of.title or of.name, of.lead, None, None, None, None, None, ())
            for key, of in self.outcomes.items()
            if key not in here and of.fate is not OutcomeFate.SUPPRESSED and not (of.held and key in self.on_file)
        ]


def _beside(session: Session, now: datetime) -> _Beside:
    """Return what is on record beside the matrix by `now`, in three queries."""
    on_file = select(Resolution.key).join(Version, Version.resolution_id == Resolution.id)
    on_file = on_file.where(Version.at <= now, or_(Version.text_held, Version.text_at <= now))
    known = recorded(session, now=now), outcomes.counting(session, now=now)
    return _Beside(*known, frozenset(session.scalars(on_file)))


def _make_view(row: Row, beside: _Beside) -> FollowUpView:
    judged, followed = row.last, beside.followed.get(_clause(row), Followed())
    return FollowUpView(
        clause=_clause(row),
        resolution=row.resolution,
        reference=judged.reference,
        what=judged.duty.what,
        unit=followed.unit or beside.lead(_clause(row)),
        due=followed.due or _due(judged),
        judgement=judged.cell.judgement,
        progress=followed.progress,
        report=followed.report,
        reported=followed.reported,
        documents=tuple(dict.fromkeys(f"{had.symbol} to {had.body}, {had.on}" for had in judged.cell.by)),
    )


def _due(judged: Judged) -> date | None:
    """Return the next day by which a step hands over for it; else the opening of the meeting that it is due by."""
    steps = (cycle.next_for(judged.cell.lacking) for cycle in judged.cell.cycles)
    days = [step.due for step in steps if step and step.due]
    return min(days, default=judged.meeting.opens if judged.meeting else None)
