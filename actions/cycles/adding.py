"""Adding a step to an open cycle: a clearance, a translation, an approval by a chair; undated until it is agreed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from actions import journal
from actions.cycles import opening, reading, rows
from actions.cycles.promising import promise
from actions.cycles.views import CycleView
from actions.refusals import StepExists
from models.deadlines import Deadline
from notifications.plain import plain
from planning.basis import Basis
from planning.chain import SECRETARIAT, Step
from planning.errors import CouncilError
from planning.links import Awaited
from planning.plan import Planned
from planning.window import Precision

LONGEST = 500  # letters in a title, as in a loaded file


class TitleRefused(CouncilError):
    """A title that nobody could read."""

    def __init__(self, step: str, why: str) -> None:
        super().__init__(f"the title of {step} {why}")


def add_step(
    session: Session,
    name: str,
    step: str,
    *,
    title: str,
    acts: str = SECRETARIAT,
    to: str | None = None,
    via: str | None = None,
    purpose: str | None = None,
    follows: Sequence[str] = (),
    before: Sequence[str] = (),
    evidence: str | None = None,
    confirmation: bool = False,
    now: datetime,
    by: str,
) -> Deadline:
    """Return the new deadline of this cycle alone, in its place after `follows` and before `before`.

    `acts` is who owes it. Raises NoSuchCycle, CycleEnded, StepExists, TitleRefused, NotEvidence, and
    BadChain for a name that cannot be, one that the cycle does not know, and steps that would wait for one another.
    """
    cycle = rows.living_cycle(session, name)
    view = reading.view(session, name, now)
    if view.chain.step(step):
        raise StepExists(name, step)
    title = _readable(step, title)
    new = Step(
        step,
        title,
        by=acts,
        to=to,
        via=via,
        purpose=purpose,
        follows=tuple(follows),
        before=tuple(before),
        evidence=evidence,
        confirmation=confirmation,
    )
    replace(view.chain, steps=(*view.chain.steps, new))  # refuses rings and dangling names
    position = _position(view, new)
    told: dict[str, object] = {"step": step, "title": title, "by": acts, "to": to, "follows": new.follows}
    told |= {"before": new.before, "evidence": str(new.evidence), "confirmation": confirmation}
    entry = journal.write(session, "add-step", told, cycle=cycle, now=now, by=by)
    later = (Deadline.cycle_id == cycle.id, Deadline.position >= position)
    session.execute(update(Deadline).where(*later).values(position=Deadline.position + 1))
    row = opening.copy_step(session, cycle, position, new, now=now)
    promise(session, row, _awaited(new), entry)
    row.sequence = 0  # what a subscriber first sees is revision 0
    session.flush()
    return row


def _readable(step: str, title: str) -> str:
    """Return the title on one line, without what breaks lines or turns the reading order. Raises TitleRefused."""
    found = plain(title, len(title) + 1)
    if not found:
        raise TitleRefused(step, "is empty; write something that can be read")
    if len(found) > LONGEST:
        raise TitleRefused(step, f"is longer than {LONGEST} letters; shorten it")
    return found


def _position(view: CycleView, new: Step) -> int:
    """Return the place before the first step that needs it, else after the last that it follows, else the last."""
    order = [found.step for found in view.deadlines]
    if later := [order.index(name) for name in new.before if name in order]:
        return min(later)
    return max((order.index(name) + 1 for name in new.follows if name in order), default=len(order))


def _awaited(step: Step) -> Planned:
    return Planned(
        step=step.slug,
        title=step.title,
        by=step.by,
        to=step.to,
        opens=None,
        due=None,
        earliest=None,
        precision=Precision.DAY,
        closes=None,
        basis=Basis.AWAITED,
        flags=(),
        float_days=None,
        derivation=(Awaited(),),
    )
