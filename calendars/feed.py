"""A feed: the stored bytes of its entries, joined under one header into the file that clients poll."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from icalendar.prop import vDuration, vUri

from calendars.content_text import is_web_address, plain, text
from calendars.entry import Entry
from calendars.envelope import envelope
from calendars.feed_words import WORDS
from calendars.render import render_entry
from planning.errors import CouncilError, quoted

# CSS3 names, as RFC 7986, 5.9 asks; a few that stay apart on light and dark calendars
COLORS: Final = ("darkorange", "goldenrod", "indianred", "seagreen", "slateblue", "slategray", "steelblue", "teal")
_POLL_EVERY = timedelta(hours=4)
_KEPT_AFTER = timedelta(days=90)
_LONG_AGO = date(2000, 1, 1)  # where nobody looks
_END = b"END:VCALENDAR\r\n"


class FeedRefused(CouncilError):
    """A feed whose header clients would misread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What the header of a feed says. `source` is the feed's address without its token, `url` a page for people.

    Raises FeedRefused, with the reason, when any of them is missing or could be misread.
    """

    name: str
    description: str
    url: str
    source: str
    color: str = "steelblue"
    language: str = "en"

    def __post_init__(self) -> None:
        for reason in _faults(self):
            raise FeedRefused(f"the feed {quoted(self.name)} {reason}")


def join(feed: Feed, blobs: Mapping[str, bytes]) -> bytes:
    """Return the feed with the given blobs, which are keyed by UID, sorted by UID.

    The same header and blobs give the same bytes, whatever the order of the mapping. With no blob at all, one notice
    dated 2000-01-01 stands in: some clients take a calendar without components for a broken one.
    """
    kept = [blobs[uid] for uid in sorted(blobs)] or [_notice(feed)]
    return b"".join((_header(feed), *kept, _END))


def first_day(today: date) -> date:
    """Return the first day that a feed built on the day `today` shows: from 90 days back, all the future."""
    return today - _KEPT_AFTER


@lru_cache(maxsize=2_000)  # a feed changes with every date in it, its header hardly ever
def _header(feed: Feed) -> bytes:
    calendar = envelope()
    for name in ("name", "x-wr-calname"):
        calendar.add(name, text(feed.name))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, text(feed.description))
    calendar.add("url", vUri(feed.url))
    calendar.add("source", vUri(feed.source, params={"VALUE": "URI"}))
    calendar.add("color", feed.color)
    calendar.add("refresh-interval", vDuration(_POLL_EVERY, params={"VALUE": "DURATION"}))
    calendar.add("x-published-ttl", vDuration(_POLL_EVERY))
    return bytes(calendar.to_ical()).removesuffix(_END)


def _notice(feed: Feed) -> bytes:
    return render_entry(
        Entry(
            uid=f"notice-{uuid5(NAMESPACE_URL, feed.source)}@{urlsplit(feed.source).hostname}",
            kind="notice",
            title=WORDS[feed.language].nothing,
            first=_LONG_AGO,
            last=_LONG_AGO,
            sequence=0,
            updated_at=datetime(_LONG_AGO.year, _LONG_AGO.month, _LONG_AGO.day, tzinfo=UTC),
            language=feed.language,
        )
    )


def _faults(feed: Feed) -> Iterator[str]:
    if not plain(feed.name) or not plain(feed.description):
        yield "has no name or no description: give it both, in words that can be read"
    for address in (feed.url, feed.source):
        if not is_web_address(address):
            yield f"has the address {quoted(address)}: give a full http or https address, percent-encoded"
    if feed.color not in COLORS:
        yield f"has the colour {quoted(feed.color)}: use one of {', '.join(COLORS)}"
    if feed.language not in WORDS:
        yield f"is in the language {quoted(feed.language)}: use one of {', '.join(WORDS)}"
