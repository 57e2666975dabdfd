"""Pages of the desk: from a template and the catalog, kept by no cache, with no script in them and nothing foreign.

Where htmx asks for one, it gets what stands in the page alone, for a place in the page that is open.
"""

import gzip
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from starlette.responses import HTMLResponse, RedirectResponse

from kernel.doors import ActOff
from kernel.grants import Grant, NotGranted
from models.transactions import TryAgain
from planning.errors import CouncilError
from web.conditional_requests import takes_gzip
from web.desk import kept_files, remedy_links, visits, words
from web.desk.visits import Visit
from web.render import GUARDS


@pass_context
def _plain(context: Context, sentence: str) -> str:
    """Return a sentence of the record as people read it: with titles for keys, and days in words."""
    said: str = context["visit"].names.plain(sentence)
    return said


@pass_context
def _said(context: Context, sentence: str) -> str:
    """Return a sentence of the record that stands by itself, as people read it."""
    said: str = context["visit"].names.said(sentence)
    return said


KEYS = {"today": "t", "year": "y", "sessions": "s", "cycles": "c", "letters": "l", "contacts": "p", "follow_up": "f"}
"""The key of each page that pages lead to."""
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters.update(
    instant=words.instant, day=words.day, instant_day=words.instant_day, plain=_plain, said=_said, hour=words.hour,
    verb=words.verb, days_of=words.days_of,
)  # fmt: skip
_PAGES.filters.update(ways=remedy_links.links, ways_here=partial(remedy_links.links, is_here=True))
_PAGES.globals.update(say=words.say, named=words.named, form_field=visits.FORM_FIELD, form_header=visits.FORM_HEADER)
_PAGES.globals.update(style_path=kept_files.style_path, script_path=kept_files.script_path, place_keys=KEYS)
_PAGES.globals.update(first_help=words.catalog()["first_help"])
# Of a form a browser says where it comes from only if it may say that to our own pages; to nobody else it does.
HEADERS = GUARDS | {
    "cache-control": "private, no-store",
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "vary": "Cookie, HX-Request, Accept-Encoding",
    "content-language": words.LANGUAGE,
}
WITH_SCRIPT = {"content-security-policy": f"{GUARDS['content-security-policy']}; script-src 'self'; connect-src 'self'"}
"""For whoever is signed in: our own script runs, from its file. To nobody else is one sent."""
PLACES = (
    ("today", "/desk", Grant.VIEWER),
    ("year", "/desk/year", Grant.VIEWER),
    ("sessions", "/desk/sessions", Grant.VIEWER),
    ("cycles", "/desk/cycles", Grant.VIEWER),
    ("letters", "/desk/letters", Grant.SECRETARIAT),
    ("contacts", "/desk/contacts", Grant.SECRETARIAT),
    ("follow_up", "/desk/follow-up", Grant.SECRETARIAT),
)
"""The pages that each page leads to: their words, their addresses, and who may see them."""
MORE_PLACES = (
    ("decisions", "/desk/decisions", Grant.VIEWER),
    ("record", "/desk/record", Grant.SECRETARIAT),
    ("look_up", "/desk/readings", Grant.VIEWER),
    ("act", "/desk/acts", Grant.SECRETARIAT),
    ("settings", "/desk/settings", Grant.ADMINISTRATOR),
)
"""Those that are wanted less often, behind one word."""


def page(visit: Visit, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Return a page."""
    places: dict[str, object] = {"places": _led_to(visit, PLACES), "more_places": _led_to(visit, MORE_PLACES)}
    places["layout"] = "part.html.j2" if visit.is_part else "base.html.j2"
    text = _PAGES.get_template(f"{template}.html.j2").render(visit=visit, **places, **values)
    headers = HEADERS | (WITH_SCRIPT if visit.who else {})
    if takes_gzip(visit.request.headers.get("accept-encoding", "").encode("latin-1")):
        return HTMLResponse(gzip.compress(text.encode(), 6), status, headers | {"content-encoding": "gzip"})
    return HTMLResponse(text, status, headers)


def _led_to(visit: Visit, places: Iterable[tuple[str, str, Grant]]) -> list[tuple[str, str, bool]]:
    """Return those of these pages that who asks may see, and whether this is one of them."""
    path = visit.request.url.path
    return [
        (key, href, path == href or (href != "/desk" and path.startswith(f"{href}/")))
        for key, href, grant in places
        if visit.may(grant)
    ]


def status_of(why: CouncilError) -> int:
    """Return the status of a refusal: it is for others, others were quicker, or it cannot be done as it was asked."""
    return 403 if isinstance(why, NotGranted | ActOff) else 409 if isinstance(why, TryAgain) else 422


def see_other(path: str) -> RedirectResponse:
    """Return the way to another page of the desk, so that reloading it sends nothing twice."""
    return RedirectResponse(path, 303, HEADERS)
