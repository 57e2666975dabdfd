"""Adding a step to an open cycle: a clearance, a translation, an approval by a chair; undated until it is agreed."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions.cycles import new_rows, rows_to_change
from actions.cycles.promises import promise
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import Kind, many
from kernel.parameters import FLAG, ROLE, WORDS, CycleName
from models.cycles import Cycle
from models.deadlines import Deadline
from models.journal import Entry
from models.store import the_store
from notifications.plain_text import plain
from planning.basis import Basis
from planning.chain import INVITEES, SECRETARIAT, Step
from planning.errors import CouncilError
from planning.evidence import Evidence
from planning.evidence import evidence as read_evidence
from planning.links import Awaited
from planning.plan import Planned
from planning.remedies import Call
from planning.window import Precision
from record import journal
from record.cycles import snapshots
from record.cycles.views import CycleView
from record.refusals import StepExists


class TitleRefused(CouncilError):
    """A title that nobody could read."""

    def __init__(self, step: str, why: str) -> None:
        super().__init__(f"the title of {step} {why}")


OWN = "members do not read of it: it is the office's own"
NAME = Kind("new step", "STEP", "Its name: small letters, digits and hyphens, such as clearance.")
TITLE = WORDS.saying("What is to be done, such as 'Have the text cleared'.")
RECIPIENT = WORDS.saying("To whom.", metavar="ROLE")
PURPOSE = Kind("purpose", "WORD", "For what: information, consideration, decision, submission.")
NEEDED = Kind("needed", "STEP", "A step, or the end of a reference date.")
EVIDENCE = Kind(
    "evidence",
    "WORD",
    "What shows that it is completed: none, document or url; what is usual if left empty.",
    type=Evidence,
    shape=read_evidence,
)


@act(
    "step/add",
    who=(Grant.SECRETARIAT,),
    no_undo="calendars may show the step; record that it is not required",
    tags=("steps", "dates"),
    short="add-step",
)
def add_step(
    session: Session,
    cycle: CycleName,
    step: Annotated[str, NAME],
    *,
    title: Annotated[str, TITLE],
    actor: Annotated[str, ROLE.saying("Who does it, or is invited to do it.")] = SECRETARIAT,
    to: Annotated[str | None, RECIPIENT.saying("To whom.")] = None,
    via: Annotated[str | None, RECIPIENT.saying("Through whom.")] = None,
    purpose: Annotated[str | None, PURPOSE] = None,
    follows: Annotated[tuple[str, ...], many(NEEDED).saying("The steps that come before it.")] = (),
    before: Annotated[
        tuple[str, ...],
        many(NEEDED).saying("The steps that need it, or the start or end of a reference date that it must precede."),
    ] = (),
    evidence: Annotated[Evidence | None, EVIDENCE] = None,
    confirmation: Annotated[bool, FLAG.saying("It is completed only when a second person has confirmed it.")] = False,
    for_members: Annotated[bool, FLAG.saying("Members read of it too, once its date is issued.")] = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Add a step to this cycle alone, in its place among the others; it has no date until one is agreed.

    It is the office's own, and members never read of it, unless they are to, or are invited by it.

    Raises NoSuchCycle, CycleEnded, StepExists, TitleRefused, NotEvidence, and BadChain for a name that cannot be, one
    that the cycle does not know, and steps that would wait for one another.
    """
    row, view = rows_to_change.living_cycle(session, cycle), snapshots.view(session, cycle, now)
    if view.chain.step(step):
        raise StepExists(cycle, step)
    new = Step(
        step, _readable(step, title), by=actor, to=to, via=via, purpose=purpose, follows=follows, before=before,
        evidence=evidence, confirmation=confirmation, office_only=actor not in INVITEES and not for_members,
    )  # fmt: skip
    replace(view.chain, steps=(*view.chain.steps, new))  # raises BadChain for rings and unknown names
    effects.mark(session, row)
    _insert(session, row, _position(view, new), new, journal.line(session))
    facts = {"step": step, "title": new.title, "by": actor, "to": to, "follows": follows, "before": before}
    return Done(
        "added",
        f"{cycle} has the step {step}, undated until a date is agreed",
        cycle=cycle,
        facts=facts | {"evidence": str(new.evidence), "confirmation": confirmation, "for_members": for_members},
        events=(Happening("added", "deadline", (cycle, step)),),
        notes=(OWN,) if new.office_only else (),
        next=(Call("deadline/agree", {"cycle": cycle, "step": step}),),
    )


def _insert(session: Session, cycle: Cycle, position: int, step: Step, entry: Entry) -> None:
    """Write the step in its place, undated; those after it move on by one."""
    later = (Deadline.cycle_id == cycle.id, Deadline.position >= position)
    session.execute(update(Deadline).where(*later).values(position=Deadline.position + 1))
    moved = session.scalars(select(Deadline.id).where(*later))
    journal.rows_changed(session, "deadline", moved)
    row = new_rows.copy_step(session, the_store(session), cycle, position, step, now=entry.at)
    promise(session, row, _awaited(step), entry)
    row.sequence = 0  # what a subscriber first sees is revision 0
    session.flush()


def _readable(step: str, title: str) -> str:
    """Return the title on one line, without what breaks lines or turns the reading order. Raises TitleRefused."""
    line = plain(title, len(title) + 1)
    if not line:
        raise TitleRefused(step, "is empty; write something that can be read")
    return line


def _position(view: CycleView, new: Step) -> int:
    """Return the place before the first step that needs it, else after the last that it follows, else the last."""
    order = [deadline.step for deadline in view.deadlines]
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
