"""Events: what an act tells automations, written in the act's own transaction, whatever the door.

A relay emits the rows once they are committed: see record/event_queue.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from models.cycles import cycle_id
from models.deadlines import deadline_id
from models.events import Event
from models.store import the_store


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, the thing to which it happened, that thing as people name it, and what else is known of it."""

    name: str
    subject: str
    title: str | None = None
    labels: dict[str, str] = field(default_factory=dict)


def record(session: Session, happenings: Iterable[Happening], *, written_at: datetime, act: str) -> None:
    """Write these events as rows of the act's transaction; `act` is the id of the act."""
    for each in happenings:
        row = Event(
            name=each.name, subject=each.subject, title=each.title, labels=each.labels, at=written_at, act=act
        )  # fmt: skip
        session.add(row)
    session.flush()


def of_deadline(session: Session, word: str, cycle: str, step: str) -> Happening:
    """Return what happened to a deadline: `council.deadline.met` of `council.deadline.<public id>`."""
    subject = f"council.deadline.{deadline_id(the_store(session), cycle, step)}"
    return Happening(f"council.deadline.{word}", subject, f"{cycle} {step}", _labels(cycle) | {"council.step": step})


def of_cycle(session: Session, word: str, cycle: str) -> Happening:
    """Return what happened to a cycle as a whole: one event, however many of its dates it touched."""
    subject = f"council.cycle.{cycle_id(the_store(session), cycle)}"
    return Happening(f"council.cycle.{word}", subject, cycle, _labels(cycle))


def of(kind: str, word: str, key: str, cycle: str | None = None) -> Happening:
    """Return what happened to a thing known by its key, and the cycle it belongs to: `council.item.done`."""
    return Happening(f"council.{kind}.{word}", f"council.{kind}.{key}", key, _labels(cycle) if cycle else {})


def of_thing(session: Session, noun: str, word: str, key: tuple[str, ...]) -> Happening:
    """Return the event of a declared act, about the thing of this noun and natural key."""
    match noun:
        case "deadline":
            return of_deadline(session, word, *key)
        case "cycle":
            return of_cycle(session, word, *key)
        case "outbox":
            return Happening(f"council.outbox.{word}", "council.outbox")
    return of(noun, word, *key)


def _labels(cycle: str) -> dict[str, str]:
    chain, _, edition = cycle.partition("/")
    return {"council.cycle": cycle, "council.chain": chain, "council.edition": edition}
