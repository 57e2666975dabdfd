"""For how long words are kept: letters and links of what has been over for as many months as the office says.

A letter is over once it will not leave any more and everything that it tells of has ended. Who was told of what, by
which letter and when stays on record; its words, its subject and its bytes go. Of links those go that lead nowhere
any more: to the choice of a password, to a private address, into the desk.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from models.accounts import Credential, RefusedSignIn, SignIn
from models.cycles import Cycle
from models.deadlines import Deadline
from models.engine import changed
from models.meetings import Meeting
from models.outbox import OVER, Message, Owed, word_of
from models.sessions import DocumentRequest
from models.subscriptions import Asked
from planning.window import add_months

AT_ONCE = 500  # letters cleared in one transaction: a fraction of a second
ON_THEIR_WAY = ("queued", "sending", "retry")  # states of a mail that brings somebody the link to a private address
LINKS = {
    "sign-in link": "sign-in links",
    "private address asked for": "private addresses asked for",
    "sign-in": "sign-ins",
    "day of refused sign-ins": "days of refused sign-ins",
}


@dataclass(frozen=True, slots=True)
class Outdated:
    """What has been kept for long enough: letters by kind, the day of the oldest, and links by what they led to."""

    letters: Counter[str] = field(default_factory=Counter)
    oldest: date | None = None
    links: Counter[str] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.letters or self.links)


def ends(now: datetime, months: int) -> datetime:
    """Return the instant before which something must have been over, so that its words are no longer kept."""
    return datetime.combine(add_months(now.date(), -months), now.timetz())


def outdated(session: Session, before: datetime) -> Outdated:
    """Return what was over before that instant and is still kept."""
    rows = session.execute(
        select(Message.kind, func.count(), func.min(Message.due_at)).where(*_has_words(before)).group_by(Message.kind)
    ).all()
    links = {name: session.scalar(select(func.count()).where(when)) or 0 for name, when in _links(before).items()}
    return Outdated(
        Counter({word_of(kind): count for kind, count, _ in rows}),
        min((oldest.date() for _, _, oldest in rows), default=None),
        +Counter(links),
    )


def clear_letters(session: Session, before: datetime, after: int, *, now: datetime) -> int | None:
    """Clear the words of some letters that were over before that instant, of those with a number above `after`.

    It returns the highest number among them; None where no letter is left.
    """
    some = select(Message.id).where(*_has_words(before), Message.id > after).order_by(Message.id).limit(AT_ONCE)
    numbers = session.scalars(some).all()
    clear(session, Message.id.in_(numbers), now=now)
    return numbers[-1] if numbers else None


def clear(session: Session, which: ColumnElement[bool], *, now: datetime) -> int:
    """Clear the words of these letters, and return how many had any; none of them may be on its way."""
    nothing = {"subject": None, "body": None, "frozen": None}
    worded = or_(*(getattr(Message, column).is_not(None) for column in nothing))
    return changed(session, update(Message).where(which, worded).values(cleared_at=now, **nothing))


def clear_links(session: Session, before: datetime) -> None:
    """Take away the links and sign-ins that were over before that instant."""
    conditions = _links(before)
    gone = {"link_hash": None, "link_until": None}
    session.execute(update(Credential).where(conditions["sign-in link"]).values(**gone))
    session.execute(delete(Asked).where(conditions["private address asked for"]))
    session.execute(delete(SignIn).where(conditions["sign-in"]))
    session.execute(delete(RefusedSignIn).where(conditions["day of refused sign-ins"]))


def forget_for_good(session: Session) -> None:
    """Have a SQLite file keep nothing of what this connection clears: its bytes are written over, not only given up."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete=ON")


def _has_words(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a letter, and all that it tells of, was over by then, and that its words are kept."""
    lives = or_(Cycle.ended_at.is_(None), Cycle.ended_at > before)
    tells = select(Owed.id).join(Deadline, Deadline.id == Owed.deadline_id).join(Cycle, Cycle.id == Deadline.cycle_id)
    asks = select(DocumentRequest.id).join(Meeting, Meeting.id == DocumentRequest.meeting_id)
    return (
        OVER,
        or_(Message.body.is_not(None), Message.frozen.is_not(None), Message.subject.is_not(None)),
        and_(Message.due_at <= before, Message.planned_at <= before),
        or_(Message.sent_at.is_(None), Message.sent_at <= before),
        ~tells.where(Owed.message_id == Message.id, lives).correlate(Message).exists(),
        ~select(Cycle.id).where(Cycle.id == Message.cycle_id, lives).correlate(Message).exists(),
        ~asks.where(DocumentRequest.message_id == Message.id, Meeting.closes_on > before.date())
        .correlate(Message)
        .exists(),
    )


def _links(before: datetime) -> dict[str, ColumnElement[bool]]:
    """Return, by what they are, the conditions that a link or a sign-in was over by then."""
    lapsed = and_(Credential.link_hash.is_not(None), Credential.link_until <= before)
    asked = and_(Asked.at <= before, Asked.state.not_in(ON_THEIR_WAY))
    conditions = (lapsed, asked, SignIn.used_at <= before, RefusedSignIn.last_at <= before)
    return dict(zip(LINKS, conditions, strict=True))
