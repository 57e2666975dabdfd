"""The weekly report as mail: one message for each person of the Secretariat and week.

It is planned before its Monday, and written when it leaves. So an outage on that day delays it and does not lose it;
after an outage of weeks there is one report, about the day on which it leaves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from letters.contents import addressed
from models.message_identities import identify, numbers_of
from models.outbox import Message, MessageKind, State, in_state
from models.people import Channel, Person, Role
from models.store import locked_store, public_id, the_store
from notifications.weekly_words import Week
from planning.calendar import HOME_PLACE, WorkCalendar
from planning.mail_hours import MORNING, next_permitted
from planning.zones import HOME_ZONE, known_zone, local_day, zone_info
from record.cycles import snapshots
from record.people import choices, signed_links
from record.people.people import EMAIL, STAFF
from record.settings import Settings
from reminders import weekly_report


@dataclass(frozen=True, slots=True)
class _Reader:
    id: int
    public_id: str
    zone: str


def plan(session: Session, settings: Settings, *, now: datetime) -> int:
    """Plan the reports of the coming Monday that are not planned yet, and return how many."""
    if not settings.weekly_report:
        return 0
    calendar, store = snapshots.calendars(session)[HOME_PLACE], the_store(session)
    wanted: dict[str, tuple[_Reader, datetime]] = {}
    for reader in _readers(session, now):
        monday = _next_monday(now, reader.zone)
        year, week, _ = monday.isocalendar()
        name = public_id(store, MessageKind.REPORT, reader.public_id, f"{year}-W{week:02}")
        wanted[name] = (reader, _opening(monday, reader.zone, calendar))
    planned = numbers_of(session, wanted)
    missing = [name for name in wanted if name not in planned]  # in the order of their readers
    late = _late(session, now) if missing else set()
    wanted = {name: wanted[name] for name in missing if not _comes_late(*wanted[name], late, calendar, now)}
    if not wanted:
        return 0  # nothing to plan: take no lock
    locked_store(session)
    known = numbers_of(session, wanted)  # another round may have planned them while we waited
    new = [name for name in wanted if name not in known]
    numbers = identify(session, new)
    session.add_all(_make_message(number, *wanted[name], now) for number, name in zip(numbers, new, strict=True))
    session.flush()
    return len(new)


def _late(session: Session, now: datetime) -> set[int]:
    """Return the ids of those whose report of an earlier Monday has not left yet."""
    waiting = Message.kind == MessageKind.REPORT, in_state(State.QUEUED, State.RETRY), Message.due_at <= now
    return set(session.scalars(select(Message.person_id).where(*waiting)))


def _comes_late(reader: _Reader, due_at: datetime, late: set[int], calendar: WorkCalendar, now: datetime) -> bool:
    """Return True if the report of an earlier Monday leaves no sooner than this one would: it is this one then."""
    return reader.id in late and next_permitted(now, reader.zone, calendar) >= due_at


def _readers(session: Session, now: datetime) -> list[_Reader]:
    """Return those who hold roles of the Secretariat today (Geneva) and no others, and have an e-mail address."""
    today = local_day(now)
    held = (or_(Role.from_on.is_(None), Role.from_on <= today), or_(Role.to_on.is_(None), Role.to_on >= today))
    staff = select(Role.person_id).where(Role.role.in_(STAFF), *held)
    others = select(Role.person_id).where(Role.role.not_in(STAFF), *held, Role.person_id.in_(staff))
    reached = select(Channel.person_id).where(Channel.address == EMAIL, Channel.person_id.in_(staff))
    rows = session.execute(
        select(Person.id, Person.public_id, Person.zone)
        .where(Person.id.in_(staff), Person.id.not_in(others), Person.id.in_(reached))
        .order_by(Person.id)
    )
    return [_Reader(row.id, row.public_id, known_zone(row.zone) or HOME_ZONE) for row in rows]


def _next_monday(now: datetime, zone: str) -> date:
    """Return the next Monday on which it has not been nine o'clock yet in that zone; today counts."""
    local = now.astimezone(zone_info(zone))
    monday = local.date() - timedelta(days=local.weekday())
    return monday if local < datetime.combine(monday, MORNING, zone_info(zone)) else monday + timedelta(days=7)


def _opening(monday: date, zone: str, calendar: WorkCalendar) -> datetime:
    return datetime.combine(calendar.forward(monday), MORNING, zone_info(zone))


def _make_message(number: int, reader: _Reader, due_at: datetime, now: datetime) -> Message:
    return Message(
        id=number,
        person_id=reader.id,
        address=EMAIL,
        kind=MessageKind.REPORT,
        chain="",
        cycle_id=None,
        state=State.QUEUED,
        due_at=due_at,
        planned_at=now,
    )


def weeks(
    session: Session, messages: Sequence[Message], settings: Settings, *, now: datetime
) -> Mapping[int, Week | None]:
    """Return the report for each of these messages that is one, by message id; None if its reader wants none now.

    The record is read once for all readers; dates are in each reader's zone, or Geneva's.
    """
    reports = [message for message in messages if message.kind == MessageKind.REPORT]
    if not reports:
        return {}
    facts, links = weekly_report.facts(session, settings, now=now), signed_links.links(settings)
    readers, until = {reader.id for reader in _readers(session, now)}, signed_links.last_day((), now)
    by_message: dict[int, Week | None] = {}
    for message in reports:
        person = message.person
        muted = choices.mutes_of(session, person.id)
        if person.id not in readers or not muted.isdisjoint((choices.ALL, choices.REPORT)):
            by_message[message.id] = None
            continue
        by_message[message.id] = addressed(Week, person, settings, now=now)(
            facts=facts,
            unsubscribe_url=links.unsubscribe(person, choices.REPORT, until) if links else None,
            choices_url=links.choices(person, until) if links else None,
        )
    return by_message


def shown(
    session: Session,
    settings: Settings,
    language: str = "en",
    *,
    now: datetime,
    until: date | None = None,
    person: int | None = None,
) -> Week:
    """Return the report for nobody in particular, as the desk shows it, in Geneva's zone; or of a person's own part."""
    return Week(
        facts=weekly_report.facts(session, settings, now=now, until=until, person=person),
        person="",
        language=language,
        zone=zone_info(HOME_ZONE),
        now=now,
        office=settings.office_in(language),
        contact=settings.contact,
        until=until,
    )
