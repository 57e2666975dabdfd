"""What holds all sending: a clock that cannot be believed, a store that was restored or copied, an officer's word.

A held round neither plans nor sends: at a wrong clock it would owe what is not due. The clock's hold lifts by itself
once the clocks agree again; the others, and that one too, by an officer's act (delivery/officer_holds.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.sending_state import RESTORED, Hold, Sender
from models.store import the_store
from planning.errors import CouncilError
from planning.remedies import Call
from record.sending import clocks, ticks
from record.sending.clocks import Steady

CLOCK, OFFICER = "clock", "officer"  # kinds of holds, beside RESTORED
OLDER = "this store is older than what its sender remembers: it was restored from a backup"
COPY = "this data folder is a copy, or was restored or moved: {}; where the original still sends, leave this one held"


class SendingHeld(CouncilError):
    """Nothing is planned and nothing leaves until a hold is lifted."""

    def __init__(self, holds: Sequence["Held"]) -> None:
        self.kinds = tuple(hold.kind for hold in holds)
        self.since = min(hold.at for hold in holds)
        why = "; ".join(hold.because for hold in holds)
        super().__init__(f"sending is held: {why}", Call("sending/resume", words="let it go on"))


@dataclass(frozen=True, slots=True)
class Held:
    """A hold that stands: its kind, why, since when and by whom (None: found by a round)."""

    kind: str
    because: str
    at: datetime
    by: str | None
    home_id: str | None  # the sender that it holds; None: every sender

    @property
    def sentence(self) -> str:
        """What does not leave, since when and why."""
        what = "no mail leaves" if self.home_id is None else f"the sender {self.home_id} sends nothing"
        return f"{what} since {self.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC: {self.because}"


def open_holds(session: Session, home_id: str | None = None) -> list[Held]:
    """Return the holds that stand, the oldest first: all of them, or those against one sender."""
    query = select(Hold).where(Hold.lifted_at.is_(None)).order_by(Hold.id)
    if home_id is not None:
        query = query.where(or_(Hold.home_id.is_(None), Hold.home_id == home_id))
    return [Held(row.kind, row.because, row.at, row.by, row.home_id) for row in session.scalars(query)]


@dataclass(frozen=True, slots=True)
class Watch:
    """One sender and its two clocks: asked before a round begins, and before each claim."""

    home: Path
    machine: str  # of identity.machine
    clock: Callable[[], datetime]
    steady: Callable[[], Steady]

    def look(self) -> Callable[[Session], list[Held]]:
        """Return what finds this sender's holds in a session that begins after now: it may add one, or lift one."""
        own = ticks.folder(self.home, self.machine)
        return lambda session: found(session, own, self.machine, clock=self.clock(), steady=self.steady())

    def refuse(self, session: Session) -> None:
        """Return when nothing holds this sender. Raises SendingHeld; the next round records it."""
        own = ticks.folder(self.home, self.machine).home_id
        is_wrong = clocks.fault(session.scalars(select(Sender)), own, self.clock(), self.steady())
        holds = open_holds(session, own)
        if is_wrong:
            holds.append(Held(CLOCK, is_wrong, self.clock(), None, own))
        if holds:
            raise SendingHeld(holds)


def found(session: Session, own: ticks.Folder, machine: str, *, clock: datetime, steady: Steady) -> list[Held]:
    """Return the holds against a sender, after adding what is found now and lifting what is over."""
    _look_for_copy(session, own, machine, clock)
    _look_for_restore(session, own, clock, steady)
    _look_at_clocks(session, own, clock, steady)
    session.flush()
    return open_holds(session, own.home_id)


def _look_for_copy(session: Session, own: ticks.Folder, machine: str, clock: datetime) -> None:
    """Hold the copy of a store where it is put to use: what it would send, the original has sent or will send."""
    why = ticks.copied(session, own, machine)
    if why and not _is_settled(session, session.get(Sender, own.home_id) or ticks.last_sender(session)):
        _hold_restored(session, COPY.format(why), clock)


def _look_for_restore(session: Session, own: ticks.Folder, clock: datetime, steady: Steady) -> None:
    """Hold everybody when the folder has seen more than the store; the store then knows, whoever lifts it."""
    if not ticks.knows_more(session, own):
        return
    row = session.get(Sender, own.home_id)
    if not _is_settled(session, row):
        _hold_restored(session, OLDER, clock)
    known = own.ticks[the_store(session).public_id]
    ticked_at = row.ticked_at if row else clock
    stood = Steady(row.boot_id, row.steady) if row else Steady("", steady.seconds)
    ticks.count(session, own.home_id, clock=ticked_at, steady=stood, least=known)


def _is_settled(session: Session, row: Sender | None) -> bool:
    """Return True if an officer lifted a hold after this sender's last tick: it was about what is seen now."""
    last = session.scalar(_RESTORED.where(Hold.lifted_at.is_not(None)).order_by(Hold.lifted_at.desc()).limit(1))
    return bool(row and last and last.lifted_at and row.ticked_at < last.lifted_at)


def _hold_restored(session: Session, because: str, clock: datetime) -> None:
    if session.scalar(_RESTORED.where(Hold.lifted_at.is_(None)).limit(1)) is None:
        session.add(Hold(kind=RESTORED, because=because, at=clock, by=None))
        session.flush()


def _look_at_clocks(session: Session, own: ticks.Folder, clock: datetime, steady: Steady) -> None:
    wrong = clocks.fault(session.scalars(select(Sender)), own.home_id, clock, steady)
    query = select(Hold).where(Hold.kind == CLOCK, Hold.home_id == own.home_id, Hold.lifted_at.is_(None))
    standing = session.scalar(query.limit(1))
    if wrong and standing is None:
        session.add(Hold(kind=CLOCK, because=wrong, at=clock, by=None, home_id=own.home_id))
    elif standing and not wrong:
        standing.lifted_at = clock


_RESTORED = select(Hold).where(Hold.kind == RESTORED)
