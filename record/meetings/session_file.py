"""The file of a session: its meeting and agenda, its key dates, its documents and contributions, its decisions.

The number of queries depends neither on the number of agenda items nor on that of documents.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.meetings import Meeting
from models.memberships import MembershipKind
from models.sessions import Decision
from record import memberships
from record.meetings import expected_documents, key_dates, meetings, session_cycles
from record.meetings.expected_documents import ExpectedView, Stage
from record.meetings.key_dates import KeyDate
from record.meetings.meetings import MeetingView


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What the session decided in one paragraph, and what became of it: the item's key, the step, the clause."""

    document: str | None
    paragraph: str
    outcome: str
    details: str
    text: str
    became: str | None


@dataclass(frozen=True, slots=True)
class SessionFile:
    """All that an office keeps of one session."""

    meeting: MeetingView
    key_dates: tuple[KeyDate, ...]
    every: tuple[ExpectedView, ...]
    decisions: tuple[DecisionView, ...]
    council: frozenset[str]  # the Member States of the Council on the opening day, of a session of it

    @property
    def documents(self) -> tuple[ExpectedView, ...]:
        """The documents that are expected; contributions are nobody's promise."""
        return tuple(each for each in self.every if not each.organizations)

    @property
    def contributions(self) -> tuple[ExpectedView, ...]:
        """What states and other members sent."""
        return tuple(each for each in self.every if each.organizations)

    @property
    def contributed(self) -> tuple[ExpectedView, ...]:
        """The contributions that are before this session: of these none has gone to the next one."""
        return tuple(each for each in self.contributions if each.stage is not Stage.NEXT_SESSION)

    @property
    def awaited(self) -> tuple[ExpectedView, ...]:
        """The documents that have not come."""
        return tuple(each for each in self.documents if each.is_awaited)

    @property
    def overdue(self) -> tuple[ExpectedView, ...]:
        """The documents that have not come although their authors' day is over; none for a meeting that is off."""
        return () if self.meeting.is_off else tuple(each for each in self.awaited if each.is_late)

    @property
    def undecided(self) -> tuple[ExpectedView, ...]:
        """The late ones of which nobody has decided whether they are accepted or go to the next session."""
        return () if self.meeting.is_off else tuple(each for each in self.every if each.is_undecided)

    @property
    def awaited_sentence(self) -> str:
        """`not received yet: 7 of 62`, with the units whose they are."""
        expected = [each for each in self.documents if each.stage is not Stage.NEXT_SESSION]
        if not expected:
            return "no document is expected"
        units = Counter(each.unit for each in self.awaited)
        whose = ", ".join(f"{unit} {number}" for unit, number in sorted(units.items()))
        return f"not received yet: {len(self.awaited)} of {len(expected)}" + (f" ({whose})" if whose else "")

    @property
    def contributed_sentence(self) -> str:
        """`contributions: 5, from 4; 1 late`."""
        here = self.contributed
        whose = {name for each in here for name in each.organizations}
        late = sum(each.is_late for each in here)
        if not whose:
            return "no contribution has come"
        seats = f", {len(whose & self.council)} of the {len(self.council)} on the Council" if self.council else ""
        words = f"contributions: {len(here)}, from {len(whose)}{seats}"
        return words + (f"; {late} late" if late else "")


def session_file(session: Session, meeting: str, *, now: datetime, known: datetime | None = None) -> SessionFile:
    """Return the file of a session as it stood at `now`, as recorded by `known`. Raises NoSuchMeeting."""
    seen, view = known or now, meetings.meeting(session, meeting, now=now, known=known)
    row = meetings.row(session, meeting)
    cycles = session_cycles.hanging(session, row.id, now=now, known=seen)
    dates = key_dates.key_dates(session, view.body, cycles, seen)
    steps = session_cycles.days(cycles)
    documents = expected_documents.of_meeting(session, row, steps, now=now, known=seen)
    return SessionFile(view, dates, documents, _decisions(session, row, seen), _council(session, view))


def _council(session: Session, view: MeetingView) -> frozenset[str]:
    """Return the Member States of the Council on the opening day of a session of it; nothing for another body."""
    if view.body != "council":
        return frozenset()
    members = memberships.views(session, MembershipKind.COUNCIL_MEMBER)
    return frozenset(each.organization for each in members if each.holds(view.opens))


def _decisions(session: Session, meeting: Meeting, known: datetime) -> tuple[DecisionView, ...]:
    stands = or_(Decision.gone_at.is_(None), Decision.gone_at > known)
    query = select(Decision).where(Decision.meeting_id == meeting.id, Decision.at <= known, stands)
    query = query.order_by(Decision.id)
    return tuple(
        DecisionView(row.document, row.paragraph, row.outcome, row.details, row.text, row.became)
        for row in session.scalars(query)
    )
