"""A state machine of the whole delivery: acts, rounds, crashes, sick servers, wrong clocks and restored backups.

In one process, with a mail carrier that can be told to crash: from that moment on nothing is written and nothing is
taken, as if the process had been killed. The promises are looked at after every step, and once all has settled.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine

from delivery import rounds, sender
from delivery.officer_holds import AfterRestore
from delivery.sender import AHEAD
from models.engine import reading, writing
from planning.calendar import WorkCalendar
from planning.mail_hours import next_permitted
from record.refusals import NothingToStop
from record.sending.clocks import Steady
from record.sending.holds import SendingHeld
from tests.faults.carrier import MOODS, Carrier, Crash
from tests.faults.ledger import Ledger
from tests.faults.letters import Letters, told_by
from tests.faults.members_words import Members
from tests.faults.moments import Moments
from tests.secretariat import Desk, moment, resume
from tests.soak.office import CHAIN, STATES, WITH_OWN, ZONES, Office

NO_HOLIDAYS = WorkCalendar("Geneva")


class Delivery(RuleBasedStateMachine):
    """The rules. Subclasses say on which store, and how it is backed up and put back."""

    def fresh(self) -> tuple[Engine, Path]:
        """Return an empty store, and a folder for its sender."""
        raise NotImplementedError  # the subclass of each database has it

    def backup(self) -> Callable[[], None]:
        """Return what puts the store back as it is now."""
        raise NotImplementedError  # likewise

    @initialize()
    def begin(self) -> None:
        engine, home = self.fresh()
        self.carrier = Carrier()
        self.now = moment("2017-01-09 09:00")
        self.desk = Desk(engine, self.carrier, home)  # type: ignore[arg-type]  # a carrier is no mail server
        self.ledger = Ledger(engine, self.carrier.mails)
        Moments(self.carrier.reached).of_store(engine)
        self.office = Office(self.desk, random.Random(0), chain=WITH_OWN)
        self.office.hires(ZONES)
        self.members = Members.of(self.desk, self.now)
        self.restore: Callable[[], None] | None = None
        self.settled = False
        self.announced: set[tuple[str, str]] = set()  # by cycle and step
        self.act(0)
        self.act(1)
        for kind in ("announcement", "change"):
            self.desk.forbids(CHAIN.slug, kind, on=self.now)

    # -- what happens ------------------------------------------------------------------------------------------

    @rule(seed=st.integers(0, 40))
    def act(self, seed: int) -> None:
        """Somebody opens, moves, agrees, settles or waives."""
        self.office.dice = random.Random(seed)
        before = self.ledger.before()
        if seed % 4 == 0:
            self.office.open(self.now)
        else:
            self.office.act(self.now)
        self.ledger.note(before)
        self.settled = False

    @precondition(lambda self: bool(self.office.cycles))
    @rule(seed=st.integers(0, 3))
    def announce(self, seed: int) -> None:
        """Somebody sets, and an approver issues what is set."""
        self.set(seed)
        self.office.dice = random.Random(seed)
        self.announced |= set(self.office.announce(self.now))
        self.settled = False

    @precondition(lambda self: bool(self.office.cycles))
    @rule(seed=st.integers(0, 3))
    def set(self, seed: int) -> None:
        """Somebody sets a date, which nobody issues: no byte of a public calendar changes."""
        self.office.dice = random.Random(seed)
        before, read = self.ledger.before(), self.members.calendar(self.now)
        self.office.set(self.now)
        self.ledger.note(before)
        assert self.members.calendar(self.now) == read
        self.settled = False

    @precondition(lambda self: bool(self.office.cycles))
    @rule(seed=st.integers(0, 7))
    def add_a_step_of_the_office(self, seed: int) -> None:
        """Somebody adds a step that is the office's own, or sets its date: no byte of a public calendar changes."""
        self.office.dice = random.Random(seed)
        before, read = self.ledger.before(), self.members.calendar(self.now)
        self.office.sees_to_its_own(self.now)
        self.ledger.note(before)
        assert self.members.calendar(self.now) == read
        self.settled = False

    @precondition(lambda self: bool(self.office.cycles))
    @rule()
    def stop(self) -> None:
        """An approver stops what was issued, while it is not public yet."""
        for cycle in self.office.cycles:
            with suppress(NothingToStop):
                read = self.members.calendar(self.now)
                self.desk.performs("cycle/stop-issue", cycle=cycle, because="a slip", on=self.now)
                self.announced = {told for told in self.announced if told[0] != cycle}
                assert self.members.calendar(self.now) == read
        self.settled = False

    @precondition(lambda self: bool(self.office.cycles))
    @rule(seed=st.integers(0, 3))
    def a_date_changes_before_its_announcement_leaves(self, seed: int) -> None:
        """Issued in the evening, agreed and issued anew in the night."""
        self.now = max(self.now, self.now.replace(hour=20, minute=0))
        self.announce(seed)
        before = self.ledger.before()
        self.office.agree(self.now)
        self.ledger.note(before)

    @precondition(lambda self: bool(self.office.cycles))
    @rule(seed=st.integers(0, 3), mood=st.sampled_from(MOODS))
    def a_window_opens(self, seed: int, mood: str) -> None:
        """Its draft is there: one round invites, the next one whoever has come since, and tries again what failed."""
        self.office.dice = random.Random(seed)
        before = self.ledger.before()
        self.office.post(self.now)
        self.ledger.note(before)
        self.now = next_permitted(self.now + timedelta(days=1), "Europe/Zurich", NO_HOLIDAYS)
        self._round(mood)
        self.office.joins(self.now)
        self._round("well")

    @rule()
    def release(self) -> None:
        self.desk.releases(on=self.now)
        self.settled = False

    @rule(minutes=st.sampled_from([5, 16, 60, 240, 24 * 60, 24 * 60, 72 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(mood=st.sampled_from(MOODS))
    def round(self, mood: str) -> None:
        self._round(mood)

    @rule(mood=st.sampled_from(("well", "well", "never answers")), after=st.integers(0, 30))
    def round_that_crashes(self, mood: str, after: int) -> None:
        self._round(mood, crash=after)

    @rule(days=st.sampled_from([-10, 10]))
    def round_with_a_wrong_clock(self, days: int) -> None:
        """Whatever it does, nothing leaves: a sender has finished a round before, with the right clock."""
        self._round("well")
        before = len(self.carrier.mails)
        self._round("well", wrong_by=timedelta(days=days))
        assert len(self.carrier.mails) == before

    @rule()
    def back_up(self) -> None:
        put_back, cycles, announced = self.backup(), list(self.office.cycles), set(self.announced)

        def restore() -> None:
            put_back()
            self.office.cycles, self.announced = cycles.copy(), announced.copy()

        self.restore = restore

    @precondition(lambda self: self.restore is not None)
    @rule(word=st.sampled_from(AfterRestore))
    def restored(self, word: AfterRestore) -> None:
        """The backup is put back; a sender that has gone on since sends nothing until an officer has said what."""
        assert self.restore is not None
        self._round("well")
        self.restore()
        self.ledger.begins_anew()
        before = len(self.carrier.mails)
        if not self._round("well"):
            with writing(self.desk.engine) as session:
                resume(session, word, on=self.now)
            assert len(self.carrier.mails) == before
            self.ledger.begins_anew()

    @rule(days=st.integers(3, 12))
    def outage(self, days: int) -> None:
        """Nothing runs for days; then each reader hears of each step once, however much was missed."""
        self._settle()
        self.now += timedelta(days=days)
        self.now = next_permitted(self.now, "Europe/Zurich", NO_HOLIDAYS)
        before = len(self.carrier.mails)
        self._round("well")
        counts = told_by(self.desk.engine, self.carrier.mails[before:])
        assert [key for key, count in counts.items() if count > 1] == []

    @precondition(lambda self: bool(self.office.cycles))
    @rule()
    def there_and_back_again(self) -> None:
        """A meeting moves, and moves back within ten minutes: nobody is told."""
        self._settle()
        cycle = self.office.cycles[-1]
        (anchor,) = self.desk.view(self.now, cycle).anchors
        before = self.ledger.before()
        for days in (3, 0) if anchor.span else ():
            self.office.move_to(cycle, anchor, anchor.span.last + timedelta(days=days), self.now)
        self.ledger.note(before)
        changes = self._changes()
        self.now += timedelta(minutes=20)
        self._round("well")
        assert self._changes() == changes

    # -- what is promised --------------------------------------------------------------------------------------

    @invariant()
    def nothing_vanishes(self) -> None:
        assert self.ledger.look() == 0

    @invariant()
    def copies_are_equal_and_only_where_they_may_be(self) -> None:
        copies = self.ledger.copies()
        assert copies.unequal == 0
        assert copies.more <= AHEAD * self.carrier.crashes + self.carrier.unanswered

    @invariant()
    def told_is_what_the_letters_name(self) -> None:
        letters = Letters(self.desk.engine, self.carrier.mails, self.ledger.first)
        assert letters.told_otherwise() == [], letters.told_otherwise()
        assert letters.openings_apart() == [], letters.openings_apart()
        assert letters.invited_too_early() + letters.told_too_early() == []

    def teardown(self) -> None:
        if hasattr(self, "carrier"):
            self._settle()
            letters = Letters(self.desk.engine, self.carrier.mails, self.ledger.first)
            untold = letters.untold(self.announced, self.now, STATES)
            assert untold == [], untold
            waiting = letters.left_waiting(self.office.cycles, self.now, STATES)
            assert waiting == [], waiting
            left_behind = letters.left_behind(self.office.cycles, self.now, STATES)
            assert left_behind == [], left_behind
            cycles = [f"{CHAIN.slug}/{number + 1}" for number in range(self.office.number)]
            assert self.members.read_of_the_office(cycles, self.carrier.mails, self.now) == []
            account = self.ledger.account(self.now)
            self.desk.engine.dispose()
            assert account.is_kept, f"{account}: {account.missed}"

    # -- how -------------------------------------------------------------------------------------------------

    def _round(self, mood: str, *, crash: int = -1, wrong_by: timedelta = timedelta()) -> bool:
        """Run a round; return False when sending is held."""
        self.settled = False
        carrier, clock = self.carrier, self.now + wrong_by
        carrier.mood, carrier.dead, carrier.left, carrier.now = mood, False, crash, clock
        try:
            with patch.object(rounds, "carriers", self._carriers):
                rounds.run_round(
                    self.desk.engine, self.desk.settings, now=clock, clock=lambda: clock, steady=self._steady
                )
        except Crash:
            return True
        except SendingHeld:
            return False
        finally:
            carrier.dead, carrier.left = False, -1
            self.now += timedelta(seconds=1)
        return True

    @contextmanager
    def _carriers(self, *_: object) -> Iterator[Carrier]:
        yield self.carrier

    def _steady(self) -> Steady:
        return Steady("one boot", self.now.timestamp())

    def _settle(self) -> None:
        """Let everything end well: leases, pauses and breakers over, within a reader's working day."""
        for minutes in (0 if self.settled else 300, *[20] * 30):
            self.now = next_permitted(self.now + timedelta(minutes=minutes), "Europe/Zurich", NO_HOLIDAYS)
            if self.settled:
                return
            self.desk.releases(on=self.now)
            self._round("well")
            with reading(self.desk.engine) as session:
                self.settled = not sender.waiting(session, self.now)

    def _changes(self) -> int:
        return sum(message.kind == "change" for message in self.desk.messages())
