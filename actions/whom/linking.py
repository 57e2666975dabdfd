"""Links that are somebody's own: signed, so that the reader of a mail needs no account to act, to choose, to stop it.

A link holds for as long as the secret does. What it may do is asked anew each time that it is followed: who has lost a
role, or whose deadline is another's by now, sees how things stand.
"""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.sealing import read, secret_of, sign
from actions.settings import Settings
from models.people import Person
from planning.errors import CouncilError

UNSUBSCRIBE, ACT, CHOICES = "unsubscribe", "act", "choices"  # what a link is for, and the first part of its path


class NobodysLink(CouncilError):
    """A link of somebody who is no contact any more."""

    def __init__(self) -> None:
        super().__init__("this link belongs to nobody whom we still know; write to the secretariat")


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the links of any number of readers; the secret is in `settings`, read once."""

    settings: Settings

    def unsubscribe(self, person: str, chain: str) -> str:
        """Return the address that stops a chain's messages to the person of that public id; "" is all of them."""
        return self._link(UNSUBSCRIBE, f"{person}/{chain}")

    def choices(self, person: str) -> str:
        """Return the address of the person's own page of choices."""
        return self._link(CHOICES, person)

    def act(self, person: str, deadline: str) -> str:
        """Return the address on which the person acts on a deadline; both by their public ids."""
        return self._link(ACT, f"{person}/{deadline}")

    def _link(self, purpose: str, says: str) -> str:
        return f"{self.settings.base_url}/{purpose}/{sign(self.settings, purpose, says)}"


def links(settings: Settings) -> Links | None:
    """Return what makes links, or None where no address of ours is set."""
    return Links(in_hand(settings)) if settings.base_url else None


def in_hand(settings: Settings) -> Settings:
    """Return the settings with the secret read, so that ten thousand links read its file once; without pages as is."""
    if settings.secret or not settings.base_url:
        return settings
    return replace(settings, secret=secret_of(settings).decode())


def parts(settings: Settings, purpose: str, token: str) -> tuple[str, str]:
    """Return the person's public id and the chain or deadline that a link says. Raises BadLink."""
    person, _, rest = read(settings, purpose, token).partition("/")
    return person, rest


def owner(session: Session, public_id: str) -> Person:
    """Return the person of a link. Raises NobodysLink."""
    found = session.scalar(select(Person).where(Person.public_id == public_id))
    if found is None:
        raise NobodysLink
    return found
