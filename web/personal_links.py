"""The pages behind the links in a mail: stop letters, choose, act. They need no account, cookie or script.

Nothing is ever done by a GET: programs that look for viruses follow every link of a mail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from fastapi import APIRouter, Depends
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from models.cycles import Cycle
from models.engine import reading
from models.people import Person
from notifications.language import OFFICIAL, speak
from planning.errors import UnknownZone
from record.people import capacities, signed_links
from record.people import choices as choices_
from record.people.choices import ALL, DIGESTS, HOUSE, REPORT
from record.people.signed_links import CHOICES, UNSUBSCRIBE, WAITING, Link
from record.refusals import TooLong
from record.settings import Settings
from web.form_fields import Form, read_form
from web.page_acts import do, holder, within
from web.personal_act import Acting
from web.personal_pages import BAD, Speaker, bad_link, page, see_other, speaker
from web.personal_tasks import WaitingPage, link_to_all

Sent = Annotated[Form, Depends(read_form)]


@dataclass(frozen=True, slots=True)
class Personal:
    """The handlers over one store and one clock. They are plain functions: FastAPI runs them in threads."""

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(redirect_slashes=False)
        acting = Acting(self.engine, self.settings, self.clock)
        waiting = WaitingPage(self.engine, self.settings, self.clock)
        router.add_api_route(f"/{WAITING}/{{token}}", waiting.show, methods=["GET", "HEAD"], include_in_schema=False)
        for path, shown, done in (
            (f"/{UNSUBSCRIBE}/{{token}}", self.unsubscribe, self.stop),
            (f"/{CHOICES}/{{token}}", self.choices, self.choose),
            ("/act/{token}", acting.show, acting.act),
        ):
            router.add_api_route(path, shown, methods=["GET", "HEAD"], include_in_schema=False)
            router.add_api_route(path, done, methods=["POST"], include_in_schema=False)
        return router

    def unsubscribe(self, request: Request, token: str) -> Response:
        """Return what would stop, or what has, with the buttons for it; changes nothing."""
        now = self.clock()
        try:
            link = signed_links.said_by(self.settings, UNSUBSCRIBE, token)
            with reading(self.engine) as session:
                return self._stopping(request, session, signed_links.owner(session, link), link, now)
        except BAD as why:
            return bad_link(request, why)

    def stop(self, request: Request, token: str, sent: Sent) -> Response:
        """Stop the chain's messages at once (RFC 8058), or do what a button of the page says."""
        now, button = self.clock(), sent.one("do")
        try:
            link = signed_links.said_by(self.settings, UNSUBSCRIBE, token)
            do(self.engine, lambda session: _stop(session, signed_links.owner(session, link), link.about, button, now))
        except BAD as why:
            return bad_link(request, why)
        return see_other(request, done=button) if button else self.unsubscribe(request, token)

    def _stopping(self, request: Request, session: Session, person: Person, link: Link, now: datetime) -> Response:
        says, chain = speaker(request, person.language), link.about
        muted = choices_.mutes_of(session, person.id)
        duties = [] if chain == REPORT else capacities.duties(session, person.id, chain, now=now)
        return page(
            request,
            "stop",
            says,
            chain=_title(session, chain, says),
            is_stopped=chain in muted or ALL in muted,
            is_all=ALL in muted,
            came_back=request.query_params.get("done") == "again",
            duties=[(deadline.title, view.name) for view, deadline in duties],
            choices_url=self._choices_url(person, link, now),
        )

    def _choices_url(self, person: Person, link: Link, now: datetime) -> str | None:
        """Return the way on to the choices, as long as the mail's own link to them leads there."""
        links, until = signed_links.links(self.settings), signed_links.lives_until(link, person, now=now)
        return links.choices(person, until) if links and until else None

    def choices(self, request: Request, token: str) -> Response:
        """Return the page of choices; changes nothing."""
        return self._choices(request, token, None)

    def choose(self, request: Request, token: str, sent: Sent) -> Response:
        """Keep what the page of choices says."""
        now = self.clock()
        try:
            link = signed_links.said_by(self.settings, CHOICES, token)
            do(
                self.engine,
                lambda session: _keep(session, signed_links.living_owner(session, link, now=now), sent, now),
            )
        except BAD as why:
            return bad_link(request, why)
        except (UnknownZone, TooLong):
            return self._choices(request, token, sent)
        return see_other(request, done="saved")

    def _choices(self, request: Request, token: str, wrong: Form | None) -> Response:
        now = self.clock()
        try:
            link = signed_links.said_by(self.settings, CHOICES, token)
            with reading(self.engine) as session:
                person = signed_links.living_owner(session, link, now=now)
                kept = choices_.choices(session, person, now=now)
                waiting = link_to_all(self.settings, person, signed_links.lives_until(link, person, now=now))
        except BAD as why:
            return bad_link(request, why)
        return page(
            request,
            "choices",
            speaker(request, kept.language),
            status=422 if wrong else 200,
            found=kept,
            waiting=waiting,
            digest=(wrong.one("digest") if wrong else kept.digest) or HOUSE,
            digests=(HOUSE, *DIGESTS),
            tongues=OFFICIAL,
            tongue=wrong.one("tongue") if wrong else kept.language,
            zone=(wrong.one("zone") if wrong else kept.zone) or "",
            zones=zones(),
            ticked=wrong.all("told") if wrong else None,
            wrong=wrong is not None,
            saved=request.query_params.get("done") == "saved",
        )


def _stop(session: Session, person: Person, chain: str, button: str, now: datetime) -> None:
    if button == "again":
        for each in {chain, ALL}:
            _perform(session, "choices/unmute", person, now, chain=choices_.word_of(each))
    else:
        what = ALL if button == "all" else chain
        _perform(session, "choices/mute", person, now, chain=choices_.word_of(what))


def _keep(session: Session, person: Person, sent: Form, now: datetime) -> None:
    """Do what the form says: first how and when, then of which chains; what it does not name stays as it was.

    Raises UnknownZone, TooLong.
    """
    digest, tongue = sent.one("digest"), sent.one("tongue")
    wishes = {
        "digest": digest if digest in (HOUSE, *DIGESTS) else None,
        "language": tongue if tongue in OFFICIAL else None,
        "zone": sent.one("zone") if "zone" in sent.fields else None,
    }
    if any(wish is not None for wish in wishes.values()):
        _perform(session, "choices/set", person, now, **wishes)
    ticked = set(sent.all("told"))
    for chain in sent.all("topic"):
        if chain in ticked:
            _perform(session, "choices/unmute", person, now, chain=choices_.word_of(chain))
        elif _is_offered(session, person, chain, now):
            _perform(session, "choices/mute", person, now, chain=choices_.word_of(chain))


def _perform(session: Session, act: str, person: Person, now: datetime, **arguments: object) -> None:
    """Do an act on what its reader chose, by right of the link that they followed."""
    within(session, act, holder(person.email, person.public_id), now=now, person=person.public_id, **arguments)


def _is_offered(session: Session, person: Person, chain: str, now: datetime) -> bool:
    choices = choices_.choices(session, person, now=now)
    return chain in (ALL, REPORT) or chain in {topic.chain for topic in choices.topics}


def _title(session: Session, chain: str, says: Speaker) -> str:
    """Return what a chain is called; empty for all of them."""
    if chain == REPORT:
        return says("weekly_report")
    title = session.scalar(select(Cycle.title).where(Cycle.chain == chain).order_by(Cycle.id.desc()).limit(1))
    return speak(says.language).title(title or chain)


@cache
def zones() -> tuple[str, ...]:
    """Return the names of time zones that a person may choose."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))
