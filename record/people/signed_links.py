"""Personal links, signed, so that the reader of a mail can act, choose or stop letters without an account.

A link ends thirty days after the close of the deadlines in its mail; an officer can end all links of a person at once.
After the thirty days a link can still stop letters, since mail may be read late, and nothing else. Each use asks again
what its owner may do: one who has lost the role, or the deadline, only sees how it stands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Person
from planning.errors import CouncilError
from planning.zones import local_day
from record import key_ring
from record.people import role_holders
from record.seals import read, sign
from record.settings import Settings

UNSUBSCRIBE, ACT, CHOICES, WAITING = (
    "unsubscribe",
    "act",
    "choices",
    "waiting",
)  # what a link is for, and the first part of its path
SHORTEST = 40  # letters of a token, which holds a mark and the id of a person
TOKENS = re.compile(rf"(/(?:{UNSUBSCRIBE}|{ACT}|{CHOICES}|{WAITING})/)[A-Za-z0-9_-]{{{SHORTEST},}}")
AFTER_THE_CLOSE = timedelta(days=30)  # as long as what is overdue is chased
AT_LEAST = timedelta(days=7)  # after it left, for a mail about something that closed long ago


class NobodysLink(CouncilError):
    """A link of somebody who is no contact any more."""

    def __init__(self) -> None:
        super().__init__("this link belongs to nobody whom we still know; write to the secretariat")


class LinkEnded(CouncilError):
    """A link that has had its time, or that an officer ended."""

    def __init__(self, person: Person) -> None:
        super().__init__("this link has ended; use the one in the newest mail, or write to the secretariat")
        self.language = person.language


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says; one that was sent before links said so has no `until`, and is of series 0."""

    person: str  # a public id
    about: str = ""  # the chain that it stops, or the public id of the deadline that it acts on
    series: int = 0  # see Person.link_series
    until: date | None = None  # the last day, in UTC; of a link to a deadline the deadline itself says it

    def __str__(self) -> str:
        return f"{self.person}/{self.about}/{self.series}/{self.until or ''}"


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the links of any number of readers; the secret is in `settings`, read once."""

    settings: Settings

    def unsubscribe(self, person: Person, chain: str, until: date) -> str:
        """Return the address that stops a chain's messages to the person; "" is all of them."""
        return self._sign_link(UNSUBSCRIBE, Link(person.public_id, chain, person.link_series, until))

    def choices(self, person: Person, until: date) -> str:
        """Return the address of the person's own page of choices."""
        return self._sign_link(CHOICES, Link(person.public_id, "", person.link_series, until))

    def waiting(self, person: Person, until: date) -> str:
        """Return the address of the list of what waits for the person's organization, and for them."""
        return self._sign_link(WAITING, Link(person.public_id, "", person.link_series, until))

    def act(self, person: Person, deadline: str) -> str:
        """Return the address on which the person acts on the deadline of that public id."""
        return self._sign_link(ACT, Link(person.public_id, deadline, person.link_series))

    def _sign_link(self, purpose: str, link: Link) -> str:
        return f"{self.settings.base_url}/{purpose}/{sign(self.settings, purpose, str(link))}"


def links(settings: Settings) -> Links | None:
    """Return what makes links, or None where no address of ours is set."""
    return Links(in_hand(settings)) if settings.base_url else None


def unsigned(words: str) -> str:
    """Return the words of a letter without what signs its links: who reads it for somebody else cannot act as them.

    A token is known by its shape, wherever it leads: a letter that left keeps the address that our pages had then.
    """
    return TOKENS.sub(r"\1…", words)


def in_hand(settings: Settings) -> Settings:
    """Return the settings with the secret read, so that ten thousand links read its file once; without pages as is."""
    return key_ring.in_hand(settings) if settings.base_url else settings


def last_day(closes: Iterable[datetime], now: datetime) -> date:
    """Return the last day, in UTC, of the links in a mail that leaves now and tells of what closes then."""
    ends = max((close + AFTER_THE_CLOSE for close in closes), default=now + AFTER_THE_CLOSE)
    return max(ends, now + AT_LEAST).astimezone(UTC).date()


def last_day_of(closes: datetime | None, now: datetime) -> date:
    """Return the last day, in UTC, of what a page about a deadline leads to: no later than that of its own link."""
    return (closes + AFTER_THE_CLOSE if closes else now + AT_LEAST).astimezone(UTC).date()


def is_over(closes: datetime | None, now: datetime) -> bool:
    """Return True if the links to a deadline that closes then have ended; an undated one's have not."""
    return closes is not None and now > closes + AFTER_THE_CLOSE


def said_by(settings: Settings, purpose: str, token: str) -> Link:
    """Return what the token of a link says. Raises BadLink."""
    person, about, series, until, *_ = (*read(settings, purpose, token).split("/"), "", "", "")
    return Link(person, about, int(series or 0), date.fromisoformat(until) if until else None)


def owner(session: Session, link: Link) -> Person:
    """Return the person of a link, whatever its day. Raises NobodysLink, LinkEnded where an officer ended it."""
    person = session.scalar(select(Person).where(Person.public_id == link.person))
    if person is None:
        raise NobodysLink
    if link.series != person.link_series:
        raise LinkEnded(person)
    return person


def living_owner(session: Session, link: Link, *, now: datetime) -> Person:
    """Return the person of a link that has not had its time, and whose last role has not ended.

    Raises NobodysLink, LinkEnded.
    """
    person = owner(session, link)
    if lives_until(link, person, now=now) is None or role_holders.ended(session, [person.public_id], local_day(now)):
        raise LinkEnded(person)
    return person


def lives_until(link: Link, person: Person, *, now: datetime) -> date | None:
    """Return the last day of a link, or None once it has passed; one that names none has that of the mail of then."""
    until = link.until or person.undated_links_until
    return until if until and now.astimezone(UTC).date() <= until else None
