"""The walk of a cycle: Prefect's run graph becomes the chain, one task a step, named for how the step stands.

It reads the store and changes nothing, so that any number of walks, late or twice, are harmless.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, cast

from prefect import Flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterName,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.runtime import flow_run
from prefect.states import Completed
from sqlalchemy.orm import Session

from flows import artifacts, final_states, store_sessions
from planning.deadline_facts import basis_words
from planning.errors import CouncilError
from planning.rule_words import count_of
from planning.sentences import sentences
from planning.standing import Standing
from planning.zones import in_geneva
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView

URGENCY = (
    Standing.OVERDUE,
    Standing.DUE_SOON,
    Standing.OPEN,
    Standing.PROPOSED,
    Standing.UNDATED,
    Standing.CLOSED,
    Standing.MET_LATE,
    Standing.MET,
    Standing.WAIVED,
)
"""The order in which one standing speaks for a whole cycle."""

Living = Callable[[Session, datetime], Mapping[str, str]]
"""Which cycles live at an instant, each with the word by which the flow's parameter `cycle` names it."""

WALKED, NO_CYCLE, UNCHANGED = "Walked", "No cycle", "Unchanged"
"""The names of runs that walked all there was to walk: the next one looks for what has changed since."""


@task(task_run_name="{step}: {standing}", cache_policy=NO_CACHE, persist_result=False)
async def reckon(step: str, standing: str, why: str) -> State[Any]:
    """Finish plainly Completed: the step's standing is in the run's name, which is all that the graph shows."""
    return Completed(message=f"{standing}: {why}")


async def walk(name: str, as_of: datetime | None) -> State[Any]:
    """Walk one cycle, and name the run for its most urgent standing; it is refused when there is no such cycle."""
    now = store_sessions.instant(as_of)
    try:
        view = await asyncio.to_thread(_read_view, name, now)
    except CouncilError as refusal:
        return await final_states.refused(refusal)
    await _steps(view)
    await artifacts.cycle(view, now)
    return await final_states.completed(_name_standing(view), _count_standings(view))


def _read_view(name: str, now: datetime) -> CycleView:
    with store_sessions.look() as session:
        return snapshots.view(session, name, now)


async def _steps(view: CycleView) -> None:
    """Run one task per step, dated or not, each after those that its chain says it needs."""
    ended: dict[str, State[Any]] = {}
    for step in view.chain.doing_order:
        deadline = view[step.slug]
        before = [ended[need] for need in view.chain.needs[step.slug] if need in ended]
        words = (deadline.step, deadline.standing.label, why(deadline))
        ended[step.slug] = await _await_state(reckon(*words, wait_for=before, return_state=True))


async def _await_state(run: object) -> State[Any]:
    """Return the state in which a run ended; Prefect's stubs do not say that there is something to await."""
    return await cast(Awaitable[State[Any]], run)


def why(deadline: DeadlineView) -> str:
    """Return the date with its basis and the first link of its derivation; the table holds the others."""
    sentence = "; ".join(sentences((*deadline.derivation[:1], *deadline.flags)))
    return f"{artifacts.when(deadline)}, {basis_words(deadline)}: {sentence}" if deadline.due else sentence


def _name_standing(view: CycleView) -> str:
    if view.ending:
        return view.ending.capitalize()
    standings = {deadline.standing for deadline in view.deadlines}
    return next((standing.label for standing in URGENCY if standing in standings), "Empty")


def _count_standings(view: CycleView) -> str:
    counts = Counter(deadline.standing for deadline in view.deadlines)
    standings = ", ".join(f"{counts[standing]} {standing.label.lower()}" for standing in URGENCY if counts[standing])
    return "; ".join((standings, *(f"does not fit: {conflict.sentence}" for conflict in view.conflicts)))


async def walk_all(flow: Flow[..., Any], living: Living, as_of: datetime | None) -> State[Any]:
    """Walk the living cycles that stand otherwise than at the last such walk, each as a run of its own with its graph.

    All of them where Prefect knows of no such walk, and where a day is asked for.
    """
    now = store_sessions.instant(as_of)
    since = None if as_of else await _last_walk(flow)
    try:
        lives, cycles = await asyncio.to_thread(_to_walk, living, now, since)
    except CouncilError as refusal:
        return await final_states.refused(refusal)
    ended = [await _await_state(flow(cycle=cycle, as_of=as_of, return_state=True)) for cycle in cycles]
    fell = [cycle for cycle, state in zip(cycles, ended, strict=True) if not state.is_completed()]
    if fell:
        return await final_states.failed("Not all walked", f"these were not walked: {', '.join(fell)}")
    if cycles or not lives:
        return await final_states.completed(WALKED if cycles else NO_CYCLE, ", ".join(cycles) or "no cycle lives")
    return await final_states.completed(UNCHANGED, f"none of {count_of(lives, 'cycle')} changed since {since:%Y-%m-%d}")


async def _last_walk(flow: Flow[..., Any]) -> datetime | None:
    """Return when the last walk of all began that left none out; None where Prefect keeps none."""
    names = [f"{word}: {flow.name}" for word in (WALKED, NO_CYCLE, UNCHANGED)]
    asked = FlowRunFilter(
        name=FlowRunFilterName(any_=names),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.COMPLETED])),
    )
    async with get_client() as client:
        runs = await client.read_flow_runs(flow_run_filter=asked, sort=FlowRunSort.START_TIME_DESC, limit=1)
    return runs[0].start_time if runs else None


def _to_walk(living: Living, now: datetime, since: datetime | None) -> tuple[int, list[str]]:
    """Return how many cycles live, and those to be walked."""
    with store_sessions.look() as session:
        words = living(session, now)
        names = words if since is None else snapshots.changed(session, words, since, now)
        return len(words), [words[name] for name in names]


def editions(chain: str) -> Living:
    """Return what finds the editions of a chain that have not ended."""

    def found(session: Session, now: datetime) -> Mapping[str, str]:
        names = ((name, *snapshots.split_name(name)) for name in snapshots.unended_names(session, now))
        return {name: edition for name, slug, edition in names if slug == chain}

    return found


def run_name() -> str:
    """Return `hlpf-contribution/2017`, and the day if one is given; the flow's name where all cycles are walked."""
    cycle, as_of = (flow_run.parameters.get(name) for name in ("cycle", "as_of"))
    name = cycle if cycle and "/" in cycle else "/".join(filter(None, (flow_run.flow_name, cycle)))
    return f"{name} as of {in_geneva(store_sessions.instant(as_of))}" if as_of else name
