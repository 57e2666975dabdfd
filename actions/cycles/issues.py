"""Issue dates: they become public in page, feed and letter at one moment; stop an issue before it takes effect."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Annotated, NamedTuple

from sqlalchemy.orm import Session

from actions.cycles import issue_rows, issued_together, rows_to_change, second_looks
from actions.cycles.issue_rows import Approval
from actions.cycles.rows_to_change import Held
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import many
from kernel.parameters import FLAG, REASON, STEP, CycleName, Reason
from models.deadlines import Promise
from models.issues import Issue
from planning.basis import with_force
from planning.flags import UncheckedList
from planning.remedies import Call
from planning.zones import in_geneva
from record import journal
from record.cycles import issues, provisional_lists, snapshots
from record.cycles.views import CycleView
from record.refusals import (
    AlreadySettled,
    IssuedWithMeeting,
    NoSuchStep,
    NothingToIssue,
    NothingToStop,
    OfficeOnly,
    ProposedOnly,
    ReckonedUnchecked,
)

Steps = Annotated[tuple[str, ...], many(STEP).saying("The steps; all whose set date is not issued yet if left empty.")]
ByCircular = Annotated[
    bool,
    FLAG.saying("A circular tells members of new dates; a letter goes only to whoever was told another one."),
]
LETTERS = "invitations to these periods, and recalls, leave by themselves, unless a date changes"
WithLetters = Annotated[
    bool,
    FLAG.saying("The invitation to each period, and its recalls, leave by themselves unless its date changes."),
]
AcceptProvisional = Annotated[
    str | None,
    REASON.saying("Issue dates reckoned with a holiday list that is not checked, or not loaded; say why."),
]


@act(
    "cycle/issue",
    who=(Grant.APPROVER,),
    undo="cycle/stop-issue",
    tags=("dates", "cycles"),
    short="issue",
    second=second_looks.of_dates,
)
def issue(
    session: Session,
    cycle: CycleName,
    steps: Steps = (),
    *,
    by_circular: ByCircular = False,
    with_letters: WithLetters = False,
    accept_provisional: AcceptProvisional = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Issue set dates: page, feed and letter change at one moment, ten minutes later in the working hours of Geneva.

    Until then the issue can be stopped. A period that opens on the day of a named step is issued with that day, and the
    day with it. What depends on a meeting that is set and not issued waits for that; what is reckoned with a holiday
    list that is not checked waits for the check. Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled,
    OfficeOnly, ProposedOnly, IssuedWithMeeting, ReckonedUnchecked, NothingToIssue.
    """
    terms = _Terms(by_circular, accept_provisional)
    chosen, joined = _to_issue(session, cycle, steps, terms, now=now)
    entry, at = journal.line(session), issue_rows.takes_effect_at(session, now)
    for step in (*chosen, *joined):
        approval = Approval(at, None if by_circular else at, held=False, invites=with_letters)
        issue_rows.issue(session, step.deadline, step.promise, entry, approval)
        effects.note(session, f"issue:{cycle} {step.deadline.step}", step.promise.number)
    session.flush()
    slugs = [step.deadline.step for step in (*chosen, *joined)]
    return Done(
        "issued",
        f"{cycle}: {', '.join(slugs)} issued; members read it from {in_geneva(at)} (Geneva time) on",
        cycle=cycle,
        facts={
            "steps": slugs,
            "effective": at.isoformat(),
            "by_circular": by_circular,
            "with_letters": with_letters,
            "because": accept_provisional,
        },
        notes=(*issued_together.sentences(joined), *((LETTERS,) if with_letters else ())),
        events=(Happening("issued", "cycle", (cycle,)),),
        undo=Call("cycle/stop-issue", {"cycle": cycle}),
        passing=(in_geneva(at), at.isoformat()),
    )


@act("cycle/stop-issue", who=(Grant.APPROVER,), undo="cycle/issue", tags=("dates", "cycles"))
def stop_issue(session: Session, cycle: CycleName, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Stop what was issued and is not public yet; later there is only a correction.

    Letters that were taken back because of it wait for approval again. What was issued with a meeting is stopped with
    it. Raises NoSuchCycle, NothingToStop.
    """
    held = {step.deadline.id: step for step in rows_to_change.steps_of(session, snapshots.cycle_row(session, cycle))}
    waiting = [
        (row, held[row.deadline_id])
        for row in session.scalars(issue_rows.stoppable(now).where(Issue.deadline_id.in_(held)))
        if row.deadline_id and row.meeting_id is None
    ]
    if not waiting:
        raise NothingToStop(cycle)
    entry = journal.line(session)
    for row, step in waiting:
        issue_rows.stop(session, step.deadline, row, entry)
        effects.note(session, f"issue:{cycle} {step.deadline.step}", step.promise.number)
    session.flush()
    slugs = list(dict.fromkeys(step.deadline.step for _, step in waiting))
    view = snapshots.view(session, cycle, now)
    doubted = any(provisional_lists.of(view[slug]) for slug in slugs)
    again = _how(row for row, _ in waiting) | ({"accept_provisional": "it was issued so before"} if doubted else {})
    return Done(
        "stopped",
        f"{cycle}: {', '.join(slugs)} stopped; members read what they read before",
        cycle=cycle,
        facts={"steps": slugs, "because": because},
        events=(Happening("issue-stopped", "cycle", (cycle,)),),
        undo=Call("cycle/issue", {"cycle": cycle, "steps": slugs, **again}),
    )


def _how(rows: Iterable[Issue]) -> dict[str, bool]:
    """Return how these were issued, as the arguments that do it again: by a circular, with their letters."""
    every = list(rows)
    how = {"by_circular": all(row.tells_at is None for row in every), "with_letters": all(row.invites for row in every)}
    return {name: True for name, was in how.items() if was}


class _Terms(NamedTuple):
    """How dates are issued: told of by a circular; and why also those that are provisional."""

    by_circular: bool
    accept_provisional: str | None


def _to_issue(
    session: Session, cycle: str, steps: Collection[str], terms: _Terms, *, now: datetime
) -> tuple[list[Held], list[Held]]:
    """Return the dates to issue: those named, or else all that wait; and those that are issued together with them."""
    held = rows_to_change.steps_of(session, rows_to_change.living_cycle(session, cycle))
    last = issues.approved(session, [step.deadline.id for step in held], now)
    named = [_named(cycle, held, step) for step in steps]
    view = snapshots.view(session, cycle, now)
    waits = issues.with_meetings(session, [view], now)[view.id]
    for step in named:
        if meeting := waits.get(step.deadline.step):
            raise IssuedWithMeeting(step.deadline.step, meeting)
        if step.deadline.office_only:
            raise OfficeOnly(step.deadline.step)
        if not _is_set(step) and step.deadline.id not in last:
            raise ProposedOnly(step.deadline.step)
    chosen = [
        step
        for step in named or [step for step in held if not step.is_settled and not step.deadline.office_only]
        if (_is_set(step) or step.deadline.id in last)
        and not _is_issued(step, last.get(step.deadline.id), by_circular=terms.by_circular)
        and step.deadline.step not in waits
    ]
    if not chosen:
        raise IssuedWithMeeting(*next(iter(waits.items()))) if waits and not named else NothingToIssue(cycle)
    if not terms.accept_provisional:
        chosen = _checked(view, chosen, are_named=bool(named))
    joined = [step for step in issued_together.joining(view, held, last, chosen) if step.deadline.step not in waits]
    return chosen, joined if terms.accept_provisional else _checked(view, joined, are_named=True)


def _checked(view: CycleView, steps: list[Held], *, are_named: bool) -> list[Held]:
    """Return the steps whose dates are reckoned with checked lists of closed days; of named ones, each must be.

    Raises ReckonedUnchecked, also if none is left.
    """
    doubts = {step.deadline.step: provisional_lists.of(view[step.deadline.step]) for step in steps}
    checked = [step for step in steps if not doubts[step.deadline.step]]
    if doubts and len(checked) < len(steps) and (are_named or not checked):
        step, flag = next((step, flags[0]) for step, flags in doubts.items() if flags)
        raise ReckonedUnchecked(step, flag.place, flag.year, is_loaded=isinstance(flag, UncheckedList))
    return checked


def _named(cycle: str, held: list[Held], step: str) -> Held:
    """Return the step of that name, which is open."""
    chosen = next((known for known in held if known.deadline.step == step), None)
    if chosen is None:
        raise NoSuchStep(cycle, step, [known.deadline.step for known in held])
    if chosen.is_settled:
        raise AlreadySettled(cycle, step)
    return chosen


def _is_set(step: Held) -> bool:
    """Return True if its date binds, or stands by rule."""
    return with_force(step.promise.basis, step.deadline.force).is_set


def _is_issued(step: Held, last: tuple[Issue, Promise] | None, *, by_circular: bool) -> bool:
    """Return True if members read what is set, or will by an issue that stands, and were told if they are to be."""
    if last is None:
        return False
    row, promise = last
    return issues.reads_alike(promise, step.promise) and (by_circular or row.tells_at is not None)
