"""List mail that came back (`bounces/list`)."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from delivery import bounces as bounces_
from kernel.grants import Grant
from kernel.parameters import OptionalPersonName
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from models.people import Bounce, Person
from planning.zones import local_day
from record.people import reach


@dataclass(frozen=True, slots=True)
class CameBack:
    """The bounces with their people, and the people whose addresses are not used any more."""

    bounces: list[tuple[Person, Bounce]]
    failing: Set[int]

    def facts(self) -> list[dict[str, object]]:
        """Return the bounces for machines."""
        return [
            {"on": f"{local_day(bounce.at)}", "person": person.name, "address": bounce.address, "action": bounce.action,
             "status": bounce.status, "detail": bounce.detail, "failing": person.id in self.failing}
            for person, bounce in self.bounces
        ]  # fmt: skip


@reading(
    "bounces/list",
    who=(Grant.SECRETARIAT,),
    columns=(
        Column("On", date),
        Column("Person"),
        Column("Address"),
        Column("Action"),
        Column("Status"),
        Column("Detail"),
        Column("Failing"),
    ),
)
def bounces(session: Session, person: OptionalPersonName = None) -> Shown[CameBack]:
    """List the mail that came back, the latest first, from one person or from all; what is only delayed fails nobody.

    Raises NoSuchPerson.
    """
    came_back = CameBack(bounces_.bounces(session, person), reach.failing(session))
    return listing(came_back, CameBack.facts, _rows, "no mail came back")


def _rows(returned: CameBack) -> Iterator[Row]:
    for person, bounce in returned.bounces:
        failing = "FAILING" if person.id in returned.failing else None
        yield local_day(bounce.at), person.name, bounce.address, bounce.action, bounce.status, bounce.detail, failing
