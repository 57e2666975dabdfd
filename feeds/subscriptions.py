"""Issue and revoke subscriptions: a private address for one person, selection and language, which is shown once."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Annotated

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, selectinload

from feeds import link_requests, selected
from feeds.selection import parse
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.kinds import one_of
from kernel.parameters import WORDS, PersonName, SubscriptionNumber
from models.people import Person
from models.store import public_id, the_store
from models.subscriptions import Subscription
from notifications.language import Tongue, speak
from planning.errors import CouncilError
from planning.remedies import Call
from record import journal
from record.people import people

SelectionWords = Annotated[
    str,
    WORDS.saying("Which dates, such as body/council~deadlines, or mine: what they must do.", metavar="SELECTION"),
]
TongueWord = Annotated[
    Tongue | None, one_of(Tongue, "The language, one of the six official ones; the person's own if left empty.")
]
TOKEN_BYTES = 32  # 256 bits; feeds.md asks for 128


class AlreadySubscribed(CouncilError):
    """The person already has an address for this selection and language."""

    def __init__(self, person: str, selection: str, language: str, number: str) -> None:
        super().__init__(
            f"{person} has an address for {parse(selection).words} in {language} already, which nobody can show again",
            Call("tokens/revoke", {"subscription": number}, "withdraw it first"),
        )


def hash_of(token: str) -> str:
    """Return what the store keeps of a token, its SHA-256: the token is random, so nobody can guess it from that."""
    return sha256(token.encode()).hexdigest()


@act(
    "tokens/issue",
    who=(Grant.SECRETARIAT, Grant.LINK),
    no_undo="an address that was shown is withdrawn by its number, for good",
    no_preview="the address is drawn when it is done",
    no_form="the address is shown once, and a run keeps what it says for all to read",
)
def issue(
    session: Session,
    person: PersonName,
    selection: SelectionWords = "everything",
    *,
    language: TongueWord = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Give a person an address of their own for the dates of a selection, such as body/council~deadlines.

    Raises NoSuchPerson, NotASelection, NothingThere, NotTheirs, AlreadySubscribed.
    """
    row = people.known(session, person)
    chosen, spoken = link_requests.chosen(session, row, selection), tongue_of(row, language)
    wanted = selected.eyes_of(session, row.id, chosen, spoken, now=now)
    selected.choose(session, wanted, now=now)
    if not wanted.others:
        raise selected.NotTheirs(row.name, chosen.name)
    _refuse_second(session, row, str(chosen), spoken)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    subscription = _subscribe(session, row, str(chosen), spoken, token)
    base, number = journal.settings_of(session).base_url or "", subscription.number
    return Done(
        "issued",
        f"subscription {number}, {chosen}: shown this once; pass it on safely",
        facts={
            "subscription": subscription.public_id,
            "person": person,
            "selection": str(chosen),
            "language": spoken,
        },
        named={"number": number, "selection": str(chosen)},
        secret={"address": f"{base}/f/{token}.ics", "page": f"{base}/subscription/{token}"},
    )


def tongue_of(person: Person, asked: Tongue | None) -> str:
    """Return the language that was asked for, else the person's own."""
    return str(asked or speak(person.language).code)


def _refuse_second(session: Session, person: Person, selection: str, language: str) -> None:
    same = (Subscription.person_id == person.id, Subscription.selection == selection, Subscription.language == language)
    other = session.scalar(select(Subscription).where(*same, Subscription.revoked_at.is_(None)))
    if other:
        raise AlreadySubscribed(person.name, selection, language, other.number)


def _subscribe(session: Session, person: Person, selection: str, language: str, token: str) -> Subscription:
    entry = journal.line(session)
    row = Subscription(
        public_id=public_id(the_store(session), "subscription", hash_of(token)),
        person_id=person.id,
        selection=selection,
        language=language,
        token_hash=hash_of(token),
        issued_at=entry.at,
        entry_id=entry.id,
    )
    session.add(row)
    session.flush()
    return row


def held_with(session: Session, token: str) -> Subscription | None:
    """Return the subscription of that token, even if it was withdrawn; None if there is none."""
    query = select(Subscription).where(Subscription.token_hash == hash_of(token))
    return session.scalar(query.options(selectinload(Subscription.person)))


@act(
    "tokens/revoke",
    who=(Grant.SECRETARIAT, Grant.LINK),
    no_undo="its address says for ever that it was withdrawn; another one can be given",
    tags=("people",),
)
def revoke(session: Session, subscription: SubscriptionNumber, *, now: datetime, by: Identity) -> Done:
    """Withdraw a subscription: its address says so from now on. Raises NoSuchSubscription."""
    query = select(Subscription).where(Subscription.public_id == subscription)
    row = session.scalars(query.options(selectinload(Subscription.person))).one()
    row.revoked_at = now
    sentence = f"{row.number} of {row.person.name} is withdrawn"
    return Done("withdrawn", sentence, facts={"subscription": subscription})


def note_uses(session: Session, uses: Mapping[int, datetime]) -> None:
    """Write down when each of these subscriptions was last fetched."""
    rows: Sequence[dict[str, object]] = [{"row": id_, "at": at} for id_, at in sorted(uses.items())]
    if rows:
        statement = update(Subscription).where(Subscription.id == bindparam("row")).values(used_at=bindparam("at"))
        session.connection().execute(statement, rows)
