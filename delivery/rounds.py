"""A round: plan what is owed, then send what is due. Idempotent; run by the schedule, by hand, or twice at once.

Where anything holds the sending it does neither; once it is finished it is counted, as a tick of its sender.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from delivery import sender
from delivery.channels import Channels, carriers
from delivery.sender import Delivered
from models import transactions
from models.engine import reading
from notifications.channels.ping import PATIENCE, ping
from planning.clock import utc_now
from record import event_queue, private_files
from record.logs import NAME
from record.sending import data_folder, ticks
from record.sending.clocks import Steady, steadily
from record.sending.holds import SendingHeld, Watch
from record.settings import Settings
from reminders import approved_alone, reminder_plan, weekly_mail
from reminders.reminder_plan import Planned

LOG = logging.getLogger(f"{NAME}.round")


@dataclass(frozen=True, slots=True)
class Round:
    """What a round planned and sent."""

    planned: Planned
    delivered: Delivered

    @property
    def counts(self) -> dict[str, int]:
        """How many messages were planned, sent, and so on; and of how many deadlines nobody could be told."""
        return {"planned": self.planned.messages, **asdict(self.delivered), "nobody": len(self.planned.nobody)}


def run_round(
    engine: Engine,
    settings: Settings,
    *,
    now: datetime,
    clock: Callable[[], datetime] = utc_now,
    steady: Callable[[], Steady] = steadily,
    hand_out: Callable[[int], None] = lambda shares: None,
) -> Round:
    """Plan and send what is due at `now`, and count the round; `clock` is the real one and `steady` the kernel's.

    `hand_out` is told how many shares of what is due others may send meanwhile; the round goes on without an answer.
    Raises SendingHeld, RecordHeld, RecordChanged, and NoMailServer when messages wait and nothing carries mail.
    """
    machine = data_folder.machine(settings.machine)
    watch = _watched(engine, settings, Watch(settings.home, machine, clock, steady))
    planned = plan(engine, settings, now=now, clock=clock)
    with reading(engine) as session:
        others = sender.shares(session, settings, now) - 1
    if others > 0 and settings.mail_url:
        hand_out(others)
    done = Round(planned, send(engine, settings, now=now, clock=clock, refuse=watch.refuse))
    ticks.tick(engine, settings.home, machine, clock=clock(), steady=steady())
    tell_finished(settings, done.counts)
    return done


def run_share(
    engine: Engine,
    settings: Settings,
    *,
    now: datetime,
    clock: Callable[[], datetime] = utc_now,
    steady: Callable[[], Steady] = steadily,
) -> Delivered:
    """Send of what a round has planned, beside it, until nothing is due or no connection free. Raises as `run_round`.

    It counts as no round: whoever planned tells that there was one.
    """
    machine = data_folder.machine(settings.machine)
    watch = _watched(engine, settings, Watch(settings.home, machine, clock, steady))
    return send(engine, settings, now=now, clock=clock, refuse=watch.refuse)


def _watched(engine: Engine, settings: Settings, watch: Watch) -> Watch:
    """Return the watch once it finds nothing that holds this sender. Raises SendingHeld."""
    private_files.mend(settings)  # a house that runs rounds by cron may never start the schedule
    look = watch.look()
    holds = transactions.run(engine, look)
    if holds:
        raise SendingHeld(holds)
    return watch


def turn(
    engine: Engine,
    settings: Settings,
    *,
    now: datetime,
    clock: Callable[[], datetime],
    instead: Channels | None = None,
) -> Round:
    """Plan and send what is due at `now`, whatever holds the sending: a rehearsal's round, which reaches nobody.

    It may send by others `instead` of the real channels. Raises NoMailServer, RecordHeld, RecordChanged.
    """
    planned = plan(engine, settings, now=now, clock=clock)
    return Round(planned, send(engine, settings, now=now, clock=clock, instead=instead))


def plan(engine: Engine, settings: Settings, *, now: datetime, clock: Callable[[], datetime]) -> Planned:
    """Plan what is owed at `now`, one process at a time. Raises RecordHeld, RecordChanged."""

    def write(session: Session) -> Planned:
        planned = reminder_plan.plan_owed(session, now=now, clock=clock())
        weekly_mail.plan(session, settings, now=now)
        approved_alone.plan(session, now=now)
        event_queue.prune(session, clock=clock())
        return planned

    return transactions.run(engine, write)


def send(
    engine: Engine,
    settings: Settings,
    *,
    now: datetime,
    clock: Callable[[], datetime],
    refuse: Callable[[Session], None] = sender.free_to_send,
    instead: Channels | None = None,
) -> Delivered:
    """Send what is due at `now`, any number of processes at once. Raises NoMailServer, and what `refuse` raises."""
    if not settings.mail_url:
        with reading(engine) as session:
            sender.require_mail(session, settings, now)
        return Delivered()
    with carriers(settings.mail_url, settings) as channels:
        return sender.deliver(engine, instead or channels, settings, now=now, clock=clock, refuse=refuse)


def tell_finished(settings: Settings, counts: Mapping[str, int], patience: float = PATIENCE) -> None:
    """Log the counts, and ask COUNCIL_PING_URL; that it fails never harms the round, which is over."""
    LOG.info("round finished", extra={"facts": counts})
    if settings.ping_url and (fault := ping(settings.ping_url, patience)):
        LOG.warning("the ping after the round failed", extra={"facts": {"because": fault}})
