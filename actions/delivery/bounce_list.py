"""`bounces/list`: mail that came back."""

from collections.abc import Set
from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions.delivery import bouncing
from actions.kernel.grants import Grant
from actions.kernel.parameters import OptionalPersonName
from actions.kernel.readings import reading
from actions.kernel.shown import Part, Shown, listed
from actions.whom import reaching
from models.people import Bounce, Person


@dataclass(frozen=True, slots=True)
class CameBack:
    """What came back, from whose address, and whose addresses are not used any more."""

    bounces: list[tuple[Person, Bounce]]
    failing: Set[int]

    def facts(self) -> list[dict[str, object]]:
        """Return it for machines."""
        return [
            {"on": f"{bounce.at:%Y-%m-%d}", "person": person.name, "address": bounce.address, "status": bounce.status,
             "detail": bounce.detail, "failing": person.id in self.failing} for person, bounce in self.bounces
        ]  # fmt: skip


@reading("bounces/list", who=(Grant.SECRETARIAT,))
def bounces(session: Session, person: OptionalPersonName = None) -> Shown[CameBack]:
    """List what came back, the latest first, of PERSON or of all. Raises NoSuchPerson."""
    return Shown(CameBack(bouncing.bounces(session, person), reaching.failing(session)), CameBack.facts, _rows)


def _rows(found: CameBack) -> list[Part]:
    rows = [(who.name, bounce, "FAILING" if who.id in found.failing else None) for who, bounce in found.bounces]
    days = ((b.at.date(), name, b.address, b.status, b.detail, failing) for name, b, failing in rows)
    return listed(days, "no mail came back")
