"""Requests for a private calendar address: a form, a mail, and a page that shows it once; a GET never acts."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from delivery import link_mail
from feeds import link_requests, selected
from feeds.feed_cache import Shelf
from feeds.link_requests import LinkUsed
from feeds.selection import parse
from kernel import doors
from kernel.done import Done
from kernel.doors import Door
from kernel.identities import System
from models.engine import reading
from models.subscriptions import Asked
from planning.errors import CouncilError
from record.people import people
from record.seals import BadLink
from web.form_fields import read_form
from web.page_acts import do, holder, perform, within
from web.quotas import HOUR, Quota, Verdict
from web.render import language_of, page
from web.subscribe_links import Offer

SECRET = {"cache-control": "private, no-store"}


@dataclass(frozen=True, slots=True)
class Asking:
    """The handlers, over one shelf and one clock."""

    shelf: Shelf
    clock: Callable[[], datetime]
    quota: Quota = field(default_factory=Quota)
    senders: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))  # a slow mail server holds one thread

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(redirect_slashes=False)
        router.add_api_route("/subscribe", self.ask, methods=["POST"], include_in_schema=False)
        router.add_api_route("/address/{token}", self.offer, methods=["GET", "HEAD"], include_in_schema=False)
        router.add_api_route("/address/{token}", self.take, methods=["POST"], include_in_schema=False)
        return router

    async def ask(self, request: Request) -> Response:
        """Return the same page whoever asks; what is done for a contact is done after it has left."""
        sent = await read_form(request)
        language = language_of(request, sent.one("language"))
        if not link_mail.is_offered(self.shelf.settings):
            return page("missing.html.j2", language, {}, status=404)
        if doors.switch_of("tokens/offer", Door.WEB):
            return page("told.html.j2", language, {}, status=403, title="ask_closed", lead="ask_closed_lead")
        email, words = sent.one("email"), sent.one("what") or link_requests.MINE
        if "@" not in email[1:-1]:
            return page("told.html.j2", language, {}, status=400, title="ask_bad", lead="ask_bad_lead")
        now, address = self.clock(), request.client.host if request.client else ""
        verdict = self.quota.ask(address, email, now=now)
        if verdict is Verdict.REFUSED:
            later = {"retry-after": str(int(HOUR.total_seconds()))}
            return page("told.html.j2", language, {}, later, status=429, title="ask_often", lead="ask_often_lead")
        asked = page("told.html.j2", language, {}, title="asked", lead="asked_lead")
        if verdict is Verdict.TAKEN:
            asked.background = BackgroundTask(self._post, email, words, language, now)
        return asked

    async def _post(self, email: str, words: str, language: str, now: datetime) -> None:
        await to_thread.run_sync(self._send, email, words, language, now, limiter=self.senders)

    def _send(self, email: str, words: str, language: str, now: datetime) -> None:
        with reading(self.shelf.engine) as session:
            person = people.of_address(session, email)
        with suppress(CouncilError):  # it would tell a stranger who is on record, and what they may see
            if person:
                what = {"person": person.public_id, "selection": words, "language": language}
                perform(self.shelf.engine, "tokens/offer", holder(System.VISITOR, person.public_id), now=now, **what)
        link_mail.send_waiting(self.shelf.engine, self.shelf.settings, clock=self.clock)

    def offer(self, request: Request, token: str) -> Response:
        """Return the page with the button: programs that look for viruses follow links, but press nothing."""
        now = self.clock()
        try:
            with reading(self.shelf.engine) as session:
                asked = link_requests.asked_with(session, token, self.shelf.settings, now=now)
                eyes = selected.eyes_of(
                    session, asked.person_id, parse(asked.selection), asked.language, now=now
                )  # fmt: skip
                name, former = selected.subject(session, eyes), link_requests.former(session, asked)
        except CouncilError as why:
            return _refused(request, why)
        return page(
            "address.html.j2", language_of(request, asked.language), {}, SECRET, name=name, former=former is not None
        )

    def take(self, request: Request, token: str) -> Response:
        """Return the owner's page with the new address, once; the link is used up."""
        settings, now = self.shelf.settings, self.clock()

        def act(session: Session) -> tuple[Done, str, str]:
            asked = link_requests.asked_with(session, token, settings, now=now, hold=True)
            done = _take(session, asked, now)
            eyes = selected.eyes_of(session, asked.person_id, parse(asked.selection), asked.language, now=now)
            return done, selected.subject(session, eyes), asked.language

        try:
            done, name, language = do(self.shelf.engine, act)
        except CouncilError as why:
            return _refused(request, why)
        offer = Offer(done.secret["address"], done.secret["page"], name)
        return page("taken.html.j2", language_of(request, language), {}, SECRET, offer=offer)


def _take(session: Session, asked: Asked, now: datetime) -> Done:
    """Give the new address, and use the link up; an address had before for the same is withdrawn.

    Raises ActOff, NothingThere, NotTheirs.
    """
    person, former = asked.person, link_requests.former(session, asked)
    owner = holder(person.email, person.public_id, *([former.public_id] if former else []))
    if former:
        within(session, "tokens/revoke", owner, now=now, subscription=former.public_id)
    what = {"person": person.public_id, "selection": asked.selection, "language": asked.language}
    done = within(session, "tokens/issue", owner, now=now, **what)
    asked.used_at = now
    return done


def _refused(request: Request, why: CouncilError) -> Response:
    """Return the page that says that a link does not work; the reason is the same to whoever did not get it."""
    status = 410 if isinstance(why, LinkUsed) else 404 if isinstance(why, BadLink) else 403
    language = language_of(request, why.language if isinstance(why, LinkUsed) else "")
    return page("told.html.j2", language, {}, status=status, title="link_over", lead="link_over_lead")
