"""What is issued: which promise of a deadline members read, and from when on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.base import UtcDateTime
from models.deadlines import Promise
from models.issues import Issue, stands
from models.prepared_query import Prepared
from models.slices import slices
from planning.calendar import HOME_PLACE, Calendars
from planning.hours import is_same
from planning.mail_hours import LAST_ROUND, next_morning, next_permitted
from planning.remedies import Call
from planning.zones import HOME_ZONE, zone_info
from record.cycles import meeting_issues, provisional_anchors
from record.cycles.views import CycleView, DeadlineView

STOP = timedelta(minutes=10)  # from an approval on it can be stopped; later there is only a correction
_NOW = bindparam("now", type_=UtcDateTime)
_LATER = select(func.min(Issue.effective_at)).where(stands(_NOW), Issue.effective_at > _NOW)
_NEXT = Prepared(_LATER)


def takes_effect_at(approved_at: datetime, calendars: Calendars) -> datetime:
    """Return when an issue becomes public: ten minutes later, in the working hours of Geneva, or when these begin.

    Its letters leave with the next round. After the last one of the day they would wait until the next morning, and so
    does the issue: members read it in a letter and on the page on the same day.
    """
    at = next_permitted(approved_at + STOP, HOME_ZONE, calendars[HOME_PLACE])
    is_told_today = at.astimezone(zone_info(HOME_ZONE)).time() <= LAST_ROUND
    return at if is_told_today else next_morning(at, calendars[HOME_PLACE])


def reads_alike(one: Promise, other: Promise) -> bool:
    """Return True if members read the same in both: days, hour, whether it binds, who decided it, and its source."""
    return _read(one) == _read(other) and is_same(one.closes_at, other.closes_at)


def _read(row: Promise) -> tuple[object, ...]:
    return row.due_on, row.earliest_on, row.opens_on, row.precision, row.basis.binds, row.agreed_by, row.document


def approved(session: Session, deadline_ids: Collection[int], at: datetime) -> dict[int, tuple[Issue, Promise]]:
    """Return the last issue of each deadline that stands, whether or not it is public yet, with its promise."""
    query = select(Issue, Promise).join(Promise, Promise.id == Issue.promise_id).where(stands(at)).order_by(Issue.id)
    return {
        promise.deadline_id: (issue, promise)
        for some in slices(deadline_ids)
        for issue, promise in session.execute(query.where(Issue.deadline_id.in_(some)))
    }


@dataclass(frozen=True, slots=True)
class Unissued:
    """A date that is set and not issued: what members read instead, from when on, and the meeting it is issued with."""

    step: str
    due: date | None
    set_at: datetime
    read: date | None
    since: datetime | None
    meeting: str | None = None
    opens: date | None = None
    read_opens: date | None = None

    def sentence(self, now: datetime) -> str:
        """Say what members read: `members read 2017-03-10`."""
        if self.since is None:
            return "members read no date"
        opening = f", opening on {self.read_opens or 'no day'}" if self.read_opens != self.opens else ""
        return f"members read {self.read or 'no date'}{opening}{meeting_issues.from_when(self.since, now)}"

    def issue(self, cycle: str) -> Call:
        """Return the act that issues it: by itself, or with the meeting that it hangs from."""
        if self.meeting:
            return Call("meeting/issue", {"meeting": self.meeting}, f"issue {self.meeting}, and what depends on it")
        return Call("cycle/issue", {"cycle": cycle, "steps": [self.step]}, "let members read it")

    @property
    def facts(self) -> dict[str, object]:
        """Return it as plain data."""
        since = self.since.isoformat() if self.since else None
        return {"step": self.step, "due": self.due, "read": self.read, "since": since, "meeting": self.meeting}


def unissued(session: Session, views: Collection[CycleView], now: datetime) -> dict[int, tuple[Unissued, ...]]:
    """Return, by cycle, the open deadlines of living cycles whose date, as set, members do not read."""
    some = {view.id: [each for each in view.deadlines if _is_for_members(each)] for view in views if not view.ending}
    ids = [each.id for open_ones in some.values() for each in open_ones]
    known, as_set = approved(session, ids, now), _as_set(session, ids, now)
    meetings = with_meetings(session, views, now)
    return {
        cycle: tuple(
            _unissued(each, as_set[each.id], known.get(each.id), meetings[cycle].get(each.step))
            for each in open_ones
            if each.id not in known or not reads_alike(known[each.id][1], as_set[each.id])
        )
        for cycle, open_ones in some.items()
    }


def with_meetings(session: Session, views: Iterable[CycleView], now: datetime) -> dict[int, dict[str, str]]:
    """Return, by cycle and step, the meeting that a date is issued with: it is set, and what hangs from it waits."""
    keys = {each.key for each in meeting_issues.waiting(session, now).values()}
    hung = {view.id: provisional_anchors.meetings_of(view) if keys else {} for view in views}
    waiting = {cycle: {step: keys.intersection(of) for step, of in by_step.items()} for cycle, by_step in hung.items()}
    return {cycle: {step: min(of) for step, of in by_step.items() if of} for cycle, by_step in waiting.items()}


def _is_for_members(deadline: DeadlineView) -> bool:
    is_live = deadline.is_open and not deadline.fault and not deadline.office_only
    return is_live and (deadline.basis.binds or deadline.approved is not None)


def _unissued(
    deadline: DeadlineView, as_set: Promise, last: tuple[Issue, Promise] | None, meeting: str | None
) -> Unissued:
    if last is None:
        return Unissued(deadline.step, deadline.due, as_set.at, None, None, meeting)
    issue, read = last
    return Unissued(
        deadline.step,
        deadline.due,
        as_set.at,
        read.due_on,
        issue.effective_at,
        meeting,
        opens=deadline.opens,
        read_opens=read.opens_on,
    )


def _as_set(session: Session, deadline_ids: Collection[int], now: datetime) -> dict[int, Promise]:
    """Return the last promise of each deadline."""
    newest = select(func.max(Promise.id)).where(Promise.at <= now).group_by(Promise.deadline_id)
    return {
        row.deadline_id: row
        for some in slices(deadline_ids)
        for row in session.scalars(select(Promise).where(Promise.id.in_(newest.where(Promise.deadline_id.in_(some)))))
    }


def pending(session: Session, deadline_ids: Collection[int], now: datetime) -> Mapping[int, datetime]:
    """Return when the approved issue of each of these deadlines takes effect, if that is later than `now`."""
    query = _LATER.add_columns(Issue.deadline_id).group_by(Issue.deadline_id)
    return {
        deadline: at
        for some in slices(deadline_ids)
        for at, deadline in session.execute(query.where(Issue.deadline_id.in_(some)), {"now": now})
    }


def next_at(session: Session, now: datetime) -> datetime | None:
    """Return the next instant after `now` at which something becomes public by what was approved already."""
    at: datetime | None = _NEXT.rows(session.connection(), now=now)[0][0]
    return at
