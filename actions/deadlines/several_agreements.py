"""Several dates of a cycle agreed, or taken back, in one act: each has a line of its own beside that of the whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated

from sqlalchemy.orm import Session

from actions.cycles import opening_days, recounts, rows_to_change
from actions.cycles.moved_dates import noticed
from actions.cycles.planned_cycles import Agreement
from actions.cycles.promises import Words
from actions.cycles.rows_to_change import check_near
from actions.deadlines.agreements import (
    Later,
    agreed_words,
    bind,
    departures,
    is_so,
    issuing,
    other_days,
    own_move,
    unissued,
)
from actions.deadlines.objections import check
from actions.deadlines.withdrawals import withdraw
from kernel import act_lines
from kernel.declaration import act
from kernel.done import Changes, Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import many
from kernel.parameters import STEP, CycleName, Reason
from models.journal import Entry
from planning.grammar import parse
from planning.remedies import Call
from planning.rule_context import Known
from planning.rule_words import MONTHS, NTH, count_of
from planning.rules import Rule
from planning.window import Precision, Window, span_words
from record import journal
from record.cycles import snapshots
from record.cycles.issues import Unissued
from record.cycles.views import CycleView, DeadlineView

OF_ITS_OWN = ("step", "due", "later")  # what the agreement of one date says of it alone
AgreedSteps = Annotated[tuple[str, ...], many(STEP).saying("The steps whose agreed dates are taken back.")]


@dataclass(frozen=True, slots=True)
class Stated:
    """The date that a step is to have, and in which words it is agreed."""

    step: str
    rule: Rule
    words: Words

    @property
    def window(self) -> Window:
        """Its days."""
        return self.rule.window(Known({}))

    def arguments(self, cycle: str) -> dict[str, object]:
        """Return with what `deadline/agree` would agree it."""
        words = {"agreed_by": self.words.agreed_by, "document": self.words.document, "because": self.words.reason}
        of: dict[str, object] = {"cycle": cycle, "step": self.step, "due": str(self.rule)}
        return of | {name: value for name, value in words.items() if value}


@dataclass(frozen=True, slots=True)
class Terms:
    """Why dates are right that are refused otherwise."""

    accepted: str | None
    sure: bool

    @property
    def facts(self) -> dict[str, object]:
        """What the journal keeps of them."""
        return {name: value for name, value in (("accept_conflicts", self.accepted), ("sure", self.sure)) if value}


def agree_all(
    session: Session, cycle: str, dates: Sequence[Stated], terms: Terms, *, now: datetime, by: Identity
) -> Done:
    """Agree these dates, each of which moves its own step only; all of them, or none.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, FarFromEdition, UnbelievableDay, PersonAsAuthority,
    Objected.
    """
    before = snapshots.view(session, cycle, now)
    for stated in dates:
        rows_to_change.open_step(session, cycle, stated.step)
        check_near(cycle, stated.window.first, stated.window.last, sure=terms.sure)
    new = [each for each in dates if not is_so(before[each.step], each.window, each.rule.clock, each.words)]
    if not new:
        return Done("known", f"{cycle}: {_listed(dates)} agreed so already", is_nothing=True)
    moves = [move for each in new for move in own_move(before, each.step, each.window, each.rule.clock)]
    notices = noticed(session, [(before, moves)])[cycle]
    for each in new:
        do = partial(_agree, session, before, each, terms)
        act_lines.part(session, "deadline/agree", each.arguments(cycle), do, now=now, by=by.hand)
    opened = opening_days.follow(session, before, journal.line(session), now=now)
    flagged = recounts.follow_change(session, cycle, journal.line(session))
    after, steps = snapshots.view(session, cycle, now), [each.step for each in new]
    check(before, after, steps, accepted=terms.accepted, sure=terms.sure)
    waits = unissued(session, after, [*steps, *opened], now)
    return Done(
        "agreed",
        f"{cycle}: {count_of(len(new), 'date')} agreed: {_listed(new)}",
        cycle=cycle,
        facts={"dates": {each.step: str(each.rule) for each in new}} | terms.facts,
        changes=(Changes(cycle, other_days(moves), conflicts=after.conflicts, notices=notices),),
        notes=(*departures(after, steps), *opening_days.sentences(opened), *_until_issued(waits, now), *flagged),
        next=issuing(cycle, waits),
        undo=Call("deadline/withdraw-several", {"cycle": cycle, "steps": steps}),
    )


def _until_issued(waits: Sequence[Unissued], now: datetime) -> Iterator[str]:
    return (f"{each.step}: {each.sentence(now)} until an approver issues it" for each in waits)


def _listed(dates: Sequence[Stated]) -> str:
    return ", ".join(f"{each.step} {each.rule}" for each in dates)


def _agree(session: Session, before: CycleView, stated: Stated, terms: Terms, entry: Entry) -> Done:
    held = rows_to_change.open_step(session, before.name, stated.step)
    bind(session, held, before, Agreement(stated.window, stated.rule.clock, words=stated.words), entry)
    return Done(
        "agreed",
        f"{before.name} {stated.step} is agreed: {agreed_words(stated.rule, stated.window)}",
        cycle=before.name,
        facts=stated.arguments(before.name) | terms.facts,
        events=(Happening("agreed", "deadline", (before.name, stated.step)),),
        undo=Call("deadline/withdraw-agreement", {"cycle": before.name, "step": stated.step}),
    )


@act(
    "deadline/withdraw-several",
    who=(Grant.SECRETARIAT,),
    undo="deadline/agree-several",
    undo_unless="the dates were not all agreed in the same words; agree each anew",
    tags=("dates",),
)
def withdraw_several(
    session: Session, cycle: CycleName, steps: AgreedSteps, *, because: Reason, now: datetime, by: Identity
) -> Done:
    """Take several agreed dates back in one act: each step has its former date again; all of them, or none.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, NotAgreed.
    """
    parts = []
    for step in dict.fromkeys(steps):
        do = partial(withdraw, session, cycle, step, because, now=now)
        arguments = {"cycle": cycle, "step": step, "because": because}
        parts.append(act_lines.part(session, "deadline/withdraw-agreement", arguments, do, now=now, by=by.hand))
    changes = [change for part in parts for change in part.changes]
    moved = other_days(move for change in changes for move in change.moves)
    notices = tuple(notice for change in changes for notice in change.notices)
    return Done(
        "withdrawn",
        f"{cycle}: {count_of(len(parts), 'agreement')} withdrawn: {', '.join(dict.fromkeys(steps))}",
        cycle=cycle,
        facts={"steps": list(steps), "because": because},
        changes=(Changes(cycle, moved, conflicts=snapshots.view(session, cycle, now).conflicts, notices=notices),),
        undo=_agreeing(cycle, [part.undo.arguments for part in parts if part.undo]),
    )


def _agreeing(cycle: str, agreed: Sequence[Mapping[str, object]]) -> Call | None:
    """Return the act that agrees these dates again, None where they were agreed in different words."""
    alike = [{name: value for name, value in each.items() if name not in OF_ITS_OWN} for each in agreed]
    if any(each.get("later", Later.KEEP) != Later.KEEP for each in agreed) or any(each != alike[0] for each in alike):
        return None
    dates = [f"{each['step']}={each['due']}" for each in agreed]
    return Call("deadline/agree-several", alike[0] | {"cycle": cycle, "dates": dates})


def as_it_is(deadline: DeadlineView) -> Rule:
    """Return the date that a deadline has, as somebody would state it: `2017-03-10`, `October 2017`."""
    window = deadline.window
    assert window is not None
    rules = (parse(f"{words} {deadline.clock}" if deadline.clock else words) for words in _words(window))
    return next(rule for rule in rules if rule.window(Known({})) == window)


def _words(window: Window) -> tuple[str, ...]:
    """Return words for the days of a window, those that may mean them first."""
    month = f"{MONTHS[window.last.month - 1]} {window.last.year}"
    if window.precision is Precision.WEEK:
        return f"week of {window.first}", *(f"{nth} week of {month}" for nth in NTH)
    vague = {Precision.MONTH: month, Precision.YEAR: str(window.last.year)}
    return (vague.get(window.precision, span_words(window)),)
