"""Turn facts of the record into calendar entries, in the language and with the options that a subscriber chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from calendars.entry import Entry, Status
from feeds.facts import DeadlineFacts
from feeds.meeting_facts import MeetingFacts
from feeds.selection import SERIES, Selection
from models.meetings import MeetingStatus
from notifications import opening_words
from notifications.clock_words import place
from notifications.date_words import Dating, When
from notifications.item_words import basis_words
from notifications.language import Language, is_english, speak
from notifications.plain_text import isolated
from planning.chain import INVITEES
from planning.window import Precision
from planning.zones import ABBREVIATIONS, HOME_ZONE, zone_info
from record.cycles.views import authority
from record.settings import Settings

RECORD_LANGUAGE = "en"  # in which chains and meetings are titled


@dataclass(frozen=True, slots=True)
class Look:
    """How entries are shown: the host of their UIDs, the address of their pages, the language, and the options.

    With the office's name in that language, which answers for dates that no document does, and whom people may ask.
    """

    host: str
    base_url: str | None = None
    language: str = RECORD_LANGUAGE
    options: frozenset[str] = frozenset()
    office: str = ""
    contact: str = ""

    @classmethod
    def of(cls, settings: Settings, host: str, language: str, options: frozenset[str] = frozenset()) -> Self:
        """Return how the entries of an office look."""
        return cls(host, settings.base_url, language, options, settings.office_in(language), settings.contact)

    def title(self, english: str) -> str:
        """Return a title of the record in the feed's language, or in English where nobody translated it."""
        return str(speak(self.language).title(english))

    def language_of(self, english: str) -> str | None:
        """Return the language of a title where it is not that of the feed."""
        return RECORD_LANGUAGE if is_english(speak(self.language).title(english)) else None


def entry_of(facts: DeadlineFacts | MeetingFacts, look: Look) -> Entry:
    """Return a dated deadline or a meeting as an entry."""
    return deadline_entry(facts, look) if isinstance(facts, DeadlineFacts) else meeting_entry(facts, look)


def deadline_entry(item: DeadlineFacts, look: Look) -> Entry:
    """Return a dated deadline as an entry: a day, a row of days, or the half hour before a stated close."""
    assert item.due is not None
    first, is_span = _first(item, look)
    kind = "todo" if "tasks" in look.options else "deadline"
    return Entry(
        uid=f"{kind}-{item.public_id}@{look.host}",
        kind="window" if is_span else "deadline",
        title=look.title(item.title),
        first=first,
        last=item.due,
        at=item.closes if item.clock and item.precision is Precision.DAY else None,
        lines=_lines(item, look, is_span),
        url=f"{look.base_url}/cycles/{item.cycle.name}#{item.step}" if look.base_url else None,
        categories=_categories(item, look),
        related_to=f"meeting-{item.meeting.public_id}@{look.host}" if item.meeting else None,
        status=status_of(item),
        settled=item.settled == "met",
        sequence=item.sequence,
        updated_at=item.updated_at,
        language=look.language,
        title_language=look.language_of(item.title),
        alarm="alarms" in look.options,
        as_task="tasks" in look.options,
    )


def meeting_entry(meeting: MeetingFacts, look: Look) -> Entry:
    """Return a meeting as an entry between its hours; of whole days, where not both of these are known."""
    begins, ends = meeting.sits
    words = speak(look.language)
    dating = Dating(words, zone_info(HOME_ZONE), meeting.updated_at)
    body = str(words.says["role"].get(meeting.body, meeting.body_name))
    where = place(words, meeting.place) if meeting.place else ""
    return Entry(
        uid=f"meeting-{meeting.public_id}@{look.host}",
        kind="meeting",
        title=look.title(meeting.title),
        first=meeting.opens,
        last=meeting.closes,
        sits=(begins, ends) if begins and ends else None,
        lines=(
            body,
            *_days(meeting, dating),
            *_written(words, {"source": meeting.document, "contact": look.contact}),
        ),
        url=f"{look.base_url}/subscribe?what={Selection(SERIES, meeting.body)}" if look.base_url else None,
        categories=(body,),
        location=str(where) or None,
        location_language=RECORD_LANGUAGE if is_english(where) else None,
        status=meeting_status(meeting),
        sequence=meeting.sequence,
        updated_at=meeting.updated_at,
        language=look.language,
        title_language=look.language_of(meeting.title),
        alarm="alarms" in look.options,
    )


def _days(meeting: MeetingFacts, dating: Dating) -> list[str]:
    """Return the days of a meeting in words, with its hours; none if it is postponed: these hold no longer."""
    if meeting.status is MeetingStatus.POSTPONED:
        return []
    return [dating.span(meeting.opens, meeting.closes), *hour_lines(meeting, dating)]


def hour_lines(meeting: MeetingFacts, dating: Dating) -> list[str]:
    """Return when a meeting begins and ends, a line each, where that is known: day and hour, also in Geneva."""
    known = zip(("begins", "ends"), meeting.sits, strict=True)
    return _written(dating.language, {key: dating.closing(at) for key, at in known if at})


def status_of(item: DeadlineFacts) -> Status:
    """Return the calendar status of a deadline."""
    if item.is_called_off:
        return "cancelled"
    if item.is_postponed:
        return "postponed"
    return "confirmed" if item.basis.is_set or item.settled else "tentative"


def meeting_status(meeting: MeetingFacts) -> Status:
    """Return the calendar status of a meeting; a postponed one has no days any more, and is still to be."""
    if meeting.status is MeetingStatus.CANCELLED:
        return "cancelled"
    if meeting.status is MeetingStatus.POSTPONED:
        return "postponed"
    return "tentative" if meeting.status is MeetingStatus.PLANNED else "confirmed"


def _first(item: DeadlineFacts, look: Look) -> tuple[date, bool]:
    """Return the first day to show, and True if the entry spans several days: an open window, or an imprecise date."""
    assert item.due is not None
    vague = item.precision is not Precision.DAY
    window = item.by in INVITEES and item.opens is not None and "closing-days" not in look.options
    first = item.opens if window else item.earliest if vague else item.due
    return min(first or item.due, item.due), window or vague


def zone_of(item: DeadlineFacts) -> str:
    """Return the zone of a deadline's hour: the stated one, unless it is an abbreviation, which has no rules."""
    stated = item.clock.zone if item.clock else None
    return item.cycle.zone if stated is None or stated in ABBREVIATIONS else stated


def _lines(item: DeadlineFacts, look: Look, is_span: bool) -> tuple[str, ...]:
    words = speak(look.language)
    dating = Dating(words, zone_info(HOME_ZONE), item.updated_at)
    vague = item.precision is not Precision.DAY
    if item.is_postponed:
        vague, dates = False, {}
    else:
        dates = {
            "opens": _opening(item, look, dating, is_told=vague or not is_span),
            "closes": dating.closing(_close(item)) if item.closes and not vague else None,
        }
    values = {
        **dates,
        "cycle": f"{look.title(item.cycle.title)} ({item.cycle.name})",
        "by": _role(words, item.by),
        "to": _role(words, item.to),
        "via": _role(words, item.via),
        "purpose": words.word("purpose", item.purpose) if item.purpose else None,
        "basis": basis_words(words, item.basis, authority(item.agreed, item.source, look.office), look.office),
        "mandate": look.title(item.cycle.mandate),
        "contact": look.contact,
    }
    lines = _written(words, values)
    return (_vaguely(item, dating), *lines) if vague else tuple(lines)


def _opening(item: DeadlineFacts, look: Look, dating: Dating, *, is_told: bool) -> str | None:
    """Return when a window opens; its day only where it `is_told` in words, since the entry does not begin on it."""
    if item.awaits_draft:
        return opening_words.waits(dating.language, item.draft_title, look.title(item.draft_title))
    return dating.full(item.opens) if item.opens and is_told else None


def _written(words: Language, values: Mapping[str, str | None]) -> list[str]:
    return [_write_line(words, key, value) for key, value in values.items() if value]


def _write_line(words: Language, label: str, value: str) -> str:
    value = isolated(value) if words.is_right_to_left else value
    return words.say("label", "line", label=words.say("label", label), value=value)


def _vaguely(item: DeadlineFacts, dating: Dating) -> str:
    """Return a date that is no day, without an hour: "By end of October 2027"."""
    assert item.due is not None
    when = When(item.due, item.earliest or item.due, item.precision)
    words = dating.on(when) if item.precision is Precision.DAYS else dating.forms(when, year=True)["by"]
    return words[:1].upper() + words[1:]


def _close(item: DeadlineFacts) -> datetime:
    """Return the instant of closing in the zone that its hour is told in."""
    assert item.closes is not None
    return item.closes.astimezone(zone_info(zone_of(item)))


def _role(words: Language, slug: str | None) -> str | None:
    """Return the word for a well-known role or body, or the words of the slug for another one."""
    return words.word("role", slug) if slug else None


def _categories(item: DeadlineFacts, look: Look) -> tuple[str, ...]:
    """Return what the deadline can be sorted by, in words: its process, to whom it goes, and who acts."""
    words = speak(look.language)
    return tuple(filter(None, (look.title(item.cycle.title), _role(words, item.to), _role(words, item.by))))
