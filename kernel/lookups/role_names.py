"""Roles, as people type them: exactly, for letters go to whoever holds one."""

from sqlalchemy.orm import Session

from kernel.lookups.choices import Choice
from planning.roles import ROLES
from record.people import actors


def role(session: Session, words: str) -> str:
    """Return the word of a role, a body or an organization. Raises UnknownRole, with the nearest known word."""
    return actors.known(session, words)


def roles(session: Session) -> list[Choice]:
    """Return the roles, the bodies and what else people hold, by their words."""
    return [Choice(word, ROLES.get(word, word)) for word in actors.every(session)]
