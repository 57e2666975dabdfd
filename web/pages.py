"""The pages: subscribe, one's own subscription, a cycle's dates; and single dates as downloads. No script in any."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse

from delivery import link_mail
from feeds import body_feeds, selected, stale_calendars, subscriptions
from feeds.body_feeds import Continued
from feeds.feed_cache import Shelf, UnknownToken, anyones
from feeds.selected import Choices, Wanted
from feeds.selection import BODY, CYCLE, OPTIONS, SERIES, Selection, parse
from kernel import doors
from kernel.doors import Door
from models.engine import reading
from notifications.language import OFFICIAL, Language, speak, with_number
from notifications.opening_words import is_draft
from planning.errors import CouncilError
from web.body_pages import BodyPages
from web.page_acts import do, holder, within
from web.render import language_of, page, said
from web.single_ics import single
from web.statuses import STATUS
from web.stylesheets import sheet
from web.subscribe_links import Offer, coming

_ROOM = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Pages:
    """The handlers, over one shelf and one clock. They are plain functions: FastAPI runs them in threads."""

    shelf: Shelf
    clock: Callable[[], datetime]

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(redirect_slashes=False)
        bodies = BodyPages(self.shelf, self.clock)
        for path, handler in (
            ("/", self.subscribe),
            ("/subscribe", self.subscribe),
            ("/subscription/{token}", self.subscription),
            ("/cycles/{chain}/{edition}", self.cycle),
            ("/bodies/{body}", bodies.this_year),
            ("/bodies/{body}/{year}", bodies.year),
            ("/style.css", self.style),
            ("/{kind}/{public_id}.ics", self.one),
        ):
            router.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
        router.add_api_route("/subscription/{token}", self.withdraw, methods=["POST"], include_in_schema=False)
        return router

    def subscribe(self, request: Request) -> Response:
        """Return the page to choose on, with the address of what is chosen."""
        asked = request.query_params
        language = language_of(request)
        now = self.clock()
        try:
            selection = _selection(asked.get("what"), [*asked.getlist("option"), *asked.getlist("windows")])
            with reading(self.shelf.engine) as session:
                eyes = anyones(session, language, _written(selection))
                catalogue = selected.choose(session, eyes, now=now)
                name, choices = selected.subject(session, eyes), selected.choices(session, now=now)
                ended = body_feeds.all_continued(session, now)
        except CouncilError as why:
            return self._refused(request, why)
        return page(
            "subscribe.html.j2",
            language,
            self._links(request),
            offer=self._offer(request, eyes, name),
            choices=_grouped(choices, ended, language),
            continues=_continues(ended, selection, language),
            selection=selection,
            bodies=[(key, speak(language).body(key, title)) for key, title in choices.bodies],
            what=str(selection).partition("~")[0],
            written=str(selection),
            private=link_mail.is_offered(self.shelf.settings) and not doors.switch_of("tokens/offer", Door.WEB),
            rows=coming(catalogue, language, now=now),
            contact=self.shelf.settings.contact,
        )

    def subscription(self, request: Request, token: str) -> Response:
        """Return the owner's page: what it shows, when it was last fetched, and the button to withdraw it."""
        now = self.clock()
        try:
            with reading(self.shelf.engine) as session:
                row = subscriptions.held_with(session, token)
                if row is None:
                    raise UnknownToken
                if row.revoked_at:
                    return page("withdrawn.html.j2", language_of(request, row.language), {}, status=410)
                eyes = selected.eyes_of(session, row.person_id, parse(row.selection), row.language, now=now)
                catalogue = selected.choose(session, eyes, now=now)
                used = max(filter(None, (row.used_at, self.shelf.uses.get(row.id))), default=None)
                missed = stale_calendars.of(session, {row: used} if used else {}, now=now).get(row, ())
                name, ended = selected.subject(session, eyes), body_feeds.all_continued(session, now)
        except CouncilError as why:
            return self._refused(request, why)
        base = self._base(request)
        return page(
            "subscription.html.j2",
            language := language_of(request, row.language),
            self._links(request),
            offer=Offer(f"{base}/f/{token}.ics", f"{base}/subscription/{token}", name),
            continues=_continues(ended, eyes.selection, language),
            proposals=eyes.proposals,
            issued=said(row.issued_at, language, now),
            used=said(used, language, now) if used else None,
            moved=[move.deadline.title for move in missed],
            rows=coming(catalogue, language, now=now),
            contact=self.shelf.settings.contact,
        )

    def withdraw(self, request: Request, token: str) -> Response:
        """Withdraw the subscription: whoever holds its token is its owner."""
        try:
            language = do(self.shelf.engine, lambda session: _withdraw(session, token, self.clock()))
        except CouncilError as why:
            return self._refused(request, why)
        return page("withdrawn.html.j2", language_of(request, language), {})

    def cycle(self, request: Request, chain: str, edition: str) -> Response:
        """Return the dates of a cycle that bind, each with a download of its own."""
        language, now = language_of(request), self.clock()
        eyes = Wanted(Selection(CYCLE, f"{chain}/{edition}"), language)
        try:
            catalogue = self.shelf.catalogues.cycle(eyes.selection.name, now=now)
        except CouncilError as why:
            return self._refused(request, why)
        name = speak(language).say(
            "feed", "named", name=f"{speak(language).title(catalogue.cycles[0].title)} {edition}"
        )
        steps = {deadline.public_id: deadline.step for deadline in catalogue.deadlines}
        return page(
            "cycle.html.j2",
            language,
            self._links(request),
            offer=self._offer(request, eyes, name),
            cycle=catalogue.cycles[0],
            steps=steps,
            awaited=catalogue.awaited,
            waiting={each.public_id: each.draft_title for each in catalogue.deadlines if each.awaits_draft},
            is_draft=is_draft,
            rows=coming(catalogue, language, now=now, limit=None, office=self.shelf.settings.office_in(language)),
            contact=self.shelf.settings.contact,
        )

    def one(self, request: Request, kind: str, public_id: str) -> Response:
        """Return one date that binds, as a download."""
        return single(self.shelf, kind, public_id, language_of(request), request.headers, now=self.clock())

    def style(self, request: Request) -> Response:
        """Return the style of all pages."""
        return sheet(request, _ROOM / "style.css")

    def _refused(self, request: Request, why: CouncilError) -> HTMLResponse:
        return page("missing.html.j2", language_of(request), {}, status=STATUS.get(type(why), 400))

    def _base(self, request: Request) -> str:
        return self.shelf.settings.base_url or str(request.base_url).rstrip("/")

    def _offer(self, request: Request, eyes: Wanted, name: str) -> Offer:
        base = self._base(request)
        page = urlencode(
            [("what", str(eyes.selection).partition("~")[0]), *_options(eyes.selection), _in(eyes.language)]
        )
        return Offer(f"{base}/feeds/{eyes.language}/{eyes.selection}.ics", f"{base}/subscribe?{page}", name)

    def _links(self, request: Request) -> dict[str, str]:
        """Return this very page in each language, by its code."""
        kept = [(key, value) for key, value in request.query_params.multi_items() if key != "language"]
        return {code: f"?{urlencode([*kept, _in(code)])}" for code in OFFICIAL}


def _selection(what: str | None, options: list[str]) -> Selection:
    """Return what the form says. Raises NotASelection."""
    selection = parse(what or "everything")
    return Selection(selection.scope, selection.name, frozenset(filter(None, options)) | selection.options)


def _written(selection: Selection) -> str:
    name = f"/{selection.name}" if selection.name else ""
    return "~".join((selection.scope + name, *(word for word in OPTIONS if word in selection.options)))


def _options(selection: Selection) -> Iterator[tuple[str, str]]:
    return (("option", word) for word in OPTIONS if word in selection.options)


def _in(language: str) -> tuple[str, str]:
    return ("language", language)


def _continues(ended: Mapping[str, Continued], selection: Selection, language: str) -> str:
    """Return where the calendar of a body that has ended continues, in words; nothing for any other."""
    found = ended.get(selection.name.casefold()) if selection.scope in (BODY, SERIES) else None
    return body_feeds.sentence(found, language) if found else ""


def _grouped(
    choices: Choices, ended: Mapping[str, Continued], language: str
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the groups of the list to choose from: the key of its heading, and its selections with their names."""
    words = speak(language)
    bodies = [(key, words.body(key, name)) for key, name in choices.bodies if key.casefold() not in ended]
    groups = [
        ("bodies", [(Selection(BODY, key), name) for key, name in bodies]),
        ("meetings", [(Selection(SERIES, key), name) for key, name in bodies]),
        ("chains", [(Selection("chain", chain), words.title(title)) for chain, title in choices.chains]),
        ("cycles", [(Selection(CYCLE, cycle), _edition(words, cycle, title)) for cycle, title in choices.cycles]),
        ("resolutions", [(Selection("resolution", key), words.untold(name)) for key, name in choices.resolutions]),
        ("roles", [(Selection("role", role), words.word("role", role)) for role in choices.roles]),
    ]
    return [(key, [(str(selection), name) for selection, name in rows]) for key, rows in groups if rows]


def _edition(words: Language, cycle: str, title: str) -> str:
    """Return the title of a cycle with its edition."""
    return with_number(words.title(title), cycle.partition("/")[2])


def _withdraw(session: Session, token: str, now: datetime) -> str:
    """Withdraw the subscription, and return its language. Raises UnknownToken."""
    row = subscriptions.held_with(session, token)
    if row is None:
        raise UnknownToken
    if not row.revoked_at:
        owner = holder(row.person.email, row.public_id)
        within(session, "tokens/revoke", owner, now=now, subscription=row.public_id)
    return row.language
