"""The table from refusals to HTTP statuses, and the plain text in which a refusal is answered."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from feeds.feed_cache import NotPublic, UnknownToken, WithdrawnToken
from feeds.selected import NothingThere
from feeds.selection import NotASelection
from models.base import HoldsNul
from notifications.language import FALLBACK
from planning.errors import CouncilError
from record.refusals import BadCycleName, NoSuchCycle, NoSuchSubscription
from web.page_words import preferred, words_of

STATUS: dict[type[CouncilError], int] = {
    UnknownToken: 404, NothingThere: 404, NoSuchCycle: 404, BadCycleName: 404, NotASelection: 404, NotPublic: 404,
    NoSuchSubscription: 404, HoldsNul: 404, WithdrawnToken: 410,
}  # fmt: skip
# Anything else is a fault of ours. Never 429 or 503: one of them disables the calendar in Thunderbird until restart.
FAULT = 500


def refused(why: CouncilError) -> PlainTextResponse:
    """Return the sentence of a refusal with its status."""
    return plain(STATUS.get(type(why), FAULT), str(why))


def plain(status: int, sentence: str, **headers: str) -> PlainTextResponse:
    """Return a sentence that no client takes for a calendar, and no cache keeps."""
    all_headers = {"cache-control": "no-store", "x-robots-tag": "noindex"} | headers
    return Told(sentence + "\n", status, all_headers)


class Told(PlainTextResponse):
    """A sentence in English; who reads another language reads what the status means in that."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the language of the feed, else of the page that was asked for, else of the browser."""
        language = _language(scope)
        sentence = words_of(language).get(f"plain_{self.status_code}") if language != FALLBACK else None
        if sentence is None:
            await super().__call__(scope, receive, send)
            return
        headers = {name: value for name, value in self.headers.items() if not name.startswith("content-")}
        spoken = {"content-language": language, "vary": "Accept-Language"}
        await PlainTextResponse(f"{sentence}\n", self.status_code, headers | spoken)(scope, receive, send)


def _language(scope: Scope) -> str:
    request = Request(scope)
    parts = request.url.path.split("/")
    feed = parts[2] if parts[1:2] == ["feeds"] and len(parts) > 2 else None
    return preferred(feed or request.query_params.get("language"), request.headers.get("accept-language", ""))
