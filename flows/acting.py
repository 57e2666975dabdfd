"""An act of the secretariat started from Prefect's pages: one transaction, then the event that says it was done."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.states import Completed, Failed
from sqlalchemy.orm import Session

import flows.chains
from actions import reading, rows
from flows import record
from planning.errors import CouncilError
from planning.library import chains_in


@dataclass(frozen=True, slots=True)
class Happening:
    """What is told to automations: an event, and the resource it happened to with its labels."""

    event: str
    resource: dict[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """An act done: the name of the state that the run ends in, a sentence for people, and what happened."""

    name: str
    sentence: str
    happened: tuple[Happening, ...] = ()


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


def _labels(cycle: str) -> dict[str, str]:
    chain, edition = reading.split_name(cycle)
    declared = "yes" if chain in chains_in(flows.chains) else "no"
    return {
        "council.cycle": cycle, "council.chain": chain, "council.edition": edition, "council.declared": declared
    }  # fmt: skip


async def acted(act: Act, as_of: datetime | None) -> State[Any]:
    """Do the act, and end under its name; a refusal ends the run Refused, with its sentence and nothing changed.

    Events leave after the commit: whoever reacts finds the store as the act left it.
    """
    now = record.instant(as_of)
    try:
        done = await asyncio.to_thread(_commit, act, now)
    except CouncilError as refusal:
        return Failed(name="Refused", message=str(refusal))
    for each in done.happened:
        emit_event(each.event, each.resource)
    return Completed(name=done.name, message=done.sentence)


def _commit(act: Act, now: datetime) -> Done:
    with record.act() as session:
        return act(session, now)
