"""What waits for an organization, by a signed link: windows without its answer, and what its reader owes.

The dates are those that members read. Each leads to the page on which it is answered or reported.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from models.engine import reading
from models.people import Organization, Person
from notifications.date_words import Dating, When
from notifications.language import speak
from planning.zones import HOME_ZONE, known_zone, zone_info
from record import windows
from record.cycles import latest_rows, snapshots, window_openings
from record.cycles.views import CycleView, DeadlineView
from record.people import signed_links
from record.people.capacities import capacity
from record.people.signed_links import WAITING
from record.settings import Settings
from web.personal_pages import BAD, bad_link, page, speaker


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: its title and cycle, its days in words, what is to be done, and the page for it."""

    title: str
    cycle: str
    edition: str
    days: str
    machine: str
    task: str  # answer | report | later
    href: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """The handler over one store and one clock."""

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]

    def show(self, request: Request, token: str) -> Response:
        """Return the page; changes nothing."""
        now = self.clock()
        try:
            link = signed_links.said_by(self.settings, WAITING, token)
            with reading(self.engine) as session:
                person = signed_links.living_owner(session, link, now=now)
                says = speaker(request, person.language)
                organization = _organization(session, person)
                found = sorted(self._waiting(session, person, says.language, now), key=lambda each: each.machine)
        except BAD as why:
            return bad_link(request, why)
        return page(
            request, "waiting", says, found=found, organization=organization.name if organization else "",
            person=person.name,
        )  # fmt: skip

    def _waiting(self, session: Session, person: Person, language: str, now: datetime) -> Iterator[Waiting]:
        links, theirs = signed_links.links(self.settings), capacity(session, person.id, now=now)
        views = snapshots.views_of(session, latest_rows.living(now), now, now, issued=True)
        asked = [(view, each) for view in views for each in view.deadlines if _is_asked(each, now)]
        asked = [(view, each) for view, each in asked if theirs.answers_for(view, each)]
        answered = windows.answered(session, [each.id for _, each in asked if each.is_window], now)
        dating = Dating(speak(language), zone_info(known_zone(person.zone) or HOME_ZONE), now)
        for view, each in asked:
            if each.is_window and (person.organization_id is None or (each.id, person.organization_id) in answered):
                continue
            days, machine = _days(view, each, dating)
            href = links.act(person, each.public_id) if links else ""
            edition = view.name.partition("/")[2]
            yield Waiting(each.title, view.title, edition, days, machine, _task(view, each, now), href)


def link_to_all(settings: Settings, person: Person, until: date | None) -> str:
    """Return the address of the page for its reader, or nothing once the link has ended on whose page it is."""
    links = signed_links.links(settings)
    return links.waiting(person, until) if links and until else ""


def _organization(session: Session, person: Person) -> Organization | None:
    return session.get(Organization, person.organization_id) if person.organization_id else None


def _is_asked(deadline: DeadlineView, now: datetime) -> bool:
    """Return whether a deadline has a date, and can still be answered or completed: a window until it closes."""
    if not deadline.is_open or deadline.due is None:
        return False
    return not deadline.is_window or deadline.closes is None or now <= deadline.closes


def _task(view: CycleView, deadline: DeadlineView, now: datetime) -> str:
    if not deadline.is_window:
        return "report"
    return "answer" if window_openings.has_begun(view, deadline, now) else "later"


def _days(view: CycleView, deadline: DeadlineView, dating: Dating) -> tuple[str, str]:
    """Return the days in words, and the last one for machines."""
    assert deadline.due
    opens = window_openings.opens_on(view, deadline) if deadline.is_window else None
    if opens and opens <= deadline.due:
        return dating.span(opens, deadline.due), deadline.due.isoformat()
    when = When(deadline.due, deadline.earliest or deadline.due, deadline.precision)
    return dating.on(when), deadline.due.isoformat()
