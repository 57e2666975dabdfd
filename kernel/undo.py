"""Take an act back by the line that it wrote, as long as nothing that it touched has changed since."""

import json
import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import registry
from models.deadlines import Deadline
from models.journal import Entry
from models.outbox import Message, Owed, was_told
from models.people import Person
from models.slices import slices
from planning.errors import CouncilError, among, quoted
from planning.remedies import Call
from planning.zones import HOME_ZONE, zone_info
from record import journal
from record.journal.reserved_lines import OPEN

ID = re.compile("[0-9a-f-]{36}")  # of a line: a UUID
SHOWN = 20  # names at most; the rest are counted


class NoSuchLine(CouncilError):
    """No line of the journal bears this id."""

    def __init__(self, line: str) -> None:
        super().__init__(
            f"no line of the journal has the id {quoted(line)}; its answer to a machine and the journal have it"
        )


class NothingToUndo(CouncilError):
    """The act cannot be taken back by another one."""

    def __init__(self, act: str, why: str) -> None:
        super().__init__(f"{act} cannot be undone: {why}", Call("journal/list", words="see what was done since"))


class ChangedSince(CouncilError):
    """What the act touched was changed by a later one."""

    def __init__(self, later: Entry) -> None:
        undo = Call("undo", {"line": json.loads(later.text).get("id")}, "undo that first")
        super().__init__(
            f"what this act changed was changed again since, by {later.act} of {_hour(later)}",
            *((undo,) if journal.facts_of(later).get("undo") else ()),
            "set it anew",
        )


class AlreadyUndone(CouncilError):
    """The act was taken back before."""

    def __init__(self, entry: Entry, later: Entry) -> None:
        super().__init__(f"this {entry.act} was undone already, on {_hour(later)}; it can be done anew")


def call_of(session: Session, line: str) -> Call:
    """Return the act that undoes the one of this line. Raises NoSuchLine, NothingToUndo, and as `unchanged` does."""
    entry = find_line(session, line)
    if call := journal.facts_of(entry).get("undo"):
        unchanged(session, line)
        return Call(call["act"], call["arguments"])
    act = registry.act(entry.act) if entry.act in registry.names() else None
    why = act.no_undo or act.undo_unless if act else "its line does not say how"
    raise NothingToUndo(entry.act, why or "there is nothing that it could go back to")


def unchanged(session: Session, line: str) -> Entry:
    """Return the line, if nothing that its act touched has changed. Raises NoSuchLine, AlreadyUndone, ChangedSince."""
    entry = find_line(session, line)
    touched = set(journal.facts_of(entry).get("touched", ()))
    for later in _standing_after(session, entry):
        if json.loads(later.text).get("undoes") == line:
            raise AlreadyUndone(entry, later)
        if touched.intersection(journal.facts_of(later).get("touched", ())):
            raise ChangedSince(later)
    return entry


def find_line(session: Session, line: str) -> Entry:
    """Return the line of this id. Raises NoSuchLine."""
    named = select(Entry).where(Entry.text.contains(f'"id":"{line}"')).order_by(Entry.id).limit(1)
    entry = session.scalar(named) if ID.fullmatch(line) else None
    if entry is None:
        raise NoSuchLine(line)
    return entry


def reason(session: Session, line: str) -> str:
    """Return why an act is taken back, where nobody says it: `to undo deadline/waive of 2017-03-10 09:00 …`."""
    entry = find_line(session, line)
    return f"to undo {entry.act} of {_hour(entry)}"


def _hour(entry: Entry) -> str:
    return f"{entry.at.astimezone(zone_info(HOME_ZONE)):%Y-%m-%d %H:%M} (Geneva time)"


def again(entry: Entry, **reckoned: str) -> Call:
    """Return the act of a line, to be done again as it was: on the day, or to the session, that it found by itself.

    `reckoned` says by which name the line has what an argument was, where nobody gave one.
    """
    facts = journal.facts_of(entry)
    own = {name: facts[fact] for name, fact in reckoned.items() if facts.get(fact) is not None}
    return Call(entry.act, own | json.loads(entry.text)["arguments"])


def _standing_after(session: Session, entry: Entry) -> list[Entry]:
    """Return the later lines, the oldest first, without those that were undone and those that undid them.

    Lines of the act that runs, which are not written yet, are left out too, and those of the act's own parts.
    """
    own = json.loads(entry.text).get("id")
    undone, gone, standing = set(), set(), []
    written = select(Entry).where(Entry.id > entry.id, Entry.hash.not_like(f"{OPEN}%"))
    for later in session.scalars(written.order_by(Entry.id.desc())):
        text = json.loads(later.text)
        if own and text.get("id") == own:
            continue
        if text.get("id") in undone:
            gone.add(text["id"])
            continue
        undone.update([text["undoes"]] if text.get("undoes") else [])
        standing.append((later, text.get("undoes")))
    return [later for later, undoes in reversed(standing) if undoes not in gone]


def told_since(session: Session, entry: Entry) -> tuple[str, ...]:
    """Return a sentence that names the people told since of what the act changed; nothing if there are none."""
    touched = [name.partition(":") for name in journal.facts_of(entry).get("touched", ())]
    ids = [public_id for kind, _, public_id in touched if kind == "deadline"]
    people = list(dict.fromkeys(name for some in slices(ids) for name in _find_told(session, some, entry)))
    if not people:
        return ()
    more = f" and {len(people) - SHOWN} more" if len(people) > SHOWN else ""
    return (f"told since, and told again where a date that they know changes: {among(people[:SHOWN])}{more}",)


def _find_told(session: Session, deadlines: Sequence[str], entry: Entry) -> Sequence[str]:
    query = (
        select(Person.name)
        .join(Message, Message.person_id == Person.id)
        .join(Owed, Owed.message_id == Message.id)
        .join(Deadline, Deadline.id == Owed.deadline_id)
        .where(Deadline.public_id.in_(deadlines), was_told(), Message.sent_at >= entry.written_at)
    )
    return session.scalars(query.order_by(Person.name).distinct()).all()
