"""`choices/show`: what a person chose about our mail, and the address of their own page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import PersonName
from kernel.readings import reading
from kernel.shown import Shown, Table, table
from record.people import choices, people, signed_links
from record.people.choices import EVERYTHING, HOUSE, WEEKLY, Choices
from record.settings import Settings


@dataclass(frozen=True, slots=True)
class Own:
    """What a person chose, and the address of their page, if there is one."""

    choices: Choices
    page: str | None

    @property
    def muted(self) -> list[str]:
        """The topics that the person muted, as people name them."""
        words = ((WEEKLY, self.choices.mutes_report), (EVERYTHING, self.choices.mutes_all))
        return [t.chain for t in self.choices.topics if t.is_muted] + [word for word, is_so in words if is_so]


@reading("choices/show", who=(Grant.SECRETARIAT, Grant.LINK))
def show(session: Session, person: PersonName, *, settings: Settings, now: datetime) -> Shown[Own]:
    """Show what a person chose, and the address of their page. Raises NoSuchPerson."""
    row, links = people.known(session, person), signed_links.links(settings)
    page = links.choices(row, signed_links.last_day((), now)) if links else None
    return Shown(Own(choices.choices(session, row, now=now), page), _facts, _lines)


def _facts(own: Own) -> dict[str, object]:
    chosen = own.choices
    of = {"person": chosen.person, "digest": chosen.digest or HOUSE, "language": chosen.language}
    return of | {"zone": chosen.zone, "muted": own.muted, "page": own.page}


def _lines(own: Own) -> list[Table]:
    words = {"zone": own.choices.zone or "that of each procedure", "muted": ", ".join(own.muted) or "nothing"}
    facts = {name: value for name, value in _facts(own).items() if value is not None} | words
    return [table((name, str(value)) for name, value in facts.items())]
