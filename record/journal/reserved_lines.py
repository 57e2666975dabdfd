"""The lines that a transaction has reserved and not sealed yet, and the first row of each table that names them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import inspect
from sqlalchemy.orm import SessionTransaction

from models.base import Base
from models.journal import Entry
from record import key_ring
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
    sealed: Kept | None = None

    def living(self) -> list[ReservedLine]:
        """Return the lines that no savepoint has taken back."""
        return [line for line in self.lines if inspect(line.entry).persistent]

    def note(self, rows: Iterable[object]) -> None:
        """Note the ids of those written rows that name their line."""
        for row in rows:
            if isinstance(row, Base) and NAMES_ITS_LINE in row.__table__.columns:
                name, number = row.__tablename__, row.__dict__["id"]
                self.rows[name] = min(number, self.rows.get(name, number))
