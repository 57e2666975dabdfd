"""`deadline/explain`: the history of a date: its rule and source, each change with its reason, and what was sent."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, selectinload

from kernel.grants import Grant
from kernel.parameters import CycleName, StepName
from kernel.readings import reading
from kernel.shown import Shown
from letters import delivery_history
from models.deadlines import Assignment, Promise, Recount, Settlement
from models.issues import Issue
from models.journal import Entry
from models.outbox import ENDS, Message, Owed, State
from models.people import Person
from planning.basis import with_force
from planning.deadline_facts import deadline_facts
from planning.errors import among
from planning.rule_words import count_of
from planning.sentences import sentences
from planning.zones import in_geneva
from record import journal
from record.cycles import issues
from record.cycles import snapshots as cycles
from record.cycles.issues import Unissued
from record.cycles.recounts import KEPT
from record.cycles.views import CycleView, DeadlineView
from record.refusals import NoSuchStep

LABELS = {
    "answer": "answer",
    "instead_of": "instead of",
    "instead_of_opening": "instead of opening on",
    "due": "due",
    "basis": "basis",
    "on": "on",
    "agreed_by": "agreed by",
    "document": "document",
    "url": "at",
    "reason": "reason",
    "accepted_by": "accepted by",
    "confirmed_by": "confirmed by",
    "with": "with",
    "officer": "officer",
    "effective": "members read it from",
}
"""The facts of a change that are told, in this order, and what each is called."""
NUMBERED = (*ENDS, "announced-")  # rungs with the number of a promise
SHOWN = 20  # names at most; the rest are counted, and machines have them all


@dataclass(frozen=True, slots=True)
class Story:
    """The history of a date: how it stands, what changed it, and what was sent about it."""

    view: CycleView
    deadline: DeadlineView
    changes: list[dict[str, object]]
    sent: list[dict[str, Any]]
    unissued: Unissued | None
    now: datetime


@reading("deadline/explain", who=(Grant.VIEWER,), short="explain")
def explain(
    session: Session, cycle: CycleName, step: StepName, *, now: datetime, known: datetime | None = None
) -> Shown[Story]:
    """Tell the history of a date: its rule, the reasons for it, every change, and what was sent about it.

    Raises NoSuchCycle, NoSuchStep.
    """
    view = cycles.view(session, cycle, now, known)
    described = next((deadline for deadline in view.deadlines if deadline.step == step), None)
    if described is None:
        raise NoSuchStep(cycle, step, [deadline.step for deadline in view.deadlines])
    seen = known or now
    changes, sent = _changes(session, described, seen), _sent(session, described, seen)
    unissued = next(
        (each for each in issues.unissued(session, [view], seen).get(view.id, ()) if each.step == step), None
    )
    return Shown(Story(view, described, changes, sent, unissued, seen), _facts, _lines)


def _facts(story: Story) -> dict[str, object]:
    deadline = story.deadline
    return deadline_facts(deadline) | {
        "cycle": story.view.name,
        "standing": str(deadline.standing),
        "rule": deadline.rule,
        "opening_rule": _opening(story.view, deadline.step),
        "source": deadline.source,
        "as_in": deadline.as_in,
        "note": deadline.note,
        "mandate": story.view.mandate,
        "officer": deadline.officer,
        "links": [link.facts for link in deadline.derivation],
        "changes": story.changes,
        "sent": story.sent,
        "unissued": story.unissued.facts if story.unissued else None,
    }


def _opening(view: CycleView, step: str) -> str | None:
    declared = view.chain.step(step)
    return str(declared.opening) if declared and declared.opening else None


def _changes(session: Session, deadline: DeadlineView, known: datetime) -> list[dict[str, object]]:
    names = journal.names(session)
    promises = session.execute(
        select(Promise, Entry)
        .join(Entry, Promise.entry_id == Entry.id)
        .where(Promise.deadline_id == deadline.id, Promise.at <= known)
    ).all()
    settlements = session.execute(
        select(Settlement, Entry)
        .join(Entry, Settlement.entry_id == Entry.id)
        .where(Settlement.deadline_id == deadline.id, Settlement.at <= known)
    ).all()
    assignments = session.execute(
        select(Assignment, Entry)
        .join(Entry, Assignment.entry_id == Entry.id)
        .where(Assignment.deadline_id == deadline.id, Assignment.at <= known)
        .options(selectinload(Assignment.person))
    ).all()
    issued = session.execute(
        select(Issue, Promise, Entry)
        .join(Promise, Promise.id == Issue.promise_id)
        .join(Entry, Issue.entry_id == Entry.id)
        .where(Issue.deadline_id == deadline.id, Issue.approved_at <= known, Issue.entry_id != Promise.entry_id)
    ).all()
    kept = session.execute(
        select(Recount, Entry)
        .join(Entry, and_(Entry.at == Recount.answered_at, Entry.act == "deadline/recounted"))
        .where(Recount.deadline_id == deadline.id, Recount.answer == KEPT, Recount.answered_at <= known)
    ).all()
    numbered = [(entry.id, _change(promise, entry, names, deadline.force)) for promise, entry in promises]
    numbered += [(entry.id, _assigned(assignment, entry, names)) for assignment, entry in assignments]
    numbered += [(entry.id, _describe_settlement(settlement, entry, names)) for settlement, entry in settlements]
    numbered += [(entry.id, _issued(issue, promise, entry, names)) for issue, promise, entry in issued]
    numbered += [(entry.id, _kept(row, entry, names, deadline.due)) for row, entry in kept]
    return [change for _, change in sorted(numbered, key=itemgetter(0))]


def _change(row: Promise, entry: Entry, names: dict[str, str], force: str) -> dict[str, object]:
    """Return the facts of a promise; its act gives those that the row lacks: why, by which document, which meeting."""
    facts = journal.facts_of(entry)
    return {
        "at": row.at.isoformat(),
        "act": entry.act,
        "by": names.get(entry.by, entry.by),
        "due": row.due_on.isoformat() if row.due_on else None,
        "basis": str(with_force(row.basis, force)),
        "agreed_by": row.agreed_by,
        "document": row.document or facts.get("document"),
        "reason": row.reason or facts.get("because") or facts.get("accepted_conflicts"),
        "with": facts.get("meeting") or facts.get("anchor"),
    }


def _issued(row: Issue, promise: Promise, entry: Entry, names: dict[str, str]) -> dict[str, object]:
    return {
        "at": row.approved_at.isoformat(),
        "act": entry.act,
        "by": names.get(entry.by, entry.by),
        "due": promise.due_on.isoformat() if promise.due_on else None,
        "effective": row.effective_at.isoformat(),
    }


def _kept(row: Recount, entry: Entry, names: dict[str, str], due: date | None) -> dict[str, object]:
    """Return the facts of an answer: the date, or only its opening, stays although another would be reckoned."""
    what, day = ("instead_of", row.due_on) if row.due_on != due else ("instead_of_opening", row.opens_on)
    return {
        "at": entry.at.isoformat(),
        "act": entry.act,
        "by": names.get(entry.by, entry.by),
        "answer": row.answer,
        what: day.isoformat() if day else None,
        "reason": journal.facts_of(entry).get("because"),
    }


def _assigned(row: Assignment, entry: Entry, names: dict[str, str]) -> dict[str, object]:
    return {
        "at": row.at.isoformat(),
        "act": entry.act,
        "by": names.get(entry.by, entry.by),
        "officer": row.person.name if row.person else None,
    }


def _describe_settlement(row: Settlement, entry: Entry, names: dict[str, str]) -> dict[str, object]:
    return {
        "at": row.at.isoformat(),
        "act": entry.act,
        "by": names.get(entry.by, entry.by),
        "on": row.on.isoformat(),
        "document": row.document,
        "url": row.url,
        "reason": row.reason,
        "accepted_by": row.accepted_by,
        "confirmed_by": names.get(row.confirmed_by, row.confirmed_by) if row.confirmed_by else None,
    }


def _sent(session: Session, deadline: DeadlineView, known: datetime) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Owed.rung, Owed.promise, func.count(Owed.person_id.distinct()), func.min(Message.sent_at))
        .join(Message, Message.id == Owed.message_id)
        .where(Owed.deadline_id == deadline.id, Message.state == State.SENT, Message.sent_at <= known)
        .group_by(Owed.rung, Owed.promise)
        .order_by(func.min(Message.sent_at), Owed.rung)
    )
    names = _names(session, deadline, known)
    dates = {row.number: row.due_on for row in session.scalars(_promises(deadline))}
    fared = delivery_history.by_channel(session, deadline.id, known=known)
    return [
        {
            "rung": rung,
            "promise": promise,
            "due": due.isoformat() if (due := dates[promise]) else None,
            "people": count,
            "names": names[rung, promise],
            "on": on.isoformat() if on else None,
            "channels": fared[rung, promise],
        }
        for rung, promise, count, on in rows
    ]


def _names(session: Session, deadline: DeadlineView, known: datetime) -> Mapping[tuple[str, int], list[str]]:
    """Return the names of those who were told, by rung and promise, in the order of the alphabet."""
    query = (
        select(Owed.rung, Owed.promise, Person.name)
        .join(Message, Message.id == Owed.message_id)
        .join(Person, Person.id == Owed.person_id)
        .where(Owed.deadline_id == deadline.id, Message.state == State.SENT, Message.sent_at <= known)
        .distinct()
        .order_by(Person.name)
    )
    names: dict[tuple[str, int], list[str]] = defaultdict(list)
    for rung, promise, name in session.execute(query):
        names[rung, promise].append(name)
    return names


def _promises(deadline: DeadlineView) -> Select[Promise]:
    return select(Promise).where(Promise.deadline_id == deadline.id).order_by(Promise.id)


def _lines(story: Story) -> list[str]:
    view, deadline = story.view, story.deadline
    lines = [f"{view.name} {deadline.step}: {deadline.title}", f"mandate  {view.mandate}"]
    lines.append(f"rule     {deadline.rule or 'none: to be confirmed, until a date is agreed'}")
    lines += [f"opens    {opening}"] if (opening := _opening(view, deadline.step)) else []
    lines += [f"source   {deadline.source}"] if deadline.source else []
    lines += [f"source   as in {deadline.as_in}"] if deadline.as_in else []
    lines += [f"note     {deadline.note}"] if deadline.note else []
    lines += [f"because  {link}" for link in sentences(deadline.derivation) if link != deadline.note]
    lines += [f"flag     {flag}" for flag in sentences(deadline.flags)]
    lines += [f"{str(change['at'])[:10]}  {_words(change)}" for change in story.changes]
    lines += [f"{str(letter['on'])[:10]}  {_describe(letter)}" for letter in story.sent]
    lines += [f"officer  {deadline.officer}"] if deadline.officer else []
    lines += [f"in hand  {count_of(deadline.float_days, 'day')}"] if deadline.float_days is not None else []
    lines += [f"issued   not yet: {story.unissued.sentence(story.now)}"] if story.unissued else []
    return [*lines, f"standing {deadline.standing}"]


def _describe(letter: dict[str, Any]) -> str:
    names = letter["names"]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    told = f"told {among(names[:SHOWN])}{more} of {letter['due'] or 'no date'}"
    rung = letter["rung"].rpartition("-")[0] if letter["rung"].startswith(NUMBERED) else letter["rung"]
    return f"{told}: {rung.replace('_', ' ')}{delivery_history.words(letter['channels'])}"


def _words(change: dict[str, object]) -> str:
    by = f"{change['act']} by {change['by']}"
    facts = [f"{label} {_value(key, change[key])}" for key, label in LABELS.items() if change.get(key)]
    return ": ".join(filter(None, (by, ", ".join(facts))))


def _value(key: str, value: object) -> object:
    """Return a fact as people read it: an instant on the clock of the secretariat."""
    return f"{in_geneva(datetime.fromisoformat(str(value)))} (Geneva time)" if key == "effective" else value
