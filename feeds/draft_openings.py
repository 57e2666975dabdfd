"""The openings of windows that open with a draft, as readers see them: when it was posted, whatever day was planned."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.orm import aliased

from feeds.facts import DeadlineFacts, anchor_of
from feeds.queries_by_id import ById
from models.base import UtcDateTime
from models.deadlines import Deadline, Settlement
from planning.chain import INVITEES
from planning.grammar import parse
from record.cycles import window_openings

_DRAFT = aliased(Deadline)
_SETTLED = (
    select(func.max(Settlement.id))
    .where(Settlement.deadline_id == _DRAFT.id, Settlement.at <= bindparam("now", type_=UtcDateTime))
    .correlate(_DRAFT)
    .scalar_subquery()
)
_DRAFTS = ById(
    select(Deadline.id, _DRAFT.step, _DRAFT.by, _DRAFT.title, _DRAFT.office_only, Settlement.kind, Settlement.at)
    .join(_DRAFT, _DRAFT.cycle_id == Deadline.cycle_id)
    .outerjoin(Settlement, Settlement.id == _SETTLED)
    .where(Deadline.opening.is_not(None), _DRAFT.step.in_(bindparam("steps", expanding=True))),
    Deadline.id,
)


class _Draft(NamedTuple):
    """A step that a window can open with, and how it was settled."""

    window: int  # the row of the deadline that may open with it
    step: str
    by: str
    title: str
    office_only: bool
    kind: str | None
    at: datetime


def read(connection: Connection, deadlines: Sequence[DeadlineFacts], *, now: datetime) -> list[DeadlineFacts]:
    """Return the deadlines, each window with the day on which it opened, or with what it waits for, by `now`."""
    opens_with = {
        each.id: step for each in deadlines if each.by in INVITEES and (step := anchor_of(each.opening)) is not None
    }
    if not opens_with:
        return [*deadlines]
    rows = _DRAFTS.rows(connection, opens_with, now=now, steps=sorted({*opens_with.values()}))
    drafts = {
        draft.window: draft
        for draft in (_Draft(*row) for row in rows)
        if opens_with.get(draft.window) == draft.step and draft.by not in INVITEES
    }
    return [_opened(each, drafts[each.id]) if each.id in drafts else each for each in deadlines]


def _opened(window: DeadlineFacts, draft: _Draft) -> DeadlineFacts:
    if draft.kind == "met":
        return replace(window, opens=window_openings.opened_on(parse(window.opening or ""), window.opens, draft.at))
    waits = draft.kind != "waived" and window.settled is None and window.cycle.ending is None
    return replace(window, awaits_draft=waits, draft_title="" if draft.office_only else draft.title)


def as_of(window: DeadlineFacts, today: date) -> DeadlineFacts:
    """Return a window as it reads today: without its planned day once that is past and the draft is not there."""
    is_late = window.awaits_draft and window.opens is not None and window.opens < today
    return replace(window, opens=None) if is_late else window
