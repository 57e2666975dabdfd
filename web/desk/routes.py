"""The addresses of the desk: before its handler, each asks who is there, and whether a form came from our page."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from models.engine import reading
from models.transactions import TryAgain, run
from planning.errors import CouncilError
from record.people import sign_ins
from record.settings import Settings
from web.desk import contact_import, kept_files, remedy_links, transport, typed_day_page, visits
from web.desk.act_pages import Acts
from web.desk.contact_import import ContactImport
from web.desk.contact_pages import Contacts
from web.desk.cycle_pages import Cycles
from web.desk.date_pages import Dates
from web.desk.decisions_page import Decisions
from web.desk.follow_up_page import FollowUp
from web.desk.identity_provider import Provider
from web.desk.letter_history import LetterHistory
from web.desk.letter_pages import Letters
from web.desk.names import Shelf
from web.desk.own_account import OwnAccount
from web.desk.provider_pages import BACK, THERE, ByProvider
from web.desk.reading_pages import Readings
from web.desk.record_page import Record
from web.desk.render import page, status_of
from web.desk.reply_pages import Replies
from web.desk.search_page import Search
from web.desk.session_pages import Sessions
from web.desk.settings_page import SettingsPage
from web.desk.sign_in_pages import SigningIn, way_in
from web.desk.step_up import StepUp
from web.desk.today_page import TodayPage
from web.desk.upload_limit import Uploads
from web.desk.visits import Visit
from web.desk.year_pages import Years
from web.form_fields import Form, read_form
from web.uploads import read_either, read_upload

Shows = Callable[[Visit], Response]
Does = Callable[[Visit, Form], Response]
Reads = Callable[[Request], Awaitable[Form]]
Sent = Form | HTTPException  # what was sent, or why it cannot be read


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk over one store and one clock. Its handlers are plain functions: FastAPI runs them in threads."""

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]
    shelf: Shelf = field(default_factory=Shelf)

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(redirect_slashes=False)
        entry = SigningIn(self.engine)
        for path, shows, does in (
            ("/desk/sign-in", entry.show, entry.sign_in),
            ("/desk/begin/{token}", entry.offer, entry.choose),
        ):
            self._add(router, path, shows, does, is_open=True)
        provider = ByProvider(self.engine, Provider(self.settings))
        self._add(router, THERE, provider.leave, is_open=True)
        self._add(router, BACK, provider.come_back, is_open=True)
        self._add(router, "/desk/sign-out", None, entry.sign_out, is_open=True)
        own = OwnAccount(self.engine)
        step_up = StepUp(self.engine)
        acts = Acts(self.engine, step_up, Uploads())
        cycles, dates = Cycles(self.engine), Dates(self.engine, acts)
        letters, readings, sessions = Letters(self.engine), Readings(self.engine, step_up), Sessions(self.engine)
        years = Years(self.engine)
        for path, shows in (
            ("/desk", TodayPage(self.engine).show),
            ("/desk/find", Search(self.engine).show),
            ("/desk/cycles", cycles.listed),
            ("/desk/cycles/{chain}/{edition}", cycles.show),
            ("/desk/cycles/{chain}/{edition}/replies/{step}", Replies(self.engine).show),
            ("/desk/year", years.year),
            ("/desk/term", years.term),
            ("/desk/sessions", sessions.listed),
            ("/desk/sessions/{meeting}", sessions.show),
            ("/desk/sessions/{meeting}/decisions", sessions.decisions),
            ("/desk/contacts", Contacts(self.engine).show),
            ("/desk/follow-up", FollowUp(self.engine).show),
            ("/desk/decisions", Decisions(self.engine).show),
            ("/desk/settings", SettingsPage(self.engine).show),
            ("/desk/letters", letters.listed),
            ("/desk/letters/past", LetterHistory(self.engine).show),
            ("/desk/letters/{number}", letters.show),
            ("/desk/record", Record(self.engine).show),
            ("/desk/readings", readings.listed),
        ):
            self._add(router, path, shows)
        self._add(router, "/desk/account", own.show, own.end)
        self._add(router, "/desk/readings/{noun}/{verb}", readings.show, readings.take)
        self._add(router, "/desk/cycles/{chain}/{edition}/dates", dates.show, dates.act)
        table = ContactImport(self.engine, acts)
        self._add(router, contact_import.PATH, table.show, table.act, reads=read_upload)
        self._add(router, "/desk/acts", acts.listed)
        self._add(router, "/desk/acts/{noun}/{verb}", acts.show, acts.act, reads=read_either)
        self._add(router, "/desk/undo/{line}", acts.show_undo, acts.undo)
        self._add(router, typed_day_page.PATH, typed_day_page.show)
        for path, file in (("/desk/style.css", kept_files.style), ("/desk/script.js", kept_files.script)):
            router.add_api_route(path, file, methods=["GET", "HEAD"], include_in_schema=False)
        self._add(router, "/desk/{rest:path}", _nowhere)
        return router

    def _add(
        self, router: APIRouter, path: str, shows: Shows | None, does: Does | None = None, *, is_open: bool = False,
        reads: Reads = read_form,
    ) -> None:  # fmt: skip
        """Add a page, and what its form does; to whoever is signed in, unless it is open."""
        if shows:
            router.add_api_route(path, self._page(shows, is_open), methods=["GET", "HEAD"], include_in_schema=False)
        if does:
            router.add_api_route(path, self._form(does, is_open, reads), methods=["POST"], include_in_schema=False)

    def _page(self, shows: Shows, is_open: bool) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            return self._answer(request, shows, is_open)

        return answer

    def _form(self, does: Does, is_open: bool, reads: Reads) -> Callable[[Request, Sent], Response]:
        async def read(request: Request) -> Sent:
            try:
                return await reads(request)
            except HTTPException as why:
                return why  # who sent it is told on a page of the desk, as of all else

        def answer(request: Request, sent: Annotated[Sent, Depends(read)]) -> Response:
            def checked(visit: Visit) -> Response:
                if isinstance(sent, HTTPException):
                    back = [remedy_links.to_form(request.url.path)]
                    return page(visit, "refused", status=sent.status_code, sentence=str(sent.detail), ways=back)
                visit.check_form(sent)
                return does(visit, sent)

            return self._answer(request, checked, is_open)

        return answer

    def _answer(self, request: Request, handler: Shows, is_open: bool) -> Response:
        now = self.clock()
        visit = Visit(request, self.settings, now, "")
        try:
            transport.check(request, self.settings)
            with reading(self.engine) as session:
                visit = visits.begin(session, request, self.settings, now)
                visit = replace(visit, names=self.shelf.of(session)) if visit.who else visit
            self._note(visit)
            return handler(visit) if visit.who or is_open else way_in(visit)
        except HTTPException as why:
            return page(visit, "refused", status=why.status_code, sentence=str(why.detail), ways=())
        except CouncilError as why:
            ways = remedy_links.links(way for way in why.remedies if not isinstance(way, str))
            return page(visit, "refused", status=status_of(why), sentence=remedy_links.sentence(why), ways=ways)

    def _note(self, visit: Visit) -> None:
        """Write down that who is signed in was here, at most once in five minutes; it takes no turn of an act."""
        who = visit.who
        if who and visit.now >= who.used_at + sign_ins.NOTED_EVERY:
            with suppress(TryAgain):  # others write: the next click is as good
                run(self.engine, lambda session: sign_ins.note_use(session, who.number, now=visit.now))


def _nowhere(visit: Visit) -> Response:
    """Refuse an address that is none of the desk's, on a page of the desk."""
    raise HTTPException(404, f"there is no page {visit.request.url.path!r} here")
