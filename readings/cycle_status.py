"""`cycle/status`: how one cycle stands, or every cycle that has not ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import FLAG, OptionalCycleName
from kernel.readings import reading
from kernel.shown import Column, Days, Due, Part, Row, Shown, due, table
from planning.deadline_facts import basis_words, conflict_facts, deadline_facts
from planning.remedies import Call
from planning.rule_words import count_of
from planning.sentences import sentences
from record import journal
from record.cycles import issues, window_openings
from record.cycles import snapshots as cycles
from record.cycles.issues import Unissued
from record.cycles.latest_rows import opened, unended
from record.cycles.views import CycleView, DeadlineView, Settled

COLUMNS = (
    Column("Cycle"), Column("Date", Due), Column("Step"), Column("Action by"), Column("Standing"), Column("Basis"),
    Column("Days in hand", Days), Column("Why", tuple),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class One:
    """A cycle as it stands, and what of it is set and not issued."""

    view: CycleView
    unissued: tuple[Unissued, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class Several:
    """Cycles as they stand, and how many were left out because they have ended."""

    cycles: list[One]
    left_out: int

    @property
    def views(self) -> list[CycleView]:
        """Return the cycles."""
        return [each.view for each in self.cycles]


@reading("cycle/status", who=(Grant.VIEWER,), short="status", columns=COLUMNS)
def status(
    session: Session,
    cycle: OptionalCycleName = None,
    *,
    ended: Annotated[bool, FLAG.saying("Show also the cycles that have ended.")] = False,
    now: datetime,
    known: datetime | None = None,
) -> Shown[One] | Shown[Several]:
    """Show how CYCLE stands, or every cycle that has not ended. Raises NoSuchCycle."""
    if cycle:
        view = _by_name(session, [cycles.view(session, cycle, now, known)])[0]
        one = _with_unissued(session, [view], known or now)[0]
        return Shown(one, _facts, _of_one, for_tables=lambda one: _rows(one.view))
    seen = known or now
    which = opened(min(now, seen))
    views = _by_name(session, cycles.views_of(session, which if ended else which & unended(seen), now, seen))
    left_out = 0 if ended else cycles.count(session, which & ~unended(seen))
    several = Several(_with_unissued(session, views, seen), left_out)
    return Shown(several, lambda of: [_facts(each) for each in of.cycles], _of_several, for_tables=_rows_of_several)


def _with_unissued(session: Session, views: list[CycleView], now: datetime) -> list[One]:
    waiting = issues.unissued(session, views, now)
    return [One(view, waiting.get(view.id, ()), now) for view in views]


def _by_name(session: Session, views: list[CycleView]) -> list[CycleView]:
    """Return the cycles with names in place of the ids of those who met and confirmed steps."""
    settled = (
        each
        for view in views
        for deadline in view.deadlines
        for each in (deadline.settlement, deadline.reported)
        if each
    )
    names = journal.names(session, {hand for each in settled for hand in (each.by, each.confirmed_by) if hand})
    return [_with_names(view, names) for view in views] if names else views


def _with_names(view: CycleView, names: Mapping[str, str]) -> CycleView:
    def named(each: Settled | None) -> Settled | None:
        return each and replace(
            each, by=names.get(each.by, each.by), confirmed_by=names.get(each.confirmed_by or "", each.confirmed_by)
        )

    return replace(
        view,
        deadlines=tuple(
            deadline._replace(settlement=named(deadline.settlement), reported=named(deadline.reported))
            for deadline in view.deadlines
        ),
    )


def _facts(one: One) -> dict[str, object]:
    view = one.view
    return {
        "cycle": view.name,
        "chain": view.chain.slug,
        "version": view.chain.version,
        "deadlines": [_deadline(deadline) for deadline in view.deadlines],
        "conflicts": [conflict_facts(conflict) for conflict in view.conflicts],
        "ending": view.ending,
        "reason": view.reason,
        "provisional": list(view.provisional),
        "unissued": [each.facts for each in one.unissued],
    }


def _deadline(deadline: DeadlineView) -> dict[str, object]:
    agreed, settled = deadline.agreed, deadline.settlement
    met = settled if settled and settled.kind == "met" else None
    return deadline_facts(deadline) | {
        "source": deadline.source,
        "standing": str(deadline.standing),
        "agreed": {"by": agreed.by, "document": agreed.document, "reason": agreed.reason} if agreed else None,
        "met": _met(met) if met else None,
        "reported": _met(deadline.reported) if deadline.reported else None,
        "officer": deadline.officer,
    }


def _met(met: Settled) -> dict[str, object]:
    return {
        "on": met.on,
        "by": met.by,
        "document": met.document,
        "url": met.url,
        "accepted_by": met.accepted_by,
        "confirmed_by": met.confirmed_by,
    }


def _of_several(several: Several) -> Iterator[Part]:
    if not several.views:
        arguments = {"cycle": "CHAIN/EDITION", "anchors": ["NAME=DATE"]}
        yield ("no cycle is open; ", Call("cycle/open", arguments, "open one"))
    yield table((view.name, view.ending or _coming(view), view.title) for view in several.views)
    if several.left_out:
        see = Call("cycle/status", {"ended": True}, "see them")
        yield (f"not shown: {count_of(several.left_out, 'cycle')} that ended; ", see)


def _coming(view: CycleView) -> str:
    """Return the next open deadline in words."""
    coming = [deadline for deadline in view.deadlines if deadline.is_open and deadline.due]
    first = min(coming, key=lambda deadline: deadline.due or date.max, default=None)
    return f"{first.due} {first.step} {first.standing}" if first else "nothing dated is open"


def of_cycle(view: CycleView) -> Iterator[Part]:
    """Yield what people read of a cycle: its name and mandate, a row for each deadline, and each conflict."""
    mandate = f" ({view.mandate})" if view.mandate else ""
    yield f"{view.name}  {view.title}{mandate}" + (f", {_ending(view)}" if view.ending else "")
    yield table(row[1:] for row in _rows(view))
    for conflict in view.conflicts:
        yield f"does not fit: {conflict.sentence}"


def _ending(view: CycleView) -> str:
    """Say how the cycle ended, and why."""
    return ": ".join(filter(None, (view.ending, view.reason)))


def _of_one(one: One) -> Iterator[Part]:
    """Yield what people read of a cycle, and what of it is set and not issued."""
    yield from of_cycle(one.view)
    for each in one.unissued:
        yield (
            f"not issued: {each.step} is set for {each.due or 'no date'}; {each.sentence(one.now)}: ",
            each.issue(one.view.name),
        )


def _rows(view: CycleView) -> Iterator[Row]:
    for deadline in view.deadlines:
        why = (_evidence(deadline) or deadline.derivation[0].sentence, *sentences(deadline.flags))
        if deadline.is_open and (draft := window_openings.missing_draft(view, deadline)):
            why = (*why, f"opens when {draft.step} is completed")
        yield (
            view.name,
            due(deadline),
            deadline.step,
            deadline.by,
            deadline.standing,
            basis_words(deadline),
            Days(deadline.float_days),
            why,
        )


def _rows_of_several(several: Several) -> Iterator[Row]:
    for view in several.views:
        yield from _rows(view)


def _evidence(deadline: DeadlineView) -> str | None:
    settled = deadline.settlement or deadline.reported
    if settled is None:
        return None
    proof = ", ".join(filter(None, (settled.document or settled.url or settled.reason, *_hands(settled))))
    return f"{settled.kind} {settled.on}" + (f": {proof}" if proof else "")


def _hands(settled: Settled) -> tuple[str, ...]:
    """Return in words who accepted a late step and who confirmed it, or that a second person still has to."""
    late = (f"accepted late by {settled.accepted_by}",) if settled.accepted_by else ()
    if settled.kind == "reported":
        return (*late, "awaits a second person")
    return (*late, f"confirmed by {settled.confirmed_by}") if settled.confirmed_by else late
