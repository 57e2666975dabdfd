"""End all links of a person at once, as when others have read their mailbox."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.parameters import PersonName, Reason
from models.subscriptions import Asked
from record.people import accounts
from record.people.people import known


@act(
    "people/end-links",
    who=(Grant.SECRETARIAT,),
    no_undo="whoever has an old link would have it again; the next mail brings new ones",
    tags=("people",),
)
def end(session: Session, person: PersonName, *, because: Reason, now: datetime, by: Identity) -> Done:
    """End all links mailed to a person so far, as when others read the mailbox; links in later mail work.

    Links to private addresses and to a password that were not used end too. Raises NoSuchPerson, ReasonMissing.
    """
    row = known(session, person)
    row.link_series += 1
    mailed = update(Asked).where(Asked.person_id == row.id, Asked.state != "queued", Asked.used_at.is_(None))
    session.execute(mailed.values(used_at=now))
    accounts.end_link(session, row.id)
    sentence = f"no link in the mail that {row.name} has had works any more"
    return Done("ended", sentence, facts={"person": person, "because": because})
