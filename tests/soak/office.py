"""An office whose deadlines come thick and fast, and the acts that its officers do at random."""

import itertools
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from actions.cycles import rows_to_change
from models.engine import writing
from planning.chain import MEMBERSHIP, SECRETARIAT, Anchor, Chain, Step
from planning.ladder import Ladder
from planning.standing import Standing
from planning.window import day
from record.cycles.views import AnchorView
from record.refusals import MeetingRefused, NothingToIssue
from tests.secretariat import Desk

DAILY = Ladder(before=tuple(range(14, -1, -1)), late_every=1)
INVITED_OFTEN = Ladder(before=(5, 3, 1), opening=True)
CHAIN = Chain(
    "soak",
    version=1,
    title="Papers for a meeting",
    mandate="none: a rehearsal of faults",
    anchors=(Anchor("meeting", "the meeting"),),
    steps=(
        Step("draft", "Post the draft", by=SECRETARIAT, due="12 days before meeting", ladder=DAILY, evidence="none"),
        Step("comments", "Comment", by=MEMBERSHIP, due="8 days before meeting", opens="on draft", ladder=INVITED_OFTEN),
        Step("final", "Post the text", by=SECRETARIAT, due="2 days before meeting", ladder=DAILY, evidence="none"),
        Step("report", "Post the report", by=SECRETARIAT, due="5 days after meeting", ladder=DAILY, evidence="none"),
    ),
)
OWN = Step(
    "clearance", "Have the lawyers clear it", by=SECRETARIAT, due="3 days before meeting", ladder=DAILY,
    evidence="none", office_only=True,
)  # fmt: skip
ADDED = Step("signature", "Have the minister sign it", by=SECRETARIAT, office_only=True)  # to a cycle that is open
WITH_OWN = replace(CHAIN, steps=(*CHAIN.steps, OWN))
OPEN_AT_ONCE = 4
STAFF = [f"staff{number}@itu.example" for number in range(3)]
ZONES = ("Asia/Tokyo", None, "America/Lima", "Asia/Kathmandu", "Asia/Riyadh")  # far apart; another week
STATES = [f"delegate{number}@state.example" for number in range(5)]
REFUSED = "gone@itu.example"  # the server knows no such mailbox


@dataclass
class Office:
    """Acts at random, by dice that may be cast again; `untrue` tells what may not leave any more from when on."""

    desk: Desk
    dice: random.Random
    cycles: list[str] = field(default_factory=list)
    number: int = 0
    joined: int = 0
    ahead: timedelta = timedelta(0)  # how much later meetings come
    chain: Chain = CHAIN

    def hires(self, zones: Sequence[str | None] = (None,)) -> None:
        """Put everybody into the store; delegates work in these zones, one after the other."""
        self.desk.chains[self.chain.slug] = self.chain
        for address in (*STAFF, REFUSED):
            self.desk.knows(address, address, SECRETARIAT)
        for address, zone in zip(STATES, itertools.cycle(zones), strict=False):
            self.desk.knows(address, address, MEMBERSHIP, zone=zone)

    def approves(self, on: datetime) -> None:
        """Let routine mail leave without a release; the first cycle is open, and so the procedure is known."""
        for kind in ("reminder", "change", "overdue", "announcement"):
            self.desk.allows(CHAIN.slug, kind, on=on)

    def act(self, now: datetime) -> None:
        """Do one act."""
        if not self.cycles:
            return self.open(now)
        acts = [self.move, self.agree, self.settle, self.settle, self.waive, self.reopen]
        return self.dice.choice(acts)(now)

    def open(self, now: datetime) -> None:
        """Open another cycle, its meeting in two or three weeks."""
        if len(self.cycles) < OPEN_AT_ONCE:
            self.number += 1
            cycle = f"{CHAIN.slug}/{self.number}"
            meeting = (now.date() + self.ahead + timedelta(days=self.dice.randint(13, 22))).isoformat()
            if self.number % 2:  # every other cycle hangs from a meeting that is on record
                self.desk.schedules(f"session-{self.number}", meeting, meeting)
                meeting = f"session-{self.number}"
            self.desk.opens(cycle, on=now, meeting=meeting)
            self.cycles.append(cycle)
            if len(self.cycles) == 1:
                self.approves(now)
            for step in self.dice.sample([step.slug for step in self.chain.steps], 2):
                self._agree(cycle, step, now)

    def move(self, now: datetime) -> None:
        """Move a meeting by some days, and now and then back again at once."""
        cycle = self.dice.choice(self.cycles)
        (anchor,) = self.desk.view(now, cycle).anchors
        if anchor.span is None:
            return
        self.move_to(cycle, anchor, anchor.span.last + timedelta(days=self.dice.randint(-2, 6)), now)
        if self.dice.random() < 0.3:
            self.move_to(cycle, anchor, anchor.span.last, now)

    def move_to(self, cycle: str, anchor: AnchorView, day_: date, now: datetime) -> None:
        """Move the day that a cycle hangs from; where that is a meeting's, it is set only."""
        if anchor.meeting:
            self.desk.moves_meeting(anchor.meeting, day_.isoformat(), day_.isoformat(), on=now)
        else:
            self.desk.moves("meeting", day_.isoformat(), on=now, cycle=cycle)

    def agree(self, now: datetime) -> None:
        """Agree another date for an open step."""
        if open_step := self._open_step(now):
            self._agree(*open_step, now)

    def set(self, now: datetime) -> None:
        """Move, postpone or bring back a meeting, and agree another date for an open step; nobody issues either."""
        hung = [anchor for cycle in self.cycles for anchor in self.desk.view(now, cycle).anchors if anchor.meeting]
        if hung:
            self._set_meeting(self.dice.choice(hung), now)
        if open_step := self._open_step(now):
            cycle, step = open_step
            there = (self.desk.view(now, cycle)[step].due or now.date()) + timedelta(days=self.dice.randint(1, 5))
            self.desk.sets(step, there.isoformat(), on=now, cycle=cycle, accept_conflicts="chaos")

    def _set_meeting(self, anchor: AnchorView, now: datetime) -> None:
        assert anchor.meeting is not None
        if anchor.span and self.dice.random() < 0.3:
            self.desk.postpones(anchor.meeting, on=now)
        else:
            day_ = (anchor.span.last if anchor.span else now.date()) + timedelta(days=self.dice.randint(1, 5))
            self.desk.moves_meeting(anchor.meeting, day_.isoformat(), day_.isoformat(), on=now)

    def post(self, now: datetime) -> None:
        """Post the draft of a window whose date is issued."""
        waiting = [cycle for cycle in self.cycles if self._is_open(cycle, "draft", now)]
        waiting = [cycle for cycle in waiting if self._is_open(cycle, "comments", now)]
        if waiting:
            cycle = self.dice.choice(waiting)
            self._agree(cycle, "comments", now)
            self.desk.meets("draft", on=now, cycle=cycle, url=None)  # its letters end with the address of its page

    def joins(self, now: datetime) -> None:
        """Put one more delegate into the store, as a file of contacts does."""
        self.joined += 1
        address = f"late{self.joined}@state.example"
        self.desk.knows(address, address, MEMBERSHIP, zone=ZONES[self.joined % len(ZONES)])
        with writing(self.desk.engine) as session:
            rows_to_change.wake_all(session, now=now)

    def announce(self, now: datetime) -> list[tuple[str, str]]:
        """Issue the dates of a cycle that are set and not issued yet; return them as cycle and step.

        A meeting that it hangs from is issued before, with what hangs from it.
        """
        cycle = self.dice.choice(self.cycles)
        issued: list[tuple[str, str]] = []
        for anchor in self.desk.view(now, cycle).anchors:
            with suppress(MeetingRefused):
                if anchor.meeting:
                    issued += self._told_of(self.desk.issues_meeting(anchor.meeting, on=now).facts["dates"])
        with suppress(NothingToIssue):
            issued += self._told_of({cycle: self.desk.issues(on=now, cycle=cycle).facts["steps"]})
        return issued

    def _told_of(self, dates: object) -> list[tuple[str, str]]:
        assert isinstance(dates, dict)
        return [(cycle, step) for cycle, steps in dates.items() for step in steps]

    def sees_to_its_own(self, now: datetime) -> None:
        """Set the date of a step that is the office's own, and give a cycle one more of them."""
        cycle = self.dice.choice(self.cycles)
        steps = {deadline.step for deadline in self.desk.view(now, cycle).deadlines if deadline.is_open}
        if self.desk.view(now, cycle).chain.step(ADDED.slug) is None:
            self.desk.performs("step/add", cycle=cycle, step=ADDED.slug, title=ADDED.title, evidence="none", on=now)
        for step in steps & {OWN.slug, ADDED.slug}:
            self._agree(cycle, step, now)

    def settle(self, now: datetime) -> None:
        """Have a step met; close the cycle with its last one."""
        if open_step := self._open_step(now):
            cycle, step = open_step
            self.desk.meets(step, on=now, cycle=cycle, url=None)
            self._close(cycle, now)

    def waive(self, now: datetime) -> None:
        """Waive a step."""
        if open_step := self._open_step(now):
            cycle, step = open_step
            self.desk.waives(step, on=now, cycle=cycle)
            self._close(cycle, now)

    def reopen(self, now: datetime) -> None:
        """Take back that a step is not required."""
        waived = [
            (cycle, deadline.step)
            for cycle in self.cycles
            if not (view := self.desk.view(now, cycle)).ending
            for deadline in view.deadlines
            if deadline.standing is Standing.WAIVED
        ]
        if waived:
            cycle, step = self.dice.choice(waived)
            self.desk.reopens(step, on=now, cycle=cycle)

    def _agree(self, cycle: str, step: str, now: datetime) -> None:
        due = self.desk.view(now, cycle)[step].due or now.date()
        there = max(due, now.date()) + timedelta(days=self.dice.randint(0, 5))
        is_own = step in (OWN.slug, ADDED.slug)  # and issued to nobody
        agree = self.desk.sets if is_own else self.desk.agrees
        agree(step, day(there).last.isoformat(), on=now, cycle=cycle, accept_conflicts="chaos")

    def _is_open(self, cycle: str, step: str, now: datetime) -> bool:
        return self.desk.view(now, cycle)[step].is_open

    def _open_step(self, now: datetime) -> tuple[str, str] | None:
        open_steps = [
            (cycle, deadline.step)
            for cycle in self.cycles
            for deadline in self.desk.view(now, cycle).deadlines
            if deadline.is_open
        ]
        return self.dice.choice(open_steps) if open_steps else None

    def _close(self, cycle: str, now: datetime) -> None:
        if not any(deadline.is_open for deadline in self.desk.view(now, cycle).deadlines):
            self.desk.closes(on=now, cycle=cycle)
            self.cycles.remove(cycle)
