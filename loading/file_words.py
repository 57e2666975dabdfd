"""What files said last of each person, as marks: a value counts when it differs from that, and not from the record.

So what a person or an officer chose since stays, though the same file is loaded every night.
"""

from collections.abc import Collection, Mapping
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import Entry
from models.people import Person

CHOSEN = frozenset({"language", "zone", "digest"})  # what people choose by themselves
BY_CHOICE = "choices/%"  # the acts by which they do
LETTERS = 12  # of a mark: enough to tell a few values of one field apart


def mark(value: object) -> str:
    """Return the mark of a value; the value itself stands in the record only."""
    return sha256(str(value).encode()).hexdigest()[:LETTERS]


def marks(stated: Mapping[str, object]) -> dict[str, str]:
    """Return the marks of what a file says; what it leaves out it does not say."""
    return {name: mark(value) for name, value in stated.items() if value is not None}


def news(person: Person, stated: Mapping[str, object]) -> dict[str, object]:
    """Return what a file says of a person otherwise than files said last."""
    said = person.file_said or {}
    return {name: value for name, value in stated.items() if value is not None and said.get(name) != mark(value)}


def keep(person: Person, stated: Mapping[str, object]) -> None:
    """Keep what a file says, for the next one."""
    if new := news(person, stated):
        person.file_said = (person.file_said or {}) | marks(new)


def chose(session: Session, people: Collection[Person]) -> set[str]:
    """Return who of these, by public id, chose something by an act: of their files nothing was kept in older stores."""
    lines = select(Entry.text).where(Entry.act.like(BY_CHOICE))
    texts = session.scalars(lines).all() if people else []
    return {person.public_id for person in people if any(person.public_id in text for text in texts)}
