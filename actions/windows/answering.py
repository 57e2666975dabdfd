"""Answers to a window: recorded for an organization, whose contacts are then left in peace; and their comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from actions import journal
from actions.cycles import rows
from actions.cycles.nearness import check_near
from actions.cycles.rows import Held
from actions.cycles.settling import check_address
from actions.owed import suppressing
from actions.owed.carrying import DIGEST, RUNG
from actions.refusals import (
    AlreadyAnswered,
    NoSuchOrganization,
    NotAnswered,
    NotAWindow,
    NotLate,
    OutOfTime,
    ReasonMissing,
)
from models.answers import Answer, Comment
from models.journal import Entry
from models.outbox import Message, Owed
from models.people import Organization, Person
from planning.chain import INVITEES
from planning.hours import zone_info


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer as it was recorded: whose, whether it was late, and the numbers of its comments."""

    organization: str
    is_late: bool
    numbers: tuple[int, ...]


def answer(
    session: Session,
    name: str,
    step: str,
    organization: str,
    *,
    on: date | None = None,
    document: str | None = None,
    url: str | None = None,
    says: Sequence[str] = (),
    no_comment: bool = False,
    accepted_by: str | None = None,
    sure: bool = False,
    now: datetime,
    by: str,
) -> Recorded:
    """Record an answer, today unless told the day; the same one again corrects its facts, as when it is accepted late.

    Each of `says` is a comment of its own; without any the answer as a whole is one, unless it has no comment.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, NotAWindow, NoSuchOrganization, OutOfTime, NotAnAddress, NotLate,
    AlreadyAnswered, UnbelievableDay, and FarFromEdition for a day years from the edition of which nobody is `sure`.
    """
    held, who = window(session, name, step), named(session, organization)
    day = _day(held, on, now)
    check_near(name, on, sure=sure)
    late = held.promise.due_on is not None and day > held.promise.due_on
    if url:
        check_address(url)
    if accepted_by and not late:
        raise NotLate(f"the answer of {who.name}", day, held.promise.due_on)
    symbol = (document or "").strip()
    last = last_answer(session, held, who, symbol)
    again = last is not None and not last.withdrawn
    if last and again and (last.on, last.url, last.accepted_by) == (day, url, accepted_by) and not says:
        raise AlreadyAnswered(who.name, step)
    words = list(says) if says or again or no_comment else [f"the answer as a whole{f': {symbol}' if symbol else ''}"]
    told = {"step": step, "organization": who.name, "on": day, "document": symbol, "url": url}
    told |= {"accepted_by": accepted_by, "says": words}
    entry = journal.write(session, "answer", told, cycle=held.cycle, now=now, by=by)
    _write(session, held, who, entry, on=day, document=symbol, url=url, accepted_by=accepted_by)
    numbers = add_comments(session, held, who, symbol, words, entry)
    _leave_in_peace(session, held, who, now=now)
    session.flush()
    return Recorded(who.name, late, numbers)


def withdraw(
    session: Session,
    name: str,
    step: str,
    organization: str,
    *,
    document: str | None = None,
    because: str,
    now: datetime,
    by: str,
) -> None:
    """Take an answer back: it counts no more, nor do its comments; from the next rung on its people are reminded.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, NotAWindow, NoSuchOrganization, NotAnswered, ReasonMissing.
    """
    if not because.strip():
        raise ReasonMissing("taking an answer back")
    held, who = window(session, name, step), named(session, organization)
    last = last_answer(session, held, who, (document or "").strip())
    if last is None or last.withdrawn:
        raise NotAnswered(who.name, step)
    told = {"step": step, "organization": who.name, "document": last.document, "because": because}
    entry = journal.write(session, "withdraw-answer", told, cycle=held.cycle, now=now, by=by)
    _write(
        session,
        held,
        who,
        entry,
        on=last.on,
        document=last.document,
        url=last.url,
        accepted_by=last.accepted_by,
        withdrawn=because,
    )
    rows.wake([held.deadline], now=now)
    session.flush()


def window(session: Session, name: str, step: str) -> Held:
    """Return a window of a living cycle, open or settled: what came late is recorded too. Raises NotAWindow."""
    held = rows.step_of(session, name, step)
    if held.deadline.by not in INVITEES:
        raise NotAWindow(step, held.deadline.by)
    return held


def named(session: Session, name: str) -> Organization:
    """Return the organization of that name, whatever its case. Raises NoSuchOrganization, which names the nearest."""
    every = {row.name.casefold(): row for row in session.scalars(select(Organization))}
    wanted = " ".join(name.split()).casefold()
    if wanted not in every:
        near = get_close_matches(wanted, every, 1)
        raise NoSuchOrganization(name, every[near[0]].name if near else None)
    return every[wanted]


def last_answer(session: Session, held: Held, who: Organization, document: str) -> Answer | None:
    """Return how the answer of an organization by a document last stood."""
    return session.scalar(
        select(Answer)
        .where(
            Answer.deadline_id == held.deadline.id,
            Answer.organization_id == who.id,
            Answer.document == document,
        )
        .order_by(Answer.id.desc())
        .limit(1)
    )


def add_comments(
    session: Session, held: Held, who: Organization, document: str, words: Sequence[str], entry: Entry
) -> tuple[int, ...]:
    """Return the numbers of the new comments, counted on from the window's last."""
    deadline = held.deadline.id
    last = session.scalar(select(func.max(Comment.number)).where(Comment.deadline_id == deadline)) or 0
    found = [
        Comment(
            deadline_id=deadline,
            number=number,
            organization_id=who.id,
            document=document,
            says=says.strip(),
            at=entry.at,
            entry_id=entry.id,
        )
        for number, says in enumerate(words, start=last + 1)
    ]
    session.add_all(found)
    return tuple(row.number for row in found)


def _day(held: Held, on: date | None, now: datetime) -> date:
    today = now.astimezone(zone_info(held.cycle.zone)).date()
    if on and on > today:
        raise OutOfTime(now, f"nobody has answered {held.deadline.step} on {on}, a day still to come")
    return on or today


def _write(
    session: Session,
    held: Held,
    who: Organization,
    entry: Entry,
    *,
    on: date,
    document: str,
    url: str | None,
    accepted_by: str | None,
    withdrawn: str | None = None,
) -> None:
    session.add(
        Answer(
            deadline_id=held.deadline.id,
            organization_id=who.id,
            on=on,
            by=entry.by,
            document=document,
            url=url,
            at=entry.at,
            entry_id=entry.id,
            accepted_by=accepted_by,
            withdrawn=withdrawn,
        )
    )


def _leave_in_peace(session: Session, held: Held, who: Organization, *, now: datetime) -> None:
    """Suppress the reminders of the organization's people that have not left; a change of the date they still hear."""
    people = select(Person.id).where(Person.organization_id == who.id)
    reminders = or_(Owed.rung == "opening", Owed.rung.startswith("before-"))
    only = (Message.kind.in_((RUNG, DIGEST)), reminders, Message.person_id.in_(people))
    suppressing.suppress(session, held.deadline, f"{who.name} has answered", *only, now=now)
