"""The key dates of a session: what the rules give, what practice does, what was set, and what members read."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from planning.basis import Force
from planning.calendar import Calendars
from planning.errors import CouncilError
from planning.plan import rule_day
from planning.rule_context import Known
from record.bodies import BodyNames
from record.cycles import issues, snapshots
from record.cycles.views import CycleView, DeadlineView


@dataclass(frozen=True, slots=True)
class KeyDate:
    """One key date, by rule and by practice side by side."""

    cycle: str
    step: str
    title: str
    by: str
    rule: date | None  # what binds: of a practice, the date by rule of the same who hands to the same body
    practice: date | None
    set: date | None  # agreed or announced
    issued: date | None  # what members read
    source: str | None

    @property
    def on(self) -> date | None:
        """The day that counts: as set, else by practice, else by rule."""
        return self.set or self.practice or self.rule

    @property
    def facts(self) -> dict[str, object]:
        """Return it for machines."""
        days = {"rule": self.rule, "practice": self.practice, "set": self.set, "issued": self.issued}
        return {"cycle": self.cycle, "step": self.step, "title": self.title, "by": self.by, **days, "on": self.on,
                "source": self.source}  # fmt: skip


def key_dates(session: Session, body: str, views: Sequence[CycleView], known: datetime) -> tuple[KeyDate, ...]:
    """Return what is due to the body of a session by the cycles that hang from it, the earliest first."""
    names, calendars = BodyNames(session), snapshots.calendars(session)
    due = {view.id: [each for each in view.deadlines if each.to and names.key(each.to) == body] for view in views}
    approved = issues.approved(session, [each.id for some in due.values() for each in some], known)
    read = {number: promise.due_on for number, (issue, promise) in approved.items() if issue.effective_at <= known}
    rows = [row for view in views for row in _of_cycle(view, due[view.id], calendars, read)]
    return tuple(sorted(rows, key=lambda row: (row.on or date.max, row.cycle, row.step)))


def _of_cycle(
    view: CycleView, due: Sequence[DeadlineView], calendars: Calendars, read: Mapping[int, date | None]
) -> Iterator[KeyDate]:
    given = {each.step: _day_given(view, each, calendars) for each in due}
    ruled = {(each.by, each.to): given[each.step] for each in due if each.force == Force.RULE}
    for each in due:
        is_rule = each.force == Force.RULE
        yield KeyDate(
            cycle=view.name,
            step=each.step,
            title=each.title,
            by=each.by,
            rule=given[each.step] if is_rule else given[each.step] and ruled.get((each.by, each.to)),
            practice=None if is_rule else given[each.step],
            set=each.due if each.basis.binds else None,
            issued=read.get(each.id),
            source=each.agreed.document if each.agreed and each.agreed.document else each.source,
        )


def _day_given(view: CycleView, deadline: DeadlineView, calendars: Calendars) -> date | None:
    """Return the day that the rule or practice of a step gives, whatever was agreed since."""
    step = view.chain.step(deadline.step)
    if step is None or step.rule is None:
        return None
    with suppress(CouncilError):  # no believable day, or not in this year
        window = rule_day(step.rule, Known(view.days, snapshots.year_of(view.name), calendars))
        return window.last if window else None
    return None
