"""The meeting by which an obligation is due: that which its clause names, or its recipient's ordinary one of its year.

One that was cancelled gives way to the one that replaces it, and one of a body that has ended before it to the nearest
meeting of that year of the body that follows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from models.bodies import Body
from models.documents import MeetingPaper
from models.meetings import Meeting, MeetingState, MeetingStatus, Relation
from planning.clauses import Obligation, Period
from planning.judgements import Sitting
from record import body_lives
from record.body_lives import HandedOver
from record.mandates.versions import ResolutionView
from record.meetings.meetings import MeetingView, opening_in


class Meetings:
    """Meetings by key and by body, the earliest first, and which bodies have handed over to others."""

    def __init__(self, listed: Iterable[MeetingView], ended: HandedOver) -> None:
        self._ended = ended
        self._by_key: dict[str, MeetingView] = {}
        self._by_body: dict[str, list[MeetingView]] = {}
        self._replacing: dict[str, MeetingView] = {}
        for meeting in listed:
            self._by_key[meeting.key] = meeting
            self._by_body.setdefault(meeting.body, []).append(meeting)
            if meeting.related and meeting.relation is Relation.REPLACES and not meeting.is_off:
                self._replacing[meeting.related] = meeting

    def due_by(self, duty: Obligation) -> Sitting | None:
        """Return the meeting that an obligation is due by; None for none, and for one that is not on record."""
        meant = self._meant(duty)
        if meant is None:
            return None
        other = self._replacing.get(meant.key) if meant.is_off else None
        other = other or self._of_follower(meant)
        return replace(sitting(other), instead_of=meant.key) if other else sitting(meant)

    def _meant(self, duty: Obligation) -> MeetingView | None:
        """Return the meeting that the clause means."""
        if duty.meeting:
            return self._by_key.get(duty.meeting)
        if not is_due_once(duty):
            return None
        ordinary = [each for each in self._ordinary([duty.to[0]]) if duty.first_year in _years_of(each)]
        if not ordinary and duty.first_year and duty.to[0] in self._ended:
            year = range(duty.first_year, duty.first_year + 1)
            return next((each for each in self._after(duty.to[0]) if each.opens.year in year), None)
        return next(iter(sorted(ordinary, key=lambda meeting: meeting.is_off)), None)

    def _of_follower(self, meant: MeetingView) -> MeetingView | None:
        """Return, of one that its body did not live to hold, the nearest of its year of the body that follows."""
        last, _ = self._ended.get(meant.body, (date.max, ""))
        if meant.opens <= last or meant.status is MeetingStatus.HELD:
            return None
        same_year = [each for each in self._after(meant.body) if each.opens.year == meant.opens.year]
        return min(same_year, key=lambda each: abs(each.opens - meant.opens), default=None)

    def _after(self, body: str) -> Iterator[MeetingView]:
        """Yield the meetings, none called off, of those that follow a body, each while it lives."""
        last, _ = self._ended[body]
        for each in self._ordinary(sorted(body_lives.with_followers([body], self._ended, date.max) - {body})):
            own_last, _ = self._ended.get(each.body, (date.max, ""))
            if last < each.opens <= own_last and not each.is_off:
                yield each

    def _ordinary(self, bodies: Sequence[str]) -> Iterator[MeetingView]:
        for body in bodies:
            for meeting in self._by_body.get(body, ()):
                if meeting.relation in (None, Relation.REPLACES):
                    yield meeting


def sitting(meeting: MeetingView) -> Sitting:
    """Return the meeting as obligations are judged by it."""
    return Sitting(meeting.key, meeting.opens, meeting.closes, str(meeting.status) if meeting.is_off else None)


def is_due_once(duty: Obligation) -> bool:
    """Return True if it is due by a meeting of its recipient in its year, which no text names by its key."""
    return duty.period is Period.ONCE and bool(duty.to and duty.by_event)


def meant(library: Iterable[ResolutionView], ended: HandedOver) -> ColumnElement[bool]:
    """Return the condition that an obligation may be due by a meeting, or that a paper lies before it."""
    versions = (version for resolution in library for version in resolution.versions)
    duties = [duty for version in versions for clause in version.clauses for duty in clause.obligations]
    years = {(duty.to[0], duty.first_year) for duty in duties if is_due_once(duty) and duty.first_year}
    by_year = (
        Meeting.body_id.in_(select(Body.id).where(Body.key == body)) & opening_in(date(year, 1, 1), date(year, 12, 31))
        for body, year in sorted(years)
    )
    named = Meeting.key.in_({duty.meeting for duty in duties if duty.meeting})
    replacing = Meeting.id.in_(select(MeetingState.meeting_id).where(MeetingState.relation == Relation.REPLACES))
    following = Meeting.body_id.in_(select(Body.id).where(Body.key.in_({to for _, to in ended.values()})))
    return or_(named, replacing, following, Meeting.id.in_(select(MeetingPaper.meeting_id)), *by_year)


def _years_of(meeting: MeetingView) -> set[int]:
    """Return the years in which a meeting was ever to be: one put off to the next year is still the one meant."""
    return {meeting.opens.year, *(state.opens.year for state in meeting.history)}
