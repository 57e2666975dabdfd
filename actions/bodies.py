"""Bodies end and hand over: their open cycles, and those who read their calendar, go on with the body that follows."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening, Part
from kernel.grants import Grant, Identity
from kernel.paper_types import BODY, BodyName
from kernel.parameters import DAY, Reason
from models.bodies import Body, BodyState
from models.journal import Entry
from models.meetings import CALLED_OFF, Meeting
from models.people import Role
from models.subscriptions import Subscription
from planning.errors import CouncilError
from planning.remedies import Argument, Call
from planning.rule_words import count_of
from planning.zones import local_day
from record import body_lives, journal
from record.bodies import BodyNames
from record.cycles import body_cycles
from record.refusals import NoSuchBody

READERS = (Happening("readers-changed", "outbox", ()),)
FIELDS = ("set_up_by", "terms", "reports_to", "from_on", "ends_on", "followed_by_id", "source")
Follower = Annotated[str | None, BODY.saying("The body that follows it, by any of its names.", metavar="BODY")]
LastDay = Annotated[date | None, DAY.saying("Its last day; today if left empty.")]


class FollowsItself(CouncilError):
    """A body would hand over to itself, at once or through others."""

    def __init__(self, body: str, other: str) -> None:
        another = Argument("followed_by", "name another one", "BODY")
        super().__init__(f"{body} cannot be followed by {other}, which ends into {body}", another)


class NotEnded(CouncilError):
    """Nothing says that the body ends."""

    def __init__(self, body: str) -> None:
        see = Call("body/list", {"ended": True}, "see which do")
        super().__init__(f"nothing says that {body} ends, so that there is nothing to take back", see)


@act("body/end", who=(Grant.SECRETARIAT,), undo="body/go-on", tags=("meetings",), asks_first=True)
def end(
    session: Session,
    body: BodyName,
    *,
    on: LastDay = None,
    followed_by: Follower = None,
    because: Reason,
    now: datetime,
    by: Identity,
) -> Done:
    """Say on which day a body ends, and which one follows it: that takes over its open cycles and its readers.

    It keeps its history and its calendar, which says from the day after where it continues. Raises NoSuchBody,
    FollowsItself.
    """
    row, last = _row(session, body), on or local_day(now)
    following = _row(session, followed_by) if followed_by else None
    known = body_lives.lives(session)
    if following and (following is row or _ends_into(known, following.key, row.key)):
        raise FollowsItself(row.key, following.key)
    life = known[row.key]
    if (life.ends_on, life.followed_by) == (last, following.key if following else None):
        return Done("ended", f"{row.key} ends on {last} already", is_nothing=True)
    _write(session, row, journal.line(session), ends_on=last, followed_by_id=following.id if following else None)
    rows_to_change.wake_all(session, now=now)
    parts, open_ = _open(session, row, "handed over" if following else "goes on", now)
    return Done(
        "ended",
        f"{row.key} ends on {last}{_otherwise(life, last)}; {_say_follower(life, following)}, with {open_}",
        facts={"body": row.key, "on": last, "followed_by": following.key if following else None} | {"because": because},
        parts=parts,
        notes=tuple(_lacks(session, row, last, following)),
        events=READERS,
        undo=_again(life) if life.ends_on else Call("body/go-on", {"body": row.key}),
    )


@act("body/go-on", who=(Grant.SECRETARIAT,), undo="body/end", tags=("meetings",))
def go_on(session: Session, body: BodyName, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Take back that a body ends: it goes on as before, with cycles and readers. Raises NoSuchBody, NotEnded."""
    row = _row(session, body)
    life = body_lives.lives(session)[row.key]
    if life.ends_on is None:
        raise NotEnded(row.key)
    _write(session, row, journal.line(session), ends_on=None, followed_by_id=None)
    rows_to_change.wake_all(session, now=now)
    return Done(
        "goes-on",
        f"{row.key} goes on until further notice",
        facts={"body": row.key, "because": because},
        events=READERS,
        undo=_again(life),
    )


def _otherwise(life: body_lives.BodyLife, last: date) -> str:
    """Return in words that it was to end on another day."""
    return f", not on {life.ends_on}" if life.ends_on and life.ends_on != last else ""


def _say_follower(life: body_lives.BodyLife, following: Body | None) -> str:
    """Return in words which body follows it, and which one does so no longer."""
    before = life.followed_by
    if following is None:
        return f"nothing follows it, {before} no longer either" if before else "nothing follows it"
    return f"{following.key} follows it" + (f" in place of {before}" if before not in (None, following.key) else "")


def _again(life: body_lives.BodyLife) -> Call:
    """Return the act that has a body end as it did."""
    return Call("body/end", {"body": life.key, "on": life.ends_on, "followed_by": life.followed_by})


def _row(session: Session, name: str) -> Body:
    """Return the body of that name. Raises NoSuchBody."""
    key = BodyNames(session).find(name)
    if key is None:
        raise NoSuchBody(name)
    return session.scalars(select(Body).where(Body.key == key)).one()


def _ends_into(known: body_lives.Lives, key: str, other: str) -> bool:
    """Return True if a body is followed by another one, at once or through others."""
    return any(life.key == other for life in body_lives.followers(known, key, date.max))


def _write(session: Session, row: Body, entry: Entry, **news: Any) -> None:
    """Write what the body is from now on: as it was, but for the news."""
    last = session.scalars(select(BodyState).where(BodyState.body_id == row.id).order_by(BodyState.id.desc())).first()
    was = {name: getattr(last, name) if last else None for name in FIELDS}
    effects.note(session, f"body:{row.key}", was)
    session.add(BodyState(body_id=row.id, **(was | news), at=entry.at, entry_id=entry.id))
    session.flush()


def describe(session: Session, row: Body, entry: Entry, **news: Any) -> None:
    """Write what a file says of a body's life, under the line of the load."""
    _write(session, row, entry, **news)


def _open(session: Session, row: Body, fate: str, now: datetime) -> tuple[tuple[Part, ...], str]:
    """Return the open cycles of the body with their steps, and in words how many there are, and how many readers."""
    cycles = body_cycles.open_of(session, row.key, now=now)
    parts = tuple(Part(fate, cycle, ", ".join(steps)) for cycle, steps in cycles.items())
    return parts, f"{count_of(len(cycles), 'open cycle')} and {count_of(_readers(session, row), 'subscription')}"


def _readers(session: Session, row: Body) -> int:
    """Return how many subscriptions follow the calendar of the body."""
    words = session.scalars(select(Subscription.selection).where(Subscription.revoked_at.is_(None)))
    return sum(each.partition("~")[0] in (f"body/{row.key}", f"meetings/{row.key}") for each in words)


def _lacks(session: Session, row: Body, last: date, following: Body | None) -> Iterator[str]:
    """Yield what is left to be done by hand: meetings after its end, roles within it."""
    ahead = (Meeting.body_id == row.id, Meeting.closes_on > last, Meeting.status.not_in(CALLED_OFF))
    for meeting in session.scalars(select(Meeting).where(*ahead).order_by(Meeting.opens_on)):
        yield f"{meeting.key} of it is on {meeting.opens_on}, after its end: move it, or cancel it"
    goes_on = or_(Role.to_on.is_(None), Role.to_on > last)
    scoped = select(func.count()).select_from(Role).where(func.lower(Role.scope) == row.key, goes_on)
    if count := session.scalar(scoped):
        yield f"{count_of(count, 'role')} within {row.key} go on; end them, or give them within another body"
    if following is None:
        yield "its open cycles go on under its own name, for no body follows it"
