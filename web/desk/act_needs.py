"""What the form of an act cannot do without, although the act itself can: what shows that a step is completed.

Which evidence that is the step says, not the act: a draft that is posted needs the address where it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cycles import Cycle
from models.deadlines import Deadline
from planning.evidence import Evidence
from web.desk import words

ADDRESS, DOCUMENT = "url", "document"
SHOWING = ("deadline/met",)


@dataclass(frozen=True, slots=True)
class Needs:
    """The fields that have to be filled, and those of which one does."""

    all: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()

    def missing(self, typed: Mapping[str, Any]) -> dict[str, str]:
        """Return what is wrong with each field that is empty and must not be."""
        empty = [*(name for name in self.all if not typed.get(name))]
        if self.any and not any(typed.get(name) for name in self.any):
            return {DOCUMENT: words.say("field_either")}
        return {name: words.say("field_empty", field=words.named("field", name)) for name in empty}


def of(session: Session, act: str, values: Mapping[str, Any]) -> Needs:
    """Return what the form of an act needs with what was typed into it so far."""
    if act not in SHOWING or not {"cycle", "step"}.issubset(values):
        return Needs()
    chain, _, edition = str(values["cycle"]).partition("/")
    query = select(Deadline.evidence).join(Cycle, Cycle.id == Deadline.cycle_id)
    query = query.where(Cycle.chain == chain, Cycle.edition == edition, Deadline.step == values["step"])
    match session.scalar(query):
        case Evidence.URL:
            return Needs(all=frozenset({ADDRESS}))
        case Evidence.DOCUMENT:
            return Needs(any=frozenset({ADDRESS, DOCUMENT}))
    return Needs()
