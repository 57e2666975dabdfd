"""A date's whole life: its rule and source, every change with who, when, why and by which document, what was sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions import journal, reading
from actions.refusals import NoSuchStep
from actions.views import CycleView, DeadlineView
from models.deadlines import Promise, Settlement
from models.journal import Entry
from models.outbox import Message, Owed, State
from planning.facts import deadline_facts


@dataclass(frozen=True, slots=True)
class Story:
    """The life of a date, as lines for people and as facts for machines."""

    facts: dict[str, object]
    lines: tuple[str, ...]


def explain(session: Session, name: str, step: str, *, now: datetime, known: datetime | None = None) -> Story:
    """Return the life of a date as far as it was recorded by `known`. Raises NoSuchCycle, NoSuchStep."""
    view = reading.view(session, name, now, known)
    found = next((deadline for deadline in view.deadlines if deadline.step == step), None)
    if found is None:
        raise NoSuchStep(name, step, [deadline.step for deadline in view.deadlines])
    changes = _changes(session, found, known or now)
    sent = _sent(session, found, known or now)
    facts = deadline_facts(found) | {
        "cycle": name,
        "standing": str(found.standing),
        "rule": found.rule,
        "source": found.source,
        "mandate": view.mandate,
        "changes": changes,
        "sent": sent,
    }
    return Story(facts, tuple(_lines(view, found, changes, sent)))


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
    rows = [(entry.id, _change(promise, entry, names)) for promise, entry in promises]
    rows += [(entry.id, _settled(settlement, entry, names)) for settlement, entry in settlements]
    return [change for _, change in sorted(rows, key=lambda row: row[0])]


def _change(row: Promise, entry: Entry, names: dict[str, str]) -> dict[str, object]:
    return {
        "at": row.at.isoformat(),
        "act": entry.act,
        "by": names.get(entry.by, entry.by),
        "due": row.due_on.isoformat() if row.due_on else None,
        "basis": str(row.basis),
        "agreed_by": row.agreed_by,
        "document": row.document,
        "reason": row.reason,
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
    }


def _sent(session: Session, found: DeadlineView, known: datetime) -> list[dict[str, object]]:
    rows = session.execute(
        select(Owed.rung, Owed.promise, func.count(), func.min(Message.sent_at))
        .join(Message, Message.id == Owed.message_id)
        .where(Owed.deadline_id == found.id, Message.state == State.SENT, Message.sent_at <= known)
        .group_by(Owed.rung, Owed.promise)
        .order_by(func.min(Message.sent_at), Owed.rung)
    )
    return [
        {"rung": rung, "promise": promise, "people": count, "on": on.isoformat()} for rung, promise, count, on in rows
    ]


def _lines(
    view: CycleView, found: DeadlineView, changes: list[dict[str, object]], sent: list[dict[str, object]]
) -> list[str]:
    lines = [f"{view.name} {found.step}: {found.title}", f"mandate  {view.mandate}"]
    lines.append(f"rule     {found.rule or 'none: awaited until a date is agreed'}")
    lines += [f"source   {found.source}"] if found.source else []
    lines += [f"because  {link}" for link in found.derivation]
    lines += [f"flag     {flag}" for flag in found.flags]
    lines += [f"{str(change['at'])[:10]}  {_words(change)}" for change in changes]
    lines += [f"{str(told['on'])[:10]}  told {told['people']} people: {told['rung']}" for told in sent]
    return [*lines, f"standing {found.standing}"]


def _words(change: dict[str, object]) -> str:
    by = f"{change['act']} by {change['by']}"
    facts = [
        f"{key} {change[key]}"
        for key in ("due", "basis", "on", "agreed_by", "document", "url", "reason")
        if change.get(key)
    ]
    return f"{by}: {', '.join(facts)}"
