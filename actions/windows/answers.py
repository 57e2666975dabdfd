"""Answers to a window: recorded for an organization, whose contacts get no more reminders; and their comments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from actions.cycles import rows_to_change
from actions.cycles.rows_to_change import Held, check_lived
from actions.deadlines.settlements import AcceptedBy, check_address
from actions.windows import votes
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import many
from kernel.parameters import (
    DAY,
    FLAG,
    SOURCE,
    TEXT,
    URL,
    CycleName,
    OrganizationName,
    Reason,
    StepName,
    Sure,
)
from letters import retractions
from models.answers import WITHDRAWN, Answer, Comment
from models.outbox import Message, MessageKind, Owed
from models.people import Organization, Person
from planning.chain import INVITEES
from planning.ladder import Rung
from planning.remedies import Call
from planning.zones import local_day
from record import journal
from record.organizations import with_merged
from record.refusals import AlreadyAnswered, NotAnswered, NotAWindow, NotLate, OutOfTime

COMMENT = TEXT.saying("One comment in it; without any, the whole answer is one comment.", metavar="COMMENT")


@act(
    "answer/give",
    who=(Grant.SECRETARIAT, Grant.LINK, Grant.FOCAL_POINT),
    undo="answer/withdraw",
    undo_unless="it added comments to an answer on record; those are withdrawn one by one",
    tags=("windows",),
    short="answer",
)
def answer(
    session: Session,
    cycle: CycleName,
    step: StepName,
    organization: OrganizationName,
    *,
    on: Annotated[date | None, DAY.saying("The day on which it came; today if left empty.")] = None,
    document: Annotated[str | None, SOURCE.saying("The document that holds it, such as WG-WSIS-30/13.")] = None,
    url: Annotated[str | None, URL.saying("Where it stands.")] = None,
    says: Annotated[tuple[str, ...], many(COMMENT)] = (),
    no_comment: Annotated[bool, FLAG.saying("It has no comment that must be resolved.")] = False,
    given_by: votes.GivenBy = None,
    accepted_by: AcceptedBy = None,
    sure: Sure = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Record that an organization has answered; none of its people is reminded of the period any more.

    The same answer again corrects its facts, as when it is accepted late. Each of what it `says` is a comment of its
    own; without any the answer as a whole is one, unless it has no comment. A vote counts only from the focal point of
    the organization, and what was voted is counted by hand.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, NotAWindow, NoSuchOrganization, OutOfTime, NotAnAddress, NotLate,
    NoVoter, AlreadyAnswered, UnbelievableDay, and FarFromEdition and BeforeItsCycle unless somebody is `sure`.
    """
    held, member = window(session, cycle, step), named(session, organization)
    day, symbol = _check_day(held, on, now), document or ""
    check_lived(held.cycle, on, sure=sure)
    late = _is_late(held, member, day, accepted_by)
    voter = votes.voter(session, held, member, day, given_by or by.person)
    if url:
        check_address(url)
    last = last_answer(session, held, member, symbol)
    before = None if last is None or last.withdrawn else last
    new = unsaid(session, held, member, symbol, says)
    same = (before.on, before.url, before.accepted_by, before.given_by) if before else None
    if same == (day, url, accepted_by, voter) and not new:
        raise AlreadyAnswered(member.name, cycle, step)
    silent = says or before or no_comment or held.deadline.vote
    words = new if silent else [f"the answer as a whole{f': {symbol}' if symbol else ''}"]
    _write(session, held, member, last, Reply(day, symbol, url, accepted_by, given_by=voter))
    numbers = add_comments(session, held, member, symbol, words)
    leave_in_peace(session, held, member, now=now)
    session.flush()
    facts = {"step": step, "organization": member.name, "on": day, "document": symbol, "url": url}
    return Done(
        "answered",
        f"{member.name} has answered {cycle} {step}{late}"
        + (f"; comments {', '.join(map(str, numbers))}" if numbers else "")
        + ("; votes are counted by hand" if voter else ""),
        cycle=cycle,
        facts=facts | {"accepted_by": accepted_by, "says": words} | ({"given_by": voter} if voter else {}),
        notes=(f"it stood as of {before.on}, and is corrected",) if before and before.on != day else (),
        events=(Happening("answered", "deadline", (cycle, step)),),
        undo=_undo_of(cycle, step, member, symbol, before, numbers),
    )


@act("answer/withdraw", who=(Grant.SECRETARIAT,), undo="answer/give", tags=("windows",), short="withdraw-answer")
def withdraw(
    session: Session,
    cycle: CycleName,
    step: StepName,
    organization: OrganizationName,
    *,
    because: Reason,
    document: Annotated[str | None, SOURCE.saying("Which of its answers; the one without a document if empty.")] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Take an answer back, with its comments; its people are reminded again from the next reminder on.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, NotAWindow, NoSuchOrganization, NotAnswered.
    """
    held, member = window(session, cycle, step), named(session, organization)
    last = standing_answer(session, held, member, document or "")
    _write(session, held, member, last, replace(_as_given(last), withdrawn=because))
    rows_to_change.wake([held.deadline], now=now)
    session.flush()
    return Done(
        "withdrawn",
        f"the answer of {member.name} to {cycle} {step} does not count any more",
        cycle=cycle,
        facts={"step": step, "organization": member.name, "document": last.document, "because": because},
        events=(Happening("unanswered", "deadline", (cycle, step)),),
        undo=_once_more(cycle, step, member, last),
    )


def _is_late(held: Held, member: Organization, day: date, accepted_by: str | None) -> str:
    """Return `, late` for what came so, and who accepted that. Raises NotLate for what somebody accepted in time."""
    late = held.promise.due_on is not None and day > held.promise.due_on
    if accepted_by and not late:
        raise NotLate(f"the answer of {member.name}", day, held.promise.due_on)
    return ", late" + (f", accepted by {accepted_by}" if accepted_by else "") if late else ""


def _undo_of(
    cycle: str, step: str, member: Organization, document: str, before: Answer | None, numbers: Sequence[int]
) -> Call | None:
    """Return the act that takes back an answer, or a correction of it; None if that brought more comments."""
    if before:
        return None if numbers else _once_more(cycle, step, member, before)
    of = {"cycle": cycle, "step": step, "organization": member.name}
    return Call("answer/withdraw", of | ({"document": document} if document else {}))


def _once_more(cycle: str, step: str, member: Organization, was: Answer) -> Call:
    """Return the act that records the answer as it was; its comments are there already."""
    of: dict[str, object] = {"cycle": cycle, "step": step, "organization": member.name, "on": was.on}
    shown = {"document": was.document, "url": was.url, "accepted_by": was.accepted_by, "given_by": was.given_by}
    facts = {name: value for name, value in shown.items() if value}
    return Call("answer/give", of | facts | {"no_comment": True, "sure": True})


def window(session: Session, name: str, step: str) -> Held:
    """Return a window of a living cycle, open or settled: what came late is recorded too. Raises NotAWindow."""
    held = rows_to_change.step_of(session, name, step)
    if held.deadline.by not in INVITEES:
        raise NotAWindow(name, step, held.deadline.by)
    return held


def named(session: Session, name: str) -> Organization:
    """Return the organization of that name."""
    return session.scalars(select(Organization).where(Organization.name == name)).one()


def standing_answer(session: Session, held: Held, member: Organization, document: str) -> Answer:
    """Return the answer of an organization by a document. Raises NotAnswered where there is none, or none any more."""
    last = last_answer(session, held, member, document)
    if last is None or last.withdrawn:
        raise NotAnswered(member.name, held.cycle.name, held.deadline.step)
    return last


def last_answer(session: Session, held: Held, member: Organization, document: str) -> Answer | None:
    """Return how the answer of an organization by a document last stood."""
    return session.scalar(
        select(Answer)
        .where(
            Answer.deadline_id == held.deadline.id,
            with_merged(Answer.organization_id, (member.id,)),
            Answer.document == document,
        )
        .order_by(Answer.id.desc())
        .limit(1)
    )


def unsaid(session: Session, held: Held, member: Organization, document: str, words: Sequence[str]) -> list[str]:
    """Return those of the words that are no comment of the answer yet, each once; a withdrawn comment says nothing."""
    comments = (
        select(Comment)
        .options(selectinload(Comment.outcomes))
        .where(
            Comment.deadline_id == held.deadline.id,
            with_merged(Comment.organization_id, (member.id,)),
            Comment.document == document,
        )
    )
    said = {row.says for row in session.scalars(comments) if not (row.outcomes and row.outcomes[-1].kind == WITHDRAWN)}
    return [each for each in dict.fromkeys(says.strip() for says in words) if each not in said]


def add_comments(
    session: Session, held: Held, member: Organization, document: str, words: Sequence[str]
) -> tuple[int, ...]:
    """Return the numbers of the new comments, counted on from the window's last."""
    deadline, entry = held.deadline.id, journal.line(session)
    last = session.scalar(select(func.max(Comment.number)).where(Comment.deadline_id == deadline)) or 0
    comments = [
        Comment(
            deadline_id=deadline,
            number=number,
            organization_id=member.id,
            document=document,
            says=says.strip(),
            at=entry.at,
            entry_id=entry.id,
        )
        for number, says in enumerate(words, start=last + 1)
    ]
    session.add_all(comments)
    for row in comments:
        effects.note(session, comment_name(held, row.number), None)
    return tuple(row.number for row in comments)


def comment_name(held: Held, number: int) -> str:
    """Return what a comment is known by among the things that an act touches."""
    return f"comment:{held.deadline.public_id} {number}"


def _check_day(held: Held, on: date | None, now: datetime) -> date:
    today = local_day(now, held.cycle.zone)
    if on and on > today:
        raise OutOfTime(now, f"nobody has answered {held.deadline.step} on {on}, a day still to come")
    return on or today


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is recorded: its day and what holds it, who accepted it although it was late, why it is gone."""

    on: date
    document: str
    url: str | None
    accepted_by: str | None
    withdrawn: str | None = None
    given_by: str | None = None


def _as_given(row: Answer) -> Reply:
    return Reply(row.on, row.document, row.url, row.accepted_by, given_by=row.given_by)


def _write(session: Session, held: Held, member: Organization, last: Answer | None, reply: Reply) -> None:
    name, entry = f"answer:{held.deadline.public_id} {member.name} {reply.document}", journal.line(session)
    effects.note(session, name, last and (last.on, last.url, last.accepted_by, last.withdrawn, last.at))
    session.add(
        Answer(
            deadline_id=held.deadline.id,
            organization_id=member.id,
            on=reply.on,
            by=entry.by,
            document=reply.document,
            url=reply.url,
            at=entry.at,
            entry_id=entry.id,
            accepted_by=reply.accepted_by,
            withdrawn=reply.withdrawn,
            given_by=reply.given_by,
        )
    )


def leave_in_peace(session: Session, held: Held, member: Organization, *, now: datetime) -> None:
    """Suppress the reminders of the organization's people that have not left; a change of the date they still hear."""
    people = select(Person.id).where(Person.organization_id == member.id)
    reminders = or_(Owed.rung == Rung.OPENING, Owed.rung.startswith(Rung.BEFORE.prefix))
    only = (Message.kind.in_((MessageKind.RUNG, MessageKind.DIGEST)), reminders, Message.person_id.in_(people))
    retractions.suppress(session, [held.deadline], f"{member.name} has answered", *only, now=now)
