"""Accounts: what a person may do at the desk today, and the one-time link by which they choose a password."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from models.accounts import Account, Credential, RefusedSignIn, Right, SignIn
from models.people import Deputy, Person
from planning.zones import local_day
from record.people import role_holders

LINK_LIVES = timedelta(days=3)
LATELY = timedelta(days=30)
APPROVING = (Right.APPROVER, Right.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account, with how its owner stands: a link that waits for them, or a password; when they were last there."""

    person: str
    name: str
    email: str
    holds: Right
    since: datetime
    link_until: datetime | None
    has_password: bool
    used_at: datetime | None
    refused: int  # times in the last thirty days


def hash_of(token: str) -> str:
    """Return what the store keeps of a link or a cookie, its SHA-256: it is random, so nobody can guess it from that.

    A password is none of these (web/desk/passwords.py).
    """
    return sha256(token.encode()).hexdigest()


def living(session: Session, person_id: int) -> Account | None:
    """Return the account of a person, if they have one."""
    return session.scalar(select(Account).where(Account.person_id == person_id, Account.ended_at.is_(None)))


def is_any(session: Session) -> bool:
    """Return whether anybody has chosen a password, and has an account still."""
    query = select(Account.id).join(Credential, Credential.person_id == Account.person_id)
    return (
        session.scalar(query.where(Account.ended_at.is_(None), Credential.password.is_not(None)).limit(1)) is not None
    )


def is_anybody_approving(session: Session) -> bool:
    """Return whether somebody has an account by which letters to members are approved."""
    query = select(Account.id).where(Account.ended_at.is_(None), Account.holds.in_(APPROVING))
    return session.scalar(query.limit(1)) is not None


def covers_approver(session: Session, person_id: int, today: date) -> bool:
    """Return whether a person stands in today for somebody who approves."""
    query = (
        select(Account.id)
        .join(Deputy, Deputy.person_id == Account.person_id)
        .where(Account.ended_at.is_(None), Account.holds.in_(APPROVING), Deputy.deputy_id == person_id)
        .where(Deputy.ended_at.is_(None), Deputy.from_on <= today, or_(Deputy.to_on.is_(None), Deputy.to_on >= today))
    )
    return session.scalar(query.limit(1)) is not None


def credential(session: Session, person_id: int) -> Credential | None:
    """Return how a person proves who they are."""
    return session.scalar(select(Credential).where(Credential.person_id == person_id))


def is_gone(session: Session, person: Person, now: datetime) -> bool:
    """Return whether all roles of a person have ended while somebody is left: then they act at no door any more."""
    today = local_day(now)
    has_ended = bool(role_holders.ended(session, [person.public_id], today))
    return not person.name or (has_ended and role_holders.is_any_left(session, today))


def views(session: Session, *, now: datetime) -> list[AccountView]:
    """Return the accounts that have not ended, by their owners' names."""
    return [
        AccountView(
            row.public_id, row.name, row.email, row.Account.holds, row.Account.at,
            _link_until(row.Credential, now), bool(row.Credential and row.Credential.password), row.used_at,
            row.refused or 0,
        )
        for row in session.execute(_listed(now))
    ]  # fmt: skip


def _link_until(row: Credential | None, now: datetime) -> datetime | None:
    return row.link_until if row and row.link_hash and row.link_until and now < row.link_until else None


def _listed(now: datetime) -> Select[*tuple[object, ...]]:
    used = select(func.max(SignIn.used_at)).where(SignIn.person_id == Account.person_id).scalar_subquery()
    refused = select(func.sum(RefusedSignIn.tries)).where(
        RefusedSignIn.person_id == Account.person_id, RefusedSignIn.last_at > now - LATELY
    )
    columns = (Person.public_id, Person.name, Person.email, used.label("used_at"))
    return (
        select(Account, Credential, *columns, refused.scalar_subquery().label("refused"))
        .join(Person, Person.id == Account.person_id)
        .outerjoin(Credential, Credential.person_id == Account.person_id)
        .where(Account.ended_at.is_(None))
        .order_by(Person.name, Person.email)
    )


def invited_by(session: Session, token: str, *, now: datetime) -> Person | None:
    """Return whose link this is, if it still leads to a password."""
    row = session.execute(
        select(Person, Credential.link_until)
        .join(Credential, Credential.person_id == Person.id)
        .join(Account, Account.person_id == Person.id)
        .where(Credential.link_hash == hash_of(token), Account.ended_at.is_(None))
    ).one_or_none()
    if row is None or row.link_until is None or now >= row.link_until or is_gone(session, row.Person, now):
        return None
    person: Person = row.Person
    return person


def invitee(session: Session, email: str) -> Person | None:
    """Return the person of that address, if they have an account."""
    query = select(Person).join(Account, Account.person_id == Person.id)
    return session.scalar(query.where(Person.email == email.casefold(), Account.ended_at.is_(None)))


def choose_password(session: Session, token: str, hashed: str, *, now: datetime) -> Person | None:
    """Keep the hash of a password in place of the link, which is used up; return whose it is, None if it was over.

    Whoever was signed in by the former password no longer is.
    """
    person = invited_by(session, token, now=now)
    row = credential(session, person.id) if person else None
    if person is None or row is None:
        return None
    row.password, row.password_at, row.link_hash, row.link_until = hashed, now, None, None
    end_sign_ins(session, person.id, now=now)
    return person


def end_sign_ins(session: Session, person_id: int, *, now: datetime, number: str = "") -> Sequence[SignIn]:
    """End where a person is signed in, everywhere or where the number begins so; return what ended."""
    query = select(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    rows = session.scalars(query.where(SignIn.public_id.startswith(number, autoescape=True))).all()
    for row in rows:
        row.ended_at = now
    return rows


def forget(session: Session, person_id: int) -> None:
    """Keep no password and no link of a person any more."""
    if row := credential(session, person_id):
        row.password, row.password_at, row.link_hash, row.link_until = None, None, None, None


def end_link(session: Session, person_id: int) -> None:
    """End the link by which a person was to choose a password; a password that they have stays."""
    if row := credential(session, person_id):
        row.link_hash, row.link_until = None, None
