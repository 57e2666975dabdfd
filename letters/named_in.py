"""Letters that name a person: their own, and those to others whose words hold their name or address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, Text, cast, false, or_, select
from sqlalchemy.orm import Session

from letters import kept_words
from models.outbox import LIVING, OVER, Message
from models.slices import slices


@dataclass(frozen=True, slots=True)
class Names:
    """The name and the address of a person, as they may stand in words."""

    name: str
    email: str

    def are_in(self, text: str) -> bool:
        """Return True if the text holds either, as whole words, however its lines are broken."""
        return any(re.search(rf"(?<!\w){_spaced(each)}(?!\w)", text, re.IGNORECASE) for each in self._given())

    def found_in(self, *columns: SQLColumnExpression[Any]) -> ColumnElement[bool]:
        """Return the condition that a column may hold either: a part of each that no line break divides."""
        parts = [max(each.split(), key=len) for each in self._given()]
        return or_(
            false(), *(cast(column, Text).icontains(each, autoescape=True) for each in parts for column in columns)
        )

    def _given(self) -> Iterator[str]:
        return filter(None, (self.name.strip(), self.email.strip()))


def clear(session: Session, person_id: int, names: Names, *, now: datetime) -> int:
    """Clear the words of all letters to a person, and of those to others that name them; return how many they were."""
    others = [number for number, subject, body in _that_may(session, names, OVER) if names.are_in(f"{subject}\n{body}")]
    count = kept_words.clear(session, Message.person_id == person_id, now=now)
    return count + sum(kept_words.clear(session, Message.id.in_(some), now=now) for some in slices(others))


def waiting(session: Session, person_id: int, names: Names) -> bool:
    """Return whether a letter waits, is on its way or failed that goes to the person, or names them."""
    if session.scalar(select(Message.id).where(LIVING, Message.person_id == person_id).limit(1)):
        return True
    return any(names.are_in(f"{subject}\n{body}") for _, subject, body in _that_may(session, names, LIVING))


def _that_may(session: Session, names: Names, stage: ColumnElement[bool]) -> Iterator[tuple[int, str, str]]:
    query = select(Message.id, Message.subject, Message.body)
    for row in session.execute(query.where(stage, names.found_in(Message.subject, Message.body))):
        yield row.id, row.subject or "", row.body or ""


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))
