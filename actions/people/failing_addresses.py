"""An e-mail address that fails, until an officer says that it works: what was kept for it leaves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.declaration import act
from kernel.done import Done, Happening, Letter
from kernel.grants import Grant, Identity
from kernel.parameters import PersonName, Reason
from letters import preview_notes
from letters.set_aside import FAILING, wake
from models.outbox import Message, State, in_state, word_of
from models.people import Bounce, Person
from record.people.people import known
from record.people.reach import counted


@act(
    "people/reachable",
    who=(Grant.SECRETARIAT,),
    no_undo="what was kept for the address leaves with the next round",
    tags=("mail", "people"),
)
def reachable(session: Session, person: PersonName, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Have the e-mail address of a person used again: what came back before no longer counts.

    What was kept for it leaves. Raises NoSuchPerson, ReasonMissing.
    """
    row = known(session, person)
    kept = _find_kept(session, row)
    if not kept and not _is_counted(session, row):
        return Done("known", f"{row.name} is written to already; no mail came back since", is_nothing=True)
    row.reachable_from = now
    for message in kept:
        _let_leave(session, message)
    wake(session, now)
    return Done(
        "reachable",
        f"{row.name} is written to again",
        facts={"person": person, "because": because},
        letters=tuple(Letter(row.name, word_of(message.kind), ()) for message in kept),
        events=(Happening("reachable", "outbox", ()),),
    )


def _is_counted(session: Session, person: Person) -> bool:
    """Return whether mail came back that still counts against the address."""
    came_back = select(Bounce.id).join(Person, Person.id == Bounce.person_id).where(Person.id == person.id, counted())
    return session.scalar(came_back.limit(1)) is not None


def _find_kept(session: Session, person: Person) -> list[Message]:
    """Return the messages set aside for a person, locked until the act ends; a preview locks none."""
    query = select(Message).where(
        Message.person_id == person.id, in_state(State.HELD), Message.detail.startswith(FAILING)
    )  # fmt: skip
    query = query if preview_notes.of(session) else query.with_for_update()
    return list(session.scalars(query.order_by(Message.id)))


def _let_leave(session: Session, message: Message) -> None:
    """Have a message leave, or note that it would where the act is only previewed."""
    values = {"state": State.QUEUED, "detail": None, "first_try_at": None, "retry_at": None}
    preview = preview_notes.of(session)
    if preview is not None:
        preview.put[message.id] = values
        return
    for name, value in values.items():
        setattr(message, name, value)
