"""`choices/show`: what a person chose about our mail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import PersonName
from kernel.readings import reading
from kernel.shown import Shown, Table, table
from record.people import choices, people
from record.people.choices import EVERYTHING, HOUSE, WEEKLY, Choices


@reading("choices/show", who=(Grant.SECRETARIAT, Grant.LINK))
def show(session: Session, person: PersonName, *, now: datetime) -> Shown[Choices]:
    """Show what a person chose. The address of their own page stands in their letters only: it acts for them.

    Raises NoSuchPerson.
    """
    return Shown(choices.choices(session, people.known(session, person), now=now), _facts, _lines)


def _muted(chosen: Choices) -> Sequence[str]:
    """Return the topics that the person muted, as people name them."""
    words = ((WEEKLY, chosen.mutes_report), (EVERYTHING, chosen.mutes_all))
    return [topic.chain for topic in chosen.topics if topic.is_muted] + [word for word, is_so in words if is_so]


def _facts(chosen: Choices) -> dict[str, object]:
    of = {"person": chosen.person, "digest": chosen.digest or HOUSE, "language": chosen.language}
    return of | {"zone": chosen.zone, "muted": _muted(chosen)}


def _lines(chosen: Choices) -> list[Table]:
    words = {"zone": chosen.zone or "that of each procedure", "muted": ", ".join(_muted(chosen)) or "nothing"}
    return [table((name, str(value)) for name, value in (_facts(chosen) | words).items())]
