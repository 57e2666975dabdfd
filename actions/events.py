"""What each act tells automations, derived from its line in the journal and kept in the act's own transaction.

So every door tells the same. A relay emits the rows once they are committed: see actions/event_queue.py.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cycles import cycle_id
from models.deadlines import Deadline, deadline_id
from models.documents import Document, DocumentName, Submission
from models.events import Event
from models.store import the_store
from planning import symbols


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, the thing to which it happened, that thing as people name it, and what else is known of it."""

    name: str
    subject: str
    title: str | None = None
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the journal says of its act, and the store in which the act is under way."""

    session: Session
    details: Mapping[str, object]
    cycle: str | None

    def word(self, key: str) -> str:
        """Return one of the details."""
        return str(self.details[key])


Telling = Callable[[Line, str], Iterator[Happening]]


def happenings(session: Session, act: str, details: Mapping[str, object], cycle: str | None) -> list[Happening]:
    """Return what the line of an act tells; many acts tell nothing."""
    if act not in ACTS:
        return []
    telling, word = ACTS[act]
    return list(telling(Line(session, details, cycle), word))


def record(session: Session, told: Iterable[Happening], *, written_at: datetime, act: str) -> None:
    """Keep what was told, as rows that leave with the act's transaction and bear its id, `act`."""
    for each in told:
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
    """Return what a declared act says happened to a thing, by the noun and the natural key of that thing."""
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


def _deadline(line: Line, word: str) -> Iterator[Happening]:
    assert line.cycle is not None
    yield of_deadline(line.session, word, line.cycle, line.word("step"))


def _cycle(line: Line, word: str) -> Iterator[Happening]:
    assert line.cycle is not None
    yield of_cycle(line.session, word, line.cycle)


def _meeting(line: Line, word: str) -> Iterator[Happening]:
    yield of("meeting", word, line.word("meeting"))


def _document(line: Line, word: str) -> Iterator[Happening]:
    words = line.word("document").strip()
    symbol = words if "://" in words else str(symbols.parse(words))
    yield of("document", word, symbol, line.cycle)


def _text(line: Line, word: str) -> Iterator[Happening]:
    """Yield what happened to a document by its first name, whatever issue or language the line names."""
    words = line.word("document").strip()
    name = words if "://" in words else symbols.parse(words).base
    first = select(Document.name).join(DocumentName, DocumentName.document_id == Document.id)
    yield of("document", word, line.session.scalar(first.where(DocumentName.name == name)) or name)


def _received(line: Line, word: str) -> Iterator[Happening]:
    """Yield what happened to the step that handed the document over, or to the document where none did."""
    step = select(Deadline.step).join(Submission, Submission.deadline_id == Deadline.id)
    found = line.session.scalar(step.where(Submission.public_id == line.word("submission")))
    if line.cycle and found:
        yield of_deadline(line.session, word, line.cycle, found)
    else:
        yield from _document(line, word)


def _circular(line: Line, word: str) -> Iterator[Happening]:
    yield of("circular", word, line.word("circular"))


ACTS: Mapping[str, tuple[Telling, str]] = {
    "receipt": (_received, "received"),
    "paper": (_meeting, "paper"),
    "submit": (_document, "submitted"),
    "also-issued": (_text, "also-issued"),
    "language": (_text, "language"),
    "circular-sent": (_circular, "sent"),
    "answered": (_circular, "answered"),
}
"""What the line of each act tells, by the act's word in the journal. Automations of others know these names."""
