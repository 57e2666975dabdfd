"""Rehearsing: a copy of the store in a scratch place, and its rounds run through a period, for who would hear what.

The real store is never filled with a rehearsal; neither the environment's mail server nor anybody's channel is used.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, func, insert, select
from sqlalchemy.orm import Session, selectinload

from actions.cycles import issue_rows, rows_to_change
from actions.cycles.issue_rows import Approval
from delivery import rounds
from kernel.identities import System
from models import schema
from models.cycles import Cycle
from models.deadlines import Deadline
from models.engine import make_engine, reading, writing
from models.journal import Entry
from models.meetings import Meeting
from models.outbox import Message, Owed, State, in_state, word_of
from models.store import the_store
from models.tables import tables
from notifications.channels.outcome import Outcome, Phase, Result
from notifications.channels.send_permission import MayLeave
from notifications.channels.smtp import SmtpChannel
from planning.errors import CouncilError
from record import journal, key_ring
from record.cycles import issues, meeting_issues, snapshots
from record.cycles.latest_rows import living
from record.settings import Settings, file_url

OF_SENDERS = frozenset(("sender", "hold", "breaker"))  # a rehearsal has a mail server and a clock of its own


Issued = set[tuple[int, int]]  # deadline ids and numbers of promises


class EmptyPeriod(CouncilError):
    """A rehearsal from a day to a day before it."""

    def __init__(self) -> None:
        super().__init__("the period ends before it begins; give its first and its last day in order")


@dataclass(frozen=True, slots=True)
class Told:
    """One message that the rehearsal sent."""

    at: datetime
    person: str
    address: str
    channel: str  # the server behind the address
    kind: str
    cycle: str
    steps: tuple[str, ...]  # all that it tells of: a digest has many
    subject: str
    released: bool  # an officer would have had to release it
    issued: bool = False  # an approver would have had to issue a date that it tells


class OnPaper:
    """Carries mail to the rehearsal's own server, and takes every other message itself: nobody hears a rehearsal."""

    def __init__(self, mail_url: str) -> None:
        self._smtp = SmtpChannel(mail_url)

    def mail(self, sender: str, recipient: str, data: bytes, may_leave: MayLeave) -> Outcome:
        """Return what became of one mail. Raises Withheld."""
        return self._smtp.send(sender, recipient, data, may_leave)

    def post(self, url: str, title: str, body: str, may_leave: MayLeave) -> Outcome:
        """Return that a short message was taken, which never left."""
        return Outcome(Result.SENT, Phase.REPLY, None, "rehearsed")

    def close(self) -> None:
        """Hang up."""
        self._smtp.close()


def scratch_copy(source: Engine, folder: Path) -> Engine:
    """Return a SQLite store in `folder` with every row of the source, but what stands in the way of its sending."""
    target = make_engine(file_url(folder / "rehearsal.db"))
    with reading(source) as session:
        store = the_store(session)
        schema.upgrade(target, uid_host=store.uid_host, now=store.created_at)
        with target.begin() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in tables().sorted_tables:
                connection.execute(table.delete())
                if table.name not in OF_SENDERS and (rows := _facts(session, table)):
                    connection.execute(insert(table), rows)
    return target


def _facts(session: Session, table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table without what the database derives: it derives it again in the copy."""
    facts = [column for column in table.columns if column.computed is None]
    return [dict(row) for row in session.execute(select(*facts)).mappings()]


def rehearse(
    engine: Engine, settings: Settings, *, start: datetime, end: datetime, now: datetime | None = None
) -> Iterator[Told]:
    """Yield every message of the period, in time, as the planner and the sender of the real rounds make them.

    A period that begins later than `now` begins with what the rounds will have sent by then. What is set and not issued
    is issued at once, what waits for an officer released as soon as it is planned; letters that need either are marked.
    Raises EmptyPeriod.
    """
    if end < start:
        raise EmptyPeriod
    journal.attach(engine, replace(key_ring.in_hand(settings), home=Path(str(engine.url.database)).parent))
    at: datetime | None = min(start, now or start)
    before, issued = None, Issued()
    paper = OnPaper(settings.mail_url or "")
    try:
        last_act = _last_act(engine)
        while at is not None and at <= end:
            if before is None or before <= last_act:  # somebody may have set a date since
                with writing(engine) as session:
                    issued |= _issue(session, at)
            letters = _turn(engine, settings, paper, at, issued)
            yield from letters if at >= start else ()
            before, at = at, next_moment(engine, at)
    finally:
        paper.close()


def _last_act(engine: Engine) -> datetime:
    with reading(engine) as session:
        return session.scalar(select(func.max(Entry.at))) or the_store(session).created_at


def _issue(session: Session, now: datetime) -> Issued:
    """Issue what is set and not issued, under the act that set it, and return the dates.

    No act is of a day still to come.
    """
    at = issues.takes_effect_at(now, snapshots.calendars(session))
    for waits in meeting_issues.waiting(session, now).values():
        entry = session.get_one(Entry, waits.state.entry_id)
        issue_rows.issue_meeting(session, session.get_one(Meeting, waits.id), waits, entry, at)
    return _issue_dates(session, now, at)


def _issue_dates(session: Session, now: datetime, at: datetime) -> Issued:
    """Issue the dates that are set and not issued, public from `at` on, and return them."""
    views = snapshots.views_of(session, living(now), now, now)
    unissued = issues.unissued(session, views, now)
    given: Issued = set()
    for view in views:
        steps = {each.step for each in unissued.get(view.id, ())}
        for held in rows_to_change.steps_of(session, snapshots.cycle_row(session, view.name)) if steps else ():
            entry = session.get_one(Entry, held.promise.entry_id)
            if held.deadline.step in steps:
                issue_rows.issue(session, held.deadline, held.promise, entry, Approval(at, at, held=False))
                given.add((held.deadline.id, held.promise.number))
    return given


def _turn(engine: Engine, settings: Settings, paper: OnPaper, now: datetime, issued: Issued) -> list[Told]:
    # leases live in the rehearsal's own time
    rounds.turn(engine, settings, now=now, clock=lambda: now, instead=paper)
    with writing(engine) as session:
        _approve(session, now)
    rounds.turn(engine, settings, now=now, clock=lambda: now, instead=paper)
    return _sent_at(engine, now, issued)


def _approve(session: Session, now: datetime) -> None:
    """Let what is held leave: by no act, for an act of a day still to come is refused."""
    for message in session.scalars(select(Message).where(in_state(State.HELD))):
        message.state, message.released_by = State.QUEUED, System.REHEARSAL
        message.due_at = max(message.due_at, now)
        message.first_try_at = message.retry_at = None


def _sent_at(engine: Engine, now: datetime, issued: Issued) -> list[Told]:
    with reading(engine) as session:
        rows = session.scalars(
            select(Message)
            .where(Message.state == State.SENT, Message.sent_at == now)
            .order_by(Message.id)
            .options(selectinload(Message.person), selectinload(Message.owed).selectinload(Owed.deadline))
        ).all()
        cycles = {row.id: row.name for row in session.scalars(select(Cycle))} if rows else {}
    return [_describe(row, cycles, now, issued) for row in rows]


def _describe(row: Message, cycles: Mapping[int, str], now: datetime, issued: Issued) -> Told:
    return Told(
        at=now,
        person=row.person.name,
        address=row.address,
        channel=row.carrier,
        kind=word_of(row.kind),
        cycle=", ".join(dict.fromkeys(cycles[owed.deadline.cycle_id] for owed in row.owed)),
        steps=tuple(owed.deadline.step for owed in row.owed),
        subject=row.subject or "",
        released=row.released_by is not None,
        issued=row.issued and not issued.isdisjoint((owed.deadline_id, owed.promise) for owed in row.owed),
    )


def next_moment(engine: Engine, now: datetime) -> datetime | None:
    """Return the next instant at which something comes: a deadline to look at, or a message that waits."""
    waiting = in_state(State.QUEUED, State.RETRY, State.UNKNOWN)
    with reading(engine) as session:
        look = session.scalar(select(func.min(Deadline.look_at)).where(Deadline.open, Deadline.look_at > now))
        due = session.scalar(select(func.min(Message.due_at)).where(waiting, Message.due_at > now))
        retry = session.scalar(select(func.min(Message.retry_at)).where(waiting, Message.retry_at > now))
    return min((moment for moment in (look, due, retry) if moment), default=None)


def with_sink(settings: Settings, url: str, folder: Path) -> Settings:
    """Return the settings of a rehearsal: a sink and a data folder of its own, the same secret, nobody told of it."""
    file = settings.home / key_ring.FILE
    if file.exists():
        shutil.copy(file, folder)  # with its mode: only its owner may read it
    return replace(settings, mail_url=url, home=folder, ping_url=None, alarm_url=None, bounces_url=None)
