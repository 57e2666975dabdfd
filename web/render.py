"""Rendering of pages: in the reader's language, from a template, with headers that allow no foreign content."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.responses import HTMLResponse

from notifications.date_words import Dating
from notifications.language import OFFICIAL, Language, is_english, speak
from planning.zones import HOME_ZONE, zone_info
from web.page_words import preferred, words_of

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
GUARDS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "private, no-cache",
    "vary": "Accept-Language",
}


def titled(language: Language, english: str) -> Markup:
    """Return a title of the record in the reader's language, or in English, marked as such."""
    said = language.title(english)
    return Markup('<bdi lang="{}">{}</bdi>').format("en" if is_english(said) else language.code, said)


def marked(words: str) -> Markup:
    """Return words in which what is English, where all around them is not, is marked as such."""
    english = words if is_english(words) else getattr(words, "english", "")
    ours, theirs, rest = words.partition(english) if english else (words, "", "")
    return Markup('{}<span lang="en">{}</span>{}').format(ours, theirs, rest) if english else Markup("{}").format(words)


_PAGES.globals["marked"] = marked  # for macros too, which are given nothing else
_PAGES.tests["english"] = is_english


def language_of(request: Request, otherwise: str = "") -> str:
    """Return the language asked for, else `otherwise`, else the browser's."""
    asked = request.query_params.get("language") or otherwise
    return preferred(asked, request.headers.get("accept-language", ""))


def said(at: datetime, language: str, now: datetime) -> str:
    """Return an instant in words, on the clock of the secretariat."""
    zone = zone_info(HOME_ZONE)
    local = at.astimezone(zone)
    dating = Dating(speak(language), zone, now)
    return dating.language.say("date", "hour", date=dating.full(local.date()), time=f"{local:%H:%M}")


def page(
    template: str,
    language: str,
    links: dict[str, str],
    headers: Mapping[str, str] | None = None,
    *,
    status: int = 200,
    **values: object,
) -> HTMLResponse:
    """Return a page; `links` lead to itself in the other languages."""
    spoken = speak(language)
    names = {code: speak(code).says["name"] for code in OFFICIAL}
    text = _PAGES.get_template(template).render(
        say=words_of(language),
        titled=partial(titled, spoken),
        marked=marked,
        language=language,
        direction=spoken.direction,
        links=links,
        names=names,
        **values,
    )
    return HTMLResponse(text, status, GUARDS | {"content-language": language} | dict(headers or {}))
