"""Watch what an act touches while it is done: letters that it takes back, things that it changes, how they were."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import InstanceState, Session

from kernel.done import Letter
from models.base import Base
from models.people import Person
from models.slices import slices

KEY = "effects"  # in Session.info
NAMES = ("public_id", "key", "name", "slug")  # what a thing is known by outside, in this order
OF_A_CYCLE = frozenset({"anchor"})  # their names are unique only within a cycle: acts note them with the cycle's name
OF_ROUNDS = frozenset({"look_at"})  # what rounds write meanwhile, and nobody reads
OF_THE_STORE = frozenset({"id"})  # a previewed row gets another id when it is made: a number is never used twice


@dataclass(frozen=True, slots=True)
class Slip:
    """A short note of a message that was made or taken back."""

    person_id: int
    kind: str
    about: str


@dataclass
class Effects:
    """What the act of a session has touched so far."""

    made: list[Slip] = field(default_factory=list)
    taken_back: list[Slip] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)  # each thing changed, and how it was when the act began
    new: set[object] = field(default_factory=set)  # the keys of rows that the act has made: they were nothing before

    @property
    def touched(self) -> list[str]:
        """The things that were changed, by lasting names: `deadline:<public id>`."""
        return sorted(self.before)


def letters(session: Session, slips: list[Slip]) -> tuple[Letter, ...]:
    """Return the noted messages with their readers' names, each once, in their order."""
    query = select(Person.id, Person.name)
    ids = {slip.person_id for slip in slips}
    rows = (row for some in slices(ids) for row in session.execute(query.where(Person.id.in_(some))))
    names = {row.id: row.name for row in rows}
    return tuple(dict.fromkeys(Letter(names[slip.person_id], slip.kind, (slip.about,)) for slip in slips))


def of(session: Session) -> Effects:
    """Return the effects of the act that runs in this session; without an act, new ones that nobody reads."""
    effects: Effects = session.info.get(KEY) or Effects()
    return effects


@contextmanager
def watched(session: Session) -> Iterator[Effects]:
    """Yield what is touched in this session until the end of the block."""
    effects = session.info[KEY] = Effects()

    def watch(session: Session, _context: object, _instances: object) -> None:
        for row in session.dirty:
            _note(effects, inspect(row))

    def note_new(session: Session, row: Base) -> None:
        effects.new.add(inspect(row).key)  # not the row: it may be forgotten, and read again as another object

    event.listen(session, "before_flush", watch)
    event.listen(session, "pending_to_persistent", note_new)
    try:
        yield effects
    finally:
        event.remove(session, "before_flush", watch)
        event.remove(session, "pending_to_persistent", note_new)
        del session.info[KEY]


def note(session: Session, name: str, was: object) -> None:
    """Note how a thing was when the act began, for a thing without an id, or one that a preview does not change."""
    of(session).before.setdefault(name, repr(was))


def mark(session: Session, row: Base) -> None:
    """Note a thing as touched if the act changes rows that belong to it: its officer, its steps."""
    _keep(of(session), inspect(row))


def _note(effects: Effects, state: InstanceState[Any]) -> None:
    if state.modified and set(state.committed_state) - OF_ROUNDS:
        _keep(effects, state)


def _keep(effects: Effects, state: InstanceState[Any]) -> None:
    """Keep how a thing was when the act first touched it; a thing without a name is noted by the one it belongs to."""
    before = state.dict | state.committed_state
    columns = {column.key for column in state.mapper.column_attrs} - OF_ROUNDS - OF_THE_STORE
    values = {column: before.get(column) for column in columns}
    name = next((str(values[key]) for key in NAMES if values.get(key)), None)
    if name and state.mapper.class_.__tablename__ not in OF_A_CYCLE:
        was = "" if state.key is None or state.key in effects.new else repr(sorted(values.items()))
        effects.before.setdefault(f"{state.mapper.class_.__tablename__}:{name}", was)
