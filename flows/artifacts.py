"""The artifacts of a walk on Prefect's pages: the table of a cycle, and its picture."""

import re
from base64 import b64encode
from datetime import datetime

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

from flows import store_sessions
from flows.timeline import draw
from planning.deadline_facts import basis_words
from planning.sentences import sentences
from planning.window import Precision
from planning.zones import in_geneva
from record.cycles.views import CycleView, DeadlineView


async def cycle(view: CycleView, now: datetime) -> None:
    """Keep the table and the picture under keys of the cycle's own, so that the page of artifacts shows the latest."""
    key = re.sub(r"[^a-z0-9]+", "-", view.name.casefold()).strip("-")
    at = f"{view.title} ({view.name}) as it stood on {in_geneva(now)}"
    await acreate_table_artifact(key=f"deadlines-{key}", table=table(view), description=at)
    await acreate_markdown_artifact(key=f"timeline-{key}", markdown=picture(view, now), description=at)


def picture(view: CycleView, now: datetime) -> str:
    """Return the picture as Markdown that holds it; an image artifact would print its whole address below it."""
    data = b64encode(draw(view, now).encode()).decode()
    return f"![The dates of {view.name}](data:image/svg+xml;base64,{data})"


def table(view: CycleView) -> list[dict[str, str]]:
    """Return one row a step: its date, who owes what to whom, how it stands and why."""
    return [_make_row(view, deadline) for deadline in view.deadlines]


def _make_row(view: CycleView, deadline: DeadlineView) -> dict[str, str]:
    return {
        "date": when(deadline),
        "step": _link_step(view, deadline),
        "by": deadline.by,
        "to": deadline.to or "",
        "standing": deadline.standing.label,
        "basis": basis_words(deadline) or "",
        "float": "" if deadline.float_days is None else f"{deadline.float_days:+d} d",
        "why": "; ".join(sentences((*deadline.derivation, *deadline.flags))),
    }


def _link_step(view: CycleView, deadline: DeadlineView) -> str:
    """Return the step, linked to its page where we have pages."""
    base = store_sessions.settings().base_url
    return f"[{deadline.step}]({base}/cycles/{view.name}#{deadline.step})" if base else deadline.step


def when(deadline: DeadlineView) -> str:
    """Return `2017-03-10 Fri`, with the stated hour, or the precision; `awaited` while undated."""
    if deadline.due is None:
        return "awaited"
    words = f"{deadline.due:%Y-%m-%d %a}"
    if deadline.precision is not Precision.DAY:
        return f"{words} ({deadline.precision})"
    return f"{words} {deadline.clock.at:%H:%M}" if deadline.clock else words
