"""The round that the schedule wakes: plan what people are owed, send what may leave. Missed or doubled, no harm.

On a work pool a round with much to send hands out runs of `deliver`, which send beside it (flows/shares.py).
"""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from prefect import flow
from prefect.artifacts import Artifact, acreate_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from delivery import rounds
from delivery.rounds import Round
from delivery.sender import Delivered
from desk import tasks
from flows import final_states, remedy_words, shares, store_sessions
from planning.clock import utc_now
from planning.errors import CouncilError
from planning.rule_words import count_of
from planning.zones import in_geneva
from record import logs
from record.refusals import NoMailServer
from record.sending import circuit_breakers
from record.sending.circuit_breakers import Failing
from record.sending.holds import SendingHeld

WORDS: Mapping[str, str] = {
    "sent": "sent",
    "retry": "refused for now, tried again later",
    "unknown": "handed over, but the server did not say whether it took it",
    "dead": "refused for good",
    "withdrawn": "withdrawn before it left, for it was no longer so",
    "postponed": "put back unsent, for its server does not answer",
}


def run_name() -> str:
    """Return `round/2017-03-03 09:00` in a rehearsal, else `round` and the hour for which it was scheduled (Zurich)."""
    return f"round/{in_geneva(store_sessions.instant(flow_run.parameters.get('as_of')))}"


@flow(name="round", flow_run_name=run_name, persist_result=False)
async def remind(as_of: datetime | None = None) -> State[Any]:
    """Plan what people are owed now, and send what may leave.

    Args:
        as_of: Take this as now, for a rehearsal; what is due then is really sent. Leave empty for now.
    """
    now = store_sessions.instant(as_of)
    try:
        done = await asyncio.to_thread(_round, now, as_of)
    except SendingHeld as refusal:
        return await final_states.failed("Held", remedy_words.refusal(refusal))
    except NoMailServer as refusal:
        return await final_states.failed("No mail server", remedy_words.refusal(refusal))
    except CouncilError as refusal:
        return await final_states.refused(refusal)
    await _show(done, now)
    todo, failing = await asyncio.to_thread(_what_is_left, now)
    await _show_tasks(todo)
    words = "; ".join((*(server.sentence for server in failing), _say_outcome(done)))
    if any(server.is_mail for server in failing):
        return await final_states.failed("Mail server fails", words)
    return await final_states.completed("A channel fails" if failing else _name_outcome(done), words)


def _round(now: datetime, as_of: datetime | None) -> Round:
    logs.begin(os.environ)  # in the run's own process: what became of each message
    hand_out = partial(shares.hand_out, as_of=as_of)
    with store_sessions.opened() as engine:
        return rounds.run_round(engine, store_sessions.settings(), now=now, hand_out=hand_out)


def _what_is_left(now: datetime) -> tuple[str, list[Failing]]:
    """Return what needs a hand after the round, and the servers for which messages wait."""
    clock = utc_now()
    with store_sessions.look() as session:
        todo = tasks.as_markdown(tasks.tasks(session, now=now, clock=clock), remedy_words.remedy)
        return todo, [server for server in circuit_breakers.failing(session, now, clock) if server.waiting]


def _name_outcome(done: Round) -> str:
    if done.delivered.dead or done.delivered.unknown:
        return "Needs a hand"
    if done.delivered.sent:
        return "Sent"
    return "Tried again later" if done.delivered.retry or done.delivered.postponed else "Quiet"


def _say_outcome(done: Round) -> str:
    return ", ".join((f"{done.planned.messages} planned", *shares.counts(done.delivered)))


async def _show(done: Round, now: datetime) -> None:
    """Log each complaint, and keep an artifact of a round that did something; a quiet one leaves none."""
    logger = get_run_logger()
    for complaint in done.planned.nobody:
        logger.warning(complaint)
    logger.info(_say_outcome(done), extra={"facts": done.counts})
    if done.planned.messages or done.planned.nobody or done.delivered != Delivered():
        words = f"Round of {in_geneva(now)} (Zurich)"
        await acreate_markdown_artifact(key="last-round", markdown=_markdown(done), description=words)


async def _show_tasks(words: str) -> None:
    """Keep what needs a hand as an artifact, whenever it differs from what the last one says."""
    last = await Artifact.aget("tasks")
    if words != (last.data if last else tasks.NOTHING):
        await acreate_markdown_artifact(key="tasks", markdown=words, description="What needs a hand")


def _markdown(done: Round) -> str:
    lines = [f"- {count} {WORDS[name]}" for name, count in asdict(done.delivered).items() if count]
    nobody = [f"- {complaint}" for complaint in done.planned.nobody]
    return "\n".join((f"- {count_of(done.planned.messages, 'letter')} planned", *lines, *nobody))
