"""End where somebody is signed in at the desk, as when a computer was lost."""

from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel import effects
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.parameters import WORDS, PersonName
from planning.rule_words import count_of
from record.people import accounts
from record.people.people import known
from record.refusals.accounts import NotSignedIn

Number = Annotated[
    str | None,
    WORDS.saying("Only there, by its number in their list; everywhere if left empty.", metavar="NUMBER"),
]


@act(
    "sign-in/end",
    who=(Grant.ADMINISTRATOR, Grant.LINK),
    no_undo="the cookie is no more; they sign in anew",
    tags=("people",),
)
def end(session: Session, person: PersonName, number: Number = None, *, now: datetime, by: Identity) -> Done:
    """Sign a person out of the desk, everywhere or in one browser; they may sign in anew.

    Raises NoSuchPerson, NotSignedIn.
    """
    row = known(session, person)
    ended = accounts.end_sign_ins(session, row.id, now=now, number=number or "")
    if not ended:
        raise NotSignedIn(row.email, row.name, number)
    for each in ended:
        effects.note(session, f"sign_in:{each.public_id}", None)
    sentence = f"{row.name} is signed out in {count_of(len(ended), 'browser')}"
    return Done("ended", sentence, facts={"person": person, "numbers": [each.number for each in ended]})
