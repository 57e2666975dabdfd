"""Send messages: claim a batch, write it once, send outside any transaction, and finish each when the server answers.

No committed reminder is lost. A second copy can leave only if we crash between the server's acceptance and our commit;
it then equals the first to the byte, with the same Message-ID. Several threads send, and one writes: it finishes
together all answers that came while it wrote. At most `AHEAD` messages are sent and not finished, so a crash costs
that many copies at most (docs/operations.md).
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from queue import Empty, SimpleQueue

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from delivery import claims, outcomes
from delivery.channels import Channels
from delivery.claims import Standing
from delivery.prepared_messages import Ready, prepare
from delivery.servers import Servers
from letters.ledger import BATCH
from models.engine import reading
from models.outbox import MOVING, Message
from notifications.channels.outcome import Outcome, Phase, Result
from notifications.channels.send_permission import MayLeave, Withheld
from record.logs import NAME
from record.refusals import NoMailServer
from record.sending import circuit_breakers, connections, lateness
from record.sending.connections import Held
from record.sending.retries import until_committed
from record.settings import Settings

LOG = logging.getLogger(f"{NAME}.delivery")
LINES = 3  # conversations at once: some providers allow no more to one sender
AHEAD = 24  # handed over and not finished: so many copies may follow a crash, at most
TOGETHER, MOMENT = 8, 0.005  # so many answers are finished at once, and for the next of them we wait so many seconds
FRESH = 2.0  # seconds: a message that was asked about longer ago is not begun, but asked about anew
AGAIN = 0.25  # seconds: older than that, it is asked about again before DATA and its body; a fast server pays nothing


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round did with the messages that were due: how many of each outcome."""

    sent: int = 0
    retry: int = 0
    dead: int = 0
    unknown: int = 0
    withdrawn: int = 0
    postponed: int = 0  # put back unsent, for their server rests or sending was held meanwhile

    def __add__(self, other: "Delivered") -> "Delivered":
        names = [field.name for field in fields(self)]
        return Delivered(**{name: getattr(self, name) + getattr(other, name) for name in names})


def free_to_send(session: Session) -> None:
    """Return nothing: nobody watches the clocks, as in a rehearsal."""


def deliver(
    engine: Engine,
    channels: Channels,
    settings: Settings,
    *,
    now: datetime,
    clock: Callable[[], datetime],
    refuse: Callable[[Session], None] = free_to_send,
) -> Delivered:
    """Send all that is due at `now`, and return what became of it. Safe in any number of processes at once.

    `clock` is the real one: leases and retries ask it, whatever `now` is. `refuse` is asked before each claim, and
    raises what stops it; what is under way by then is finished first.
    """
    with connections.held(engine, settings.mail_connections, LINES, clock) as lines:
        if lines.count:
            return Delivery(engine, channels, settings, now, clock, refuse, lines).run()
    LOG.info("nothing is sent here: other senders hold all connections to the mail server")
    return Delivered()


def shares(session: Session, settings: Settings, now: datetime) -> int:
    """Return into how many shares what is due falls: one for each batch, as long as there are lines for it."""
    senders = -(-(settings.mail_connections or LINES) // LINES)
    return min(senders, -(-waiting(session, now) // BATCH)) if senders > 1 else 1


Answer = tuple[Ready, Outcome | None]


@dataclass
class Leave:
    """Whether a message may still leave, on a line; it was asked about at `asked`, by a clock that only runs."""

    engine: Engine
    message: Message
    clock: Callable[[], datetime]
    asked: float

    def __call__(self) -> bool:
        """Return the answer; asks again only what was asked too long ago, so that a fast server costs nothing."""
        if time.monotonic() - self.asked < AGAIN:
            return True
        try:
            asked = time.monotonic()
            with reading(self.engine) as session:
                standing = claims.standing(session, [self.message], self.clock())
        except SQLAlchemyError:
            return False  # it is asked again, and waits for the store, before it is handed to a line
        self.asked = asked
        return self.message.id in standing.true and not standing.held


@dataclass
class Delivery:
    """One round's delivery: the messages that are ready, the lines that carry them, the hand that writes."""

    engine: Engine
    channels: Channels
    settings: Settings
    now: datetime
    clock: Callable[[], datetime]
    refuse: Callable[[Session], None]
    lines: Held
    _claimed_at: datetime = field(init=False)  # on the real clock
    _ready: deque[Ready] = field(default_factory=deque, init=False)
    _answers: "SimpleQueue[Answer]" = field(default_factory=SimpleQueue, init=False)
    _under_way: int = field(default=0, init=False)
    _asked: float = field(default=0.0, init=False)  # when the next ones were asked about, by a clock that only runs
    _dry: bool = field(default=False, init=False)  # the last claim found nothing
    _held: bool = field(default=False, init=False)
    _servers: Servers = field(default_factory=Servers, init=False)
    _total: Delivered = field(default_factory=Delivered, init=False)
    _late: lateness.Count = field(init=False)

    def __post_init__(self) -> None:
        self._late = lateness.count(self.engine, self.now, self.clock())

    def run(self) -> Delivered:
        """Return what became of all that was due."""
        with ThreadPoolExecutor(self.lines.count, "line") as lines:
            try:
                while self._refilled() or self._under_way:
                    for ready in self._settle(self._answered(), AHEAD - self._under_way):
                        self._under_way += 1
                        self._servers.forgive(ready.message.carrier)
                        lines.submit(self._carry, ready, self._asked)
            finally:
                self._ready.clear()
                while self._under_way:  # whatever else fails: what a server has taken is recorded
                    self._settle(self._answered(), 0)
                self._late.write()
        return self._total

    def _refilled(self) -> bool:
        """Return True if a message is ready; prepare the next batch if none is."""
        while not (self._ready or self._dry or self._held):
            taken = until_committed(self.engine, self._claim)
            self._dry = not taken
            if taken:
                numbers = [message.id for message in taken]
                prepared = prepare(self.engine, numbers, self.settings, now=self.now, clock=self._claimed_at)
                self._give_back(prepared.unsent)
                self._ready.extend(prepared.ready)
                self._servers.claimed(_carriers(ready.message for ready in prepared.ready))
                self._total += Delivered(withdrawn=len(prepared.withdrawn), dead=len(prepared.poisoned))
        return bool(self._ready)

    def _claim(self, session: Session) -> list[claims.Claimed]:
        """Take the next batch; what was taken by a commit whose answer was lost is free again after its lease."""
        self.refuse(session)
        self._claimed_at = self.clock()
        return claims.claim(session, now=self.now, clock=self._claimed_at)

    def _give_back(self, untried: Collection[Message]) -> None:
        """Give back the probes among messages that came to nothing: a true one shall not wait another rest for it."""
        if untried:
            until_committed(
                self.engine, lambda session: circuit_breakers.give_back(session, _carriers(untried), self._claimed_at)
            )

    def _answered(self) -> list[Answer]:
        """Return the answers that have come; waits for one where enough is under way, or nothing else is left to do.

        And a moment for each further one: the lines have work meanwhile, and several are finished at the cost of one.
        """
        answers: list[Answer] = []
        is_waiting = self._under_way >= AHEAD or not self._ready
        with suppress(Empty):
            while self._under_way and len(answers) < TOGETHER:
                moment = MOMENT if answers else None
                answers.append(self._answers.get(is_waiting, moment))
                self._under_way -= 1
                self._dry = False  # a server that has answered its probe may have more to take
        return answers

    def _settle(self, answered: list[Answer], room: int) -> list[Ready]:
        """Finish what was answered; return those of the next messages, as many as there is room, that may leave now."""
        done = [(ready.message, outcome) for ready, outcome in answered if outcome is not None]
        self._ready.extendleft(ready for ready, outcome in answered if outcome is None)
        nexts = [self._ready.popleft() for _ in range(min(room, len(self._ready)))]

        def write(session: Session) -> tuple[Standing, list[Message], dict[str, str]]:
            clock = self.clock()
            outcomes.finish(session, done, now=self.now, clock=clock)
            failed = self._servers.resting | self._servers.note(session, done, clock)
            self._asked = time.monotonic()  # before the answer is read: we may be stopped before any line has it
            standing = claims.standing(session, [ready.message for ready in nexts], clock)
            standing = standing if self.lines.renew(session, clock) else replace(standing, held=True)
            back = [
                ready.message for ready in (*nexts, *self._ready) if standing.held or ready.message.carrier in failed
            ]
            claims.put_back(session, back, why=failed.get(back[0].carrier, "sending is held") if back else "")
            gone = [ready.message for ready in nexts if ready.message.id in standing.untrue]
            claims.withdraw(session, gone)
            partly = [ready.message for ready in nexts if ready.message.id in standing.partly]
            claims.word_anew(session, partly)
            circuit_breakers.give_back(session, _carriers([*gone, *back, *partly]), self._claimed_at)
            return standing, back, failed

        standing, back, self._servers.resting = until_committed(self.engine, write)
        self._servers.wrote(done)
        _log(done)
        self._late.saw((message for message, outcome in done if outcome.result is Result.SENT), self.clock())
        self._held = self._held or standing.held
        gone = {message.id for message in back}
        self._ready = deque(ready for ready in self._ready if ready.message.id not in gone) if gone else self._ready
        self._dry = self._dry and not standing.partly  # they are claimed again, and worded anew
        untrue = len(standing.untrue - gone)
        self._total += Delivered(withdrawn=untrue, postponed=len(gone)) + _count(outcome for _, outcome in done)
        return [ready for ready in nexts if ready.message.id in standing.true - gone]

    def _carry(self, ready: Ready, asked: float) -> None:
        """Send one message on a line of its own; whatever happens there, there is an answer; None: it was not tried.

        It is not tried if it was asked too long ago, or once its server has failed too often for those handed over; and
        not handed over if it may no longer leave when a slow server lets it.

        So a process that was stopped for longer than a lease, and wakes, sends nothing that another has taken since.
        """
        try:
            is_tried = time.monotonic() - asked < FRESH and self._servers.may_try(ready.message.carrier)
            answer = self.send(ready, Leave(self.engine, ready.message, self.clock, asked)) if is_tried else None
        except Withheld:
            answer = None
        except BaseException as why:  # nobody knows how far it had come, and the round waits for an answer
            answer = Outcome(Result.UNKNOWN, Phase.REPLY, None, f"the channel broke: {type(why).__name__}")
        if answer is not None:
            self._servers.saw(ready.message.carrier, answer)
        self._answers.put((ready, answer))

    def send(self, ready: Ready, may_leave: MayLeave) -> Outcome:
        """Return what became of one message. Raises Withheld."""
        if ready.by_mail:
            return self.channels.mail(self.settings.mail_from, ready.target, ready.data, may_leave)
        return self.channels.post(ready.target, ready.subject, ready.body, may_leave)


def _log(done: Iterable[tuple[Message, Outcome]]) -> None:
    """Log what became of each message, by its public id and the act that caused it; whose it is, the record knows."""
    for message, outcome in done:
        facts = {"message_id": message.public_id, "act": message.act, "carrier": message.carrier}
        LOG.info("handed over", extra={"facts": facts | {"result": str(outcome.result), "code": outcome.code}})


def _carriers(messages: Iterable[Message]) -> set[str]:
    return {message.carrier for message in messages}


def _count(outcomes: Iterable[Outcome]) -> Delivered:
    total = Delivered()
    for outcome in outcomes:
        total += Delivered(**{str(outcome.result): 1})
    return total


def waiting(session: Session, now: datetime) -> int:
    """Return how many messages are due and not sent."""
    return session.scalar(select(func.count()).select_from(Message).where(MOVING, Message.due_at <= now)) or 0


def require_mail(session: Session, settings: Settings, now: datetime) -> None:
    """Return when mail can leave or none waits. Raises NoMailServer."""
    count = waiting(session, now)
    if count and not settings.mail_url:
        raise NoMailServer(count)
