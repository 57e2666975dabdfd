"""The lines of a letter: which parts of a message are still true, and what kind of news each of them is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from letters.known_dates import Known
from models.deadlines import Promise
from models.outbox import CANCELS, ENDS, RESULTS, MessageKind
from notifications.letter import Kind
from planning.basis import Basis, with_force
from planning.ladder import Rung
from planning.standing import Standing
from record.cycles import window_openings
from record.cycles.views import CycleView, DeadlineView


class OwedRow(Protocol):
    """A row of the ledger, stored or in memory."""

    id: int
    deadline_id: int
    promise: int
    rung: str


@dataclass(frozen=True, slots=True)
class Line:
    """One deadline in a message: the kind of news, the date last told, which it replaces, and its row."""

    view: CycleView
    deadline: DeadlineView
    kind: Kind
    was: Promise | None
    owed: OwedRow


class Carrying(Protocol):
    """The part of a message that its contents depend on; the message is stored, or in memory for a forecast."""

    person_id: int
    address: str
    kind: str
    issued: bool  # its reader knows only what was issued

    @property
    def owed(self) -> Sequence[OwedRow]:
        """Return the rows of the ledger that it carries."""


def lines(message: Carrying, known: Known, *, now: datetime | None = None) -> list[Line]:
    """Return the lines of a message that are still true; an empty list when none is.

    `now` is when it leaves: then nothing invites to a window that has closed. What is held is listed without it.
    """
    rows = [(owed, *known.of(message.issued)[owed.deadline_id]) for owed in message.owed]
    concerned = (
        row for row in rows if _is_asked_of_none(row[0]) or known.concerns(message.person_id, row[0].deadline_id)
    )
    still_so = (_make_line(message, *row, known) for row in concerned if _is_so(message, *row))
    return [helpful for line in still_so if line and (helpful := _in_time(line, now) if now else line)]


def _is_asked_of_none(owed: OwedRow) -> bool:
    """Return True if it asks nobody to take part in a window: it is about its draft, or its end."""
    return owed.rung in QUESTIONS or owed.rung.startswith(ENDS)


def _in_time(line: Line, now: datetime) -> Line | None:
    """Return the line while it helps its reader: once a window has closed nothing invites, and only the date is told.

    Of one that is not open yet a later close is a new date. A cancellation is told until its date is past.
    """
    closes = line.deadline.closes
    if line.kind is Kind.CANCELLED:
        told = line.was.closes_at if line.was else closes
        return line if told and told >= now else None
    if not line.kind.invites or closes is None:
        return line
    if line.kind is Kind.EXTENSION:
        is_open = now <= closes and window_openings.has_begun(line.view, line.deadline, now)
        return line if is_open else replace(line, kind=Kind.CHANGE)
    return line if now <= closes else None


def _is_so(message: Carrying, owed: OwedRow, view: CycleView, deadline: DeadlineView) -> bool:
    """Return True if the row is still true: deadline open and without fault, cycle living, date the one of the row.

    How it ended is true while the deadline is not open, whatever its date. Of a date whose change was approved
    nothing more leaves, though it is public until the change is.
    """
    promises = {deadline.promise, deadline.approved} if message.issued else {deadline.promise}
    is_open = deadline.is_open and not view.ending
    if owed.rung.startswith(ENDS):
        return not is_open
    return is_open and not deadline.fault and promises == {owed.promise}


def _make_line(message: Carrying, owed: OwedRow, view: CycleView, deadline: DeadlineView, known: Known) -> Line | None:
    """Return the line of a deadline. One without a date is told only to those who were told a date before."""
    if owed.rung in WITH_DRAFT and WITH_DRAFT[owed.rung] is not (window_openings.missing_draft(view, deadline) is None):
        return None
    told = known.told.get((deadline.id, message.person_id, message.address))
    was = told if told and _holds(message, deadline, told.basis) else None
    if owed.rung.startswith(RESULTS):
        return Line(view, deadline, Kind.RESULT, None, owed)
    if owed.rung.startswith(CANCELS):
        has_date = was or (deadline.due and deadline.closes)  # who stands in for a reader was told none themself
        return Line(view, deadline, Kind.CANCELLED, was, owed) if has_date else None
    if deadline.due is None or deadline.closes is None or not _holds(message, deadline, deadline.basis):
        is_news = was is not None and was.due_on is not None and was.closes_at is not None
        return Line(view, deadline, Kind.WITHDRAWN, was, owed) if is_news else None
    return Line(view, deadline, _kind(message.kind, deadline, owed, was), was, owed)


def _holds(message: Carrying, deadline: DeadlineView, basis: Basis) -> bool:
    """Return True if the reader is told of a date on this basis: who reads issued ones hears of no proposal."""
    return not message.issued or with_force(basis, deadline.force).is_set


# Whether the draft is there, of which these are told: nobody is invited before, or asked for it after.
QUESTIONS = (Rung.DRAFT_ASKED, Rung.DRAFT_UNANSWERED)
WITH_DRAFT: Mapping[str, bool] = {Rung.OPENING: True, **dict.fromkeys(QUESTIONS, False)}


def _kind(of: str, deadline: DeadlineView, owed: OwedRow, was: Promise | None) -> Kind:
    """Return the kind of news: from the message's kind; in a digest, which mixes kinds, from the row's rung."""
    if of == MessageKind.CHANGE or owed.rung == Rung.CHANGE:
        if was is None or was.due_on is None:
            return Kind.ANNOUNCEMENT  # the date told before was withdrawn: there is nothing left to replace
        later = deadline.due and deadline.due > was.due_on
        return Kind.EXTENSION if later and deadline.is_window else Kind.CHANGE
    if of == MessageKind.ANNOUNCEMENT or owed.rung.startswith(Rung.ANNOUNCED.prefix):
        return Kind.ANNOUNCEMENT
    if owed.rung == Rung.CHASE_ENDED:
        return Kind.CHASE_ENDED
    if owed.rung in QUESTIONS:
        return Kind.DRAFT_ASKED if owed.rung == Rung.DRAFT_ASKED else Kind.DRAFT_UNANSWERED
    if deadline.is_window:
        return Kind.OPENING if owed.rung == Rung.OPENING else Kind.CLOSING
    return Kind.OVERDUE if deadline.standing is Standing.OVERDUE else Kind.REMINDER
