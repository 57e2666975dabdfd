"""Forms derived from the declared acts: one flow each, by the act's name, found here by the process that runs it.

A form's schema is frozen when it is registered, so that only dates, yes or no, and closed lists have types of their
own; names are text, read exactly.
"""

import asyncio
import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from prefect import Flow, flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from flows import final_states, remedy_words, store_sessions
from kernel import doors, registry, runner
from kernel.declaration import Act
from kernel.done import Changes, Done, Opened
from kernel.doors import Door
from kernel.grants import Grant, Identity
from kernel.kinds import Parameter
from kernel.runner import Request
from notifications.plain_text import plain
from planning.errors import CouncilError
from planning.replan import Move
from planning.sentences import sentences
from reminders import forecast
from reminders.forecast import Count

# Who has the password of Prefect's pages runs the office's machine by them; its form knows no person, only a name.
GRANTS = frozenset({Grant.ADMINISTRATOR})
BY = "Who acts: a name, or the e-mail address of a contact."
AS_OF = "When this act counts as done; now if left empty."
PREVIEW = "Only show what it would do; do nothing."
NAME = 100  # characters of a run's name
ROWS = 1_000  # of a load, in the table beside its run: a page that is still drawn at once
APPLY = "Do it; without this, only show what it would do."


def form_of(act: Act) -> Flow[..., Any]:
    """Return the form of an act."""

    async def form(**fields: Any) -> State[Any]:
        by, as_of, is_preview = fields.pop("by"), fields.pop("as_of"), _is_preview(act, fields)

        def ask() -> Request:
            return Request(act, fields, Identity(by, GRANTS), Door.PREFECT, store_sessions.instant(as_of))

        return await run(ask, is_preview=is_preview)

    form.__module__, form.__name__ = __name__, act.slug.replace("-", "_")
    # typeshed does not know that a function may say its own signature (PEP 362), which Prefect makes the form from
    form.__signature__ = inspect.Signature(_fields(act), return_annotation=State[Any])  # type: ignore[attr-defined]
    form.__doc__ = _help(act)
    names = [each.name for each in act.parameters if each.is_positional and not each.kind.is_many]
    return flow(name=act.slug, flow_run_name=partial(run_name, names, act.slug), persist_result=False)(form)


def run_name(fields: Sequence[str], otherwise: str) -> str:
    """Return what was typed into these fields of the run, as far as a list of runs shows it."""
    return plain(" ".join(str(flow_run.parameters.get(name) or "") for name in fields), NAME) or otherwise


async def run(ask: Callable[[], Request], *, is_preview: bool) -> State[Any]:
    """Do what is asked for, or only look at it; a refusal ends the run Failed, with its sentence."""
    try:
        request = await asyncio.to_thread(ask)
        doors.check_on(request.act.name, Door.PREFECT)
        if is_preview:
            looked = store_sessions.first_looked if request.act.makes_store else store_sessions.looked
            shown = await asyncio.to_thread(runner.preview, request, looked, forecast, store_sessions.look)
            rounds = [_round(count) for count in shown.forecast.counts]
            await final_states.keep_table("rounds", rounds, "Whom the rounds of the next week tell because of it")
            heard = f"; {_heard(shown.forecast.counts)}" if rounds else ""
            return await _end(shown.done, "Preview", f"{heard}; nothing was changed")
        transaction = store_sessions.first_act if request.act.makes_store else store_sessions.act
        done = await asyncio.to_thread(runner.perform, request, transaction, store_sessions.look)
    except CouncilError as refusal:
        return await final_states.refused(refusal)
    if not done.is_nothing:
        get_run_logger().info(f"the act {done.id}: its line in the journal, its events and its letters bear this id")
    return await _end(done, done.outcome.replace("-", " ").capitalize(), "")


def _is_preview(act: Act, fields: dict[str, Any]) -> bool:
    return not fields.pop("apply") if act.asks_first else bool(fields.pop("preview", False))


def _fields(act: Act) -> list[inspect.Parameter]:
    """Return the fields by keyword: the order of required and optional ones is free, and Prefect calls by name."""
    own = [_field(each.name, _type(each), ... if each.is_required else each.default) for each in act.parameters]
    word = [] if act.no_preview else [_field("apply" if act.asks_first else "preview", bool, False)]
    return [*own, _field("by", str, ...), *word, _field("as_of", datetime | None, None)]


def _field(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    kept = inspect.Parameter.empty if default is ... else default
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=kept, annotation=annotation)


def _type(parameter: Parameter) -> Any:
    # the type is a value here, of which a checker knows nothing: pydantic reads it for the form
    own = list[parameter.kind.type] if parameter.kind.is_many else parameter.kind.type  # type: ignore[name-defined]
    return own if parameter.is_required or parameter.default is not None else own | None


def _help(act: Act) -> str:
    lines = {each.name: each.kind.meaning for each in act.parameters} | {"by": BY}
    lines |= {} if act.no_preview else {"apply": APPLY} if act.asks_first else {"preview": PREVIEW}
    fields = "\n".join(f"    {name}: {meaning}" for name, meaning in (lines | {"as_of": AS_OF}).items())
    return f"{act.help}\n\nArgs:\n{fields}"


async def _end(done: Done, word: str, more: str) -> State[Any]:
    rows = [row for changes in done.changes for row in _rows(changes)]
    rows += [
        _make_row("", letter.kind, None, None, f"a letter to {letter.person} is taken back")
        for letter in done.taken_back
    ]
    parts = [*done.parts, *done.difference[:ROWS]]
    rows += [{"what": part.name, "fate": part.fate, "how": part.how} for part in parts]
    dates = [row for opened in done.opened for row in _dates(opened)]
    await final_states.keep_table("changes", rows, f"{word}{more}")
    await final_states.keep_table("dates", dates, f"{word}{more}")
    failure = remedy_words.refusal(done.failure) if done.failure else ""
    coming = [f"next: {remedy_words.call(call)}" for call in done.next]
    words = "; ".join(filter(None, (done.sentence, *_other_moves(done), *done.notes, failure, *coming))) + more
    return await (final_states.failed if done.failure else final_states.completed)(word, words)


def _other_moves(done: Done) -> list[str]:
    """Return what moves besides the thing that the sentence names, and what no longer fits."""
    named = done.sentence.split()
    moves = [
        f"{'' if changes.cycle == done.cycle else f'{changes.cycle} '}{move.step} {_fate(move)}"
        for changes in done.changes
        for move in changes.moves
        if move.step not in named
    ]
    clashes = [clash.sentence for changes in done.changes for clash in changes.conflicts]
    return moves + [f"does not fit: {words}" for words in clashes]


def _fate(move: Move) -> str:
    return f"moves to {move.now}" if move.now else "has no date any more"


def _rows(changes: Changes) -> list[dict[str, str]]:
    cycle = changes.cycle
    moves = [_make_row(cycle, move.step, move.was, move.now, "moves") for move in changes.moves]
    kept = [_make_row(cycle, k.step, k.due, k.due, f"stays; its rule now proposes {k.proposed}") for k in changes.kept]
    clashes = [
        _make_row(cycle, clash.step, None, None, f"does not fit: {clash.sentence}") for clash in changes.conflicts
    ]
    notices = [_make_row(cycle, n.step, n.was, None, f"{n.person}: {n.kind}") for n in changes.notices]
    return [*moves, *kept, *clashes, *notices]


def _dates(opened: Opened) -> list[dict[str, str]]:
    """Return the dates of a cycle as it is opened, and where one differs from what its rule proposes."""
    rules = {each.step: f"its rule proposes {each.proposed or 'nothing yet'}" for each in opened.differences}
    return [
        {
            "cycle": opened.cycle,
            "step": each.step,
            "due": str(each.due or "awaited"),
            "why": each.derivation[0].sentence,
            "what": "; ".join(filter(None, (rules.get(each.step), *sentences(each.flags)))),
        }
        for each in opened.plan.deadlines
    ]


def _round(count: Count) -> dict[str, str]:
    """Return what the next rounds tell of one step, and how many readers."""
    numbers = {"told": count.told, "told otherwise": count.changed, "no longer told": count.taken_back}
    return {"cycle": count.cycle, "step": count.step, "kind": count.kind} | {k: str(n) for k, n in numbers.items()}


def _heard(counts: Sequence[Count]) -> str:
    """Return how many are told in the next rounds, and how many no longer are."""
    more, less = sum(each.told + each.changed for each in counts), sum(each.taken_back for each in counts)
    return f"next rounds: {more} told because of it, {less} no longer told"


def _make_row(cycle: str, step: str, was: object, now: object, what: str) -> dict[str, str]:
    return {"cycle": cycle, "step": step, "was": str(was or ""), "now": str(now or ""), "what": what}


FORMS: Mapping[str, Flow[..., Any]] = {act.name: form_of(act) for act in registry.acts() if not act.no_form}
globals().update({form.fn.__name__: form for form in FORMS.values()})
