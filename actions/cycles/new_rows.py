"""Rows of a new cycle, copied from its chain: the cycle, its anchors, its steps with their first dates."""

from datetime import datetime

from sqlalchemy.orm import Session

from actions.cycles import issue_rows
from actions.cycles.planned_cycles import Intended
from actions.cycles.promises import Words, flagged_if_past, promise
from models.cycles import Anchor, AnchorDate, Cycle, cycle_id
from models.deadlines import Deadline, deadline_id
from models.journal import Entry
from models.store import Store, the_store
from planning.basis import Basis
from planning.chain import Step
from planning.flags import ListFlag
from planning.window import Window
from record.cycles import meeting_issues, provisional_anchors


def write(session: Session, intended: Intended, entry: Entry) -> Cycle:
    """Write and return a new cycle, with its deadlines promised as planned, from the entry's time on."""
    store = the_store(session)
    cycle = _cycle(session, store, intended, now=entry.at)
    _copy_anchors(session, cycle, intended, entry)
    _copy_steps(session, store, cycle, intended, entry)
    session.flush()
    return cycle


def _cycle(session: Session, store: Store, intended: Intended, *, now: datetime) -> Cycle:
    chain = intended.chain
    cycle = Cycle(
        chain=chain.slug,
        edition=intended.edition,
        version=chain.version,
        title=chain.title,
        mandate=chain.mandate,
        zone=chain.zone,
        place=chain.place,
        public_id=cycle_id(store, intended.name),
        opened_at=now,
        last_act_at=now,
    )
    session.add(cycle)
    session.flush()
    return cycle


def _copy_anchors(session: Session, cycle: Cycle, intended: Intended, entry: Entry) -> None:
    for position, declared in enumerate(intended.chain.anchors):
        meeting = intended.meetings.get(declared.name)
        row = Anchor(
            cycle_id=cycle.id,
            position=position,
            name=declared.name,
            title=declared.title,
            optional=declared.optional,
            outside=declared.outside,
            meeting_id=meeting.id if meeting else None,
        )
        session.add(row)
        session.flush()
        if span := intended.spans.get(declared.name):
            date_anchor(session, row, span, entry, provisional=declared.name in intended.provisional)


def date_anchor(
    session: Session, anchor: Anchor, span: Window | None, entry: Entry, *, provisional: bool = False
) -> None:
    """Give an anchor its days, or take them away, from the entry's time on."""
    session.add(
        AnchorDate(
            anchor_id=anchor.id,
            opens_on=span.first if span else None,
            closes_on=span.last if span else None,
            at=entry.at,
            entry_id=entry.id,
            provisional=provisional,
            meeting_id=anchor.meeting_id,
        )
    )


def _copy_steps(session: Session, store: Store, cycle: Cycle, intended: Intended, entry: Entry) -> None:
    waiting = _hung_from_waiting(session, intended, entry.at)
    for position, (step, planned) in enumerate(zip(intended.chain.steps, intended.plan.deadlines, strict=True)):
        row = copy_step(session, store, cycle, position, step, now=entry.at)
        words = intended.agreed[step.slug].words if step.slug in intended.agreed else Words()
        first = promise(session, row, flagged_if_past(planned, entry.at), entry, words=words)
        row.sequence = 0  # what a subscriber first sees is revision 0
        is_doubted = planned.basis is Basis.OUTSIDE and any(isinstance(flag, ListFlag) for flag in planned.flags)
        is_public = planned.basis.binds and not step.office_only
        if is_public and step.slug not in waiting and not is_doubted:  # agreed in a file, or set by others
            issue_rows.publish(session, row, first, entry)


def _hung_from_waiting(session: Session, intended: Intended, now: datetime) -> set[str]:
    """Return the steps whose dates hang from a meeting that is set and not issued: they are issued with it."""
    waiting = meeting_issues.waiting(session, now)
    anchors = {name for name, meeting in intended.meetings.items() if meeting.id in waiting}
    bases = {planned.step: planned.basis for planned in intended.plan.deadlines}
    steps = (step.slug for step in intended.chain.steps if bases[step.slug] not in provisional_anchors.AGREED)
    return {step for step in steps if anchors.intersection(provisional_anchors.roots(intended.chain, step, bases))}


def copy_step(session: Session, store: Store, cycle: Cycle, position: int, step: Step, *, now: datetime) -> Deadline:
    """Return the row of a step, with all that the cycle needs of it; it has no date yet."""
    row = Deadline(
        cycle_id=cycle.id,
        public_id=deadline_id(store, cycle.name, step.slug),
        position=position,
        step=step.slug,
        rule=str(step.rule) if step.rule else None,
        opening=str(step.opening) if step.opening else None,
        ladder=str(step.ladder),
        look_at=now,
        updated_at=now,
        **step.kept,
    )
    session.add(row)
    session.flush()
    return row
