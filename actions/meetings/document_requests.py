"""Ask for every late document of a meeting in one act: a letter to each who answers for a unit, never to a state."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.effects import Slip
from kernel.grants import Grant, Identity
from kernel.parameters import MeetingKey
from models.meetings import Meeting
from models.message_identities import identify
from models.outbox import Message, MessageKind, State
from models.people import Role
from models.sessions import DocumentRequest
from models.store import public_id, the_store
from planning.calendar import HOME_PLACE
from planning.chain import INVITEES
from planning.mail_hours import next_permitted
from planning.remedies import Call
from planning.zones import HOME_ZONE, known_zone, local_day
from record import journal
from record.cycles import snapshots
from record.meetings import meetings, session_file
from record.meetings.expected_documents import ExpectedView
from record.people.directory import Directory
from record.people.people import EMAIL, Recipient


@act("session/chase", who=(Grant.SECRETARIAT,), undo="outbox/drop", tags=("meetings", "mail"))
def chase(session: Session, meeting: MeetingKey, *, now: datetime, by: Identity) -> Done:
    """Ask for every document of a meeting that has not come though its day is over: one letter to each unit.

    Letters to those of the Secretariat leave with the next round, others wait for approval; no state is asked. Who was
    asked today is not asked again. Raises NoSuchMeeting.
    """
    file, row = session_file.session_file(session, meeting, now=now), meetings.row(session, meeting)
    if file.meeting.is_off:
        return Done("known", f"{meeting} is {file.meeting.status}: nothing is asked for", is_nothing=True)
    today = local_day(now)
    late = [view for view in file.overdue if view.asked != today]
    found = _Found(session, late, (meeting, file.meeting.body), now)
    asked = [found.asked[key] for key in sorted(found.asked)]
    lacking = tuple(found.lacking())
    if not asked:
        why = "nothing is late that was not asked for today" if not late else "nobody can be asked"
        return Done("known", f"{meeting}: {why}", notes=lacking, is_nothing=True)
    numbers = _write(session, row, asked, now)
    documents = {view.name for each in asked for view in each.documents}
    return Done(
        "asked",
        f"{meeting}: late documents asked for: {len(documents)}, in letters: {len(asked)}",
        facts={"meeting": meeting, "documents": sorted(documents)},
        notes=(*(each.sentence for each in asked), *lacking),
        events=(Happening("asked", "document", (meeting,)),),
        undo=Call("outbox/drop", {"messages": numbers}),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """One person who is asked, and for what."""

    reader: Recipient
    documents: tuple[ExpectedView, ...]

    @property
    def sentence(self) -> str:
        """Whom it is to, for what, and whether it waits."""
        names = ", ".join(view.name.partition("/")[2] for view in self.documents)
        return f"{self.reader.name} is asked for {names}" + ("" if self.reader.inside else ": waits for approval")


class _Found:
    """Who is asked for which late documents: those who hold the role of a unit today, or stand in for them."""

    def __init__(self, session: Session, late: Sequence[ExpectedView], scopes: tuple[str, ...], now: datetime) -> None:
        self._units: dict[str, list[ExpectedView]] = {}
        for view in late:
            self._units.setdefault(view.unit, []).append(view)
        directory, on = Directory(session, self._units.keys() - INVITEES, now=now), local_day(now)
        readers = {
            unit: directory.reached(directory.holding(unit, scopes, on), "", HOME_ZONE)
            for unit in self._units
            if unit not in INVITEES
        }
        states = _of_states(session, {each.person_id for some in readers.values() for each in some})
        self._readers = {
            unit: [each for each in some if each.address == EMAIL and (each.inside or each.person_id not in states)]
            for unit, some in readers.items()
        }
        self.asked = dict(self._by_person())

    def lacking(self) -> Iterator[str]:
        """Yield a sentence for each unit that nobody can be asked for."""
        for unit, documents in sorted(self._units.items()):
            if unit in INVITEES:
                yield f"{unit}: no state is asked for a document ({len(documents)} late)"
            elif not self._readers.get(unit):
                yield f"{unit}: nobody of it can be asked by mail ({len(documents)} late)"

    def _by_person(self) -> Iterator[tuple[int, _Asked]]:
        people: dict[int, tuple[Recipient, list[ExpectedView]]] = {}
        for unit, readers in self._readers.items():
            for reader in readers:
                people.setdefault(reader.person_id, (reader, []))[1].extend(self._units[unit])
        for number, (reader, documents) in people.items():
            yield number, _Asked(reader, tuple({view.name: view for view in documents}.values()))


def _of_states(session: Session, people: Iterable[int]) -> set[int]:
    """Return those of these people who hold a role of the invited."""
    query = select(Role.person_id).where(Role.person_id.in_(people), Role.role.in_(INVITEES))
    return set(session.scalars(query))


def _write(session: Session, meeting: Meeting, asked: Sequence[_Asked], now: datetime) -> list[str]:
    """Write a letter to each, and what it asks for; return the letters' ids."""
    store, entry = the_store(session), journal.line(session)
    before = session.scalar(select(func.count(DocumentRequest.id)).where(DocumentRequest.meeting_id == meeting.id))
    ones = (meeting.key, str(before))
    names = [public_id(store, MessageKind.REQUEST, *ones, str(each.reader.person_id)) for each in asked]
    calendars = snapshots.calendars(session)
    for number, each in zip(identify(session, names), asked, strict=True):
        zone = known_zone(each.reader.zone) or HOME_ZONE
        message = Message(
            id=number,
            person_id=each.reader.person_id,
            address=EMAIL,
            kind=MessageKind.REQUEST,
            chain="",
            cycle_id=None,
            state=State.QUEUED if each.reader.inside else State.HELD,
            due_at=next_permitted(now, zone, calendars.of_reader(HOME_PLACE, zone)),
            planned_at=now,
        )
        session.add(message)
        session.flush()
        for view in each.documents:
            session.add(
                DocumentRequest(
                    meeting_id=meeting.id,
                    key=view.name.partition("/")[2],
                    person_id=each.reader.person_id,
                    message_id=number,
                    at=entry.at,
                    entry_id=entry.id,
                )
            )
        effects.of(session).made.append(Slip(each.reader.person_id, MessageKind.REQUEST, meeting.key))
    effects.note(session, f"requests:{meeting.key}", None)
    session.flush()
    return names
