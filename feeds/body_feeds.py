"""The calendar of a body that has ended: it keeps its own dates, goes on with those of the body that follows it.

And of the body that follows: what was still open of the one before it, or lies after its end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from calendars.entry import Entry
from feeds import facts
from feeds.entries import Look
from feeds.facts import DeadlineFacts
from feeds.meeting_facts import MeetingFacts
from feeds.selection import BODY, SERIES, Selection
from models.store import public_id, the_store
from notifications.language import speak
from planning.zones import HOME_ZONE, local_day, zone_info
from record import body_lives
from record.body_lives import BodyLife

Facts = DeadlineFacts | MeetingFacts
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Continued:
    """A body that has ended, and the one that its calendar continues as."""

    body: BodyLife
    next: BodyLife


def fits(
    session: Session, name: str, words: Callable[[Facts], set[str]], now: datetime
) -> Callable[[Facts], bool] | None:
    """Return what selects the dates of a body, with those handed over to it or by it; None if there is no such body."""
    own, today = facts.names_of_body(session, name), local_day(now)
    if not own:
        return None
    known = body_lives.lives(session, now=now)
    key = next((key for key in known if key.casefold() in own), name)
    names = own.union(*(facts.names_of_body(session, life.key) for life in body_lives.followers(known, key, today)))
    before = {
        word: life.ends_on or today
        for life in body_lives.forebears(known, key, today)
        for word in facts.names_of_body(session, life.key)
    }

    def is_theirs(fact: Facts) -> bool:
        mine = words(fact)
        return not names.isdisjoint(mine) or any(
            _is_open(fact) or _day(fact) > before[word] for word in mine if word in before
        )

    return is_theirs


def _is_open(fact: Facts) -> bool:
    return isinstance(fact, DeadlineFacts) and fact.is_open


def _day(fact: Facts) -> date:
    return fact.closes if isinstance(fact, MeetingFacts) else fact.due or date.min


def continued(session: Session, selection: Selection, now: datetime) -> Continued | None:
    """Return where the calendar of a body that has ended continues; None for any other."""
    if selection.scope not in (BODY, SERIES):
        return None
    return all_continued(session, now).get(selection.name.casefold())


def all_continued(session: Session, now: datetime) -> dict[str, Continued]:
    """Return where the calendars of ended bodies continue, by their keys; in one query."""
    known, today = body_lives.lives(session, now=now), local_day(now)
    chains = {key: body_lives.followers(known, key, today) for key in known}
    return {key.casefold(): Continued(known[key], chain[-1]) for key, chain in chains.items() if chain}


def worded(session: Session, selection: Selection, language: str, name: str, now: datetime) -> tuple[str, str]:
    """Return name and description of a calendar; of one that continues as another, with the sentence that says so."""
    description = speak(language).say("feed", "description")
    if ended := continued(session, selection, now):
        said = sentence(ended, language)
        return f"{name} ({said})", f"{said}. {description}"
    return name, description


def notices(session: Session, selection: Selection, look: Look, now: datetime) -> tuple[Entry, ...]:
    """Return the entry that says where a calendar continues; none for one that goes on."""
    ended = continued(session, selection, now)
    return (_notice(session, ended, selection, look),) if ended else ()


def _notice(session: Session, ended: Continued, selection: Selection, look: Look) -> Entry:
    """Return the entry that says it, on the day after the body's last one."""
    words, last = speak(look.language), ended.body.ends_on
    assert last is not None
    assert ended.body.ended_at is not None
    first, what = last + A_DAY, f"{selection.scope}/{ended.next.key}"
    is_there_from = datetime.combine(first, time.min, zone_info(HOME_ZONE)).astimezone(UTC)
    return Entry(
        uid=f"notice-{public_id(the_store(session), 'body', ended.body.key)}@{look.host}",
        kind="notice",
        title=sentence(ended, look.language),
        first=first,
        last=first,
        lines=(words.body(ended.body.key, ended.body.name), *((look.contact,) if look.contact else ())),
        url=f"{look.base_url}/subscribe?what={what}" if look.base_url else None,
        sequence=0,
        updated_at=max(ended.body.ended_at, is_there_from),
        language=look.language,
    )


def sentence(ended: Continued, language: str) -> str:
    """Return `This calendar continues as Group B`, in a language."""
    words = speak(language)
    return words.say("feed", "continues", name=words.body(ended.next.key, ended.next.name))
