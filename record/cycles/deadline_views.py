"""A deadline as a view, from the last rows of its history."""

from datetime import datetime
from operator import attrgetter, itemgetter

from models.deadlines import Promise
from planning.chain import INVITEES, KEPT
from planning.fit import Fit
from planning.flags import Flag
from planning.hours import Clock, close_of
from planning.standing import Facts, standing
from planning.window import Window
from record.cycles.latest_rows import LatestRow
from record.cycles.views import Agreed, DeadlineView, Settled


def window_of(promise: Promise | LatestRow) -> Window | None:
    """Return the promised days, or None while undated."""
    if promise.due_on is None or promise.earliest_on is None:
        return None
    return Window(promise.earliest_on, promise.due_on, promise.precision)


def clock_of(promise: Promise | LatestRow) -> Clock | None:
    """Return the stated hour, if the date has one."""
    return Clock(promise.stated_time, promise.stated_zone) if promise.stated_time else None


def deadline_view(row: LatestRow, zone: str, fits: Fit, waits: tuple[Flag, ...], now: datetime) -> DeadlineView:
    """Return the deadline of a row at `now`; `waits` are the flags that are not stored."""
    is_agreed = row.agreed_by or row.document or row.reason
    clock = clock_of(row)
    closes = close_of(row.due_on, clock, zone) if row.due_on else None
    settled = _read_settled(row) if row.settled in ("met", "waived") else None
    facts = Facts(
        row.due_on,
        closes,
        row.basis,
        row.by in INVITEES,
        settled.kind if settled else None,
        settled.on if settled else None,
    )
    own = (
        row.opens_on,
        row.due_on,
        row.earliest_on,
        clock,
        closes,
        row.flags,
        waits if row.due_on else (),
        row.derivation,
        fits.floats.get(row.step) if row.due_on else None,
        standing(facts, now),
        Agreed(row.agreed_by, row.document, row.reason) if is_agreed else None,
        settled,
        row.number,
        row.entry_id,
        _read_settled(row) if row.settled == "reported" else None,
    )
    return DeadlineView._make(_IN_ORDER((*_SAME_OF(row), *own)))


_SAME = (
    "id", "public_id", "step", "rule", "ladder", "precision", "basis", "officer", "officer_id", "promised_at",
    "sequence", "updated_at", "short_because", "approved", "tells_at", "held", "invites",
    "fault",
    *(name for name in KEPT if name in DeadlineView._fields),
)  # fmt: skip
_OWN = (
    "opens", "due", "earliest", "clock", "closes", "kept_flags", "waits", "kept_derivation", "float_days", "standing",
    "agreed", "settlement", "promise", "promised_in", "reported",
)  # fmt: skip
_SAME_OF = attrgetter(*_SAME)
"""What a view has as the row has it."""
_IN_ORDER = itemgetter(*((*_SAME, *_OWN).index(name) for name in DeadlineView._fields))
"""These and its own in the order of its fields: by their names it takes three times as long."""


def _read_settled(row: LatestRow) -> Settled:
    return Settled(
        row.settled,
        row.settled_on,
        row.settled_by,
        row.settled_document,
        row.url,
        row.settled_reason,
        row.accepted_by,
        row.confirmed_by,
        row.settled_at,
    )
