"""Outlines: cycles without their deadlines, for questions about which editions there are.

They are the living cycles, and of the ended ones those of a year: named as its editions, or hanging from its meetings.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from models.cycles import Anchor, AnchorDate, Cycle
from models.meetings import Meeting
from planning.window import Window
from record.cycles import latest_rows, snapshots
from record.cycles.latest_rows import opened, unended
from record.cycles.views import AnchorView
from record.meetings.meetings import opening_in


@dataclass(frozen=True, slots=True)
class Outline:
    """One edition of a chain at an instant: what it is about, and the anchors that it hangs from."""

    name: str
    chain: str
    title: str
    mandate: str
    anchors: tuple[AnchorView, ...]
    opened_at: datetime
    ending: str | None

    @property
    def edition(self) -> str:
        """The name within its chain."""
        return self.name.partition("/")[2]

    @property
    def provisional(self) -> tuple[str, ...]:
        """The anchors that are dated and not confirmed yet."""
        return tuple(anchor.name for anchor in self.anchors if anchor.provisional)

    @property
    def spans(self) -> dict[str, Window]:
        """The dated anchors by name."""
        return {anchor.name: anchor.span for anchor in self.anchors if anchor.span}


class Outlines:
    """Outlines by name and by chain, each chain's in the order of their editions."""

    def __init__(self, outlines: Iterable[Outline], opened_chains: Collection[str] = ()) -> None:
        self.every = tuple(outlines)
        self._by_name = {outline.name: outline for outline in self.every}
        self._by_chain: dict[str, list[Outline]] = {}
        for outline in self.every:
            self._by_chain.setdefault(outline.chain, []).append(outline)
        self.chains = frozenset(opened_chains) | self._by_chain.keys()

    def named(self, name: str) -> Outline | None:
        """Return the cycle of that name, if it is among them."""
        return self._by_name.get(name)

    def of_chain(self, chain: str) -> Sequence[Outline]:
        """Return the editions of a chain."""
        return self._by_chain.get(chain, ())


def outlines(session: Session, which: ColumnElement[bool], now: datetime) -> list[Outline]:
    """Return the cycles that `which` finds as they stand at `now`, in the order of their names, in two queries."""
    cycles = snapshots.cycles(session, which)
    anchors = latest_rows.anchors(session, (cycle.id for cycle in cycles), now)
    return [
        Outline(
            cycle.name,
            cycle.chain,
            cycle.title,
            cycle.mandate,
            tuple(snapshots.anchor_view(row) for row in anchors.get(cycle.id, ())),
            cycle.opened_at,
            cycle.ending if cycle.ended_at is not None and cycle.ended_at <= now else None,
        )
        for cycle in cycles
    ]


def newest(session: Session, required: Mapping[str, Sequence[str]], now: datetime) -> Outlines:
    """Return, of each chain, the edition last opened that is named by a year and has one of these anchors dated."""
    if not required:
        return Outlines(())
    numbered = _numbered(required, now).subquery()
    return Outlines(outlines(session, Cycle.id.in_(select(numbered.c.id).where(numbered.c.turn == 1)), now))


def _numbered(required: Mapping[str, Sequence[str]], now: datetime) -> Select[int, int]:
    """Return the ids of such editions, those of each chain numbered from the one last opened."""
    last = latest_rows.last(AnchorDate.id, AnchorDate.at, AnchorDate.anchor_id == Anchor.id, now)
    dated = (
        select(Anchor.cycle_id)
        .join(AnchorDate, AnchorDate.id == last.correlate(Anchor))
        .join(Cycle, Cycle.id == Anchor.cycle_id)
        .where(
            AnchorDate.opens_on.is_not(None),
            AnchorDate.closes_on.is_not(None),
            or_(*(and_(Cycle.chain == chain, Anchor.name.in_(names)) for chain, names in required.items())),
        )
    )
    turn = func.row_number().over(partition_by=Cycle.chain, order_by=(Cycle.opened_at.desc(), Cycle.edition))
    return select(Cycle.id, turn.label("turn")).where(opened(now), *_year_names(), Cycle.id.in_(dated))


def _year_names() -> list[ColumnElement[bool]]:
    """Return the condition that an edition is named by a year: by four digits."""
    digits = (func.substr(Cycle.edition, at, 1) for at in range(1, 5))
    return [func.length(Cycle.edition) == 4, *(digit.between("0", "9") for digit in digits)]


def living(session: Session, now: datetime) -> list[Outline]:
    """Return the cycles that live at `now`."""
    return outlines(session, latest_rows.living(now), now)


def of_year(
    session: Session, living: Iterable[Outline], editions: Collection[str], year: int, now: datetime
) -> Outlines:
    """Return these living cycles, and those ended that were opened under these names or for a meeting of the year."""
    sits = opening_in(date(year, 1, 1), date(year, 12, 31))
    hung = (
        select(Anchor.cycle_id)
        .join(AnchorDate, AnchorDate.anchor_id == Anchor.id)
        .join(Meeting, Meeting.id == AnchorDate.meeting_id)
        .where(sits)
    )
    meant = or_(Cycle.edition.in_(editions), Cycle.edition.in_(select(Meeting.key).where(sits)), Cycle.id.in_(hung))
    ended = outlines(session, and_(opened(now), not_(unended(now)), meant), now)
    every = sorted([*living, *ended], key=lambda outline: (outline.chain, outline.edition))
    return Outlines(every, session.scalars(select(Cycle.chain).where(opened(now)).distinct()).all())
