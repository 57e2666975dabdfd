"""Cycles: the list of those that live, and the timeline of one, where each step's acts stand in its row."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kernel.grants import Grant
from kernel.shown import due
from models.engine import reading
from planning.basis import Basis
from planning.links import Note
from planning.sentences import sentences
from planning.standing import Standing
from planning.zones import local_day
from readings import cycle_status
from record.cycles import issues, snapshots, window_openings
from record.cycles.issues import Unissued
from record.cycles.views import CycleView, DeadlineView, authority
from record.refusals import BadCycleName, NoSuchCycle
from web.desk import cells, hand_outs, words
from web.desk.render import page
from web.desk.timeline import draw
from web.desk.visits import Visit

DONE = (Standing.MET, Standing.MET_LATE)


@dataclass(frozen=True, slots=True)
class Row:
    """One step as its row shows it."""

    deadline: DeadlineView
    due: str
    opens: str
    rests_on: str  # agreed, by whom and by which document; proposed; by rule
    is_read: str  # what members read of it, where that is not what is set
    standing: str
    who: str
    why: tuple[str, ...]
    odd: tuple[str, ...]  # what is odd about the date
    proof: str

    @property
    def verb(self) -> str:
        """What its button says: the step's own verb."""
        return words.verb(self.deadline.title)


@dataclass(frozen=True, slots=True)
class Summary:
    """A cycle in the list of those that live."""

    view: CycleView
    done: int
    late: int
    coming: DeadlineView | None


@dataclass(frozen=True, slots=True)
class Cycles:
    """The handlers over one store."""

    engine: Engine

    def listed(self, visit: Visit) -> Response:
        """Return the page of all cycles that live, the next date first."""
        with reading(self.engine) as session:
            views = snapshots.living_views(session, visit.now)
        every = sorted((_summary(view, visit.now) for view in views), key=lambda each: _coming(each.coming))
        return page(visit, "cycles", cycles=every, may_act=visit.may(Grant.SECRETARIAT))

    def show(self, visit: Visit) -> Response:
        """Return the timeline of a cycle, and its table."""
        name = name_of(visit)
        with reading(self.engine) as session:
            view, unissued = known(session, name, visit.now)
            pending = issues.pending(session, [each.id for each in view.deadlines], visit.now)
        reads = {each.step: each for each in unissued}
        rows = [_row(visit, view, each, reads.get(each.step), pending.get(each.id)) for each in view.deadlines]
        rows.sort(key=lambda row: (row.deadline.due is None, row.deadline.due))
        drawing = draw(view, local_day(visit.now))
        if hand_outs.is_asked(visit):
            drawn = {"view": view, "rows": rows, "drawing": drawing}
            return hand_outs.file(visit, name.replace("/", "-"), hand_outs.cycle(visit, drawn))
        return page(
            visit, "cycle", view=view, rows=rows, drawing=drawing, unissued=unissued,
            is_stoppable=bool(pending), coming=_summary(view, visit.now).coming, may_act=visit.may(Grant.SECRETARIAT),
            may_approve=visit.may(Grant.APPROVER),
        )  # fmt: skip


def name_of(visit: Visit) -> str:
    """Return the name of the cycle of the address."""
    path = visit.request.path_params
    return f"{path['chain']}/{path['edition']}"


def known(session: Session, name: str, now: datetime) -> tuple[CycleView, tuple[Unissued, ...]]:
    """Return a cycle as it stands, and what of it is set and not issued. Raises HTTPException if there is none."""
    try:
        one = cycle_status.status(session, name, now=now).subject
    except (BadCycleName, NoSuchCycle) as why:
        raise HTTPException(404, str(why)) from why
    assert isinstance(one, cycle_status.One)
    return one.view, one.unissued


def _has_passed(deadline: DeadlineView, now: datetime) -> bool:
    """Return whether a date is over without anybody being late: of a window, or one that was only proposed."""
    return deadline.standing is not Standing.OVERDUE and deadline.closes is not None and deadline.closes < now


def _summary(view: CycleView, now: datetime) -> Summary:
    waiting = [each for each in view.deadlines if each.is_open and each.closes and not _has_passed(each, now)]
    done = sum(each.standing in DONE for each in view.deadlines)
    late = sum(each.standing is Standing.OVERDUE for each in view.deadlines)
    return Summary(view, done, late, min(waiting, key=_coming, default=None))


def _coming(deadline: DeadlineView | None) -> date:
    return deadline.due if deadline and deadline.due else date.max


def _row(
    visit: Visit, view: CycleView, deadline: DeadlineView, unissued: Unissued | None, public_at: datetime | None
) -> Row:
    draft = window_openings.missing_draft(view, deadline) if deadline.is_open else None
    opens = words.say("opens_with", step=draft.title) if draft else _opens(deadline)
    who = deadline.officer or visit.names.actor(deadline.by)
    why = sentences(link for link in deadline.derivation if not isinstance(link, Note))
    is_read = _is_read(unissued, public_at, visit.now)
    return Row(
        deadline, cells.text(due(deadline)), opens, _rests_on(visit, deadline), is_read,
        _standing(view, deadline, visit.now), who, (*why, *([deadline.note] if deadline.note else [])),
        sentences(deadline.flags), _proof(deadline),
    )  # fmt: skip


def _standing(view: CycleView, deadline: DeadlineView, now: datetime) -> str:
    """Return how a deadline stands; a period that has not begun is not open yet."""
    is_to_come = deadline.standing in (Standing.OPEN, Standing.DUE_SOON) and deadline.is_window
    if is_to_come and not window_openings.has_begun(view, deadline, now):
        return words.say("opens_later")
    return words.named("standing", deadline.standing)


def _proof(deadline: DeadlineView) -> str:
    """Return how a step was settled: on which day, with what, and who accepted or confirmed it."""
    settled = deadline.settlement or deadline.reported
    if settled is None:
        return ""
    hands = {"accepted": settled.accepted_by, "confirmed": settled.confirmed_by}
    more = [words.say(f"{key}_by", person=person) for key, person in hands.items() if person]
    proof = ", ".join(filter(None, (settled.document or settled.url or settled.reason, *more)))
    said = words.say(f"proof_{settled.kind}", day=words.day(settled.on))
    return f"{said}: {proof}" if proof else said


def _is_read(unissued: Unissued | None, public_at: datetime | None, now: datetime) -> str:
    """Return what members read where that is not what is set, or from when on they will read it."""
    if unissued:
        return unissued.sentence(now)
    return words.say("public_at", at=words.instant(public_at)) if public_at else ""


def _opens(deadline: DeadlineView) -> str:
    return words.say("opens_on", day=words.day(deadline.opens)) if deadline.is_window and deadline.opens else ""


def _rests_on(visit: Visit, deadline: DeadlineView) -> str:
    """Return on what the date rests, and who decided it."""
    if deadline.basis is Basis.AWAITED:
        return ""
    kind = words.named("basis", deadline.basis)
    by = authority(deadline.agreed, deadline.source, visit.settings.office)
    return f"{kind}: {by}" if by else kind
