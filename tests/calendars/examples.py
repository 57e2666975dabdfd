"""The entries and the feed that the stories of this room are told with."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from calendars.entry import Entry
from calendars.feed import Feed
from calendars.feed_words import WORDS
from calendars.render import render_entry

HOST = "council.example"
FEED = Feed(
    name="Council dates: the secretariat",
    description="Deadlines, comment windows and meetings, for the secretariat",
    url="https://council.example/calendar",
    source="https://council.example/f/",
)


def uid(number: int, kind: str = "deadline") -> str:
    """Return the identifier of the numbered example."""
    return f"{kind}-{number:08x}-0000-4000-8000-000000000000@{HOST}"


def deadline(**changes: Any) -> Entry:
    """Return the deadline of 10 March 2027, changed as asked."""
    facts: dict[str, Any] = {
        "uid": uid(1),
        "kind": "deadline",
        "title": "Submit the contribution to the HLPF",
        "first": date(2027, 3, 10),
        "last": date(2027, 3, 10),
        "sequence": 0,
        "updated_at": datetime(2027, 1, 5, 9, 30, tzinfo=UTC),
        "lines": ("By: secretariat", "hlpf-contribution/2027"),
        "url": "https://council.example/deadlines/1",
        "categories": ("hlpf-contribution", "HLPF", "secretariat"),
        "related_to": uid(3, "meeting"),
    }
    return Entry(**(facts | changes))


def window(**changes: Any) -> Entry:
    """Return the comment window of 1 to 21 February 2027, changed as asked."""
    facts = {"uid": uid(2, "window"), "kind": "window", "title": "Comment on the revised draft", "url": None}
    days = {"first": date(2027, 2, 1), "last": date(2027, 2, 21)}
    return deadline(**(facts | days | changes))


def meeting(**changes: Any) -> Entry:
    """Return the Council meeting of 14 to 18 June 2027, changed as asked."""
    facts = {"uid": uid(3, "meeting"), "kind": "meeting", "title": "Council 2027", "location": "Geneva, Room Popov"}
    days = {"first": date(2027, 6, 14), "last": date(2027, 6, 18), "related_to": None}
    return deadline(**(facts | days | changes))


def a_year() -> list[Entry]:
    """Return some hundred entries: each kind, standing and language, with and without an hour."""
    close = datetime(2027, 3, 10, 17, tzinfo=UTC)
    kinds = [deadline(), deadline(at=close), window(), window(at=close), meeting()]
    looks = [{"status": "tentative"}, {"status": "confirmed"}, {"settled": True}, {"status": "cancelled"}]
    return [
        replace(kinds[number % 5], uid=uid(900 - number), sequence=number, **looks[number % 4], language=language)
        for number, language in enumerate([*WORDS] * 17)
    ]


def blobs(*entries: Entry) -> dict[str, bytes]:
    """Return the rendered blobs by UID, as `join` takes them."""
    return {entry.uid: render_entry(entry) for entry in entries}
