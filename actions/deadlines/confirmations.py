"""A second person's confirmation: a step that one person reported met is met when another confirms it."""

from datetime import datetime

from sqlalchemy.orm import Session

from actions.cycles import promises, rows_to_change
from actions.deadlines import opened_windows, settlements
from actions.deadlines.settlements import How
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import CycleName, KeepShort, Reason, StepName
from planning.remedies import Call
from record import journal
from record.people import people
from record.refusals import NotConfirmed, NothingToConfirm, SamePerson


@act(
    "deadline/confirm",
    who=(Grant.SECRETARIAT, Grant.LINK),
    undo="deadline/withdraw-confirmation",
    tags=("steps",),
    short="confirm",
)
def confirm(
    session: Session,
    cycle: CycleName,
    step: StepName,
    *,
    keep_short: KeepShort = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Confirm, as a second person, that a step was completed as reported: on that day, with its evidence.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, NothingToConfirm, SamePerson for the reporter, and
    WindowTooShort where members would have less than the least time for comments on it.
    """
    held = rows_to_change.open_step(session, cycle, step)
    report = held.settlement
    if report is None or not held.is_reported:
        raise NothingToConfirm(cycle, step, held.deadline.confirmation)
    if people.hands(session, by.hand) & people.hands(session, report.by):
        raise SamePerson(step, journal.names(session).get(report.by, report.by))
    shown = {"document": report.document, "url": report.url}
    opened_windows.check_time(session, cycle, held.deadline, keep_short, now=now)
    how = How("met", report.on, **shown, accepted_by=report.accepted_by, reported_by=report.by)
    flagged = settlements.settle(session, held, how, journal.line(session))
    return Done(
        "met",
        f"{cycle} {step} is completed",
        cycle=cycle,
        facts={"step": step, "on": report.on, **shown, "reported_by": report.by},
        notes=flagged,
        events=(Happening("met", "deadline", (cycle, step)),),
        undo=Call("deadline/withdraw-confirmation", {"cycle": cycle, "step": step}),
    )


@act("deadline/withdraw-confirmation", who=(Grant.SECRETARIAT,), undo="deadline/confirm", tags=("steps",))
def withdraw_confirmation(
    session: Session, cycle: CycleName, step: StepName, *, because: Reason, now: datetime, by: Identity
) -> Done:
    """Take a confirmation back: the step is open until a second person confirms it.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, NotConfirmed.
    """
    held = rows_to_change.step_of(session, cycle, step)
    confirmed = held.settlement
    if confirmed is None or confirmed.confirmed_by is None:
        raise NotConfirmed(cycle, step)
    entry = journal.line(session)
    promises.renew(session, held.deadline, held.promise, entry)
    shown = {"document": confirmed.document, "url": confirmed.url}
    how = How("reported", confirmed.on, **shown, accepted_by=confirmed.accepted_by, on_word_of=confirmed.by)
    flagged = settlements.settle(session, held, how, entry)
    return Done(
        "reported",
        f"{cycle} {step} is reported completed again; a second person confirms it",
        cycle=cycle,
        facts={"step": step, "because": because},
        notes=flagged,
        events=(Happening("reported", "deadline", (cycle, step)),),
        undo=Call("deadline/confirm", {"cycle": cycle, "step": step}),
        next=(Call("deadline/confirm", {"cycle": cycle, "step": step}),),
    )
