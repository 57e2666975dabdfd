"""The contents of letters. They are read when a sender claims the message, so that words like `in 3 days` are true."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from letters.known_dates import Known, draft_names, draft_url, posted_draft
from letters.lines import Line, lines
from models.deadlines import Promise
from models.outbox import Message, MessageKind
from models.people import Person
from notifications.letter import Addressed, Item, Kind, Letter, Milestone
from planning.basis import Basis
from planning.evidence import Evidence
from planning.window import Precision
from planning.zones import HOME_ZONE, known_zone, zone_info
from record.cycles import window_openings
from record.cycles.views import CycleView, DeadlineView, authority
from record.people import signed_links
from record.people.people import EMAIL
from record.people.reach import StandIn
from record.people.signed_links import Links
from record.settings import Settings

Contents = TypeVar("Contents", bound=Addressed)


def letter(message: Message, known: Known, settings: Settings, *, now: datetime) -> Letter | None:
    """Return the letter that a message carries, as it reads at `now`; None when nothing in it is true any more.

    Dates are in the reader's zone, or in the cycle's where the person has none. Only mail contains personal links:
    another channel may be read by many people.
    """
    links = signed_links.links(settings) if message.address == EMAIL else None
    pairs = [known.of(message.issued)[owed.deadline_id] for owed in message.owed]
    items = tuple(_item(message, line, known, settings, links, now) for line in lines(message, known, now=now))
    if not items:
        return None
    person = message.person
    stops = message.chain if len({view.chain.slug for view, _ in pairs}) == 1 else ""
    until = signed_links.last_day((item.closes for item in items), now)
    return addressed(Letter, person, settings, now=now, zone=pairs[0][0].zone)(
        items=items,
        subscribe_url=_subscribe(message, pairs[0][0], settings),
        unsubscribe_url=links.unsubscribe(person, stops, until) if links else None,
        choices_url=links.choices(person, until) if links else None,
    )


def addressed(
    kind: type[Contents], person: Person, settings: Settings, *, now: datetime, zone: str = HOME_ZONE
) -> partial[Contents]:
    """Return a mail of that kind for its reader, in their zone or the one given; what it tells the caller fills in."""
    return partial(
        kind,
        person=person.name,
        language=person.language,
        zone=zone_info(known_zone(person.zone) or zone),
        now=now,
        office=settings.office_in(person.language),
        contact=settings.contact,
    )


def _subscribe(message: Message, view: CycleView, settings: Settings) -> str | None:
    """Return where a calendar of the cycle is offered, for a letter that carries one date as a file."""
    if (
        len(message.owed) != 1
        or message.address != EMAIL
        or message.kind == MessageKind.RESULT
        or not settings.base_url
    ):
        return None
    return f"{settings.base_url}/subscribe?what=cycle/{view.name}&language={message.person.language}"


def _item(message: Message, line: Line, known: Known, settings: Settings, links: Links | None, now: datetime) -> Item:
    view, deadline = line.view, line.deadline
    if line.kind is Kind.RESULT:
        return _result(view, deadline, settings)
    if line.kind is Kind.CANCELLED and line.was is None:
        item = describe(view, deadline, line.kind, settings, message.person.language)
        assert item is not None
        stands_in = _instead_of(deadline, known.stand_ins.get(message.person_id, ()))
        return replace(item, path=(), opens=None, awaits_draft=False, draft_url=None, instead_of=stands_in)
    if line.kind.is_gone:
        assert line.was is not None
        return _gone(view, deadline, line.kind, line.was, settings)
    acts = links if not signed_links.is_over(deadline.closes, now) else None
    act_url = acts.act(message.person, deadline.public_id) if acts else None
    instead_of = _instead_of(deadline, known.stand_ins.get(message.person_id, ()))
    item = describe(view, deadline, line.kind, settings, message.person.language, was=line.was)
    assert item is not None
    return replace(item, act_url=act_url, instead_of=instead_of, draft_languages=_languages(line, known))


def _languages(line: Line, known: Known) -> tuple[str, ...]:
    """Return the languages in which the draft of a window is posted, as they are recorded; said in the invitation."""
    names = draft_names(line.view, line.deadline) if line.kind is Kind.OPENING else []
    return tuple(next((languages for name in names if (languages := known.languages.get(name))), ()))


def describe(
    view: CycleView,
    deadline: DeadlineView,
    kind: Kind,
    settings: Settings,
    language: str,
    *,
    was: Promise | None = None,
) -> Item | None:
    """Return a deadline as an item of a letter; None if it has no date. `was` is the date last told to the reader.

    `language` is the reader's: the office has a name in each.
    """
    if deadline.due is None or deadline.closes is None:
        return None
    return _about(view, deadline, settings)(
        kind=kind,
        due=deadline.due,
        earliest=deadline.earliest or deadline.due,
        precision=deadline.precision,
        closes=deadline.closes,
        stated_time=deadline.clock is not None,
        opens=window_openings.opens_on(view, deadline),
        awaits_draft=window_openings.missing_draft(view, deadline) is not None,
        draft_title=window_openings.draft_title(view, deadline),
        was=was.due_on if was and kind.replaces else None,
        was_earliest=was.earliest_on if was and kind.replaces else None,
        was_precision=was.precision if was and kind.replaces else Precision.DAY,
        source=authority(deadline.agreed, deadline.source, settings.office_in(language)),
        as_in=deadline.as_in or "",
        note=deadline.note or "" if kind is Kind.OPENING else "",  # said once, where members are invited
        draft_url=draft_url(view, deadline),
        letter=_letter(view, deadline),
        path=_path(view, deadline, outside=not kind.is_for_those_who_owe),
    )


def _about(view: CycleView, deadline: DeadlineView, settings: Settings) -> partial[Item]:
    """Return the part of an item that names the deadline; its kind and dates are filled in by the caller."""
    return partial(
        Item,
        title=deadline.title,
        cycle=view.title,
        cycle_name=view.name,
        step=deadline.step,
        by=deadline.by,
        to=deadline.to or "",
        purpose=deadline.purpose or "",
        basis=deadline.basis,
        mandate=view.mandate,
        url=_page(view, deadline, settings),
    )


def _gone(view: CycleView, deadline: DeadlineView, kind: Kind, was: Promise, settings: Settings) -> Item:
    """Return the item for a date that was told, and was withdrawn without a new one, or whose step is dropped."""
    assert was.due_on
    assert was.closes_at
    earliest = was.earliest_on or was.due_on
    item = _about(view, deadline, settings)(kind=kind, due=was.due_on, earliest=earliest, closes=was.closes_at)
    return replace(item, precision=was.precision, basis=Basis.AWAITED)


def _result(view: CycleView, deadline: DeadlineView, settings: Settings) -> Item:
    """Return the item that says where the result of a vote stands; it is named by the title of its cycle."""
    met = deadline.settlement
    assert met
    assert met.at
    item = _about(view, deadline, settings)(kind=Kind.RESULT, due=met.on, earliest=met.on, closes=met.at)
    return replace(item, title=view.title, to="", letter=met.document or met.url or "", draft_url=met.url)


def _instead_of(deadline: DeadlineView, absent: Sequence[StandIn]) -> str:
    """Return the names of those whom the reader replaces, by commas: the officer, else the holders of the role."""
    officer = None if deadline.is_window else deadline.officer_id
    names = [
        person.name for person in absent if (person.person_id == officer if officer else deadline.by in person.roles)
    ]  # fmt: skip
    return ", ".join(names)


def _letter(view: CycleView, deadline: DeadlineView) -> str:
    """Return the letter that asks for a vote, by its symbol, else by its address; nothing where nobody votes."""
    letter = posted_draft(view, deadline) if deadline.vote else None
    return (letter.document or letter.url or "") if letter else ""


def _page(view: CycleView, deadline: DeadlineView, settings: Settings) -> str | None:
    """Return the address of the deadline on the public page of its cycle; None if no `COUNCIL_BASE_URL` is set."""
    return f"{settings.base_url}/cycles/{view.name}#{deadline.step}" if settings.base_url else None


def _path(view: CycleView, here: DeadlineView, *, outside: bool) -> tuple[Milestone, ...]:
    """Return the dates of all steps, the earliest first; `outside` readers see this step and those that bind."""
    return tuple(
        Milestone(
            deadline.title,
            deadline.due,
            deadline.standing,
            deadline.step == here.step,
            deadline.precision,
            deadline.earliest,
            is_document=not deadline.is_window and deadline.evidence != Evidence.NONE,
        )
        for deadline in sorted(view.deadlines, key=lambda each: each.due or date.max)
        if deadline.due
        and (deadline.step == here.step or not outside or (deadline.basis.is_set and not deadline.office_only))
    )
