"""Sign-ins: where a person is signed in, until when that holds, and how often somebody was refused.

They are a record of their own, beside the journal: who signs in acts on nothing yet, and if each refusal were a line, a
stranger could make the journal grow as long as they like. Of refusals there is one row for each person and day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from models.accounts import Account, Credential, RefusedSignIn, Right, SignIn
from models.people import Person
from planning.zones import local_day
from record.people.accounts import covers_approver, hash_of, is_gone
from record.settings import Settings

TOKEN_BYTES = 32
NOTED_EVERY = timedelta(minutes=5)  # a use is written down at most so often
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Limits:
    """For how long somebody stays signed in: while they do nothing, and at the longest."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, and what they may do."""

    number: int  # of the row
    person: str  # public id
    name: str
    holds: Right
    used_at: datetime
    covers: bool = False  # stands in today for somebody who approves
    has_password: bool = True  # else an identity provider says who they are
    proved_at: datetime | None = None  # to that, anew


@dataclass(frozen=True, slots=True)
class SignInView:
    """Where somebody was signed in lately."""

    number: str
    person: str
    name: str
    browser: str
    begun_at: datetime
    used_at: datetime
    ended_at: datetime | None  # None: as far as is recorded they are still signed in
    holds_until: datetime  # unless it was ended before


def limits(settings: Settings) -> Limits:
    """Return for how long somebody stays signed in here."""
    return Limits(timedelta(minutes=settings.sign_in_idle), timedelta(hours=settings.sign_in_hours))


def begin(
    session: Session, person_id: int, browser: str, *, now: datetime, once: str = "", proved_at: datetime | None = None
) -> str | None:
    """Sign a person in, and return the token of the cookie, which is kept nowhere.

    By what counts `once`, such as the answer of an identity provider, nobody is signed in twice: then None.
    """
    public_id = str(uuid5(NAMESPACE_URL, once) if once else uuid4())
    if once and session.scalar(select(SignIn.id).where(SignIn.public_id == public_id)):
        return None
    token = token_urlsafe(TOKEN_BYTES)
    session.add(
        SignIn(
            public_id=public_id, person_id=person_id, token_hash=hash_of(token), browser=browser, begun_at=now,
            used_at=now, proved_at=proved_at,
        )
    )  # fmt: skip
    return token


def signed_in(session: Session, token: str, limits: Limits, *, now: datetime) -> SignedIn | None:
    """Return who is signed in by the token of a cookie; None once that is over, or the person may act no more."""
    row = session.execute(
        select(SignIn, Person, Account.holds, Credential.password)
        .join(Person, Person.id == SignIn.person_id)
        .outerjoin(Credential, Credential.person_id == Person.id)
        .join(Account, and_(Account.person_id == Person.id, Account.ended_at.is_(None)))
        .where(SignIn.token_hash == hash_of(token), SignIn.ended_at.is_(None))
    ).one_or_none()
    if row is None or not _ends(row.SignIn, limits) > now or is_gone(session, row.Person, now):
        return None
    covers = row.holds is Right.SECRETARIAT and covers_approver(session, row.Person.id, local_day(now))
    return SignedIn(
        row.SignIn.id, row.Person.public_id, row.Person.name, row.holds, row.SignIn.used_at, covers,
        bool(row.password), row.SignIn.proved_at,
    )  # fmt: skip


def _ends(row: SignIn, limits: Limits) -> datetime:
    """Return when somebody is no longer signed in, unless they do something before."""
    return min(row.used_at + limits.idle, row.begun_at + limits.longest)


def note_use(session: Session, number: int, *, now: datetime) -> None:
    """Write down that somebody who is signed in did something."""
    session.execute(update(SignIn).where(SignIn.id == number, SignIn.used_at < now).values(used_at=now))


def sign_out(session: Session, number: int, *, now: datetime) -> None:
    """End where somebody is signed in."""
    session.execute(update(SignIn).where(SignIn.id == number, SignIn.ended_at.is_(None)).values(ended_at=now))


def with_password(session: Session, email: str, *, now: datetime) -> tuple[Person, str] | None:
    """Return the person of an address who may sign in, with the hash of their password."""
    row = session.execute(
        select(Person, Credential.password)
        .join(Credential, Credential.person_id == Person.id)
        .join(Account, Account.person_id == Person.id)
        .where(Person.email == email.strip().casefold(), Account.ended_at.is_(None), Credential.password.is_not(None))
    ).one_or_none()
    return None if row is None or is_gone(session, row.Person, now) else (row.Person, row.password or "")


def refuse(session: Session, person_id: int, *, now: datetime) -> None:
    """Count that somebody was refused who gave this person's address."""
    day = now.astimezone(UTC).date()
    same = (RefusedSignIn.person_id == person_id, RefusedSignIn.day == day)
    row = session.scalar(select(RefusedSignIn).where(*same))
    if row is None:
        session.add(RefusedSignIn(person_id=person_id, day=day, tries=1, last_at=now))
    else:
        row.tries, row.last_at = row.tries + 1, now


def views(session: Session, limits: Limits, person: str | None = None, *, now: datetime) -> Sequence[SignInView]:
    """Return where people, or one person, are signed in or were in the last thirty days, the latest first."""
    query = (
        select(SignIn, Person.public_id, Person.name)
        .join(Person, Person.id == SignIn.person_id)
        .where(or_(SignIn.ended_at.is_(None), SignIn.ended_at > now - LATELY), SignIn.used_at > now - LATELY)
        .order_by(SignIn.used_at.desc(), SignIn.id.desc())
    )
    query = query.where(Person.public_id == person) if person else query
    return [
        SignInView(
            row.number, public_id, name, row.browser, row.begun_at, row.used_at, row.ended_at, _ends(row, limits)
        )
        for row, public_id, name in session.execute(query)
    ]
