"""Judge from the senders' rows whether rounds finish; load balancers, supervisor and alarm ask it.

A round is due every quarter of an hour. After two intervals without one the schedule is silent: mail does not leave.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.sending_state import Sender
from record.sending.circuit_breakers import Failing, failing
from record.sending.holds import open_holds

INTERVAL = timedelta(minutes=15)
INTERVALS = 2  # so many without a finished round are silence


@dataclass(frozen=True, slots=True)
class Pulse:
    """How many rounds were finished, by all senders together, and when the last one was (the sender's clock)."""

    ticks: int
    ticked_at: datetime | None


def pulse(session: Session) -> Pulse:
    """Return the pulse of the store; 0 and None where no round was ever finished."""
    ticks, ticked_at = session.execute(select(func.sum(Sender.ticks), func.max(Sender.ticked_at))).one()
    return Pulse(ticks or 0, ticked_at)


def not_ready(session: Session, *, now: datetime, interval: timedelta = INTERVAL) -> str | None:
    """Return why mail does not leave, in one sentence; None while rounds are finished and nothing stops it."""
    ticked_at = pulse(session).ticked_at
    if ticked_at is None:
        return "no round has been finished yet; one comes each quarter of an hour while the schedule runs"
    if now - ticked_at >= interval * INTERVALS:
        return f"no round has been finished since {say_instant(ticked_at)}"
    last = session.scalar(select(Sender.home_id).order_by(Sender.ticked_at.desc()).limit(1))
    held = (hold.sentence for hold in open_holds(session, last))  # while one sender is held, another sends
    fails = (server.sentence for server in mail_fails(session, now))
    return next(chain(held, fails), None)


def mail_fails(session: Session, now: datetime) -> list[Failing]:
    """Return the mail server where it failed several times in a row while messages wait for it; else nothing."""
    return [each for each in failing(session, now, now) if each.is_mail and each.open_until and each.waiting]


def say_instant(at: datetime) -> str:
    """Return `2017-03-10 09:00 UTC`."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


@dataclass(frozen=True, slots=True)
class Vigil:
    """What one watcher remembers: the ticks it last saw and since when, when it last looked, what silence it told of.

    It trusts no sender's clock: a tick is heard when the number changes. A watcher that did not look for an interval
    was itself away, and begins anew.
    """

    ticks: int
    heard_at: datetime
    looked_at: datetime
    told_since: datetime | None = None  # the silence that was told, until its end was told
    told_ticks: int | None = None
    mail_since: datetime | None = None  # since when the mail server fails, as far as this watcher saw
    mail_told: bool = False

    def after(self, ticks: int | None, now: datetime, interval: timedelta) -> "Vigil":
        """Return what is remembered after a look; `ticks` is None where the store did not answer."""
        away = not timedelta() <= now - self.looked_at < interval
        heard = ticks is not None and ticks != self.ticks
        return replace(
            self,
            ticks=self.ticks if ticks is None else ticks,
            heard_at=now if away or heard else self.heard_at,
            looked_at=now,
        )

    def after_mail(self, fails: bool | None, now: datetime) -> "Vigil":
        """Return what is remembered after a look at the mail server; `fails` is None where nobody knows."""
        if fails is None:
            return self
        return replace(self, mail_since=(self.mail_since or now) if fails else None)

    def mail_begins(self, now: datetime, interval: timedelta) -> bool:
        """Return True if people must be told that the mail server fails."""
        return not self.mail_told and self.mail_since is not None and now - self.mail_since >= interval * INTERVALS

    @property
    def mail_ends(self) -> bool:
        """Return True if people must be told that the mail server works again."""
        return self.mail_told and self.mail_since is None

    def begins(self, now: datetime, interval: timedelta) -> bool:
        """Return True if people must be told of a silence."""
        return self.told_since is None and now - self.heard_at >= interval * INTERVALS

    @property
    def ends(self) -> bool:
        """Return True if people must be told that a silence ended."""
        return self.told_since is not None and self.ticks != self.told_ticks

    def told(self) -> "Vigil":
        """Return what is remembered once the silence was told."""
        return replace(self, told_since=self.heard_at, told_ticks=self.ticks)

    def told_end(self) -> "Vigil":
        """Return what is remembered once its end was told."""
        return replace(self, told_since=None, told_ticks=None)
