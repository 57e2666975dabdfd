"""People as recipients: the channel, whether they work in the Secretariat, and how often they want letters."""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.people import Channel, Person
from models.slices import slices
from models.store import public_id, the_store
from planning.chain import SECRETARIAT
from planning.digests import Cadence
from planning.ladder import SECRETARY
from planning.names import unaccented
from record.cycles.views import CycleView, DeadlineView
from record.refusals import NoSuchPerson

# The Secretariat of the Union is the General Secretariat and the three Bureaux, with the secretaries of its bodies;
# mail to anyone else waits for release.
STAFF = frozenset({SECRETARIAT, SECRETARY, "general-secretariat", "itu-r", "itu-t", "itu-d"})


EMAIL = "email"
NEAR = 0.8  # how alike two names are of which one is a slip


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to be told, by one channel."""

    person_id: int
    name: str
    zone: str | None
    language: str
    address: str
    inside: bool  # works in the Secretariat
    digest: str | None = None  # their own choice; None: the house's rule
    carrier: str = EMAIL  # the server behind the channel
    for_id: int = 0  # in whose place; mostly their own
    is_muted: bool = False  # an official address whose reader wants no letters: it hears what gives or changes a right

    def cadence(self, deadline: DeadlineView) -> Cadence:
        """Return how often they hear of it: as they chose; else staff whose deadline it is not hear once a day."""
        if self.digest:
            return Cadence(self.digest)
        return Cadence.DAILY if self.inside and self.for_id != deadline.officer_id else Cadence.EACH


def address_of(channel: Channel) -> str:
    """Return the word by which the ledger knows a channel: an Apprise URL holds a secret and stays in its own row."""
    return EMAIL if channel.address == EMAIL else f"channel-{channel.id}"


def named(session: Session, name: str) -> Person:
    """Return the contact with that e-mail address, that name, or that public id. Raises NoSuchPerson."""
    words = name.strip()
    wanted = or_(Person.email == words.casefold(), Person.name == words, Person.public_id == words)
    rows = session.scalars(select(Person).where(wanted, Person.name != "").order_by(Person.id)).all()
    if len(rows) != 1:
        raise NoSuchPerson(name, None if rows else _nearest(session, name))
    return rows[0]


def of_address(session: Session, email: str) -> Person | None:
    """Return the contact with that e-mail address, if there is one."""
    return session.scalar(select(Person).where(Person.email == email.strip().casefold()))


def _nearest(session: Session, name: str) -> str | None:
    """Return the one contact whose name is nearest to a misspelt one, whatever its accents; None where none is."""
    called = {unaccented(row): row for row in session.scalars(select(Person.name).order_by(Person.id.desc()))}
    near = get_close_matches(unaccented(name), [words for words in called if words], 1, NEAR)
    return called[near[0]] if near else None


def known(session: Session, person: str) -> Person:
    """Return the contact whom an act was given, by the id that outlasts name and address."""
    return session.scalars(select(Person).where(Person.public_id == person)).one()


def new_ids(session: Session, emails: Collection[str]) -> dict[str, str]:
    """Return the public id of each new person, by address; where that of an address belongs to another, a further one.

    So whoever has an address after somebody who was erased is not taken for them.
    """
    store, found, number = the_store(session), dict[str, str](), 1
    while left := [email for email in emails if email not in found]:
        ids = {email: public_id(store, "person", email, *([str(number)] if number > 1 else [])) for email in left}
        taken = {row for some in slices(ids.values())
                 for row in session.scalars(select(Person.public_id).where(Person.public_id.in_(some)))}  # fmt: skip
        found |= {email: key for email, key in ids.items() if key not in taken}
        number += 1
    return found


def names(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return the names of these people."""
    query = select(Person.id, Person.name)
    return {
        row.id: row.name for some in slices(person_ids) for row in session.execute(query.where(Person.id.in_(some)))
    }


def hands(session: Session, hand: str) -> set[str]:
    """Return the ids that this name may have in the journal: one person under two names is one hand."""
    word = hand.strip()
    wanted = or_(Person.email == word.casefold(), Person.name == word, Person.public_id == word)
    return {word.casefold(), *session.scalars(select(Person.public_id).where(wanted))}


def scopes_of(view: CycleView, deadline: DeadlineView | None = None) -> tuple[str, ...]:
    """Return what a role may be limited to and still count for this deadline, or for all that its cycle announces.

    These are its cycle and chain; the body or organization that acts, that it goes to, or that it passes through; and
    for what the membership hears, the bodies whose meetings the cycle hangs from: a group invites its own members.
    """
    mine = (deadline.by, deadline.to, deadline.via) if deadline else ()
    bodies = [anchor.body for anchor in view.anchors] if deadline is None or deadline.is_window else []
    return tuple(filter(None, (view.name, view.chain.slug, *mine, *bodies)))
