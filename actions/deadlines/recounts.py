"""Reckon open dates anew, and answer what differs: accept the new dates or keep the old, as one act."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import Annotated

from sqlalchemy.orm import Session

from actions.cycles import opening_days, promises, rows_to_change
from actions.cycles.meeting_followers import promise_moves
from actions.cycles.moved_dates import CycleMoves, is_bound, noticed
from actions.cycles.recounts import Reckoned, as_declared, follow, reckon, reckon_anew
from actions.cycles.rows_to_change import Held
from kernel import chains, effects
from kernel.declaration import act
from kernel.done import Changes, Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import many, one_of
from kernel.parameters import CYCLE, WORDS, Reason
from models.cycles import Cycle
from models.deadlines import Deadline, Promise, Recount
from models.journal import Entry
from planning.chain import Chain
from planning.plan import Plan
from planning.remedies import Call
from planning.replan import Move
from planning.rule_words import count_of
from record import journal
from record.cycles import recounts, snapshots
from record.cycles.recounts import Flagged
from record.cycles.views import CycleView
from record.refusals import NotRecounted


class Answer(StrEnum):
    """What becomes of a date that would be reckoned otherwise now."""

    ACCEPT = "accept"  # the new date is promised
    KEEP = "keep"  # the old one stays
    ASK = "ask"  # it is flagged again, as if nobody had answered


NOTHING = "no open date would be reckoned otherwise"
OUTCOMES = {
    Answer.ACCEPT: "accepted as reckoned now",
    Answer.KEEP: "kept as set",
    Answer.ASK: "flagged again",
}
STORED = {Answer.ACCEPT: recounts.ACCEPTED, Answer.KEEP: recounts.KEPT, Answer.ASK: None}
ANSWERS = {stored: answer for answer, stored in STORED.items()}
Dates = Annotated[
    tuple[str, ...],
    many(
        WORDS.saying(
            "Cycles, or dates such as hlpf-contribution/2027/papers; all of them if left empty.", metavar="DATE"
        )
    ),
]


@act(
    "deadline/recount",
    who=(Grant.SECRETARIAT,),
    no_undo="it changes no date: what it flags is accepted or kept",
    tags=("dates",),
    short="recount",
)
def recount(
    session: Session,
    *,
    cycle: Annotated[str | None, CYCLE.saying("The cycle; every one that is open if left empty.")] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Flag the open dates to which the rules of an edited procedure give another day; no date changes.

    Raises NoSuchCycle, CycleEnded.
    """
    if cycle:
        rows_to_change.living_cycle(session, cycle)
    return flagged(session, reckon(session, journal.line(session), cycle=cycle))


def flagged(session: Session, found: Reckoned) -> Done:
    """Return the result of reckoning anew: what is flagged, and what no longer is."""
    if not found.notes:
        waiting = len(recounts.standing(session))
        flagged_before = f"; {count_of(waiting, 'date')} flagged before wait{'s' * (waiting == 1)} for an answer"
        sentence = f"no further date would be reckoned otherwise{flagged_before}" if waiting else NOTHING
        return Done("known", sentence, is_nothing=True)
    dates = {"dates": [f"{each.cycle}/{each.deadline.step}" for each in found.new]}
    lapsed = {"lapsed": [f"{each.cycle}/{each.step}" for each in found.lapsed]} if found.lapsed else {}
    return Done(
        "flagged",
        f"{count_of(len(found.new), 'open date', 'open dates')} would be reckoned otherwise now; none is changed",
        facts=dates | lapsed,
        notes=found.notes,
        next=(Call("deadline/recounted", {"answer": str(Answer.ACCEPT)}),) if found.new else (),
    )


@act(
    "deadline/recounted",
    who=(Grant.SECRETARIAT,),
    undo="deadline/recounted",
    undo_unless="its dates had been answered in different ways; each is answered anew",
    tags=("dates",),
    short="recounted",
    asks_first=True,
)
def recounted(
    session: Session,
    answer: Annotated[Answer, one_of(Answer, "Accept the new dates, keep the old ones, or ask again.", "ANSWER")],
    dates: Dates = (),
    *,
    because: Reason,
    now: datetime,
    by: Identity,
) -> Done:
    """Accept or keep, as one act, dates that would be reckoned otherwise now; members read a new one once it is issued.

    What is kept is flagged again when it would be reckoned otherwise once more. Raises NotRecounted.
    """
    chosen = _choose(recounts.standing(session, answered=True), dates, STORED[answer])
    if not chosen:
        return Done("known", "these dates are answered so already", is_nothing=True)
    before = {ANSWERS[each.answer] for each in chosen}
    entry, changes = journal.line(session), list[Changes]()
    if answer is Answer.ACCEPT and Answer.KEEP in before:
        chosen = _ask_again(session, chosen, dates, entry)
    by_cycle = {name: list(of_cycle) for name, of_cycle in groupby(chosen, attrgetter("cycle"))}
    for name, of_cycle in by_cycle.items():
        row = rows_to_change.living_cycle(session, name)
        held = {step.deadline.id: step for step in rows_to_change.steps_of(session, row)}
        if answer is Answer.ACCEPT:
            changes.append(_accept(session, row, held, of_cycle, entry))
        _take_back(session, name, held, [each for each in of_cycle if each.answer == recounts.ACCEPTED], entry)
        row.last_act_at = max(row.last_act_at, entry.at)
    _store(session, chosen, STORED[answer], entry)
    followed = _follow(session, by_cycle, entry)
    names = [f"{each.cycle}/{each.step}" for each in chosen]
    return Done(
        "recounted",
        f"{count_of(len(chosen), 'date', 'dates')} {OUTCOMES[answer]}",
        facts={"answer": str(answer), "dates": names, "because": because},
        notes=(*(f"{each.cycle} {each.sentence}" for each in chosen if answer is Answer.KEEP), *followed),
        changes=tuple(changes),
        events=tuple(Happening("recounted", "cycle", (name,)) for name in by_cycle),
        undo=Call("deadline/recounted", {"answer": str(*before), "dates": names}) if len(before) == 1 else None,
    )


def _choose(known: Sequence[Flagged], dates: Sequence[str], answer: str | None) -> list[Flagged]:
    """Return the flagged dates that are meant and not answered so already. Raises NotRecounted."""
    dates = _full_names(dates)
    names = {f"{each.cycle}/{each.step}" for each in known} | {each.cycle for each in known}
    if unknown := next((date for date in dates if date not in names), None):
        raise NotRecounted(unknown, sorted(names))
    meant = [each for each in known if not dates or {each.cycle, f"{each.cycle}/{each.step}"} & set(dates)]
    if not dates and answer is not None:
        meant = [each for each in meant if each.answer is None]
    if not known:
        raise NotRecounted(None, ())
    return [each for each in meant if each.answer != answer]


def _full_names(dates: Sequence[str]) -> list[str]:
    """Return the names with their cycles: `hlpf-contribution/2027 papers` is hlpf-contribution/2027/papers alone."""
    names: list[str] = []
    cycle = None
    for word in " ".join(dates).split():
        if "/" not in word and cycle:
            names = [name for name in names if name != cycle]
            names.append(f"{cycle}/{word}")
        else:
            names.append(word)
            cycle = "/".join(word.split("/")[:2])
    return names


def _accept(session: Session, row: Cycle, held: Mapping[int, Held], chosen: Sequence[Flagged], entry: Entry) -> Changes:
    """Promise the dates as they are reckoned now, by the rules that their procedure has now."""
    view = snapshots.view(session, row.name, max(entry.at, row.last_act_at))
    every, after = [each.step for each in chosen], _reckoned(session, view, chosen)
    steps = [step for step in every if not is_bound(view[step])]
    moves = tuple(Move(step, view[step].due, after[step].due) for step in steps if view[step].due != after[step].due)
    same = tuple(step for step in steps if view[step].due == after[step].due)
    notices = noticed(session, [(view, moves)])[view.name]
    moved = CycleMoves(view, moves, (), after.conflicts, notices, after, same)
    for each in chosen:
        step, flagged_row = held[each.deadline_id], session.get_one(Recount, each.id)
        flagged_row.was_id = step.promise.id
        _exchange_rules(step.deadline, flagged_row)
    promise_moves(session, row, moved, entry)
    opening_days.open_on(session, view, {step: after[step].opens for step in every if step not in steps}, entry)
    return moved.changes


def _reckoned(session: Session, view: CycleView, chosen: Sequence[Flagged]) -> Plan:
    """Return the dates as they are reckoned now beside those that stay as they are: kept, or not answered yet.

    Raises NotRecounted for one that has another day beside them than the one for which it is flagged.
    """
    every = [each.step for each in chosen]
    beside = [each.step for each in recounts.standing(session, answered=True)
              if each.cycle == view.name and each.step not in every and each.answer != recounts.ACCEPTED]  # fmt: skip
    chain, calendars = as_declared(view, chains.declared()), snapshots.calendars(session)
    after = reckon_anew(view, chain, calendars, every, [step for step in beside if not is_bound(view[step])])
    if other := next((each for each in chosen if (after[each.step].due, after[each.step].opens) != each.days), None):
        near = _upstream(chain, other.step)
        raise NotRecounted(
            f"{view.name}/{other.step}", [each for each in beside if each in near], after[other.step].due
        )
    return after


def _upstream(chain: Chain, step: str) -> set[str]:
    """Return the steps from which this one is reckoned."""
    steps, found = {each.slug: each for each in chain.steps}, {step}
    while more := {name.partition(".")[0] for near in found for name in steps[near].hangs_from} & steps.keys() - found:
        found |= more
    return found


def _ask_again(session: Session, chosen: Sequence[Flagged], dates: Sequence[str], entry: Entry) -> list[Flagged]:
    """Flag again those that were kept, and what rests on them; return what is meant then.

    Raises NotRecounted for one that has another day beside those that stay kept than the one that was refused.
    """
    kept = [each for each in chosen if each.answer == recounts.KEPT]
    _store(session, kept, None, entry)
    _follow(session, {each.cycle: None for each in kept}, entry)
    known = recounts.standing(session, answered=True)
    now = {each.deadline_id: each.days for each in known}
    for each in kept:
        if (days := now.get(each.deadline_id, (each.was, each.opened))) != each.days:
            beside = [other.step for other in known if other.cycle == each.cycle and other.answer == recounts.KEPT]
            raise NotRecounted(f"{each.cycle}/{each.step}", beside, days[0])
    return _choose(known, dates, recounts.ACCEPTED)


def _follow(session: Session, cycles: Iterable[str], entry: Entry) -> tuple[str, ...]:
    """Flag anew what rests on these answers; return a sentence on each."""
    views = [snapshots.view(session, name, entry.at) for name in cycles]
    return tuple(note for view in views for note in follow(session, view, entry).notes)


def _take_back(
    session: Session, cycle: str, held: Mapping[int, Held], accepted: Sequence[Flagged], entry: Entry
) -> None:
    """Promise again the dates that were accepted once, as they were before; windows that open on them open so again."""
    before = snapshots.view(session, cycle, entry.at)
    for each in accepted:
        step, flagged_row = held[each.deadline_id], session.get_one(Recount, each.id)
        promises.restore(session, step.deadline, session.get_one(Promise, flagged_row.was_id), step.promise, entry)
        _exchange_rules(step.deadline, flagged_row)
    if accepted:
        opening_days.follow(session, before, entry, now=entry.at, but={each.step for each in accepted})


def _exchange_rules(deadline: Deadline, row: Recount) -> None:
    if row.rule is not None:
        deadline.rule, row.rule = row.rule or None, deadline.rule or ""
        deadline.opening, row.opening = row.opening, deadline.opening


def _store(session: Session, chosen: Sequence[Flagged], answer: str | None, entry: Entry) -> None:
    for each in chosen:
        row, deadline = session.get_one(Recount, each.id), session.get_one(Deadline, each.deadline_id)
        effects.note(session, f"recount:{each.cycle} {each.step}", each.answer)
        row.answer, row.answered_at = answer, entry.at if answer else None
        row.promise = deadline.promise
    session.flush()
