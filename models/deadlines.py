"""Deadlines: one step of a cycle, and the append-only history of its dates, its settlements and its officers."""

from datetime import date, datetime, time

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, and_, case, literal
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.cycles import Cycle
from models.journal import Entry
from models.people import Person
from models.store import Store, public_id
from planning.basis import Basis, Force
from planning.coded_facts import Stored
from planning.window import Precision


def deadline_id(store: Store, cycle: str, step: str) -> str:
    """Return the public id of a step's deadline in a cycle, which is named as `hlpf-contribution/2017`."""
    return public_id(store, "deadline", cycle, step, "")


class Deadline(Base):
    """One step of a cycle as copied from its chain, and how it is now; its history stands in the rows below."""

    __tablename__ = "deadline"
    __table_args__ = (UniqueConstraint("cycle_id", "step", "part"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    cycle_id: Mapped[int] = mapped_column(ForeignKey(Cycle.id), index=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    step: Mapped[str]
    title: Mapped[str]
    by: Mapped[str]
    to: Mapped[str | None]
    via: Mapped[str | None]
    purpose: Mapped[str | None]
    source: Mapped[str | None]
    rule: Mapped[str | None]
    opening: Mapped[str | None]  # the rule of the day on which its window opens
    follows: Mapped[list[str]]
    before: Mapped[list[str]]
    ladder: Mapped[str]
    look_at: Mapped[datetime]  # the next instant at which the round has something to reckon here
    updated_at: Mapped[datetime]
    part: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="none")  # none | document | url: what it is met with
    confirmation: Mapped[bool] = mapped_column(default=False)  # met only when a second person has confirmed it
    as_in: Mapped[str | None] = mapped_column(default=None)  # the edition from whose date its rule was taken
    force: Mapped[str] = mapped_column(default=Force.PRACTICE.value)  # rule | practice: on what its date stands
    note: Mapped[str | None] = mapped_column(default=None)  # a condition that the text attaches, whatever its date
    least_days: Mapped[int | None] = mapped_column(default=None)  # the least time for comments that its invitees have
    least_source: Mapped[str | None] = mapped_column(default=None)  # the text that gives it
    vote: Mapped[bool] = mapped_column(default=False)  # its invitees vote, each by its focal point
    office_only: Mapped[bool] = mapped_column(default=False)  # it is the office's own, and issued to nobody
    short_because: Mapped[str | None] = mapped_column(default=None)  # why its close is kept although less is left
    promise: Mapped[int] = mapped_column(default=0)  # +1 when its date changes or it is reopened: fences reminders
    issued: Mapped[int | None] = mapped_column(default=None)  # the promise approved for members: fences their letters
    sequence: Mapped[int] = mapped_column(default=0)  # +1 on anything that staff can see in their calendars
    shown: Mapped[int] = mapped_column(default=0)  # +1 on what members see without an issue: it is met, or all is over
    shown_at: Mapped[datetime | None] = mapped_column(default=None)  # when that was last
    row_version: Mapped[int] = mapped_column(default=0)
    open: Mapped[bool] = mapped_column(default=True)  # neither settled nor in an ended cycle: the round looks at it
    cycle: Mapped[Cycle] = relationship(lazy="raise", init=False)
    promises: Mapped[list["Promise"]] = relationship(lazy="raise", order_by="Promise.id", init=False)
    settlements: Mapped[list["Settlement"]] = relationship(lazy="raise", order_by="Settlement.id", init=False)
    assignments: Mapped[list["Assignment"]] = relationship(lazy="raise", order_by="Assignment.id", init=False)

    __mapper_args__ = {"version_id_col": row_version}


class Promise(Base):
    """A date of a deadline from `at` on, with what it rests on and why it is what it is. Append-only."""

    __tablename__ = "promise"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), index=True)
    number: Mapped[int]  # the deadline's promise counter
    due_on: Mapped[date | None] = mapped_column(index=True)
    earliest_on: Mapped[date | None]
    opens_on: Mapped[date | None]
    precision: Mapped[Precision]
    stated_time: Mapped[time | None]
    stated_zone: Mapped[str | None]
    closes_at: Mapped[datetime | None]
    basis: Mapped[Basis]  # a date by rule is kept as proposed: its step says on what force it stands (`basis_of`)
    flags: Mapped[list[Stored]]  # planning/flags.py; up to 0.2 plain sentences, which stay as they are
    derivation: Mapped[list[Stored]]  # planning/links.py; likewise
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    agreed_by: Mapped[str | None] = mapped_column(default=None)
    document: Mapped[str | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(default=None)


def basis_of(promise: type[Promise]) -> ColumnElement[Basis]:
    """Return the expression of what a promise of a deadline rests on, which the force of its step is a part of."""
    kind = promise.basis.type
    by_rule = and_(promise.basis == Basis.PROPOSED, Deadline.force == Force.RULE.value)
    return case((by_rule, literal(Basis.RULE, kind)), else_=promise.basis).label("basis")


class Settlement(Base):
    """How a deadline was settled: met on a day with its evidence, waived with a reason, or reopened. Append-only.

    What is only reported awaits the confirmation of a second person: it is not met yet.
    """

    __tablename__ = "settlement"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), index=True)
    kind: Mapped[str]  # reported | met | waived | reopened
    on: Mapped[date]
    by: Mapped[str]
    document: Mapped[str | None]
    url: Mapped[str | None]
    reason: Mapped[str | None]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    accepted_by: Mapped[str | None] = mapped_column(default=None)  # who accepted it although it was late
    confirmed_by: Mapped[str | None] = mapped_column(default=None)  # the second person


class Assignment(Base):
    """Who is responsible for a deadline from `at` on; without a person, whoever holds its role. Append-only."""

    __tablename__ = "assignment"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    person: Mapped[Person | None] = relationship(lazy="raise", init=False)


class Recount(Base):
    """What would be reckoned for an open deadline now, of which its date differs: flagged until somebody answers it.

    `rule` and `opening` are those of its procedure where they are others than the deadline's; once they are accepted,
    those that it had before.
    """

    __tablename__ = "recount"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), index=True)
    promise: Mapped[int]  # the number of the date from which it differs
    due_on: Mapped[date | None]
    opens_on: Mapped[date | None]
    rule: Mapped[str | None]
    opening: Mapped[str | None]
    why: Mapped[str]
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
    answer: Mapped[str | None] = mapped_column(default=None)  # accepted | kept | lapsed
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    was_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"), default=None)  # the date before, if accepted
