"""A date's whole life: its rule and source, every change with who, when, why and by which document, what was sent."""

from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from kernel.grants import Grant
from kernel.parameters import CycleName, StepName
from kernel.readings import reading
from kernel.shown import Shown
from letters import delivery_history
from models.deadlines import Assignment, Promise, Settlement
from models.journal import Entry
from models.outbox import Message, Owed, State
from planning.deadline_facts import deadline_facts
from planning.rule_words import count_of
from planning.sentences import sentences
from record import journal
from record.cycles import snapshots as cycles
from record.cycles.views import CycleView, DeadlineView
from record.refusals import NoSuchStep


@dataclass(frozen=True, slots=True)
class Story:
    """The life of a date: how it stands, what changed it, what was sent about it."""

    view: CycleView
    deadline: DeadlineView
    changes: list[dict[str, object]]
    sent: list[dict[str, object]]


@reading("deadline/explain", who=(Grant.VIEWER,), short="explain")
def explain(
    session: Session, cycle: CycleName, step: StepName, *, now: datetime, known: datetime | None = None
) -> Shown[Story]:
    """Tell the history of a date: its rule, the reasons for it, every change, and what was sent about it.

    Raises NoSuchCycle, NoSuchStep.
    """
    view = cycles.view(session, cycle, now, known)
    found = next((deadline for deadline in view.deadlines if deadline.step == step), None)
    if found is None:
        raise NoSuchStep(cycle, step, [deadline.step for deadline in view.deadlines])
    seen = known or now
    return Shown(Story(view, found, _changes(session, found, seen), _sent(session, found, seen)), _facts, _lines)


def _facts(story: Story) -> dict[str, object]:
    found = story.deadline
    return deadline_facts(found) | {
        "cycle": story.view.name,
        "standing": str(found.standing),
        "rule": found.rule,
        "opening_rule": _opening(story.view, found.step),
        "source": found.source,
        "note": found.note,
        "mandate": story.view.mandate,
        "officer": found.officer,
        "links": [link.facts for link in found.derivation],
        "changes": story.changes,
        "sent": story.sent,
    }


def _opening(view: CycleView, step: str) -> str | None:
    declared = view.chain.step(step)
    return str(declared.opening) if declared and declared.opening else None


def _changes(session: Session, found: DeadlineView, known: datetime) -> list[dict[str, object]]:
    names = journal.names(session)
    promises = session.execute(
        select(Promise, Entry)
        .join(Entry, Promise.entry_id == Entry.id)
        .where(Promise.deadline_id == found.id, Promise.at <= known)
    ).all()
    settlements = session.execute(
        select(Settlement, Entry)
        .join(Entry, Settlement.entry_id == Entry.id)
        .where(Settlement.deadline_id == found.id, Settlement.at <= known)
    ).all()
    assignments = session.execute(
        select(Assignment, Entry)
        .join(Entry, Assignment.entry_id == Entry.id)
        .where(Assignment.deadline_id == found.id, Assignment.at <= known)
        .options(selectinload(Assignment.person))
    ).all()
    numbered = [(entry.id, _change(promise, entry, names)) for promise, entry in promises]
    numbered += [(entry.id, _assigned(assignment, entry, names)) for assignment, entry in assignments]
    numbered += [(entry.id, _settled(settlement, entry, names)) for settlement, entry in settlements]
    return [change for _, change in sorted(numbered, key=itemgetter(0))]


def _change(row: Promise, entry: Entry, names: dict[str, str]) -> dict[str, object]:
    """Return a promise; what it says nothing of (why, by which document, with which meeting) its act says."""
    told = journal.facts_of(entry)
    return {
        "at": row.at.isoformat(),
        "act": entry.act,
        "by": names.get(entry.by, entry.by),
        "due": row.due_on.isoformat() if row.due_on else None,
        "basis": str(row.basis),
        "agreed_by": row.agreed_by,
        "document": row.document or told.get("document"),
        "reason": row.reason or told.get("because") or told.get("accepted_conflicts"),
        "with": told.get("meeting") or told.get("anchor"),
    }


def _assigned(row: Assignment, entry: Entry, names: dict[str, str]) -> dict[str, object]:
    return {
        "at": row.at.isoformat(),
        "act": entry.act,
        "by": names.get(entry.by, entry.by),
        "officer": row.person.name if row.person else None,
    }


def _settled(row: Settlement, entry: Entry, names: dict[str, str]) -> dict[str, object]:
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


def _sent(session: Session, found: DeadlineView, known: datetime) -> list[dict[str, object]]:
    rows = session.execute(
        select(Owed.rung, Owed.promise, func.count(Owed.person_id.distinct()), func.min(Message.sent_at))
        .join(Message, Message.id == Owed.message_id)
        .where(Owed.deadline_id == found.id, Message.state == State.SENT, Message.sent_at <= known)
        .group_by(Owed.rung, Owed.promise)
        .order_by(func.min(Message.sent_at), Owed.rung)
    )
    dates = {row.number: row.due_on for row in session.scalars(_promises(found))}
    fared = delivery_history.by_channel(session, found.id, known=known)
    return [
        {
            "rung": rung,
            "promise": promise,
            "due": due.isoformat() if (due := dates[promise]) else None,
            "people": count,
            "on": on.isoformat() if on else None,
            "channels": fared[rung, promise],
        }
        for rung, promise, count, on in rows
    ]


def _promises(found: DeadlineView) -> Select[Promise]:
    return select(Promise).where(Promise.deadline_id == found.id).order_by(Promise.id)


def _lines(story: Story) -> list[str]:
    view, found = story.view, story.deadline
    lines = [f"{view.name} {found.step}: {found.title}", f"mandate  {view.mandate}"]
    lines.append(f"rule     {found.rule or 'none: awaited until a date is agreed'}")
    lines += [f"opens    {opening}"] if (opening := _opening(view, found.step)) else []
    lines += [f"source   {found.source}"] if found.source else []
    lines += [f"note     {found.note}"] if found.note else []
    lines += [f"because  {link}" for link in sentences(found.derivation) if link != found.note]
    lines += [f"flag     {flag}" for flag in sentences(found.flags)]
    lines += [f"{str(change['at'])[:10]}  {_words(change)}" for change in story.changes]
    lines += [f"{str(told['on'])[:10]}  {_told(told)}" for told in story.sent]
    lines += [f"officer  {found.officer}"] if found.officer else []
    lines += [f"float    {count_of(found.float_days, 'day')}"] if found.float_days is not None else []
    return [*lines, f"standing {found.standing}"]


def _told(told: dict[str, object]) -> str:
    people = "1 person" if told["people"] == 1 else f"{told['people']} people"
    return f"told {people} of {told['due'] or 'no date'}: {told['rung']}{delivery_history.words(told['channels'])}"


def _words(change: dict[str, object]) -> str:
    by = f"{change['act']} by {change['by']}"
    facts = [
        f"{key} {change[key]}"
        for key in (
            "due",
            "basis",
            "on",
            "agreed_by",
            "document",
            "url",
            "reason",
            "accepted_by",
            "confirmed_by",
            "with",
            "officer",
        )
        if change.get(key)
    ]
    return ": ".join(filter(None, (by, ", ".join(facts))))
