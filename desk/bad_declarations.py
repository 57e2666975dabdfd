"""Tasks for faulty declarations: files of chains that cannot be used, and unknown actors."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from kernel import chains
from planning.errors import among
from planning.remedies import Call
from record.cycles.views import CycleView, DeadlineView
from record.people import actors


def declarations(session: Session, views: Sequence[CycleView], *, now: datetime) -> Iterator[Task]:
    """Yield a task for each unusable chain file, and for each unknown actor of these living cycles."""
    for fault in chains.declared().broken:
        yield Task(TaskKind.CHAIN, now, fault.chain, fault.sentence, fault.remedies)
    yield from _strangers(session, views)


def _strangers(session: Session, views: Sequence[CycleView]) -> Iterator[Task]:
    """Yield a task for each word that open deadlines without an officer name as actor, and that nobody bears."""
    waiting = dict[str, list[tuple[CycleView, DeadlineView]]]()
    for view in views:
        for each in view.deadlines:
            if each.is_open and each.officer_id is None:
                waiting.setdefault(each.by, []).append((view, each))
    for word in actors.unknown(session, list(waiting)):
        theirs = waiting[word]
        view, first = theirs[0]
        near = actors.nearest(session, word)
        hint = f"; the nearest word is {near!r}" if near else ""
        steps = among(f"{view.name} {each.step}" for view, each in theirs)
        assign = Call("deadline/assign", {"cycle": view.name, "step": first.step}, "give the step to a person")
        load = Call("file/load", {"files": ["BODIES.yaml"]}, "if the word is right, load it as a body")
        sentence = f"nobody is called {word!r}, and no role is: nobody is told of {steps}{hint}"
        yield Task(TaskKind.STRANGER, view.opened_at, word, sentence, (assign, load))
