"""What a walk leaves on Prefect's pages: the table of a cycle, and its picture."""

import re
from base64 import b64encode
from datetime import datetime

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

from actions.cycles.views import CycleView, DeadlineView
from flows import record
from flows.timeline import draw
from planning.basis import Basis
from planning.sentences import sentences
from planning.window import Precision


async def cycle(view: CycleView, now: datetime) -> None:
    """Keep the table and the picture under keys of the cycle's own, so that the page of artifacts shows the latest."""
    key = re.sub(r"[^a-z0-9]+", "-", view.name.casefold()).strip("-")
    at = f"{view.title} ({view.name}) as it stood on {record.in_zurich(now)}"
    await acreate_table_artifact(key=f"deadlines-{key}", table=table(view), description=at)
    await acreate_markdown_artifact(key=f"timeline-{key}", markdown=picture(view, now), description=at)


def picture(view: CycleView, now: datetime) -> str:
    """Return the picture as Markdown that holds it; an image artifact would print its whole address below it."""
    data = b64encode(draw(view, now).encode()).decode()
    return f"![The dates of {view.name}](data:image/svg+xml;base64,{data})"


def table(view: CycleView) -> list[dict[str, str]]:
    """Return one row a step: its date, who owes what to whom, how it stands and why."""
    return [_row(view, found) for found in view.deadlines]


def _row(view: CycleView, found: DeadlineView) -> dict[str, str]:
    return {
        "date": when(found),
        "step": _step(view, found),
        "by": found.by,
        "to": found.to or "",
        "standing": found.standing.label,
        "basis": "" if found.basis is Basis.AWAITED else str(found.basis),
        "float": "" if found.float_days is None else f"{found.float_days:+d} d",
        "why": "; ".join(sentences((*found.derivation, *found.flags))),
    }


def _step(view: CycleView, found: DeadlineView) -> str:
    """Return the step, linked to its page where we have pages."""
    base = record.settings().base_url
    return f"[{found.step}]({base}/cycles/{view.name}#{found.step})" if base else found.step


def when(found: DeadlineView) -> str:
    """Return `2017-03-10 Fri`, with the stated hour, or the precision; `awaited` while undated."""
    if found.due is None:
        return "awaited"
    words = f"{found.due:%Y-%m-%d %a}"
    if found.precision is not Precision.DAY:
        return f"{words} ({found.precision})"
    return f"{words} {found.clock.at:%H:%M}" if found.clock else words
