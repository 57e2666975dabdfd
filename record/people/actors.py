"""Actors: the words that may name who does a step.

They are the declared roles and bodies (`planning/roles.py`), the bodies and organizations of the store by any of their
names, and the roles that somebody holds, held or will hold.
"""

from collections.abc import Collection
from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Organization, Role
from planning.errors import CouncilError, among
from planning.names import folded
from planning.remedies import Call
from planning.roles import ROLES, is_known, misspelt
from record.bodies import BodyNames

ALIKE = 0.7  # from which on a known word is offered in place of one that is not
LISTED = 8  # roles in a sentence, where none is like the word


class UnknownRole(CouncilError):
    """A word by which nobody goes: no role, no body, no organization."""

    def __init__(self, word: str, near: str | None) -> None:
        self.word, self.near = word, near
        hint = f"the nearest word is {near!r}" if near else f"the roles are {among([*ROLES][:LISTED])} …"
        load = Call("file/load", {"files": ["BODIES.yaml"]}, "if the word is right, load it as a body")
        super().__init__(f"{word!r} is neither a role, a body nor an organization; {hint}", load)


def known(session: Session, word: str) -> str:
    """Return the word of a role, a body or an organization. Raises UnknownRole, with the nearest known word."""
    if unknown(session, (word,)):
        raise UnknownRole(word, nearest(session, word))
    return word


def unknown(session: Session, words: Collection[str]) -> list[str]:
    """Return those of the words by which nobody goes, in their order; at most four queries, however many they are."""
    left = [word for word in dict.fromkeys(words) if not is_known(word)]
    if left:
        held = set(session.scalars(select(Role.role).where(Role.role.in_(left)).distinct()))
        bodies = BodyNames(session)
        left = [word for word in left if word not in held and bodies.find(word) is None]
    if left:
        names = set(map(folded, session.scalars(select(Organization.name))))
        left = [word for word in left if folded(word) not in names]
    return left


def slips(session: Session, roles: Collection[str]) -> list[str]:
    """Return those of the roles that people hold whose words are slips of declared ones, and no bodies' either."""
    left = [role for role in roles if misspelt(role)]
    bodies = BodyNames(session) if left else None
    names = set(map(folded, session.scalars(select(Organization.name)))) if left else set()
    return [role for role in left if bodies and bodies.find(role) is None and folded(role) not in names]


def nearest(session: Session, word: str) -> str | None:
    """Return the known word that is most like this one, None where none is."""
    return next(iter(get_close_matches(word.casefold(), every(session), 1, ALIKE)), None)


def every(session: Session) -> list[str]:
    """Return the words to choose from: the declared roles, the bodies, and the roles that people hold."""
    held = session.scalars(select(Role.role).distinct().order_by(Role.role))
    return list(dict.fromkeys((*ROLES, *BodyNames(session).titles, *held)))
