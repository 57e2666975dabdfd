"""What a role may be limited to: a body, an organization, a procedure or a cycle, found by its names."""

from collections.abc import Container

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cycles import Cycle
from planning.errors import CouncilError, quoted
from record.bodies import BodyNames
from record.organizations import Organizations


class NoSuchScope(CouncilError):
    """Nothing on record goes by the word to which a role is to be limited."""

    def __init__(self, words: str, near: str | None) -> None:
        hint = f"; did you mean {quoted(near)}?" if near else "; correct it, or leave it out for everything"
        super().__init__(f"{quoted(words)} is neither a body, an organization, a procedure nor a cycle{hint}")


def named(session: Session, words: str | None, chains: Container[str]) -> str:
    """Return the scope as roles keep it, nothing for everything. A cycle may be named before it is opened.

    Raises NoSuchScope.
    """
    if not words or not words.strip():
        return ""
    words = words.strip()
    if body := BodyNames(session).find(words):
        return body
    chain, slash, edition = words.partition("/")
    opened = session.scalar(select(Cycle.id).where(Cycle.chain == chain).limit(1)) is not None
    if (chain in chains or opened) and (edition or not slash):
        return words
    organizations = Organizations(session)
    if organization := organizations.named(words):
        return organization
    raise NoSuchScope(words, organizations.near(words))
