"""The contents of letters. They are read when a sender claims the message, so that words like `in 3 days` are true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Protocol, TypeVar

from letters.known_dates import Known, draft_names, draft_url, posted_draft
from models.deadlines import Promise
from models.outbox import Message, MessageKind
from models.people import Person
from notifications.letter import Addressed, Item, Kind, Letter, Milestone
from planning.basis import Basis, with_force
from planning.evidence import Evidence
from planning.ladder import Rung
from planning.standing import Standing
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


class OwedRow(Protocol):
    """A row of the ledger, stored or in memory."""

    id: int
    deadline_id: int
    promise: int
    rung: str


def _subscribe(message: Message, view: CycleView, settings: Settings) -> str | None:
    """Return where a calendar of the cycle is offered, for a letter that carries one date as a file."""
    if len(message.owed) != 1 or message.address != EMAIL or not settings.base_url:
        return None
    return f"{settings.base_url}/subscribe?what=cycle/{view.name}&language={message.person.language}"


@dataclass(frozen=True, slots=True)
class Line:
    """One deadline in a message: the kind of news, the date last told, which it replaces, and its row."""

    view: CycleView
    deadline: DeadlineView
    kind: Kind
    was: Promise | None
    owed: OwedRow


class Carrying(Protocol):
    """The part of a message that its contents depend on; the message is stored, or in memory for a forecast."""

    person_id: int
    address: str
    kind: str
    issued: bool  # its reader knows only what was issued

    @property
    def owed(self) -> Sequence[OwedRow]:
        """Return the rows of the ledger that it carries."""


def lines(message: Carrying, known: Known, *, now: datetime | None = None) -> list[Line]:
    """Return the lines of a message that are still true; an empty list when none is.

    `now` is when it leaves: then nothing invites to a window that has closed. What is held is listed without it.
    """
    rows = [(owed, *known.of(message.issued)[owed.deadline_id]) for owed in message.owed]
    concerned = (row for row in rows if known.concerns(message.person_id, row[0].deadline_id))
    still_so = (_make_line(message, *row, known) for row in concerned if _is_so(message, *row))
    return [helpful for line in still_so if line and (helpful := _while_open(line, now) if now else line)]


def _while_open(line: Line, now: datetime) -> Line | None:
    """Return the line while its window is open; of one that has closed nothing invites, and only the date is told.

    Of one that is not open yet a later close is a new date.
    """
    closes = line.deadline.closes
    if not line.kind.invites or closes is None:
        return line
    if line.kind is Kind.EXTENSION:
        is_open = now <= closes and window_openings.has_begun(line.view, line.deadline, now)
        return line if is_open else replace(line, kind=Kind.CHANGE)
    return line if now <= closes else None


def _is_so(message: Carrying, owed: OwedRow, view: CycleView, deadline: DeadlineView) -> bool:
    """Return True if the row is still true: deadline open and without fault, cycle living, date the one of the row.

    Of a date whose change was approved nothing more leaves, though it is public until the change is.
    """
    promises = {deadline.promise, deadline.approved} if message.issued else {deadline.promise}
    return not view.ending and not deadline.fault and deadline.is_open and promises == {owed.promise}


def _make_line(message: Carrying, owed: OwedRow, view: CycleView, deadline: DeadlineView, known: Known) -> Line | None:
    """Return the line of a deadline. One without a date is told only to those who were told a date before."""
    if owed.rung in WITH_DRAFT and WITH_DRAFT[owed.rung] is not (window_openings.missing_draft(view, deadline) is None):
        return None
    told = known.told.get((deadline.id, message.person_id, message.address))
    was = told if told and _holds(message, deadline, told.basis) else None
    if deadline.due is None or deadline.closes is None or not _holds(message, deadline, deadline.basis):
        is_news = was is not None and was.due_on is not None and was.closes_at is not None
        return Line(view, deadline, Kind.WITHDRAWN, was, owed) if is_news else None
    return Line(view, deadline, _kind(message.kind, deadline, owed, was), was, owed)


def _holds(message: Carrying, deadline: DeadlineView, basis: Basis) -> bool:
    """Return True if the reader is told of a date on this basis: who reads issued ones hears of no proposal."""
    return not message.issued or with_force(basis, deadline.force).is_set


# Whether the draft is there, of which these are told: nobody is invited before, or asked for it after.
WITH_DRAFT: Mapping[str, bool] = {Rung.OPENING: True, Rung.DRAFT_ASKED: False, Rung.DRAFT_UNANSWERED: False}


def _item(message: Message, line: Line, known: Known, settings: Settings, links: Links | None, now: datetime) -> Item:
    view, deadline = line.view, line.deadline
    if line.kind is Kind.WITHDRAWN:
        assert line.was is not None
        return _gone(view, deadline, line.was, settings)
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


def _gone(view: CycleView, deadline: DeadlineView, was: Promise, settings: Settings) -> Item:
    """Return the item for a date that was told, and was withdrawn without a new one."""
    assert was.due_on
    assert was.closes_at
    earliest = was.earliest_on or was.due_on
    item = _about(view, deadline, settings)(
        kind=Kind.WITHDRAWN, due=was.due_on, earliest=earliest, closes=was.closes_at
    )
    return replace(item, precision=was.precision, basis=Basis.AWAITED)


def _instead_of(deadline: DeadlineView, absent: Sequence[StandIn]) -> str:
    """Return the names of those whom the reader replaces, by commas: the officer, else the holders of the role."""
    officer = None if deadline.is_window else deadline.officer_id
    names = [
        person.name for person in absent if (person.person_id == officer if officer else deadline.by in person.roles)
    ]  # fmt: skip
    return ", ".join(names)


def _kind(of: str, deadline: DeadlineView, owed: OwedRow, was: Promise | None) -> Kind:
    """Return the kind of news: from the message's kind; in a digest, which mixes kinds, from the row's rung."""
    if of == MessageKind.CHANGE or owed.rung == Rung.CHANGE:
        if was is None or was.due_on is None:
            return Kind.ANNOUNCEMENT  # the date told before was withdrawn: there is nothing left to replace
        later = deadline.due and deadline.due > was.due_on
        return Kind.EXTENSION if later and deadline.is_window else Kind.CHANGE
    if of == MessageKind.ANNOUNCEMENT or owed.rung.startswith(Rung.ANNOUNCED.prefix):
        return Kind.ANNOUNCEMENT
    if owed.rung == Rung.CHASE_ENDED:
        return Kind.CHASE_ENDED
    if owed.rung in (Rung.DRAFT_ASKED, Rung.DRAFT_UNANSWERED):
        return Kind.DRAFT_ASKED if owed.rung == Rung.DRAFT_ASKED else Kind.DRAFT_UNANSWERED
    if deadline.is_window:
        return Kind.OPENING if owed.rung == Rung.OPENING else Kind.CLOSING
    return Kind.OVERDUE if deadline.standing is Standing.OVERDUE else Kind.REMINDER


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
