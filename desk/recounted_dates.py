"""Tasks for open dates that would be reckoned otherwise now, or whose procedure was edited since their cycle opened."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy.orm import Session

from actions.cycles.recounts import as_declared
from desk.task import Task, TaskKind
from kernel import chains
from planning.chain import Chain
from planning.errors import among
from planning.remedies import Call
from record.cycles import recounts
from record.cycles.views import CycleView


def recounted(session: Session, views: Collection[CycleView], *, now: datetime) -> Iterator[Task]:
    """Yield a task for each cycle with flagged dates, and for each of these living ones whose procedure was edited."""
    flagged = [each for each in recounts.standing(session) if each.at <= now]
    for name, of_cycle in groupby(flagged, attrgetter("cycle")):
        dates = list(of_cycle)
        answers = {"accept": "take the new dates", "keep": "keep the old ones"}
        yield Task(
            TaskKind.RECOUNTED,
            min(each.at for each in dates),
            name,
            f"{name} would be reckoned otherwise now: {'; '.join(each.sentence for each in dates)}",
            tuple(
                Call("deadline/recounted", {"answer": answer, "dates": [name]}, words)
                for answer, words in answers.items()
            ),
        )
    yield from _edited(session, views, chains.declared(), now)


def _edited(
    session: Session, views: Collection[CycleView], declared: Mapping[str, Chain], now: datetime
) -> Iterator[Task]:
    """Yield a task for each cycle whose procedure has other rules than the cycle, of which nobody was told yet."""
    edited = {view.name: (view, steps) for view in views if (steps := _edited_steps(view, declared))}
    last = recounts.last_of(session, [view[step].id for view, steps in edited.values() for step in steps])
    for name, (view, steps) in edited.items():
        untold = [step for step, rule in steps.items() if not (told := last.get(view[step].id)) or told.rule != rule]
        if untold:
            sentence = f"the procedure of {name} has other rules now for {among(untold)}; its dates stand as they were"
            remedy = Call("deadline/recount", words="see which dates they would change")
            yield Task(TaskKind.EDITED, view.opened_at, name, sentence, (remedy,))


def _edited_steps(view: CycleView, declared: Mapping[str, Chain]) -> dict[str, str | None]:
    """Return the open steps of which the procedure has another rule now, each with that rule as it is written."""
    own = {step.slug: step for step in view.chain.steps}
    chain = as_declared(view, declared)
    return {
        step.slug: step.due
        for step in (() if chain is view.chain else chain.steps)
        if (step.rule, step.opening) != (own[step.slug].rule, own[step.slug].opening)
        and view[step.slug].is_open
        and view[step.slug].basis.is_computed
    }
