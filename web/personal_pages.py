"""The layout of personal pages: in the reader's language; caches and search engines are told not to keep them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from notifications.language import OFFICIAL, is_english, speak
from planning.errors import CouncilError
from record.people.signed_links import LinkEnded, NobodysLink
from record.seals import BadLink
from web.page_words import preferred, words_of
from web.render import GUARDS, marked, titled

_ROOM = Path(__file__).parent
_PAGES = Environment(
    loader=FileSystemLoader(_ROOM / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.tests["english"] = is_english
BAD = (BadLink, NobodysLink, LinkEnded)
PERSONAL = GUARDS | {"cache-control": "private, no-store", "x-robots-tag": "noindex, nofollow"}


@cache
def _words(language: str) -> Mapping[str, str]:
    return tomllib.loads((_ROOM / "languages" / f"personal.{language}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says the sentences of these pages in one language."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Return a sentence with its blanks filled."""
        return _words(self.language)[key].format(**values)


def speaker(request: Request, theirs: str = "") -> Speaker:
    """Return who speaks the language asked for, else the reader's own, else the browser's."""
    asked = request.query_params.get("language") or theirs
    return Speaker(preferred(asked, request.headers.get("accept-language", "")))


def page(
    request: Request, template: str, says: Speaker, *, status: int = 200, links: bool = True, **values: object
) -> HTMLResponse:
    """Return a page; `links` lead to itself in the other languages."""
    others = {code: f"?{urlencode({'language': code})}" for code in OFFICIAL} if links else {}
    text = _PAGES.get_template(f"personal_{template}.html.j2").render(
        say=words_of(says.language),
        says=says,
        spoken=speak(says.language),
        titled=partial(titled, speak(says.language)),
        marked=marked,
        language=says.language,
        direction=speak(says.language).direction,
        links=others,
        names={code: speak(code).says["name"] for code in OFFICIAL},
        **values,
    )
    return HTMLResponse(text, status, PERSONAL | {"content-language": says.language})


def bad_link(request: Request, why: CouncilError) -> Response:
    """Return the page for a link that was cut, or whose owner is gone (404), or that has ended (410)."""
    if isinstance(why, LinkEnded):
        return page(request, "bad", speaker(request, why.language), status=410, links=False, key="link_ended")
    key = "nobodys_link" if isinstance(why, NobodysLink) else "bad_link"
    return page(request, "bad", speaker(request), status=404, links=False, key=key)


def see_other(request: Request, **asked: str) -> Response:
    """Return the way back to the page that the form was on, so that reloading it sends nothing twice.

    The address is relative: it holds behind any proxy, and repeats no token.
    """
    kept = {name: word for name in ("language",) if (word := request.query_params.get(name))}
    query = urlencode(kept | asked)
    return RedirectResponse(f"?{query}", 303, PERSONAL)
