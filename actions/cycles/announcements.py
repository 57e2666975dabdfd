"""Announcing dates to the membership: agreed, outside and by rule; the mail waits for an officer's release."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from actions.cycles.promises import as_it_stands, promise
from actions.cycles.rows_to_change import Held
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import many
from kernel.parameters import STEP, CycleName
from letters import ledger, new_messages
from letters.new_messages import Due
from models.journal import Entry
from models.outbox import MessageKind, Owed
from planning.basis import Basis
from planning.chain import MEMBERSHIP
from planning.ladder import Rung
from planning.rule_words import count_of
from planning.zones import local_day
from record import journal
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView
from record.people.directory import Directory
from record.people.people import scopes_of
from record.refusals import AlreadySettled, NoSuchStep, NothingToAnnounce, ProposedOnly

Steps = Annotated[
    tuple[str, ...], many(STEP).saying("The steps; all whose date is set and not announced yet if left empty.")
]


@act(
    "cycle/announce",
    who=(Grant.SECRETARIAT,),
    no_undo="the dates are announced; letters that wait for approval need not be sent, and dates can be agreed anew",
    tags=("dates", "cycles"),
    short="announce",
)
def announce(session: Session, cycle: CycleName, steps: Steps = (), *, now: datetime, by: Identity) -> Done:
    """Announce dates that are agreed, set by others or by rule to the membership; the letters wait for approval.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, ProposedOnly, NothingToAnnounce.
    """
    row = rows_to_change.living_cycle(session, cycle)
    view = snapshots.view(session, cycle, now)
    chosen = [_announceable(view, step) for step in steps] or _news(session, view)
    if not chosen:
        raise NothingToAnnounce(cycle)
    slugs, entry = [deadline.step for deadline in chosen], journal.line(session)
    held = {each.deadline.step: each for each in rows_to_change.steps_of(session, row)}
    for deadline in chosen:
        _bind(session, held[deadline.step], deadline, entry)
    session.flush()
    messages = _tell(session, cycle, slugs, now=now)
    return Done(
        "announced",
        f"announced: {', '.join(slugs)}; {count_of(messages, 'letter')} made, for approval",
        cycle=cycle,
        facts={"steps": slugs, "messages": messages},
        events=(Happening("announced", "cycle", (cycle,)),),
    )


def _news(session: Session, view: CycleView) -> list[DeadlineView]:
    """Return the open deadlines whose date binds and has not been announced as it now is."""
    earlier = select(Owed.deadline_id, Owed.promise).where(
        Owed.deadline_id.in_([deadline.id for deadline in view.deadlines]), Owed.rung.startswith(Rung.ANNOUNCED.prefix)
    )
    announced = {tuple(row) for row in session.execute(earlier)}
    return [
        deadline
        for deadline in view.deadlines
        if deadline.is_open
        and deadline.due
        and deadline.basis.is_set
        and (deadline.id, deadline.promise) not in announced
    ]


def _announceable(view: CycleView, step: str) -> DeadlineView:
    deadline = next((known for known in view.deadlines if known.step == step), None)
    if deadline is None:
        raise NoSuchStep(view.name, step, [known.step for known in view.deadlines])
    if not deadline.is_open:
        raise AlreadySettled(view.name, step)
    if not deadline.basis.is_set or deadline.due is None:
        raise ProposedOnly(step)
    return deadline


def _bind(session: Session, held: Held, deadline: DeadlineView, entry: Entry) -> None:
    """Promise the same date again as announced; an outside date stays outside, because others set it."""
    basis = Basis.OUTSIDE if deadline.basis is Basis.OUTSIDE else Basis.ANNOUNCED
    planned = replace(as_it_stands(deadline), basis=basis)
    promise(session, held.deadline, planned, entry, words=held.words, last=held.promise)


def _tell(session: Session, name: str, steps: Sequence[str], *, now: datetime) -> int:
    view = snapshots.view(session, name, now)
    today = local_day(now, view.zone)
    directory = Directory(session, [MEMBERSHIP], now=now)
    members = directory.reached(directory.holding(MEMBERSHIP, scopes_of(view), today), view.chain.slug, view.zone)
    chosen = [view[step] for step in steps]
    dues = [
        (view, Due(deadline, member, MessageKind.ANNOUNCEMENT, Rung.ANNOUNCED.numbered(deadline.sequence)))
        for member in members
        for deadline in chosen
    ]
    return new_messages.carry(ledger.of(session), dues, now=now, clock=now)
