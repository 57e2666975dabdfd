"""The addresses and buttons for one feed on the subscribe page, and the rows of its preview."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote, urlencode

import segno

from feeds.entries import hour_lines, meeting_status, status_of, zone_of
from feeds.facts import Catalogue, DeadlineFacts
from feeds.meeting_facts import MeetingFacts
from notifications.clock_words import Clocks
from notifications.date_words import Dating, When
from notifications.item_words import basis_words
from notifications.language import Language, speak
from planning.window import Precision
from planning.zones import HOME_ZONE, local_day, zone_info
from record.cycles.views import authority

COMING = 10  # entries in a preview
HALF_AN_HOUR = timedelta(minutes=30)
GOOGLE, OUTLOOK = "https://calendar.google.com/calendar/render", "https://outlook.live.com/calendar/0/action/compose"


class Row(NamedTuple):
    """One date as a page lists it; `note` is a key of the page's words."""

    when: str
    title: str
    note: str | None
    address: str
    machine: str  # ISO, for <time>
    google: str  # where Google Calendar takes this one date, and Outlook on the web
    outlook: str
    authority: str  # who decided the date, or the text that it rests on


@dataclass(frozen=True, slots=True)
class Offer:
    """The address of a feed (https), the page it is shown on, and its name."""

    address: str
    page: str
    name: str

    @property
    def webcal(self) -> str:
        """The address as calendar programs open it by themselves."""
        return f"webcal://{self.address.partition('://')[2]}"

    @property
    def google(self) -> str:
        """A link that subscribes in Google Calendar, which takes webcal addresses only."""
        return f"https://calendar.google.com/calendar/r?cid={quote(self.webcal, safe='')}"

    def outlook(self, host: str) -> str:
        """Return a link that subscribes in Outlook on the web, which wants https."""
        query = f"url={quote(self.address, safe='')}&name={quote(self.name, safe='')}"
        return f"https://{host}/calendar/0/addfromweb?{query}"

    @property
    def changes(self) -> str:
        """What was issued and changed, as an Atom feed."""
        return self.address.removesuffix(".ics") + ".atom"

    @property
    def schedule(self) -> str:
        """The same dates as JSON."""
        return self.address.removesuffix(".ics") + ".json"

    @property
    def qr(self) -> str:
        """The page's address as an SVG: a phone opens it, and has the buttons."""
        return segno.make(self.page, error="m").svg_inline(border=4, dark="#000", light="#fff", omitsize=True)


def coming(
    catalogue: Catalogue, language: str, *, now: datetime, limit: int | None = COMING, office: str = ""
) -> list[Row]:
    """Return the next entries by the day on which they end; with `limit` None all, the past ones too.

    `office` is its name in that language: it answers for a date that no document does.
    """
    today = local_day(now)
    dating = Dating(speak(language), zone_info(HOME_ZONE), now)
    facts: Sequence[DeadlineFacts | MeetingFacts] = sorted((*catalogue.deadlines, *catalogue.meetings), key=_order)
    left = [entry for entry in facts if limit is None or _last_day(entry) >= today]
    return [_make_row(entry, dating, office) for entry in left[:limit]]


def _make_row(facts: DeadlineFacts | MeetingFacts, dating: Dating, office: str) -> Row:
    first, last = _days_of(facts)
    kind = "deadlines" if isinstance(facts, DeadlineFacts) else "meetings"
    address = f"/{kind}/{facts.public_id}.ics"
    days, links = _say_days(facts, first, last, dating), _add_links(facts, first, last, dating)
    said = _authority(facts, dating.language, office)
    return Row(days, facts.title, _note(facts, dating.now), address, last.isoformat(), *links, said)


def _authority(facts: DeadlineFacts | MeetingFacts, language: Language, office: str) -> str:
    if isinstance(facts, DeadlineFacts):
        return basis_words(language, facts.basis, authority(facts.agreed, facts.source, office), office)
    source = language.say("label", "source")
    return language.say("label", "line", label=source, value=facts.document) if facts.document else ""


def _add_links(facts: DeadlineFacts | MeetingFacts, first: date, last: date, dating: Dating) -> tuple[str, str]:
    """Return where Google Calendar and Outlook take the date: between its hours, or as its days."""
    title = str(dating.language.title(facts.title))
    if hours := _hours(facts, first, last):
        begins, ends = (at.astimezone(UTC) for at in hours)
        spans = [f"{at:%Y%m%dT%H%M%SZ}" for at in (begins, ends)]
        days = {"startdt": f"{begins:%Y-%m-%dT%H:%M:%SZ}", "enddt": f"{ends:%Y-%m-%dT%H:%M:%SZ}"}
    else:
        after = last + timedelta(days=1)
        spans = [f"{day:%Y%m%d}" for day in (first, after)]
        days = {"startdt": first.isoformat(), "enddt": after.isoformat(), "allday": "true"}
    google = urlencode({"action": "TEMPLATE", "text": title, "dates": "/".join(spans)})
    outlook = urlencode({"path": "/calendar/action/compose", "rru": "addevent", "subject": title, **days})
    return f"{GOOGLE}?{google}", f"{OUTLOOK}?{outlook}"


def _hours(facts: DeadlineFacts | MeetingFacts, first: date, last: date) -> tuple[datetime, datetime] | None:
    """Return the hours between which a meeting sits, or the half hour before a stated close."""
    if isinstance(facts, MeetingFacts):
        begins, ends = facts.sits
        return (begins, ends) if begins and ends else None
    return (facts.closes - HALF_AN_HOUR, facts.closes) if facts.closes and facts.clock and first == last else None


def _say_days(facts: DeadlineFacts | MeetingFacts, first: date, last: date, dating: Dating) -> str:
    """Return the days in words, with the hours where they were stated; a vague date has none."""
    if isinstance(facts, MeetingFacts):
        hours = hour_lines(facts, dating)
        names_each_day = len(hours) == 2 or (hours and first == last)
        return " · ".join(hours if names_each_day else (dating.span(first, last), *hours))
    if facts.precision is not Precision.DAY:
        return dating.on(When(last, facts.earliest or last, facts.precision))
    days = dating.span(first, last)
    if not facts.clock or not facts.closes:
        return days
    close = facts.closes.astimezone(zone_info(zone_of(facts)))
    return Clocks.of(close, dating.zone).say(dating.language, days)


def _days_of(facts: DeadlineFacts | MeetingFacts) -> tuple[date, date]:
    if isinstance(facts, MeetingFacts):
        return facts.opens, facts.closes
    assert facts.due is not None
    first = facts.opens if facts.opens else facts.earliest if facts.precision is not Precision.DAY else facts.due
    return min(first or facts.due, facts.due), facts.due


def _last_day(facts: DeadlineFacts | MeetingFacts) -> date:
    return _days_of(facts)[1]


def _order(facts: DeadlineFacts | MeetingFacts) -> tuple[date, date, str]:
    first, last = _days_of(facts)
    return last, first, facts.public_id


def _note(facts: DeadlineFacts | MeetingFacts, now: datetime) -> str | None:
    """Return the key of what is said beside a title: nothing of what is past and not done, unless it is to be read."""
    status = status_of(facts) if isinstance(facts, DeadlineFacts) else meeting_status(facts)
    if status != "confirmed":
        return status
    if not isinstance(facts, DeadlineFacts):
        return None
    return "met" if facts.settled == "met" else "absent" if facts.is_absent(now) else None
