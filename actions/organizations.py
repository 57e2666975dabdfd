"""Acts on organizations: one is renamed, and keeps its people and answers; two that are one are merged."""

import unicodedata
from datetime import datetime
from typing import Annotated

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from actions.windows import answers
from kernel import effects
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.parameters import ORGANIZATION, WORDS, OrganizationName, Reason
from models.answers import Answer
from models.cycles import Cycle
from models.deadlines import Deadline
from models.people import Organization, Person
from planning.errors import CouncilError, quoted
from planning.names import folded
from planning.remedies import Call
from record import journal, windows
from record.organizations import Organizations, with_merged


class NameTaken(CouncilError):
    """The new name is that of another organization."""

    def __init__(self, organization: str, other: str) -> None:
        merge = Call(
            "organization/merge", {"organization": organization, "into": other}, "if the two are one, merge them"
        )
        super().__init__(f"{other} is another organization than {organization}", merge)


class NoName(CouncilError):
    """Words of which no letter is left when names are compared."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{quoted(words)} is no name of an organization; write letters")


class SameOrganization(CouncilError):
    """Nothing can be merged into itself."""

    def __init__(self, name: str) -> None:
        super().__init__(f"both are {name}; name another one")


@act("organization/rename", who=(Grant.SECRETARIAT,), undo="organization/rename", tags=("people",))
def rename(
    session: Session,
    organization: OrganizationName,
    to: Annotated[str, WORDS.saying("Its new name.", metavar="NAME")],
    *,
    because: Reason,
    now: datetime,
    by: Identity,
) -> Done:
    """Give an organization another name: its people and answers stay with it, and the name that it had leads to it.

    Raises NoSuchOrganization, NameTaken, NoName.
    """
    new, organizations = unicodedata.normalize("NFC", " ".join(to.split())), Organizations(session)
    if not folded(new):
        raise NoName(to)
    number = organizations.find(organization)
    if organizations.find(new) not in (None, number):
        raise NameTaken(organization, str(organizations.named(new)))
    row = session.get_one(Organization, number)
    if new == row.name:
        return Done("renamed", f"{new} is its name already", is_nothing=True)
    _swap_names(session, row, new)
    return Done(
        "renamed",
        f"{organization} is called {new}",
        facts={"organization": organization, "name": new, "because": because},
        notes=(f"{organization} still leads to it, in files and here",),
        undo=Call("organization/rename", {"organization": new, "to": organization}),
    )


def _swap_names(session: Session, row: Organization, new: str) -> None:
    """Give the row its new name; the old one stays as a name that leads to it."""
    old, taken = row.name, session.scalar(select(Organization).where(Organization.name == new))
    if taken:  # it led here, and now the present name does
        taken.name = f"{new}\n"  # for a moment: no two have one name
        session.flush()
    row.name = new
    session.flush()
    if taken:
        taken.name = old
    else:
        session.add(Organization(name=old, merged_into_id=row.id))
    session.flush()


@act(
    "organization/merge",
    who=(Grant.SECRETARIAT,),
    no_undo="nothing says whose the answers and letters since would be; a person is given to another organization",
    tags=("people",),
    asks_first=True,
)
def merge(
    session: Session,
    organization: OrganizationName,
    into: Annotated[str, ORGANIZATION.saying("The organization that it is, by its name.", metavar="INTO")],
    *,
    because: Reason,
    now: datetime,
    by: Identity,
) -> Done:
    """Make one organization of two that are one: people and answers of the first are the second's from now on.

    Raises NoSuchOrganization, SameOrganization.
    """
    organizations = Organizations(session)
    gone, whole = organizations.find(organization), organizations.find(into)
    if gone == whole:
        raise SameOrganization(into)
    row, kept = session.get_one(Organization, gone), session.get_one(Organization, whole)
    people = session.scalar(select(func.count()).where(Person.organization_id == row.id)) or 0
    effects.mark(session, kept)
    _keep_one_official(session, row, kept)
    session.execute(update(Person).where(Person.organization_id == row.id).values(organization_id=kept.id))
    ones = or_(Organization.id == row.id, Organization.merged_into_id == row.id)
    session.execute(update(Organization).where(ones).values(merged_into_id=kept.id))
    journal.tables_changed(session, "person", "organization")
    session.expire_all()
    answered = _leave_in_peace(session, kept, now)
    rows_to_change.wake_all(session, now=now)
    return Done(
        "merged",
        f"{organization} is {into} from now on, with {people} of its people",
        facts={"organization": organization, "into": into, "people": people, "because": because},
        notes=tuple(f"{into} has answered {window}" for window in answered),
    )


def _keep_one_official(session: Session, row: Organization, kept: Organization) -> None:
    """Have the official address of the organization that stays count, where both have one."""
    official = select(Person.id).where(Person.official)
    if session.scalar(official.where(Person.organization_id == kept.id).limit(1)):
        session.execute(update(Person).where(Person.organization_id == row.id).values(official=False))


def _leave_in_peace(session: Session, member: Organization, now: datetime) -> list[str]:
    """Take back what waits for people whose organization has answered, and return the windows."""
    query = select(Deadline.id, Cycle.chain, Cycle.edition, Deadline.step).join(Cycle, Cycle.id == Deadline.cycle_id)
    asked = select(Answer.deadline_id).where(with_merged(Answer.organization_id, (member.id,)))
    rows = session.execute(query.where(Deadline.id.in_(asked), Cycle.ended_at.is_(None)).order_by(Deadline.id)).all()
    answered = windows.answered(session, [row.id for row in rows], now)
    done = [(f"{row.chain}/{row.edition}", row.step) for row in rows if (row.id, member.id) in answered]
    for cycle, step in done:
        answers.leave_in_peace(session, answers.window(session, cycle, step), member, now=now)
    return [f"{cycle} {step}" for cycle, step in done]
