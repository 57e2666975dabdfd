"""Reading how the sending stands: what holds it, which servers rest, who sends, how much waits."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from delivery import sender
from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Part, Shown, table
from letters import ledger
from models.sending_state import Breaker, Sender
from planning.rule_words import count_of
from record.sending.holds import Held, open_holds
from reminders import reminder_plan
from reminders.turn import Reckoned


@dataclass(frozen=True, slots=True)
class Server:
    """A server that rests after its faults, until when, and what it said last."""

    carrier: str
    faults: int
    open_until: datetime
    detail: str | None


@dataclass(frozen=True, slots=True)
class Ticking:
    """A data folder that rounds were run from: how many it finished, and when the last one."""

    home_id: str
    ticks: int
    ticked_at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """How the sending stands."""

    holds: tuple[Held, ...]
    servers: tuple[Server, ...]
    senders: tuple[Ticking, ...]
    waiting: int  # messages due and not sent
    owed: int  # messages' worth that the next plan would add


@reading("sending/status", who=(Grant.SECRETARIAT,))
def status(session: Session, *, clock: datetime) -> Shown[Status]:
    """Show what stops the sending, which servers are left alone, who sends, and how many letters wait."""
    return Shown(_read_status(session, clock), asdict, _parts)


def _read_status(session: Session, now: datetime) -> Status:
    rests = session.scalars(select(Breaker).where(Breaker.open_until.is_not(None)).order_by(Breaker.carrier))
    senders = session.scalars(select(Sender).order_by(Sender.ticked_at.desc()))
    return Status(
        tuple(open_holds(session)),
        tuple(Server(row.carrier, row.faults, row.open_until, row.detail) for row in rests if row.open_until),
        tuple(Ticking(row.home_id, row.ticks, row.ticked_at) for row in senders),
        sender.waiting(session, now),
        sum(len(reckoning.dues) for reckoning in _next_plan(session, now)),
    )


def _next_plan(session: Session, now: datetime) -> list[Reckoned]:
    """Return what the round would reckon now."""
    rows = ledger.come(session, now)
    return reminder_plan.reckon(session, set(rows.values()), now=now, only=rows.keys()) if rows else []


def _parts(status: Status) -> Iterator[Part]:
    yield "sending is held" if status.holds else "sending goes on"
    yield table((hold.at, "held", hold.kind, hold.by, hold.because) for hold in status.holds)
    yield table(
        (each.open_until, "rests", each.carrier, count_of(each.faults, "fault"), each.detail) for each in status.servers
    )
    yield table((each.ticked_at, "sender", each.home_id[:8], count_of(each.ticks, "round")) for each in status.senders)
    due = count_of(status.waiting, "letter is due and not sent", "letters are due and not sent")
    yield f"{due}; {status.owed} more would be planned now"
