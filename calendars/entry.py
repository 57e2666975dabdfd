"""One thing that a subscriber sees in a calendar: a deadline, a window, a meeting or a notice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from calendars.content_text import is_web_address, plain
from calendars.feed_words import WORDS
from planning.errors import CouncilError

Kind = Literal["deadline", "window", "meeting", "notice"]
Status = Literal["tentative", "confirmed", "cancelled", "postponed"]

_UID = re.compile(r"[a-z]+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}@[A-Za-z0-9]([A-Za-z0-9.\-]*[A-Za-z0-9])?")


class EntryRefused(CouncilError):
    """A calendar entry that clients would misread."""

    def __init__(self, uid: str, reason: str) -> None:
        self.uid = uid
        super().__init__(f"the calendar entry {uid!r} {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The contents of one VEVENT, or of one VTODO if `as_task`. Raises EntryRefused for contents that mislead readers.

    `first` and `last` are days, both included. `at` is the hour of closing where a stated hour binds: a deadline then
    stands as the half hour that ends there; a window stays a row of days. `lines` tell in words when it closes.
    `sits` are the instants between which a meeting sits. `related_to` is the UID of the meeting it leads up to.
    `title_language` is the language that the title was written in, where it is not that of the feed, and
    `location_language` that of the place.
    """

    uid: str  # <kind>-<uuid>@<host>; it never changes, so no date, title or language is in it
    kind: Kind
    title: str
    first: date
    last: date
    sequence: int  # raised at each change that a subscriber can see, never reset
    updated_at: datetime
    at: datetime | None = None
    sits: tuple[datetime, datetime] | None = None
    lines: tuple[str, ...] = ()
    url: str | None = None
    categories: tuple[str, ...] = ()
    related_to: str | None = None
    location: str | None = None
    location_language: str | None = None
    status: Status = "confirmed"
    settled: bool = False
    language: str = "en"
    title_language: str | None = None
    alarm: bool = False
    as_task: bool = False

    def __post_init__(self) -> None:
        for faults in (_faults_of_identity, _faults_of_time, _faults_of_words):
            for reason in faults(self):
                raise EntryRefused(self.uid, reason)

    @property
    def is_off(self) -> bool:
        """Return True if the entry does not take place on its days: it was cancelled, or postponed."""
        return self.status in ("cancelled", "postponed")


def _faults_of_identity(entry: Entry) -> Iterator[str]:
    for uid in filter(None, (entry.uid, entry.related_to)):
        if not _UID.fullmatch(uid):
            yield f"has the identifier {uid!r}: write it as <kind>-<uuid>@<host>"
    if entry.kind not in get_args(Kind):
        yield f"is of the kind {entry.kind!r}: use one of {', '.join(get_args(Kind))}"
    if entry.status not in get_args(Status):
        yield f"has the status {entry.status!r}: use one of {', '.join(get_args(Status))}"
    if entry.sequence < 0:
        yield "has a negative sequence: start at 0 and add one at each visible change"


def _faults_of_time(entry: Entry) -> Iterator[str]:
    if isinstance(entry.first, datetime) or isinstance(entry.last, datetime):
        yield "has an instant where a day belongs: give `first` and `last` as dates, and the hour as `at`"
    elif entry.first > entry.last:
        yield f"ends on {entry.last}, before its first day {entry.first}: exchange the two"
    if any(moment and moment.utcoffset() is None for moment in (entry.at, entry.updated_at, *(entry.sits or ()))):
        yield "has a time without a zone: give aware datetimes"
    if entry.at is not None and entry.kind not in ("deadline", "window"):
        yield f"is a {entry.kind} with a closing hour: only deadlines and periods for comments close"
    if entry.sits and (entry.kind != "meeting" or entry.sits[0] >= entry.sits[1]):
        yield "sits between hours that are none: give them to a meeting alone, the opening first"
    if entry.as_task and entry.kind not in ("deadline", "window"):
        yield f"is a {entry.kind} as a task: only deadlines and periods for comments are done by somebody"


def _faults_of_words(entry: Entry) -> Iterator[str]:
    if not plain(entry.title):
        yield "has an empty title: give it one that can be read"
    if entry.url is not None and not is_web_address(entry.url):
        yield f"has the address {entry.url!r}: give a full http or https address, percent-encoded"
    for language in filter(None, (entry.language, entry.title_language, entry.location_language)):
        if language not in WORDS:
            yield f"is in the language {language!r}: use one of {', '.join(WORDS)}"
