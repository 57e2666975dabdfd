"""The table from refusals to HTTP statuses, and the plain text in which a refusal is answered."""

from starlette.responses import PlainTextResponse

from feeds.feed_cache import NotPublic, UnknownToken, WithdrawnToken
from feeds.selected import NothingThere
from feeds.selection import NotASelection
from models.base import HoldsNul
from planning.errors import CouncilError
from record.refusals import BadCycleName, NoSuchCycle, NoSuchSubscription

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
    return PlainTextResponse(sentence + "\n", status, all_headers)
