"""The official address of an organization: marked by hand, or by a file of contacts; each organization has one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import effects
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.parameters import PersonName
from models.people import Person
from planning.errors import CouncilError
from planning.remedies import Call
from record.people.people import known


class NoOrganization(CouncilError):
    """Only an organization has an official address."""

    def __init__(self, name: str) -> None:
        load = Call("file/load", {"files": "CONTACTS.csv"}, "load the contact with one")
        super().__init__(f"{name} belongs to no organization, whose official address theirs could be", load)


@act("people/mark-official", who=(Grant.SECRETARIAT,), undo="people/unmark-official", tags=("people",))
def mark_official(session: Session, person: PersonName, *, now: datetime, by: Identity) -> Done:
    """Mark the address of a person as the official one of their organization, in place of another one.

    What gives or changes a right is sent to it whatever its reader has muted. Raises NoSuchPerson, NoOrganization.
    """
    row = known(session, person)
    if row.organization_id is None:
        raise NoOrganization(row.name)
    if row.official:
        return Done("marked", f"{row.email} is the official address already", is_nothing=True)
    alike = (Person.organization_id == row.organization_id, Person.official)
    others = session.scalars(select(Person).where(*alike).order_by(Person.id)).all()
    for each in (row, *others):
        effects.note(session, f"official:{each.public_id}", each.official)
        each.official = each is row
    back = Call("people/mark-official", {"person": others[0].public_id}) if others else None
    return Done(
        "marked",
        f"{row.email} is the official address of its organization",
        facts={"person": person, "instead_of": [each.public_id for each in others]},
        undo=back or Call("people/unmark-official", {"person": person}),
    )


@act("people/unmark-official", who=(Grant.SECRETARIAT,), undo="people/mark-official", tags=("people",))
def unmark_official(session: Session, person: PersonName, *, now: datetime, by: Identity) -> Done:
    """Have the address of a person no longer be the official one of their organization. Raises NoSuchPerson."""
    row = known(session, person)
    if not row.official:
        return Done("unmarked", f"{row.email} is no official address", is_nothing=True)
    effects.note(session, f"official:{person}", True)
    row.official = False
    return Done(
        "unmarked",
        f"{row.email} is no longer the official address of its organization",
        facts={"person": person},
        undo=Call("people/mark-official", {"person": person}),
    )
