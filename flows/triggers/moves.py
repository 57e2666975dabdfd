"""The words for what a change of dates does, or would do, to the cycles that hang from it."""

from collections.abc import Iterator, Sequence
from datetime import date

from actions.cycles.moving import CycleMoves
from actions.kernel.done import Notice
from flows.acting import Done, Table
from planning.errors import NotADate
from planning.window import Window


def span(opens: date, closes: date | None) -> Window:
    """Return the days of a meeting, or the one day. Raises NotADate."""
    if closes and closes < opens:
        raise NotADate(f"{opens}/{closes}", "an interval: it ends before it begins")
    return Window(opens, closes or opens)


def moved(found: Sequence[CycleMoves], *, name: str = "Moved", said: str = "") -> Done:
    """Return the act as done under `name`, told after `said`."""
    rows = tuple(row for each in found for row in _rows(each))
    words = "; ".join(filter(None, (said, _said(found))))
    return Done(name, words, Table("moves", rows))


def _rows(found: CycleMoves) -> Iterator[dict[str, str]]:
    for move in found.moves:
        yield _row(found.cycle, move.step, move.was, move.now, "moves")
    for stays in found.kept:
        yield _row(found.cycle, stays.step, stays.due, stays.due, f"stays; its rule now proposes {stays.proposed}")
    for clash in found.conflicts:
        yield _row(found.cycle, clash.step, None, None, f"does not fit: {clash.sentence}")
    for notice in found.notices:
        yield _row(found.cycle, notice.step, notice.was, None, _told(notice))


def _row(cycle: str, step: str, was: date | None, now: date | None, what: str) -> dict[str, str]:
    return {"cycle": cycle, "step": step, "was": str(was or ""), "now": str(now or ""), "what": what}


def _told(notice: Notice) -> str:
    return {
        "change": f"{notice.person} will be told the new date",
        "gone": f"{notice.person} will be told that this date no longer holds",
        "withdrawn": f"a message to {notice.person} waits, and is withdrawn",
    }[notice.kind]


def _said(found: Sequence[CycleMoves]) -> str:
    moves = [
        f"{each.cycle} {move.step} {move.was or 'awaited'} → {move.now or 'awaited'}"
        for each in found
        for move in each.moves
    ]
    clashes = [f"does not fit: {clash.sentence}" for each in found for clash in each.conflicts]
    return "; ".join((*moves, *clashes)) or "nothing that hangs from it moves"
