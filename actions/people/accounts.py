"""Accounts at the desk: somebody is invited by a one-time link, gets another right, or may enter no more."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Annotated

from sqlalchemy.orm import Session

from kernel import effects
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.kinds import one_of
from kernel.parameters import PersonName, Reason
from models.accounts import Account, Credential, Right
from models.people import Person
from planning.remedies import Call
from planning.zones import in_geneva
from record import journal
from record.people import accounts
from record.people.people import known
from record.people.sign_ins import TOKEN_BYTES
from record.refusals.accounts import NoAccount, NoRoleLeft

RIGHT = one_of(Right, "What they may do at the desk; each includes those below it.", "RIGHT")
RightWord = Annotated[Right, RIGHT]
OptionalRight = Annotated[
    Right | None, RIGHT.saying("What they may do at the desk; if left empty, what they may now, or secretariat.")
]
PATH = "/desk/begin/"


@act(
    "account/invite",
    who=(Grant.ADMINISTRATOR,),
    no_undo="the link was shown; end the account, and it leads nowhere",
    no_preview="the link is drawn when it is done",
    no_form="the link is shown once, and a run keeps what it says for all to read",
)
def invite(session: Session, person: PersonName, holds: OptionalRight = None, *, now: datetime, by: Identity) -> Done:
    """Give a person an account at the desk, and a link, good once and for three days, by which they choose a password.

    Whoever has an account gets a new link, as when a password is forgotten; the old one ends. Raises NoSuchPerson,
    NoRoleLeft.
    """
    row = known(session, person)
    account = accounts.living(session, row.id)
    if accounts.is_gone(session, row, now):
        raise NoRoleLeft(row.name)
    holds = holds or (account.holds if account else Right.SECRETARIAT)
    _grant(session, row, holds, now)
    token = token_urlsafe(TOKEN_BYTES)
    credential = accounts.credential(session, row.id)
    if credential is None:
        session.add(credential := Credential(person_id=row.id))
    credential.link_hash, credential.link_until = accounts.hash_of(token), now + accounts.LINK_LIVES
    base = journal.settings_of(session).base_url or ""
    return Done(
        "invited",
        f"{row.name} may enter the desk as {holds}; pass the link on safely, it is shown this once",
        facts={"person": person, "holds": holds},
        named={"holds": holds, "until": f"{in_geneva(credential.link_until)} (Geneva time)"},
        secret={"link": f"{base}{PATH}{token}"},
    )


@act("account/change", who=(Grant.ADMINISTRATOR,), undo="account/change", tags=("people",))
def change(session: Session, person: PersonName, holds: RightWord, *, now: datetime, by: Identity) -> Done:
    """Give somebody who has an account another right; it holds at once, also where they are signed in.

    Raises NoSuchPerson, NoAccount.
    """
    row = known(session, person)
    account = accounts.living(session, row.id)
    if account is None:
        raise NoAccount(row.email, row.name)
    former = account.holds
    _grant(session, row, holds, now)
    return Done(
        "changed",
        f"{row.name} may act as {holds} now, and was {former} before",
        facts={"person": person, "holds": holds, "was": former},
        undo=Call("account/change", {"person": person, "holds": former}),
        is_nothing=former == holds,
    )


@act(
    "account/end",
    who=(Grant.ADMINISTRATOR,),
    no_undo="the password is gone; invite the person anew",
    tags=("people",),
)
def end(session: Session, person: PersonName, *, because: Reason, now: datetime, by: Identity) -> Done:
    """End somebody's account at the desk: they are signed out everywhere, and neither password nor link works any more.

    They stay one of the people, and are told what they were told before. Raises NoSuchPerson, NoAccount, ReasonMissing.
    """
    row = known(session, person)
    account = accounts.living(session, row.id)
    if account is None:
        raise NoAccount(row.email, row.name)
    effects.note(session, f"account:{person}", account.holds)
    account.ended_at = now
    accounts.forget(session, row.id)
    count = len(accounts.end_sign_ins(session, row.id, now=now))
    facts = {"person": person, "because": because, "was": account.holds, "signed_out": count}
    return Done("ended", f"{row.name} has no account at the desk any more", facts=facts)


def _grant(session: Session, person: Person, holds: Right, now: datetime) -> None:
    """Have the person hold this right from now on."""
    account = accounts.living(session, person.id)
    effects.note(session, f"account:{person.public_id}", account and account.holds)
    if account and account.holds == holds:
        return
    if account:
        account.ended_at = now
        session.flush()  # one row of a person lives at a time
    session.add(Account(person_id=person.id, holds=holds, at=now, entry_id=journal.line(session).id))
