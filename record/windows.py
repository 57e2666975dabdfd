"""The ledger of a period for comments: who was invited, who has answered and how late, what became of each comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.answers import FOR_CHAIR, REOPENED, Answer, Comment
from models.deadlines import Promise
from models.slices import slices
from planning.zones import local_day
from record import journal, memberships
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView
from record.items import ItemView, of_step
from record.memberships import KINDS
from record.organizations import Organizations
from record.people.directory import Directory
from record.people.people import scopes_of
from record.refusals import NoSuchStep

Answered = set[tuple[int, int]]  # deadline and organization


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer of an organization: on which day, by which document, how late, and who accepted that."""

    organization: str
    on: date
    document: str | None
    url: str | None
    is_late: bool
    accepted_by: str | None
    withdrawn: str | None
    recorded_by: str
    given_by: str | None = None  # of a vote: its focal point

    @property
    def standing(self) -> str:
        """`in time`, `late`, `late, accepted by the Chair`, `withdrawn: …`."""
        if self.withdrawn:
            return f"withdrawn: {self.withdrawn}"
        if not self.is_late:
            return "in time"
        return f"late, accepted by {self.accepted_by}" if self.accepted_by else "late"


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment, and what became of it: its outcome, where or why; `open` as long as nobody said."""

    number: int
    organization: str
    document: str | None
    says: str
    outcome: str
    words: str | None
    by: str | None

    @property
    def is_open(self) -> bool:
        """Return True if it has had no answer yet; what the Chair is to decide has none."""
        return self.outcome in ("open", FOR_CHAIR)


@dataclass(frozen=True, slots=True)
class Extension:
    """A later close than before: agreed by whom, why, and recorded when."""

    was: date
    due: date
    agreed_by: str | None
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """A window as a whole; `awaited` are the invited organizations without an answer."""

    cycle: str
    deadline: DeadlineView
    extensions: tuple[Extension, ...]
    answers: tuple[AnswerView, ...]
    awaited: tuple[str, ...]
    comments: tuple[CommentView, ...]
    items: tuple[ItemView, ...]  # that hang on the step
    invited: int  # the organizations of which somebody is invited
    is_anybody_invited: bool  # whether somebody holds the role of those who are

    @property
    def is_addressed(self) -> bool:
        """Return True if every comment was taken up or declined, and every item answered."""
        return not any([part.is_open for part in self.comments] + [part.is_open for part in self.items])


def answered(session: Session, deadline_ids: Sequence[int], now: datetime) -> Answered:
    """Return which organizations have answered which windows by `now`: all contacts of these are left in peace."""
    query = select(Answer.deadline_id, Answer.organization_id, Answer.document, Answer.withdrawn)
    query = query.where(Answer.at <= now).order_by(Answer.id)
    rows = (row for some in slices(deadline_ids) for row in session.execute(query.where(Answer.deadline_id.in_(some))))
    now_ = Organizations(session).now
    last = {(row.deadline_id, now_(row.organization_id), row.document): row.withdrawn for row in rows}
    return {(deadline, organization) for (deadline, organization, _), withdrawn in last.items() if not withdrawn}


def ledger(session: Session, name: str, step: str, *, now: datetime, known: datetime | None = None) -> Ledger:
    """Return the ledger as recorded by `known` (by `now`, unless told). Raises NoSuchCycle, NoSuchStep."""
    view = snapshots.view(session, name, now, known)
    window = next((deadline for deadline in view.deadlines if deadline.step == step), None)
    if window is None:
        raise NoSuchStep(name, step, [deadline.step for deadline in view.deadlines])
    seen, people = known or now, journal.names(session)
    organizations = Organizations(session)
    rows = _answers(session, window.id, organizations, seen)
    heard = {organizations.name_now(row.organization_id) for row in rows if not row.withdrawn}
    invited = _invited(session, view, window, now)
    return Ledger(
        name,
        window,
        _extensions(session, window.id, seen),
        tuple(_answer(row, organizations.name_now(row.organization_id), window.due, people) for row in rows),
        tuple(name for name in sorted({organizations.names[each] for each in invited if each}) if name not in heard),
        comments(session, window.id, seen),
        of_step(session, name, step, now=now, known=known),
        len(invited - {None}),
        bool(invited),
    )


def comments(session: Session, deadline_id: int, known: datetime) -> tuple[CommentView, ...]:
    """Return the comments of a window by number, with what had become of each by `known`."""
    organizations = Organizations(session)
    answers = _answers(session, deadline_id, organizations, known)
    gone = {(organizations.now(row.organization_id), row.document) for row in answers if row.withdrawn}
    rows = session.scalars(
        select(Comment)
        .where(Comment.deadline_id == deadline_id, Comment.at <= known)
        .order_by(Comment.number)
        .options(selectinload(Comment.outcomes))
        .execution_options(populate_existing=True)
    )
    people = journal.names(session)
    members = ((row, organizations.now(row.organization_id)) for row in rows)
    return tuple(
        _comment(row, organizations.names[member], (member, row.document) in gone, people, known)
        for row, member in members
    )


def _comment(row: Comment, organization: str, gone: bool, people: dict[str, str], known: datetime) -> CommentView:
    last = snapshots.last_of(row.outcomes, known)
    last = None if last and last.kind == REOPENED else last
    outcome = "withdrawn" if gone else last.kind if last else "open"
    words, by = (last.words, people.get(last.by, last.by)) if last else (None, None)
    return CommentView(row.number, organization, row.document or None, row.says, outcome, words, by)


def _answers(session: Session, deadline_id: int, organizations: Organizations, known: datetime) -> list[Answer]:
    """Return the answers as each last stood, in the order in which they were first recorded."""
    query = select(Answer).where(Answer.deadline_id == deadline_id, Answer.at <= known).order_by(Answer.id)
    rows = session.scalars(query)
    return list({(organizations.now(row.organization_id), row.document): row for row in rows}.values())


def _answer(row: Answer, organization: str, due: date | None, people: dict[str, str]) -> AnswerView:
    return AnswerView(
        organization,
        row.on,
        row.document or None,
        row.url,
        due is not None and row.on > due,
        row.accepted_by,
        row.withdrawn,
        people.get(row.by, row.by),
        people.get(row.given_by, row.given_by) if row.given_by else None,
    )


def _extensions(session: Session, deadline_id: int, known: datetime) -> tuple[Extension, ...]:
    rows = session.scalars(
        select(Promise).where(Promise.deadline_id == deadline_id, Promise.at <= known).order_by(Promise.id)
    ).all()
    return tuple(
        Extension(was.due_on, row.due_on, row.agreed_by, row.reason, row.at)
        for was, row in pairwise(rows)
        if was.due_on and row.due_on and row.due_on > was.due_on
    )


def _invited(session: Session, view: CycleView, window: DeadlineView, now: datetime) -> set[int | None]:
    """Return the organizations that are invited, or whose people are; None stands for people of none."""
    if not window.is_window:
        return set()
    directory, today = Directory(session, [window.by], now=now), local_day(now, view.zone)
    invited = {
        directory.organization(person) for person in directory.holding(window.by, scopes_of(view, window), today)
    }
    return invited | (memberships.holding(session, KINDS[window.by], today) if window.by in KINDS else set())
