"""What somebody approved alone, with a reason in place of a second person: the body's secretary is told by a letter.

The approvals are read from the journal, and letters are planned by the round; each is written when it leaves.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from letters.contents import addressed
from models.journal import Entry
from models.message_identities import identify, numbers_of
from models.outbox import Message, MessageKind, State
from models.store import locked_store, public_id, the_store
from notifications.document_request import Request
from notifications.weekly_words import Fact
from planning.calendar import HOME_PLACE
from planning.ladder import SECRETARY
from planning.mail_hours import next_permitted
from planning.zones import HOME_ZONE, known_zone, local_day
from record import journal
from record.cycles import snapshots
from record.people.directory import Directory
from record.people.people import EMAIL, Recipient, scopes_of
from record.settings import Settings

LATELY, ASKED = timedelta(days=7), timedelta(days=30)  # what is planned, and for how long a letter finds what it tells
WORDS = "alone"  # the section of the catalogs


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval: its line, what it is about as the record names it, by whom, and why alone."""

    line: int
    at: datetime
    cycle: str | None
    about: str
    by: str
    because: str


def approvals(session: Session, *, since: datetime, now: datetime) -> Iterator[Approval]:
    """Yield the approvals that were given alone after `since`, the earliest first."""
    query = select(Entry).where(Entry.at > since, Entry.at <= now, Entry.text.contains('"alone":"'))
    lines = session.scalars(query.order_by(Entry.id)).all()
    names = journal.names(session, {line.by for line in lines}) if lines else {}
    for line in lines:
        arguments = json.loads(line.text).get("arguments") or {}
        if why := arguments.get("alone"):
            about = line.cycle or arguments.get("meeting") or ""
            yield Approval(line.id, line.at, line.cycle, about, names.get(line.by, line.by), why)


def plan(session: Session, *, now: datetime) -> int:
    """Plan a letter about each approval to each secretary who is not told of it yet, and return how many."""
    lately = list(approvals(session, since=now - LATELY, now=now))
    wanted = dict(_wanted(session, lately, now)) if lately else {}
    if wanted.keys() == numbers_of(session, wanted).keys():
        return 0  # nothing to plan: take no lock
    locked_store(session)
    known = numbers_of(session, wanted)  # another round may have planned them while we waited
    new = [name for name in wanted if name not in known]
    calendars = snapshots.calendars(session)
    for name, number in zip(new, identify(session, new), strict=True):
        reader = wanted[name]
        zone = known_zone(reader.zone) or HOME_ZONE
        session.add(
            Message(
                id=number,
                person_id=reader.person_id,
                address=EMAIL,
                kind=MessageKind.ALONE,
                chain="",
                cycle_id=None,
                state=State.QUEUED if reader.inside else State.HELD,
                due_at=next_permitted(now, zone, calendars.of_reader(HOME_PLACE, zone)),
                planned_at=now,
            )
        )
    session.flush()
    return len(new)


def _wanted(session: Session, lately: Sequence[Approval], now: datetime) -> Iterator[tuple[str, Recipient]]:
    """Yield who is told of what, by the name of the letter: whoever approved it alone knows."""
    directory, on = Directory(session, {SECRETARY}, now=now), local_day(now)
    for each in lately:
        holding = directory.holding(SECRETARY, ("", *_scopes(session, each, now)), on)
        for reader in directory.reached(holding, "", HOME_ZONE):
            if reader.address == EMAIL and reader.name != each.by:
                yield _name(session, each, reader.person_id), reader


def _scopes(session: Session, approval: Approval, now: datetime) -> list[str]:
    """Return where a secretary may hold the role: a meeting; the cycle, its procedure, the bodies of its steps."""
    if not approval.cycle:
        return [approval.about] if approval.about else []
    view = snapshots.view(session, approval.cycle, now)
    return list(dict.fromkeys(scope for deadline in view.deadlines for scope in scopes_of(view, deadline)))


def _name(session: Session, approval: Approval, reader: int) -> str:
    return public_id(the_store(session), MessageKind.ALONE, str(approval.line), str(reader))


def notices(
    session: Session, messages: Sequence[Message], settings: Settings, *, now: datetime
) -> Mapping[int, Request | None]:
    """Return what each such letter among these messages says, by message id; None where its line is not found."""
    ours = [message for message in messages if message.kind == MessageKind.ALONE]
    if not ours:
        return {}
    names = {
        _name(session, each, message.person_id): each
        for each in approvals(session, since=now - ASKED, now=now)
        for message in ours
    }
    about = {number: names[name] for name, number in numbers_of(session, names).items()}
    return {
        message.id: _request(session, message, about[message.id], settings, now) if message.id in about else None
        for message in ours
    }


def _request(session: Session, message: Message, approval: Approval, settings: Settings, now: datetime) -> Request:
    title = snapshots.view(session, approval.cycle, now).title if approval.cycle else approval.about
    fact = Fact(
        what=title or approval.about, where=approval.about, due=local_day(approval.at), person=approval.by,
        note=approval.because,
    )  # fmt: skip
    return addressed(Request, message.person, settings, now=now)(facts=(fact,), meeting=title, words=WORDS)
