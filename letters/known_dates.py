"""What letters are written from: the dates of cycles, as set and as issued, and those that readers were told before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from models.cycles import Cycle
from models.deadlines import Promise
from planning.zones import local_day
from record.cycles import snapshots
from record.cycles.views import CycleView, DeadlineView, Settled
from record.memberships import KINDS
from record.papers import documents
from record.people.people import scopes_of
from record.people.reach import StandIn
from record.people.role_holders import Holders

Deadlines = Mapping[int, tuple[CycleView, DeadlineView]]  # by deadline id


@dataclass(frozen=True, slots=True)
class Known:
    """What letters are written from: the cycles as they stand now, and the date last told to each person before."""

    views: Mapping[int, CycleView]  # by cycle id, as set
    told: Mapping[tuple[int, int, str], Promise]  # by deadline id, person id and address
    deadlines: Deadlines  # as set, for the Secretariat
    issued: Deadlines  # as issued, for everybody else
    stand_ins: Mapping[int, Sequence[StandIn]]  # by the id of the person who stands in
    languages: Mapping[str, Sequence[str]] = field(default_factory=dict)  # of drafts, by their symbols and addresses
    asked: Mapping[int, frozenset[int]] = field(default_factory=dict)  # of windows of states: whom, by deadline id

    def of(self, issued: bool) -> Deadlines:
        """Return the deadlines as they are issued, or as they are set."""
        return self.issued if issued else self.deadlines

    def concerns(self, person: int, deadline: int) -> bool:
        """Return True unless only states are asked, and neither the person nor whose place they take is of one."""
        asked = self.asked.get(deadline)
        others = (other.person_id for other in self.stand_ins.get(person, ()))
        return asked is None or not asked.isdisjoint((person, *others))


def read(
    session: Session,
    cycles: Sequence[Cycle],
    last_told: Mapping[tuple[int, int, str], Promise],
    stand_ins: Mapping[int, Sequence[StandIn]],
    *,
    now: datetime,
) -> Known:
    """Return what letters about these cycles are written from at `now`."""
    views = {view.id: view for view in snapshots.views(session, cycles, now, now)}
    issued = by_deadline(snapshots.views(session, cycles, now, now, issued=True))
    names = {name for view, deadline in issued.values() for name in draft_names(view, deadline)}
    languages = documents.posted(session, names, now=now) if names else {}
    asked = _asked(session, issued, now)
    return Known(views, last_told, by_deadline(views.values()), issued, stand_ins, languages, asked)


def _asked(session: Session, deadlines: Deadlines, now: datetime) -> dict[int, frozenset[int]]:
    """Return the people of the states that are asked today, by deadline, where only such are."""
    windows = {id_: (view, each) for id_, (view, each) in deadlines.items() if each.by in KINDS and each.is_window}
    holders = Holders(session, {each.by for _, each in windows.values()}) if windows else None
    return {
        id_: frozenset(holders.holding(each.by, scopes_of(view, each), local_day(now, view.zone)))
        for id_, (view, each) in windows.items()
        if holders
    }


def by_deadline(views: Iterable[CycleView]) -> dict[int, tuple[CycleView, DeadlineView]]:
    """Return the deadlines of these cycles by id, each with its cycle."""
    return {deadline.id: (view, deadline) for view in views for deadline in view.deadlines}


def drafts(view: CycleView, deadline: DeadlineView) -> list[Settled]:
    """Return with what the drafts of a window were met, as far as they are there; nothing if the step is no window."""
    steps = view.chain.needs[deadline.step] if deadline.is_window else ()
    return [each.settlement for each in view.deadlines if each.step in steps and each.settlement]


def posted_draft(view: CycleView, deadline: DeadlineView) -> Settled | None:
    """Return with what the first draft of a window was met that stands at an address; None while there is none."""
    return next((draft for draft in drafts(view, deadline) if draft.url), None)


def draft_url(view: CycleView, deadline: DeadlineView) -> str | None:
    """Return the address of the draft, for a window of comments; None if it is not posted, or the step is no window."""
    draft = posted_draft(view, deadline)
    return draft.url if draft else None


def draft_names(view: CycleView, deadline: DeadlineView) -> list[str]:
    """Return the symbols and addresses of the drafts of a window."""
    return [name for draft in drafts(view, deadline) for name in (draft.document, draft.url) if name]
