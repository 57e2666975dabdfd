"""What the store of a story knows before anything happens: its people, its meetings, Geneva's closed days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kernel import act_lines
from kernel.done import Done
from models.bodies import Body, HolidayList
from models.engine import writing
from models.journal import Entry
from models.meetings import Meeting, MeetingState, MeetingStatus
from models.people import Channel, Organization, Person, Role
from models.store import public_id, the_store
from record.papers import circulars
from record.papers.circulars import Sheet
from tests.stores import LONG_AGO

EASTER = [date(2017, 4, 14), date(2017, 4, 17)]


@dataclass
class Record:
    """A store with what it knows; rows are put there directly, for no story is about how they came."""

    engine: Engine

    def hires(self) -> None:
        """Put Geneva's closed days and the people of 2017 into the store."""
        with writing(self.engine) as session:
            session.add(HolidayList(place="Geneva", year=2017, days=[on.isoformat() for on in EASTER]))
        self.knows("Focal Point", "focal@itu.example", "secretariat", digest="each")
        self.knows("Delegate A", "a@state.example", "membership")
        self.knows("Delegate B", "b@state.example", "membership")

    def knows(
        self,
        name: str,
        email: str,
        *roles: str,
        zone: str | None = None,
        channels: Sequence[str] = ("email",),
        digest: str | None = None,
        of: str = "An organization",
        scope: str = "",
    ):
        """Put a contact into the store."""
        with writing(self.engine) as session:
            organization = session.scalar(select(Organization).where(Organization.name == of))
            organization = organization or Organization(name=of)
            session.add(organization)
            session.flush()
            person = Person(
                public_id=public_id(the_store(session), "person", email),
                name=name,
                email=email,
                organization_id=organization.id,
                zone=zone,
                digest=digest,
            )
            session.add(person)
            session.flush()
            session.add_all(Role(person_id=person.id, role=role, scope=scope) for role in roles)
            session.add_all(_channel(person.id, url) for url in channels)

    def schedules(
        self, key: str, opens: str, closes: str, body: str = "council", status: MeetingStatus = MeetingStatus.CONFIRMED
    ) -> None:
        """Put a meeting into the store."""
        with writing(self.engine) as session:
            row = session.scalar(select(Body).where(Body.key == body)) or Body(key=body, name=body)
            session.add(row)
            session.flush()
            meeting = Meeting(
                key=key,
                body_id=row.id,
                title=key,
                opens_on=date.fromisoformat(opens),
                closes_on=date.fromisoformat(closes),
                place="Geneva",
                status=status,
                public_id=public_id(the_store(session), "meeting", key),
                updated_at=LONG_AGO,
            )
            session.add(meeting)
            session.flush()
            known = {name: getattr(meeting, name) for name in ("title", "opens_on", "closes_on", "place", "status")}
            session.add(MeetingState(meeting_id=meeting.id, **known, at=LONG_AGO, entry_id=None))


def _channel(person_id: int, url: str) -> Channel:
    """A channel as the migration left it that brought seals: its URL for all to read."""
    return Channel(person_id=person_id, address=url, fingerprint=url, carrier="email" if url == "email" else "unsealed")


def registers_circular(session: Session, symbol: str, *, now: datetime, by: str, **about: Any) -> None:
    """Register a circular as a file does, as a part of an act."""

    def register(line: Entry) -> Done:
        circulars.register(session, symbol, Sheet(**about), line)
        return Done("registered", f"{symbol} is registered")

    act_lines.part(session, "circular/register", {"circular": symbol}, register, now=now, by=by)
