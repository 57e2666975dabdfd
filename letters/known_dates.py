"""What letters are written from: the dates of cycles, as set and as issued, and those that readers were told before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.deadlines import Promise
from record.cycles.views import CycleView, DeadlineView
from record.people.reach import StandIn

Deadlines = Mapping[int, tuple[CycleView, DeadlineView]]  # by deadline id


@dataclass(frozen=True, slots=True)
class Known:
    """What letters are written from: the cycles as they stand now, and the date last told to each person before."""

    views: Mapping[int, CycleView]  # by cycle id, as set
    told: Mapping[tuple[int, int, str], Promise]  # by deadline id, person id and address
    deadlines: Deadlines  # as set, for the Secretariat
    issued: Deadlines  # as issued, for everybody else
    stand_ins: Mapping[int, Sequence[StandIn]]  # by the id of the person who stands in

    def of(self, issued: bool) -> Deadlines:
        """Return the deadlines as they are issued, or as they are set."""
        return self.issued if issued else self.deadlines


def known_of(
    views: Iterable[CycleView],
    issued: Iterable[CycleView],
    last_told: Mapping[tuple[int, int, str], Promise],
    stand_ins: Mapping[int, Sequence[StandIn]],
) -> Known:
    """Return what letters are written from: these cycles as set and as issued."""
    by_id = {view.id: view for view in views}
    return Known(by_id, last_told, by_deadline(by_id.values()), by_deadline(issued), stand_ins)


def by_deadline(views: Iterable[CycleView]) -> dict[int, tuple[CycleView, DeadlineView]]:
    """Return the deadlines of these cycles by id, each with its cycle."""
    return {deadline.id: (view, deadline) for view in views for deadline in view.deadlines}
