"""`people/list` and `people/show`: the contacts, and what keeps mail from them."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import ROLE, PersonName
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, Table, listing, table
from record.people import contacts
from record.people.contacts import PersonView

MEANING = "Only those who hold, held or will hold this role."


@reading(
    "people/list",
    who=(Grant.SECRETARIAT,),
    columns=(
        Column("Name"),
        Column("E-mail"),
        Column("Organization"),
        Column("Roles", tuple),
        Column("Channels"),
        Column("Digest"),
        Column("Notes", tuple),
    ),
)
def people(
    session: Session, *, role: Annotated[str | None, ROLE.saying(MEANING)] = None, now: datetime
) -> Shown[list[PersonView]]:
    """List the contacts by name."""
    empty = f"nobody holds, held or will hold the role {role}" if role else "no contact is loaded"
    views = contacts.everybody(session, role, now=now)
    return listing(views, lambda views: [asdict(view) for view in views], _rows, empty)


def _rows(views: list[PersonView]) -> Iterator[Row]:
    for view in views:
        roles, channels = tuple(map(str, view.roles)), ", ".join(view.channels)
        yield (
            view.name,
            view.email,
            view.organization,
            roles,
            channels,
            view.digest,
            (*view.deputies, "official address" if view.official else "", view.trouble),
        )


@reading("people/show", who=(Grant.SECRETARIAT,))
def person(session: Session, person: PersonName, *, now: datetime) -> Shown[PersonView]:
    """Show a contact: their roles, channels, choices and deputies. Raises NoSuchPerson."""
    return Shown(contacts.person(session, person, now=now), asdict, _lines)


def _lines(view: PersonView) -> list[Table]:
    rows = [
        ("name", view.name),
        ("email", view.email),
        ("organization", view.organization),
        ("official", "the official address of the organization" if view.official else ""),
        ("language", view.language),
        ("zone", view.zone or "that of the cycle"),
        *(("role", str(role)) for role in view.roles),
        *(("channel", channel) for channel in view.channels),
        ("digest", view.digest or "the house's rule"),
        *(("deputy", sentence) for sentence in view.deputies),
        ("trouble", view.trouble),
    ]
    return [table((label, words) for label, words in rows if words)]
