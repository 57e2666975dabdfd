"""Examples of the acts on organizations."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.engine import writing
from models.people import Organization
from tests.kernel.example import Example
from tests.secretariat import Desk

NAME = "An organization"


def _another_is_there(desk: Desk) -> None:
    with writing(desk.engine) as session:
        session.add(Organization(name="Another one"))


def _is_respelt(session: Session) -> None:
    session.scalars(select(Organization).where(Organization.name == NAME)).one().name = NAME.upper()


OF_ORGANIZATIONS: Mapping[str, Example] = {
    "organization/rename": Example(
        {"organization": NAME, "to": "Its new name", "because": "its letter"},
        {"to": "Another one"},
        _another_is_there,
        meddle=_is_respelt,
    ),
    "organization/merge": Example(
        {"organization": NAME, "into": "Another one", "because": "they are one"},
        {"into": NAME},
        _another_is_there,
        meddle=_is_respelt,
    ),
}
