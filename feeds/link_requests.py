"""Requests for a private address: people ask on the web, and a link comes by mail, which proves whose mailbox it is.

The link works once, within three days. The private address is made when the link is used, and is shown only then. The
mail needs no release, because its reader asked for it. The page does not reveal whether an address is on record.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from feeds import selected
from feeds.selection import EVERYTHING, ORGANIZATION, ROLE, Selection, parse
from models.people import Organization, Person, Role
from models.subscriptions import Asked, Subscription
from planning.errors import CouncilError
from record import seals
from record.seals import BadLink
from record.settings import Settings

MINE = "mine"  # in place of a selection: the deadlines of the person who asks
HOLDS = timedelta(days=3)  # how long a link works
APART = timedelta(minutes=15)  # two clicks within it give one mail
A_DAY = 5  # mails to one person: nobody can flood a mailbox from our page
PURPOSE = "calendar"


class LinkUsed(CouncilError):
    """The link was used already, or is older than three days; `language` is its owner's."""

    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__("this link was used, or is too old; ask for a new one")


class AskedTooOften(CouncilError):
    """A person asked for more links than one day allows."""

    def __init__(self, person: str) -> None:
        super().__init__(f"{person} was sent links enough for today; the last one still works")


@dataclass(frozen=True, slots=True)
class Line:
    """One request, as its list shows it."""

    at: datetime
    person: str
    selection: str
    language: str
    state: str  # queued | sending | retry | sent | dead | used
    detail: str | None


def request(session: Session, person: Person, words: str, language: str, *, now: datetime) -> tuple[Asked, bool]:
    """Return the request queued for a person, and True if it was queued already within the last 15 minutes.

    Raises NotASelection, NothingThere, NotTheirs, AskedTooOften.
    """
    session.refresh(person, with_for_update=True)  # of two simultaneous clicks, the second sees the first
    selection = chosen(session, person, words)
    _check(session, person, selection, language, now)
    recent = session.scalars(
        select(Asked).where(Asked.person_id == person.id, Asked.at > now - timedelta(days=1)).order_by(Asked.id)
    ).all()
    same = [
        earlier
        for earlier in recent
        if (earlier.selection, earlier.language) == (str(selection), language) and not earlier.used_at
    ]
    if same and same[-1].at > now - APART:
        return same[-1], True
    if len(recent) >= A_DAY:
        raise AskedTooOften(person.name)
    asked = Asked(
        public_id=str(uuid4()), person_id=person.id, selection=str(selection), language=language, at=now, retry_at=now
    )
    session.add(asked)
    session.flush()
    return asked, False


def _check(session: Session, person: Person, selection: Selection, language: str, now: datetime) -> None:
    eyes = selected.eyes_of(session, person.id, selection, language, now=now)
    selected.choose(session, eyes, now=now)
    if not eyes.others:
        raise selected.NotTheirs(person.name, selection.name)


def chosen(session: Session, person: Person, words: str) -> Selection:
    """Return the selection that words mean for a person, `mine` being the person's own work. Raises NotASelection."""
    return _select_own(session, person) if words == MINE else parse(words)


def _select_own(session: Session, person: Person) -> Selection:
    """Return the selection for the person's own work: their organization, else their first role, else everything."""
    organization = session.get(Organization, person.organization_id) if person.organization_id else None
    if organization:
        return Selection(ORGANIZATION, organization.name)
    role = session.scalar(select(func.min(Role.role)).where(Role.person_id == person.id))
    return Selection(ROLE, role) if role else Selection(EVERYTHING)


def link_of(asked: Asked, settings: Settings) -> str:
    """Return the URL of the page that shows the private address once."""
    return f"{settings.base_url}/address/{seals.sign(settings, PURPOSE, asked.public_id)}"


def asked_with(session: Session, token: str, settings: Settings, *, now: datetime, hold: bool = False) -> Asked:
    """Return the request of a link that still works; with `hold`, lock its row. Raises BadLink, LinkUsed."""
    public_id = seals.read(settings, PURPOSE, token)
    query = select(Asked).where(Asked.public_id == public_id).options(selectinload(Asked.person))
    asked = session.scalar(query.with_for_update(of=Asked) if hold else query)
    if asked is None:
        raise BadLink
    if asked.used_at or now > asked.at + HOLDS:
        raise LinkUsed(asked.language)
    return asked


def former(session: Session, asked: Asked) -> Subscription | None:
    """Return the current subscription of the same person, selection and language, which the new one replaces."""
    same = (
        Subscription.person_id == asked.person_id,
        Subscription.selection == asked.selection,
        Subscription.language == asked.language,
    )
    return session.scalar(select(Subscription).where(*same, Subscription.revoked_at.is_(None)))


def lines(session: Session, *, now: datetime) -> list[Line]:
    """Return the requests of the last thirty days, newest first."""
    query = select(Asked).where(Asked.at <= now, Asked.at > now - timedelta(days=30)).order_by(Asked.id.desc())
    rows = session.scalars(query.options(selectinload(Asked.person)))
    return [
        Line(
            asked.at,
            asked.person.name,
            asked.selection,
            asked.language,
            "used" if asked.used_at else asked.state,
            asked.detail,
        )
        for asked in rows
    ]
