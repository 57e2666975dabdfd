"""Acts on a meeting as a whole: moved, postponed, cancelled, confirmed, held; what hangs from it follows.

All of it is set: members read it once an approver issues it (`issues`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import meeting_followers
from actions.cycles.meeting_followers import Change, words_of
from actions.cycles.moved_dates import CycleMoves
from actions.cycles.planned_cycles import meeting_span
from actions.meetings import histories
from actions.meetings.histories import TAKE_BACK
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import Kind
from kernel.parameters import FLAG, MEETING, MeetingKey, NewDays, OptionalReason, Reason, Source
from models.meetings import CALLED_OFF, Meeting, MeetingStatus
from models.resolutions import ObligationRow
from planning.day_range import NEAR, is_near
from planning.remedies import Argument, Call
from planning.sittings import Hours, checked, read_hours
from planning.window import Window, believed_window, span_words
from planning.zones import local_day
from record import journal
from record.cycles import meeting_issues
from record.meetings import meetings
from record.meetings.meetings import Why
from record.refusals import MeetingRefused, OutOfTime
from record.refusals.meetings import held_instead, see

Instead = Annotated[
    str | None, MEETING.saying("The meeting held in its place, on which the dates depend from now on.", metavar="KEY")
]

SureOfDays = Annotated[bool, FLAG.saying("The days are right, though years from the old ones.")]
OptionalHours = Annotated[
    Hours | None,
    Kind(
        "hours",
        "HOURS",
        "When it opens and closes: 10:00-17:30, from 10:00, or 10:00-17:30 America/New_York where another clock than "
        "Geneva's is meant; unknown where they hold no longer.",
        shape=read_hours,
    ),
]


@act(
    "meeting/move",
    who=(Grant.SECRETARIAT,),
    undo=TAKE_BACK,
    tags=("dates", "meetings"),
    short="move",
    asks_first=True,
)
def move(
    session: Session,
    meeting: MeetingKey,
    span: NewDays,
    *,
    hours: OptionalHours = None,
    because: OptionalReason = None,
    document: Source = None,
    sure: SureOfDays = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Move a meeting and the dates that depend on it; a postponed meeting is planned again by it.

    Its hours are said with its days: new days have none otherwise, for nobody knows them. Raises NoSuchMeeting,
    UnbelievableDay, HourSkipped, NotHours, OutOfTime, and MeetingRefused for a cancelled one, and for days that lie
    years from the old ones unless somebody is `sure`.
    """
    row = meetings.row(session, meeting)
    if row.status is MeetingStatus.CANCELLED:
        why = f"{row.key} is cancelled and moves no more; load the new meeting under its own key"
        raise MeetingRefused(why, held_instead(row.key))
    status = MeetingStatus.PLANNED if row.status is MeetingStatus.POSTPONED else row.status
    span, hours, had = believed_window(span), checked(hours, span, row.place) if hours else None, row.hours
    _check_near(row, span, sure=sure)
    stays = status is row.status and meeting_span(row) == span
    if stays and (hours is None or hours.stored == had):
        return Done("moved", f"{meeting} is on {words_of_days(span, had)} already", is_nothing=True)
    new = Change(status, None if stays else span, hours=hours)
    moved = meeting_followers.change(session, row, new, journal.line(session), why=Why(because, document))
    facts = {"to": span_words(span), "hours": row.hours, "because": because, "document": document}
    done = _moved(session, Done("moved", f"{meeting} is on {words_of_days(span, row.hours)}", facts=facts), row, moved)
    return replace(done, notes=(*done.notes, _lost(had))) if had and hours is None else done


def _check_near(meeting: Meeting, span: Window, *, sure: bool) -> None:
    far = next((day for day in (span.first, span.last) if not is_near(day, meeting.opens_on.year)), None)
    if far and not sure:
        days = span_words(meeting_span(meeting))
        why = f"{far} lies more than {NEAR} years from the days of {meeting.key}, {days}"
        raise MeetingRefused(why, "correct it", Argument("sure", "say that it is right"))


def words_of_days(span: Window, hours: str | None) -> str:
    """Return the days of a meeting with its hours, where they are known: `2017-02-07/2017-02-08, 09:30-17:30`."""
    return ", ".join(filter(None, (span_words(span), hours)))


def _lost(hours: str) -> str:
    return f"its hours, {hours}, were those of the old days; nobody has said any of the new ones"


@act("meeting/postpone", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings",), asks_first=True)
def postpone(
    session: Session, meeting: MeetingKey, *, because: Reason, document: Source = None, now: datetime, by: Identity
) -> Done:
    """Postpone a meeting without new days: steps that depend on it have no date until it is moved.

    Raises NoSuchMeeting, OutOfTime, MeetingRefused.
    """
    return _call_off(session, meeting, MeetingStatus.POSTPONED, None, because, document)


@act("meeting/cancel", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings",), asks_first=True)
def cancel(
    session: Session,
    meeting: MeetingKey,
    *,
    instead: Instead = None,
    because: Reason,
    document: Source = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Cancel a meeting: steps that depend on it have no date, or depend on the meeting that is held instead.

    Of one that is cancelled already, the meeting held instead may be named later. Raises NoSuchMeeting, OutOfTime,
    MeetingRefused.
    """
    return _call_off(session, meeting, MeetingStatus.CANCELLED, instead, because, document)


@act("meeting/confirm", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings",))
def confirm(
    session: Session,
    meeting: MeetingKey,
    *,
    because: OptionalReason = None,
    document: Source = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Confirm a planned meeting: dates that depend on it are provisional no more.

    Raises NoSuchMeeting, OutOfTime, and MeetingRefused for one that is not planned.
    """
    row = _find_standing(session, meeting, "confirmed", MeetingStatus.PLANNED)
    return _stand(session, row, MeetingStatus.CONFIRMED, f"{meeting} is confirmed", Why(because, document), waits=True)


@act("meeting/hold", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings",))
def hold(
    session: Session,
    meeting: MeetingKey,
    *,
    because: OptionalReason = None,
    document: Source = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Record that a meeting was held: a fact, which waits only where its days do.

    Raises NoSuchMeeting, MeetingRefused, and OutOfTime for one not opened yet.
    """
    row = _find_standing(session, meeting, "held", MeetingStatus.PLANNED, MeetingStatus.CONFIRMED)
    if local_day(now) < row.opens_on:
        move = Call("meeting/move", {"meeting": meeting}, "move it first if it was held earlier")
        raise OutOfTime(now, f"{meeting} opens on {row.opens_on} only", move)
    return _stand(session, row, MeetingStatus.HELD, f"{meeting} was held", Why(because, document), waits=False)


def _call_off(
    session: Session, key: str, status: MeetingStatus, instead: str | None, because: str, document: str | None
) -> Done:
    row = meetings.row(session, key)
    if row.status is MeetingStatus.HELD:
        raise MeetingRefused(f"{key} was held: it cannot be {status}", see(key))
    if row.status in (status, MeetingStatus.CANCELLED) and not instead:
        more = (held_instead(key),) if row.status is MeetingStatus.CANCELLED else ()
        raise MeetingRefused(f"{key} is {row.status} already", *more, see(key))
    other = _find_replacement(session, row, instead) if instead else None
    new = Change(status, other=other)
    moved = meeting_followers.change(session, row, new, journal.line(session), why=Why(because, document))
    facts = {"status": str(status), "instead": instead, "because": because, "document": document}
    sentence = f"{key} is {status}" + (f", and {instead} is held instead" if instead else "")
    own = Happening(str(status), "meeting", (key,))
    return _moved(session, Done(str(status), sentence, facts=facts), row, moved, own)


def _find_replacement(session: Session, meeting: Meeting, key: str) -> Meeting:
    other = meetings.row(session, key)
    if other is meeting or other.status in CALLED_OFF:
        why = "the same meeting" if other is meeting else f"{other.status} itself"
        raise MeetingRefused(f"{key} cannot be held instead of {meeting.key}: it is {why}", "name another meeting")
    depends = _is_named(session, meeting) or meeting_followers.followers(session, meeting)
    if meeting.status is MeetingStatus.CANCELLED and not depends:
        raise MeetingRefused(f"{meeting.key} is cancelled already, and no open cycle depends on it", see(meeting.key))
    return other


def _is_named(session: Session, meeting: Meeting) -> bool:
    """Return True if a clause names the meeting as that by which something is due."""
    named = select(ObligationRow.id).where(ObligationRow.meeting == meeting.key)
    return session.scalar(named.limit(1)) is not None


def _moved(session: Session, done: Done, meeting: Meeting, followers: Sequence[CycleMoves], *own: Happening) -> Done:
    """Return what was done with a meeting, with what that did to the cycles that follow it."""
    moved = {follower.cycle: words_of(follower.moves) for follower in followers}
    done = until_issued(session, done, meeting)
    return replace(
        done,
        facts={"meeting": meeting.key, **done.facts, "cycles": moved},
        changes=tuple(follower.changes for follower in followers),
        notes=() if followers else ("nothing depends on it",),
        events=(*own, *(Happening("moved", "cycle", (follower.cycle,)) for follower in followers)),
        undo=histories.back(session),
    )


def until_issued(session: Session, done: Done, meeting: Meeting) -> Done:
    """Return what was done with a meeting, with what members read of it until it is issued, and the act that does."""
    now = journal.line(session).at
    waits = meeting_issues.waiting(session, now).get(meeting.id)
    if waits is None:
        return done
    issue = Call("meeting/issue", {"meeting": meeting.key}, "let members read it, with what depends on it")
    return replace(done, sentence=f"{done.sentence}; {waits.sentence(now)} until an approver issues it", next=(issue,))


def _find_standing(session: Session, key: str, wanted: str, *allowed: MeetingStatus) -> Meeting:
    row = meetings.row(session, key)
    if row.status not in allowed:
        raise MeetingRefused(f"{key} is {row.status}: it cannot be {wanted}", see(key))
    return row


def _stand(session: Session, meeting: Meeting, status: MeetingStatus, sentence: str, why: Why, *, waits: bool) -> Done:
    """Have the meeting stand so from now on; where members do not read it as it is set, that waits as well."""
    entry = journal.line(session)
    waits = waits or not meeting_issues.is_public_as_set(session, meeting, entry.at)
    moved = meeting_followers.change(session, meeting, Change(status), entry, why=why, waits=waits)
    things = (("meeting", meeting.key), *(("cycle", cycle.cycle) for cycle in moved))
    done = Done(
        str(status),
        sentence,
        facts={"meeting": meeting.key, "because": why.reason, "document": why.document},
        events=tuple(Happening(str(status), noun, (key,)) for noun, key in things),
        undo=histories.back(session),
    )
    return until_issued(session, done, meeting)
