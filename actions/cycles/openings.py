"""Opening a cycle: its dates and all that it needs of its chain are copied into rows."""

from datetime import datetime
from functools import partial
from typing import Annotated

from sqlalchemy.orm import Session

from actions.cycles import last_edition, new_rows, planned_cycles
from actions.cycles.planned_cycles import Intended, OpeningTerms
from kernel import act_lines, chains
from kernel.declaration import act
from kernel.done import Done, Happening, Opened
from kernel.grants import Grant, Identity
from kernel.parameters import CYCLE, WORDS, AnchorDates, AnchorNames, NewCycle, Sure
from models.journal import Entry
from planning.chain import Chain
from planning.library import find
from planning.replan import Difference
from planning.rule_words import count_of
from planning.window import given_words
from record import journal
from record.cycles import snapshots

Last = Annotated[
    str | None,
    CYCLE.saying("An earlier edition, whose agreed dates are proposed again at the same distances.", option="from"),
]
Accepted = Annotated[str | None, WORDS.saying("Open it although it does not fit, and say why.", metavar="REASON")]


@act(
    "cycle/open",
    who=(Grant.SECRETARIAT,),
    no_undo="a cycle that was opened stays on record; one that is not wanted is abandoned",
    tags=("cycles",),
    short="open",
    makes_store=True,
)
def open_(
    session: Session,
    cycle: NewCycle,
    *,
    anchors: AnchorDates = None,
    last: Last = None,
    provisional: AnchorNames = (),
    accept_conflicts: Accepted = None,
    sure: Sure = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Open a cycle: its dates are proposed from its reference dates, or from those of an earlier edition.

    Raises BadCycleName, NoSuchChain, NotAnEdition for an edition of another chain, and what `intend` raises.
    """
    terms = OpeningTerms(anchors or {}, {}, provisional, accept_conflicts, sure)
    known, line = chains.declared(), journal.line(session)
    if last:
        hung = last_edition.edition(session, known, cycle, last, terms, now=now)
        return _opened(session, hung.intended, line, last, hung.differences)
    chain, edition = snapshots.split_name(cycle)
    return _opened(session, planned_cycles.intend(session, find(known, chain), edition, terms), line)


def open_cycle(session: Session, chain: Chain, edition: str, terms: OpeningTerms, *, now: datetime, by: str) -> Done:
    """Return the cycle as opened in a part of the act that runs, which has a line of its own. Raises as `intend`."""
    intended = planned_cycles.intend(session, chain, edition, terms)
    anchors = {name: given_words(each) for name, each in terms.anchors.items()}
    arguments = {"cycle": intended.name, "anchors": anchors}
    opened = partial(_opened, session, intended)
    return act_lines.part(session, "cycle/open", arguments, opened, now=now, by=by)


def _opened(
    session: Session,
    intended: Intended,
    entry: Entry,
    last: str | None = None,
    differences: tuple[Difference, ...] = (),
) -> Done:
    """Write the cycle, and return what was done."""
    new_rows.write(session, intended, entry)
    name, hung = intended.name, f", its dates reckoned as in {last}" if last else ""
    return Done(
        "opened",
        f"{name} is open with {count_of(len(intended.plan.deadlines), 'deadline')}{hung}",
        cycle=name,
        facts=intended.facts,
        opened=(Opened(name, intended.plan, last, differences),),
        notes=intended.notes,
        events=(Happening("opened", "cycle", (name,)),),
    )
