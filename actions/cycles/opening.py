"""Opening a cycle: its dates and all that it needs of its chain are copied into rows."""

from datetime import datetime
from functools import partial
from typing import Annotated

from sqlalchemy.orm import Session

from actions import chains, journal
from actions.cycles import copying, editions, intending, reading
from actions.cycles.intending import Intended, OpeningTerms
from actions.kernel import telling
from actions.kernel.declaration import act
from actions.kernel.done import Done, Happening, Opened
from actions.kernel.grants import Grant, Identity
from actions.kernel.parameters import CYCLE, WORDS, AnchorDates, AnchorNames, NewCycle, Sure
from models.journal import Entry
from planning.chain import Chain
from planning.library import find
from planning.replan import Difference
from planning.window import given_words
from planning.words import count_of

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
        hung = editions.edition(session, known, cycle, last, terms, now=now)
        return _opened(session, hung.intended, line, last, hung.differences)
    chain, edition = reading.split_name(cycle)
    return _opened(session, intending.intend(session, find(known, chain), edition, terms), line)


def open_cycle(session: Session, chain: Chain, edition: str, terms: OpeningTerms, *, now: datetime, by: str) -> Done:
    """Return the cycle as opened in a part of the act that runs, which has a line of its own. Raises as `intend`."""
    intended = intending.intend(session, chain, edition, terms)
    anchors = {name: given_words(each) for name, each in terms.anchors.items()}
    given = {"cycle": intended.name, "anchors": anchors}
    opened = partial(_opened, session, intended)
    return telling.part(session, "cycle/open", given, opened, now=now, by=by)


def _opened(
    session: Session,
    intended: Intended,
    entry: Entry,
    last: str | None = None,
    differences: tuple[Difference, ...] = (),
) -> Done:
    """Write the cycle, and return what was done."""
    copying.write(session, intended, entry)
    name, hung = intended.name, f", its dates hung as in {last}" if last else ""
    return Done(
        "opened",
        f"{name} is open with {count_of(len(intended.plan.deadlines), 'deadline')}{hung}",
        cycle=name,
        facts=intended.facts,
        opened=(Opened(name, intended.plan, last, differences),),
        notes=intended.notes,
        events=(Happening("opened", "cycle", (name,)),),
    )
