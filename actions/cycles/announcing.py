"""Announcing dates to the membership: only agreed and outside ones; the mail waits for an officer's release."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import journal
from actions.cycles import reading, rows
from actions.cycles.promising import as_it_stands, promise
from actions.cycles.rows import Held
from actions.cycles.views import CycleView, DeadlineView
from actions.owed import carrying, ledger
from actions.owed.carrying import Due
from actions.refusals import AlreadySettled, NoSuchStep, NothingToAnnounce, ProposedOnly
from actions.whom.directory import Directory
from actions.whom.people import scopes_of
from models.journal import Entry
from models.outbox import Owed
from planning.basis import Basis
from planning.chain import MEMBERSHIP
from planning.hours import zone_info


@dataclass(frozen=True, slots=True)
class Announced:
    """The steps announced, and how many messages now wait for release."""

    steps: tuple[str, ...]
    messages: int


def announce(session: Session, name: str, steps: Sequence[str] = (), *, now: datetime, by: str) -> Announced:
    """Announce the named steps, or every date that binds and is not announced yet.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, ProposedOnly, NothingToAnnounce.
    """
    cycle = rows.living_cycle(session, name)
    view = reading.view(session, name, now)
    chosen = [_announceable(view, step) for step in steps] or _news(session, view)
    if not chosen:
        raise NothingToAnnounce(name)
    slugs = tuple(found.step for found in chosen)
    entry = journal.write(session, "announce", {"steps": slugs}, cycle=cycle, now=now, by=by)
    held = {found.deadline.step: found for found in rows.steps_of(session, cycle)}
    for found in chosen:
        _bind(session, held[found.step], found, entry)
    session.flush()
    return Announced(slugs, _tell(session, name, slugs, now=now))


def _news(session: Session, view: CycleView) -> list[DeadlineView]:
    """Return the open deadlines whose date binds and has not been announced as it now is."""
    told = select(Owed.deadline_id, Owed.promise).where(
        Owed.deadline_id.in_([found.id for found in view.deadlines]), Owed.rung.startswith(carrying.ANNOUNCED)
    )
    announced = {tuple(row) for row in session.execute(told)}
    return [
        found
        for found in view.deadlines
        if found.is_open and found.due and found.basis.binds and (found.id, found.promise) not in announced
    ]


def _announceable(view: CycleView, step: str) -> DeadlineView:
    found = next((known for known in view.deadlines if known.step == step), None)
    if found is None:
        raise NoSuchStep(view.name, step, [known.step for known in view.deadlines])
    if not found.is_open:
        raise AlreadySettled(step)
    if not found.basis.binds or found.due is None:
        raise ProposedOnly(step)
    return found


def _bind(session: Session, held: Held, found: DeadlineView, entry: Entry) -> None:
    """Promise the same date again, now announced; an outside date stays outside: we told it, we did not set it."""
    basis = Basis.OUTSIDE if found.basis is Basis.OUTSIDE else Basis.ANNOUNCED
    planned = replace(as_it_stands(found), basis=basis)
    promise(session, held.deadline, planned, entry, words=held.words, last=held.promise)


def _tell(session: Session, name: str, steps: Sequence[str], *, now: datetime) -> int:
    view = reading.view(session, name, now)
    today = now.astimezone(zone_info(view.zone)).date()
    directory = Directory(session, [MEMBERSHIP], now=now)
    members = directory.reached(directory.holding(MEMBERSHIP, scopes_of(view), today), view.chain.slug, view.zone)
    chosen = [view[step] for step in steps]
    dues = [
        (view, Due(found, member, carrying.ANNOUNCEMENT, f"{carrying.ANNOUNCED}{found.sequence}"))
        for member in members
        for found in chosen
    ]
    return carrying.carry(ledger.of(session), dues, now=now, clock=now)
