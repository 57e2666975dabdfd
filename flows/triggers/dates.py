"""Moving what cycles hang from: an anchor of one cycle, or a meeting; first what would move, then the act."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from sqlalchemy.orm import Session

from actions import moving
from actions.moving import CycleMoves
from flows import record
from flows.acting import Done, acted, of_cycle
from flows.triggers.cycles import span
from planning.errors import CouncilError

Found = Sequence[CycleMoves]


@flow(name="move-anchor", flow_run_name="move: {cycle} {anchor} to {opens}", persist_result=False)
async def move_anchor(
    cycle: str,
    anchor: str,
    opens: date,
    by: str,
    closes: date | None = None,
    because: str = "",
    apply: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Show what moving a date that a cycle hangs from would move; with `apply`, move it.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        anchor: The anchor, such as un-deadline.
        opens: Its new day, or the first of its new days.
        by: Who acts: a name, or the e-mail address of a contact.
        closes: The last of its new days, if they are several.
        because: Why, in a sentence for the journal.
        apply: Do it; without this, only show what would move.
        as_of: When this act counts as done; now if left empty.
    """

    def look(session: Session, now: datetime) -> Found:
        return [moving.preview_anchor(session, cycle, anchor, span(opens, closes), now=now)]

    def move(session: Session, now: datetime) -> Found:
        return [
            moving.move_anchor(session, cycle, anchor, span(opens, closes), because=because or None, now=now, by=by)
        ]

    return await (_move(move, as_of) if apply else _preview(look, as_of))


@flow(name="move-meeting", flow_run_name="move: {meeting} to {opens}", persist_result=False)
async def move_meeting(
    meeting: str,
    opens: date,
    closes: date,
    by: str,
    because: str = "",
    apply: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Show what moving a meeting would move in every cycle that hangs from it; with `apply`, move it.

    Args:
        meeting: The meeting's key, such as council-2017.
        opens: Its new first day.
        closes: Its new last day.
        by: Who acts: a name, or the e-mail address of a contact.
        because: Why, in a sentence for the journal.
        apply: Do it; without this, only show what would move.
        as_of: When this act counts as done; now if left empty.
    """

    def look(session: Session, now: datetime) -> Found:
        return moving.preview_meeting(session, meeting, span(opens, closes), now=now)

    def move(session: Session, now: datetime) -> Found:
        return moving.move_meeting(session, meeting, span(opens, closes), because=because or None, now=now, by=by)

    return await (_move(move, as_of) if apply else _preview(look, as_of))


async def _preview(look: Callable[[Session, datetime], Found], as_of: datetime | None) -> State[Any]:
    now = record.instant(as_of)
    try:
        found = await asyncio.to_thread(_looked, look, now)
    except CouncilError as refusal:
        return Failed(name="Refused", message=str(refusal))
    await _show(found, "What would move; nothing was changed")
    return Completed(name="Preview", message=f"{_said(found)}; nothing was changed")


def _looked(look: Callable[[Session, datetime], Found], now: datetime) -> Found:
    with record.look() as session:
        return look(session, now)


async def _move(move: Callable[[Session, datetime], Found], as_of: datetime | None) -> State[Any]:
    done: list[CycleMoves] = []

    def act(session: Session, now: datetime) -> Done:
        done.extend(move(session, now))
        return Done("Moved", _said(done), tuple(of_cycle(session, "moved", each.cycle) for each in done))

    ended = await acted(act, as_of)
    await _show(done, "What moved")
    return ended


async def _show(found: Found, words: str) -> None:
    if table := [row for each in found for row in _rows(each)]:
        await acreate_table_artifact(key="moves", table=table, description=words)


def _rows(found: CycleMoves) -> Iterator[dict[str, str]]:
    for move in found.moves:
        yield _row(found.cycle, move.step, str(move.was or ""), str(move.now or ""), "moves")
    for stays in found.kept:
        words = f"stays; its rule now proposes {stays.proposed}"
        yield _row(found.cycle, stays.step, str(stays.due), str(stays.due), words)
    for clash in found.conflicts:
        yield _row(found.cycle, clash.step, "", "", f"does not fit: {clash.sentence}")
    for notice in found.notices:
        yield _row(found.cycle, notice.step, str(notice.was or ""), "", f"{notice.person} will be told the new date")


def _row(cycle: str, step: str, was: str, now: str, what: str) -> dict[str, str]:
    return {"cycle": cycle, "step": step, "was": was, "now": now, "what": what}


def _said(found: Found) -> str:
    moves = [f"{each.cycle} {move.step} {move.was} → {move.now}" for each in found for move in each.moves]
    clashes = [f"does not fit: {clash.sentence}" for each in found for clash in each.conflicts]
    return "; ".join((*moves, *clashes)) or "nothing that hangs from it moves"
