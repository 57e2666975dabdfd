"""The lines that a transaction has reserved and not sealed yet, and the rows that it wrote and changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import inspect
from sqlalchemy.orm import SessionTransaction

from models.base import Base
from models.journal import Entry
from record import key_ring
from record.journal import row_digests
from record.journal.fact_digests import NAMES_ITS_LINE
from record.journal.heads import Head, Kept
from record.key_ring import Key
from record.origin import Origin
from record.settings import Settings

OPEN = "open "  # begins the seal of a line that is only reserved: none such is ever committed


@dataclass
class ReservedLine:
    """A reserved line, and the facts that it will contain."""

    entry: Entry
    facts: dict[str, object]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Ground:
    """What a transaction's lines are sealed on: the store, the head before them and the key."""

    store: str
    head: Head
    newest: Key | None  # what is sealed with; None while nothing ever was
    settings: Settings
    follows: bool  # the folder keeps no head that is not one of the journal's: a new one may take its place
    sealing: Mapping[str, object] | None  # what a first line under a new key says of all before it
    proves: bool  # the line before says how the rows stand that acts change, or there is none yet

    @property
    def key(self) -> Key:
        """Return the key to seal with; the very first is made only when needed, so that a refused act makes none."""
        return self.newest or key_ring.ring(self.settings).newest


@dataclass
class Reserved:
    """The lines that a transaction will seal, in their order."""

    transaction: SessionTransaction | None
    lines: list[ReservedLine] = field(default_factory=list)
    ground: Ground | None = None
    rows: dict[str, int] = field(default_factory=dict)  # by table: the least id of those that name their line
    changed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # by table: ids of rows
    whole: set[str] = field(default_factory=set)  # tables of which a statement changed nobody knows which rows
    sealed: Kept | None = None

    def living(self) -> list[ReservedLine]:
        """Return the lines that no savepoint has taken back."""
        return [line for line in self.lines if inspect(line.entry).persistent]

    def note(self, new: Iterable[object], changed: Iterable[object]) -> None:
        """Note the rows that were just written: those that name their line, and those that acts may change."""
        for row in (row for row in new if isinstance(row, Base)):
            name, number = row.__tablename__, row.__dict__.get("id", 0)
            if NAMES_ITS_LINE in row.__table__.columns:
                self.rows[name] = min(number, self.rows.get(name, number))
            if row_digests.columns_of(name):
                self.changed[name].add(number)
        for row in (row for row in changed if isinstance(row, Base)):
            if not row_digests.columns_of(row.__tablename__).isdisjoint(inspect(row).committed_state):
                self.changed[row.__tablename__].add(row.__dict__["id"])
