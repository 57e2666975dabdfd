"""Action items: what a meeting asked of somebody, and the append-only history of what became of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Word
from models.journal import Entry


class Strength(StrEnum):
    """How strongly a report words an item, the strongest first; what is proposed binds once the Council adopts it."""

    REQUESTED = "requested"
    INVITED = "invited"
    ENCOURAGED = "encouraged"
    NOTED = "noted"
    PROPOSED = "proposed"


class Item(Base):
    """One item as its report states it. `meeting`, `cycle` and `step` are names: the item may be there first."""

    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)  # report and paragraph: c17-8/3.2-10.4
    position: Mapped[int]
    text: Mapped[str]
    strength: Mapped[Strength] = mapped_column(Word(Strength))
    assignees: Mapped[list[str]]  # empty: the report names nobody
    due: Mapped[list[str]]  # the occasions as printed: `30th meeting`, `after HLPF 2019`
    meeting: Mapped[str | None]  # the key of the meeting by which it is due
    cycle: Mapped[str | None] = mapped_column(index=True)  # of the step that must answer it
    step: Mapped[str | None]
    source: Mapped[str | None]
    at: Mapped[datetime]
    # when the sheet that made it was taken back, recorded anew, taken back …: ISO instants, in their order
    gone: Mapped[list[str]] = mapped_column(init=False, default_factory=list)
    events: Mapped[list["ItemEvent"]] = relationship(lazy="raise", order_by="ItemEvent.id", init=False)

    def stands(self, now: datetime) -> bool:
        """Return True if it was not taken back by then, or was recorded anew."""
        return sum(datetime.fromisoformat(at) <= now for at in self.gone) % 2 == 0


class ItemEvent(Base):
    """Something that became of an item. Append-only."""

    __tablename__ = "item_event"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    kind: Mapped[str]  # adopted | assigned | done | dropped | reopened | taken-back (the one before it counts no more)
    on: Mapped[date]
    by: Mapped[str]
    words: Mapped[str | None]  # where it was taken up, or why it was dropped, reopened or taken back
    document: Mapped[str | None]
    url: Mapped[str | None]
    occasion: Mapped[str | None]  # which of its occasions is done
    assignees: Mapped[list[str]]  # who has it from now on, for `assigned` and `adopted`
    at: Mapped[datetime]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id))
