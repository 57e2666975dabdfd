"""An act of the secretariat started from Prefect's pages: one transaction, then the event that says it was done."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prefect.artifacts import acreate_table_artifact
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from sqlalchemy.orm import Session

import flows.chains
from actions.cycles import reading, rows
from flows import endings, record
from planning.errors import CouncilError
from planning.library import chains_in


@dataclass(frozen=True, slots=True)
class Happening:
    """What is told to automations: an event, and the resource it happened to with its labels."""

    event: str
    resource: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What an act did, or would do, line by line: left beside the run under its key, unless it is empty."""

    key: str
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """An act done: the word that its run is named by, a sentence for people, and what happened."""

    word: str
    sentence: str
    happened: tuple[Happening, ...] = ()
    table: Table | None = None


Act = Callable[[Session, datetime], Done]


def of_deadline(session: Session, event: str, cycle: str, step: str) -> Happening:
    """Return what happened to a deadline: `council.deadline.met` of `council.deadline.<public id>`."""
    public_id = rows.step_of(session, cycle, step).deadline.public_id
    labels = _labels(cycle) | {"council.step": step, "prefect.resource.name": f"{cycle} {step}"}
    return Happening(f"council.deadline.{event}", {"prefect.resource.id": f"council.deadline.{public_id}"} | labels)


def of_cycle(session: Session, event: str, cycle: str) -> Happening:
    """Return what happened to a cycle as a whole: one event, however many of its dates it touched."""
    public_id = reading.cycle_row(session, cycle).public_id
    labels = _labels(cycle) | {"prefect.resource.name": cycle}
    return Happening(f"council.cycle.{event}", {"prefect.resource.id": f"council.cycle.{public_id}"} | labels)


def of(kind: str, event: str, key: str, cycle: str | None = None) -> Happening:
    """Return what happened to a thing known by its key, and the cycle it belongs to: `council.item.done`."""
    named = {"prefect.resource.id": f"council.{kind}.{key}", "prefect.resource.name": key}
    return Happening(f"council.{kind}.{event}", named | (_labels(cycle) if cycle else {}))


def _labels(cycle: str) -> dict[str, str]:
    chain, edition = reading.split_name(cycle)
    declared = "yes" if chain in chains_in(flows.chains) else "no"
    return {
        "council.cycle": cycle, "council.chain": chain, "council.edition": edition, "council.declared": declared
    }  # fmt: skip


async def acted(act: Act, as_of: datetime | None) -> State[Any]:
    """Do the act, and end Completed under its word; a refusal ends the run Failed, its sentence told, nothing changed.

    Events leave after the commit: whoever reacts finds the store as the act left it.
    """
    done = await _through(record.act, act, as_of)
    if isinstance(done, CouncilError):
        return await endings.refused(done)
    for each in done.happened:
        emit_event(each.event, each.resource)
    await _leave(done.table, "What it did")
    return await endings.completed(done.word, done.sentence)


async def shown(look: Act, as_of: datetime | None) -> State[Any]:
    """Show what an act would do, from a session that cannot write; end as Preview, or refused as the act would be."""
    done = await _through(record.preview, look, as_of)
    if isinstance(done, CouncilError):
        return await endings.refused(done)
    await _leave(done.table, "What it would do; nothing was changed")
    return await endings.completed("Preview", f"{done.sentence}; nothing was changed")


async def _through(
    door: Callable[[Callable[[Session], Done]], Done], act: Act, as_of: datetime | None
) -> Done | CouncilError:
    now = record.instant(as_of)
    try:
        return await asyncio.to_thread(door, lambda session: act(session, now))
    except CouncilError as refusal:
        return refusal


async def _leave(table: Table | None, words: str) -> None:
    if table and table.rows:
        await acreate_table_artifact(key=table.key, table=list(table.rows), description=words)
