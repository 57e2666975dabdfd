"""Cycles, anchors and deadlines as frozen values: read once, and used by every door and by the round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from planning.basis import Basis
from planning.chain import INVITEES, Chain
from planning.coded_facts import Stored
from planning.fit import Conflict
from planning.flags import Flag, ListFlag, flags
from planning.hours import Clock
from planning.links import Link, derivation
from planning.standing import Standing
from planning.window import Precision, Window, day


@dataclass(frozen=True, slots=True)
class Agreed:
    """By whom a date was agreed, in which document, and why."""

    by: str | None
    document: str | None
    reason: str | None


def authority(agreed: Agreed | None, source: str | None, office: str) -> str:
    """Return who decided a date, with the document that says so, else the office; the source of a computed date.

    Who entered a date is never its authority, nor is a meeting without a document.
    """
    if agreed is None:
        return source or ""
    if agreed.document is None:
        return office
    return f"{agreed.by}, {agreed.document}" if agreed.by else agreed.document


@dataclass(frozen=True, slots=True)
class Settled:
    """How a deadline was settled: `met` or `waived` (or only `reported`), on which day, by whom, with what evidence."""

    kind: str
    on: date
    by: str
    document: str | None
    url: str | None
    reason: str | None
    accepted_by: str | None = None  # who accepted it although it was late
    confirmed_by: str | None = None  # the second person, where the step needs one
    at: datetime | None = None  # when it was recorded


class DeadlineView(NamedTuple):
    """One deadline at an instant. `standing` is reckoned; all else is read from rows.

    It is a tuple because one reading makes thousands: a frozen dataclass of so many fields takes six times as long.
    """

    id: int
    public_id: str
    step: str
    title: str
    by: str
    to: str | None
    via: str | None
    purpose: str | None
    source: str | None
    force: str
    as_in: str | None
    rule: str | None
    ladder: str
    opens: date | None
    due: date | None
    earliest: date | None
    precision: Precision
    clock: Clock | None
    closes: datetime | None
    basis: Basis
    kept_flags: Sequence[Stored]  # as the row has them: few readings look into them
    waits: tuple[Flag, ...]  # as of now: what its anchors and lists wait for, that it departs from its rule
    kept_derivation: Sequence[Stored]  # likewise
    float_days: int | None
    standing: Standing
    agreed: Agreed | None
    settlement: Settled | None
    officer: str | None
    officer_id: int | None
    promise: int
    promised_at: datetime
    promised_in: int  # the journal entry of the act that promised it: one act is told in one message
    sequence: int
    updated_at: datetime
    evidence: str = "none"  # none | document | url
    confirmation: bool = False  # whether it needs a second person's
    reported: Settled | None = None  # met as one person says; a second one has to confirm it
    note: str | None = None  # a condition that the text attaches, whatever its date
    least_days: int | None = None  # the least time for comments that its invitees have
    least_source: str | None = None  # the text that gives it
    vote: bool = False  # whether its invitees vote, each by its focal point
    office_only: bool = False  # it is the office's own: members never read it
    short_because: str | None = None  # why its close is kept although less than that is left
    approved: int | None = None  # the promise that members read, or will by an issue that was approved
    tells_at: datetime | None = None  # as issued: when the membership is told by letter
    held: bool = True  # as issued: letters about a change of it wait for an approval of their own
    invites: bool = False  # as issued: the invitation and the recalls of its window were approved with it
    fault: str | None = None  # why it cannot be reckoned; then it has no date, and nobody is told of it

    @property
    def window(self) -> Window | None:
        """The days that the date may mean, the last one binding; None while undated."""
        return Window(self.earliest, self.due, self.precision) if self.earliest and self.due else None

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What is odd about the date."""
        kept = (flag for flag in flags(self.kept_flags) if not isinstance(flag, ListFlag))  # these are in `waits`
        return (*kept, *self.waits)

    @property
    def derivation(self) -> tuple[Link, ...]:
        """Why the date is what it is, link by link."""
        return derivation(self.kept_derivation)

    @property
    def is_window(self) -> bool:
        """Return True if its actors are invited."""
        return self.by in INVITEES

    @property
    def binds_its_actor(self) -> bool:
        """Return True if those who act may be told of it: by rule it binds those who owe, and invites nobody."""
        return self.basis.binds or (self.basis.is_set and not self.is_window)

    def promised(self, issued: bool) -> int | None:
        """Return the number of its date as set, or of the one approved for members, None where none is."""
        return self.approved if issued else self.promise

    @property
    def is_open(self) -> bool:
        """Return True if it is neither met nor waived."""
        return self.settlement is None


@dataclass(frozen=True, slots=True)
class AnchorView:
    """A date that the cycle hangs from, and the meeting that it follows, if any."""

    name: str
    title: str
    outside: bool
    span: Window | None
    meeting: str | None
    provisional: bool = False  # dated, and not confirmed yet
    body: str | None = None  # whose meeting it is
    fault: str | None = None  # why its days cannot be believed; then it is undated


@dataclass(frozen=True, slots=True)
class CycleView:
    """One edition of a chain at an instant."""

    id: int
    public_id: str
    name: str
    chain: Chain  # as copied when it was opened
    title: str
    mandate: str
    zone: str
    place: str
    anchors: tuple[AnchorView, ...]
    deadlines: tuple[DeadlineView, ...]
    conflicts: tuple[Conflict, ...]
    opened_at: datetime
    ending: str | None
    reason: str | None

    def __getitem__(self, step: str) -> DeadlineView:
        return next(deadline for deadline in self.deadlines if deadline.step == step)

    @property
    def provisional(self) -> tuple[str, ...]:
        """The anchors that are dated and not confirmed yet."""
        return tuple(anchor.name for anchor in self.anchors if anchor.provisional)

    @property
    def spans(self) -> dict[str, Window]:
        """The dated anchors by name."""
        return {anchor.name: anchor.span for anchor in self.anchors if anchor.span}

    @property
    def days(self) -> dict[str, Window]:
        """The days of anchors, of their two ends, and of steps, by name."""
        return named_days(self.spans, {each.step: each.window for each in self.deadlines if each.window})


def named_days(spans: Mapping[str, Window], steps: Mapping[str, Window]) -> dict[str, Window]:
    """Return the days of anchors with these spans, of their two ends, and of steps, by name."""
    opens = {f"{name}.opens": day(span.first) for name, span in spans.items()}
    closes = {f"{name}.closes": day(span.last) for name, span in spans.items()}
    return {**opens, **closes, **spans, **steps}
