"""The page behind the button of a mail: how a deadline stands, and what its reader can do about it.

One who owes it reports it done, or confirms what another has reported; one who is invited records that their
organization has answered. The acts are those of the desk; whoever has nothing left to do sees how things stand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from models.cycles import Cycle
from models.deadlines import Deadline
from models.engine import reading
from models.people import Organization, Person
from planning.errors import CouncilError, NotADate
from planning.zones import known_zone, local_day
from record.cycles.snapshots import view as cycle_view
from record.cycles.views import CycleView, DeadlineView
from record.people import focal_points, signed_links
from record.people.capacities import capacity
from record.people.signed_links import ACT, LinkEnded
from record.refusals import AlreadySettled, CycleEnded, NothingToConfirm
from record.seals import BadLink
from record.settings import Settings
from web.form_fields import Form, read_form
from web.page_acts import do, holder, within
from web.personal_deadline import Reader, Shown, shown
from web.personal_pages import BAD, bad_link, page, see_other, speaker
from web.personal_refusals import LONGEST, TooLong, sentence
from web.personal_tasks import link_to_all

Sent = Annotated[Form, Depends(read_form)]
OVER = (AlreadySettled, CycleEnded, NothingToConfirm)  # somebody was quicker: the page says how things stand


class NotYours(CouncilError):
    """The deadline is another's by now."""

    def __init__(self, step: str) -> None:
        super().__init__(f"{step!r} is not yours to settle any more")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link leads: its owner, their organization, and the deadline as they read it: outside, as issued."""

    person: Person
    organization: Organization | None
    view: CycleView
    deadline: DeadlineView
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class Acting:
    """The handlers over one store and one clock."""

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]

    def show(self, request: Request, token: str) -> Response:
        """Return the page of the deadline; changes nothing."""
        return self._page(request, token, None, None)

    def act(self, request: Request, token: str, sent: Sent) -> Response:
        """Do what the form says; a refusal is said on the page, with what was typed."""
        now = self.clock()
        try:
            do(self.engine, lambda session: self._do(session, self._place(session, token, now), sent, now))
        except BAD as why:
            return bad_link(request, why)
        except (*OVER, NotYours):
            return see_other(request)
        except CouncilError as why:
            return self._page(request, token, sent, why)
        return see_other(request, done="yes")

    def _do(self, session: Session, place: Place, sent: Form, now: datetime) -> None:
        if not place.is_theirs:
            raise NotYours(place.deadline.step)
        if sent.one("do") == "confirm":
            _perform(session, "deadline/confirm", place, now)
            return
        on, document, url = _read_day(sent.one("on")), _short(sent.one("document")), _short(sent.one("url"))
        if not place.deadline.is_window:
            _perform(session, "deadline/met", place, now, on=on, document=document, url=url)
        elif place.organization:
            says, none = _short(sent.one("says")), bool(sent.one("none"))
            evidence = {"on": on, "document": document, "url": url, "says": says, "no_comment": none}
            _perform(session, "answer/give", place, now, organization=place.organization.name, **evidence)

    def _place(self, session: Session, token: str, now: datetime) -> Place:
        link = signed_links.said_by(self.settings, ACT, token)
        person = signed_links.owner(session, link)
        row = session.execute(
            select(Cycle.chain, Cycle.edition, Deadline.step)
            .join(Deadline, Deadline.cycle_id == Cycle.id)
            .where(Deadline.public_id == link.about)
        ).one_or_none()
        if row is None:
            raise BadLink
        held = capacity(session, person.id, now=now)
        view = cycle_view(session, f"{row.chain}/{row.edition}", now, issued=not held.is_staff)
        closes = view[row.step].closes
        if signed_links.is_over(closes, now) or (closes is None and view.ending):  # no date will come any more
            raise LinkEnded(person)
        organization = session.get(Organization, person.organization_id) if person.organization_id else None
        return Place(person, organization, view, view[row.step], held.answers_for(view, view[row.step]))

    def _page(self, request: Request, token: str, sent: Form | None, why: CouncilError | None) -> Response:
        try:
            with reading(self.engine) as session:
                place = self._place(session, token, self.clock())
                says = speaker(request, place.person.language)
                shown = self._show_deadline(session, place, says.language)
                until = signed_links.last_day_of(place.deadline.closes, self.clock())
                waiting = link_to_all(self.settings, place.person, until)
        except BAD as bad:
            return bad_link(request, bad)
        return page(
            request,
            "act",
            says,
            status=422 if why else 200,
            found=shown,
            waiting=waiting,
            typed=sent or Form({}),
            refused=sentence(why, says) if why else "",
            done=request.query_params.get("done") == "yes",
        )

    def _show_deadline(self, session: Session, place: Place, language: str) -> Shown:
        organization = place.organization.name if place.organization else None
        zone = known_zone(place.person.zone) or place.view.zone
        now = self.clock()
        reader = Reader(organization, place.is_theirs, language, zone, may_vote=_may_vote(session, place, now))
        return shown(session, place.view, place.deadline, self.settings, reader, now)


def _may_vote(session: Session, place: Place, now: datetime) -> bool:
    """Return False where a vote is asked for, and the reader is not the focal point whose word counts."""
    if not (place.deadline.vote and place.organization):
        return True
    points = focal_points.of(session, place.view.name, place.organization.id, local_day(now, place.view.zone))
    return place.person in points


def _perform(session: Session, act: str, place: Place, now: datetime, **arguments: object) -> None:
    """Do an act on the deadline, by right of the link that its reader followed."""
    cycle, step = place.view.name, place.deadline.step
    within(session, act, holder(place.person.email, f"{cycle} {step}"), now=now, cycle=cycle, step=step, **arguments)


def _read_day(words: str) -> date | None:
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise NotADate(words) from None


def _short(words: str) -> str | None:
    if len(words) > LONGEST:
        raise TooLong
    return words or None
