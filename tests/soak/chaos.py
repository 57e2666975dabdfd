"""Rounds of chaos: a day each, on which senders are killed and stopped while dates move and servers fail."""

import os
import random
import signal
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from delivery import sender as sender_
from models.engine import reading
from models.transactions import contention
from tests.faults.ledger import Account, Ledger
from tests.faults.senders import Orders, is_stopped, sender, set_clock
from tests.faults.servers import OwnPostgresql
from tests.secretariat import Desk, moment
from tests.sink import MisbehavingSink, Mood
from tests.soak.office import REFUSED, STAFF, STATES, Office

FIRST_DAY = date(2017, 1, 9)
TURNS = 2  # bursts of senders in a day's chaos, twenty minutes apart
PAUSES = ("before MAIL", "before DATA", "in the middle of a mail", "before the answer to a mail")
# the tables that each of them writes
PLAN, CLAIM_OR_FINISH, TICK = "deadline, message, message_identity, owed", "message", "sender"
INSIDE = (*(f"before the commit of {names}" for names in (PLAN, CLAIM_OR_FINISH, TICK)), *range(2, 8, 2))
MOODS = (
    Mood(),
    Mood(),
    Mood(thinks=0.01),
    Mood(greeting="421 busy"),
    Mood(recipients=dict.fromkeys([STAFF[0], STATES[0]], "450 greylisted")),
    Mood(data="451 later"),
    Mood(reply="451 later"),
    Mood(reply="drop"),
)
BROKEN_OFF = 60.0  # seconds after which a sender that neither ends nor stops is a fault of its own


@dataclass
class Chaos:
    """An office, its sink and its senders, and dice for all that happens to them."""

    desk: Desk
    folder: Path
    dice: random.Random
    ledger: Ledger  # over an engine of its own, which may think between two questions as long as it likes
    server: OwnPostgresql | None = None  # restarted now and then, where the store is on it
    mutant: str = ""  # the fault of its senders, which must be found out
    office: Office = field(init=False)
    day: date = FIRST_DAY
    asleep: list[ForkServerProcess] = field(default_factory=list)
    killed: int = 0
    stopped: int = 0
    inside: int = 0  # of the senders stopped, those that held a transaction open
    refused: int = 0  # acts for which a sender held the record too long
    longest: float = 0.0  # seconds that an act took
    restarted: int = 0
    _number: int = 0

    def __post_init__(self) -> None:
        self.office = Office(self.desk, self.dice)
        self.office.hires()
        self.sink.counts = lambda: self.ledger.lapsed

    @property
    def sink(self) -> MisbehavingSink:
        """The mail server, whose mood changes."""
        assert isinstance(self.desk.sink, MisbehavingSink)
        return self.desk.sink

    def round(self) -> Account:
        """Return the account after one more working day, its chaos in the morning, its peace in the afternoon."""
        now = moment(f"{self.day} 09:00")
        self._acts(now)
        for turn in range(TURNS):
            self._burst(now + turn * timedelta(minutes=20))
        self._settle(moment(f"{self.day} 15:00"))
        account = self.ledger.account(moment(f"{self.day} 17:40"))
        self.day += timedelta(days=3 if self.day.weekday() == 4 else 1)
        return account

    def _acts(self, now: datetime) -> None:
        if self.dice.random() < 0.5:
            self.office.open(now)
        for _ in range(self.dice.randint(0, 2)):
            self._act(now)

    def _act(self, now: datetime) -> None:
        begun, before = time.monotonic(), None
        try:
            before = self.ledger.before()  # a sender that sleeps in its commit keeps a SQLite file from readers, too
            self.office.act(now)
        except DBAPIError as why:
            if not contention(why):
                raise
            self.refused += 1
        self.longest = max(self.longest, time.monotonic() - begun)
        if before is not None:
            self.ledger.note(before)

    def _burst(self, now: datetime) -> None:
        """Run some senders at once, and do to them what may happen."""
        clock = self.folder / "clock"
        self._lapse(now)
        self.sink.mood = self._mood(self.dice.choice(MOODS))
        orders = [self._orders(now, clock) for _ in range(self.dice.randint(1, 2))]
        running = [(sender(order), order) for order in orders]
        if self.dice.random() < 0.5:
            time.sleep(self.dice.uniform(0.0, 0.3))  # at any moment of the round
            self._act(now)
        if self.server and self.dice.random() < 0.1:
            self.server.restarts()
            self.restarted += 1
        self._wait(running, now)

    def _orders(self, now: datetime, clock: Path) -> Orders:
        self._number += 1
        diary = self.folder / f"diary-{self._number}"
        what = self.dice.random()
        stop: dict[str, Any] = {}
        if what < 0.4:
            stop = {"stop_at": self.dice.randint(0, 40)}
        elif what < 0.75:
            stop = {"stop_at": self.dice.choice(INSIDE), "stop_with": signal.SIGSTOP, "inside": True}
        elif what < 0.9:
            stop = {"stop_at": self.dice.choice(PAUSES), "stop_with": signal.SIGSTOP}
        return Orders(self.desk.settings, now, clock, diary, mutant=self.mutant, **stop)

    def _wait(self, running: list[tuple[ForkServerProcess, Orders]], now: datetime) -> None:
        """Wait until each has ended or sleeps; what sleeps wakes in a later burst, past its lease."""
        last = time.monotonic() + BROKEN_OFF
        while running:
            for process, orders in [child for child in running if not child[0].is_alive() or is_stopped(child[0])]:
                running.remove((process, orders))
                if process.is_alive() and self._sleeps(process, orders, now):
                    running.append((process, orders))
                self.killed += process.exitcode == -signal.SIGKILL
            assert time.monotonic() < last, "a sender neither ends nor stops"
            time.sleep(0.005)  # between two looks at who has ended, or stands still

    def _sleeps(self, process: ForkServerProcess, orders: Orders, now: datetime) -> bool:
        """Act beside a sender that sleeps, perhaps with what everybody needs in its hand; return True if it is awake.

        PostgreSQL takes that from it; what it holds of a SQLite file it holds until it wakes, and the other sender may
        sleep with the same in its hand before this one ends.
        """
        within = orders.inside and orders.reached()[-1].startswith("before the commit")
        self.inside, self.stopped = self.inside + within, self.stopped + (not within)
        self._act(now)
        if orders.inside and self.server is None:  # whatever its last line says: another thread may have written that
            assert process.pid is not None
            os.kill(process.pid, signal.SIGCONT)
            return True
        self.asleep.append(process)
        return False

    def _lapse(self, now: datetime) -> None:
        """Let the leases of all be over, and wake those who sleep: they have to ask again before they send."""
        time.sleep(sender_.AGAIN if self.asleep else 0)  # so that what they asked is too old when they wake
        set_clock(self.folder / "clock", now)
        self.ledger.lapse()
        self._wake()

    def _wake(self) -> None:
        for process in self.asleep:
            assert process.pid is not None
            os.kill(process.pid, signal.SIGCONT)
            process.join(BROKEN_OFF)
        self.asleep.clear()

    def _mood(self, mood: Mood) -> Mood:
        refused = {REFUSED: "550 5.1.1 no such mailbox"} | dict(mood.recipients)
        return Mood(**({name: getattr(mood, name) for name in Mood.__dataclass_fields__} | {"recipients": refused}))

    def _settle(self, now: datetime) -> None:
        """Let the day end well: everybody awake, the server in a good mood, leases and pauses over."""
        self._lapse(now)
        self.sink.mood = self._mood(Mood())
        for turn in range(8):
            self.desk.releases(on=now + turn * timedelta(minutes=20))  # of what is dropped, for which no word stands
            self.desk.round(now + turn * timedelta(minutes=20))
            with reading(self.desk.engine) as session:
                if not sender_.waiting(session, now):
                    return
