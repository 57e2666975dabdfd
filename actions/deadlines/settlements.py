"""Settling a deadline: met on a day with its evidence, waived with a reason, or reopened."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy.orm import Session

from actions.cycles import promises, recounts, rows_to_change
from actions.cycles.promises import show
from actions.cycles.rows_to_change import Held, check_lived
from actions.deadlines import open_points, opened_windows
from actions.papers import submissions
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import DAY, SOURCE, WORDS, CycleName, KeepShort, Reason, StepName, Sure, Url
from letters import cancellations, endings, results, retractions
from models.deadlines import Settlement
from models.journal import Entry
from planning.evidence import Evidence
from planning.remedies import Call
from planning.symbols import BadSymbol
from planning.zones import local_day
from record import journal
from record.mandates import cycle_clauses
from record.papers import documents
from record.papers.submissions import SubmissionView
from record.refusals import NoEvidence, NotAnAddress, NotLate, NotSettled, OutOfTime

AcceptedBy = Annotated[str | None, WORDS.saying("Who accepted it although it was late, such as the Chair.")]


@act("deadline/met", who=(Grant.SECRETARIAT, Grant.LINK), undo="deadline/reopen", tags=("steps",), short="met")
def met(
    session: Session,
    cycle: CycleName,
    step: StepName,
    *,
    on: Annotated[date | None, DAY.saying("The day on which it was completed; today if left empty.")] = None,
    document: Annotated[str | None, SOURCE.saying("The document that shows it, such as C17/47-E.")] = None,
    url: Url = None,
    accepted_by: AcceptedBy = None,
    keep_short: KeepShort = None,
    sure: Sure = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Record that a step is completed, today unless a day is given; no more reminders of it leave.

    A step that needs a second person's confirmation is only reported, and stays open until that (`confirmations`).
    What it should have answered and has not is journaled beside it (`open_points`), not refused.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled, NoEvidence, NotAnAddress, OutOfTime for a day still to
    come, NotLate when somebody accepted as late what was not, UnbelievableDay, FarFromEdition for a day years from the
    edition and BeforeItsCycle for one before the cycle was opened, of which nobody is `sure`, and WindowTooShort where
    members would have less than the least time for comments on it.
    """
    held = rows_to_change.open_step(session, cycle, step)
    today = local_day(now, held.cycle.zone)
    if on and on > today:
        raise OutOfTime(now, f"{step} cannot have been completed on {on}, a day still to come")
    check_lived(held.cycle, on, sure=sure)
    kind = "reported" if held.deadline.confirmation else "met"
    evidence = How(kind, on or today, document, url, accepted_by=accepted_by)
    _check(held, evidence)
    if kind == "met":
        opened_windows.check_time(session, cycle, held.deadline, keep_short, now=now)
    left = open_points.left_open(session, cycle, step, now=max(now, held.cycle.last_act_at))
    flagged = settle(session, held, evidence, journal.line(session))
    asked, offers = _same_text(session, cycle, document or url, max(now, held.cycle.last_act_at))
    facts = {"step": step, "on": evidence.on, "document": document, "url": url, "accepted_by": accepted_by}
    facts |= {"keep_short": keep_short} if keep_short else {}
    return Done(
        kind,
        f"{cycle} {step} is {'reported completed; a second person confirms it' if kind == 'reported' else 'completed'}",
        cycle=cycle,
        facts=facts | {"unanswered": left},
        notes=(*left, *asked, *flagged),
        events=(Happening(kind, "deadline", (cycle, step)),),
        undo=Call("deadline/reopen", {"cycle": cycle, "step": step}),
        next=(Call("deadline/confirm", {"cycle": cycle, "step": step}),) if kind == "reported" else offers,
    )


def _same_text(
    session: Session, cycle: str, document: str | None, now: datetime
) -> tuple[tuple[str, ...], tuple[Call, ...]]:
    """Return, for each document that may be the same text under another symbol, a question and the act that says so.

    Nothing is asked of what is no symbol, such as the mail that shows a step which goes to no body.
    """
    others: list[SubmissionView] = []
    with suppress(BadSymbol):
        name = documents.name_of(document)[0] if document else ""
        others += cycle_clauses.may_be_one_text(session, cycle, name, now=now) if name else []
    asked = (f"{each.body} has {each.symbol} since {each.on}: is {document} the same text?" for each in others)
    return tuple(asked), tuple(Call("document/also", {"document": each.symbol, "other": document}) for each in others)


@dataclass(frozen=True, slots=True)
class How:
    """How a deadline is settled: met or only reported, waived or reopened; on which day, with what, for which reason.

    Whoever settles a step that was `reported_by` somebody confirms that report; a step settled `on_word_of` somebody is
    recorded as theirs.
    """

    kind: str
    on: date
    document: str | None = None
    url: str | None = None
    reason: str | None = None
    accepted_by: str | None = None  # although it was late
    reported_by: str | None = None
    on_word_of: str | None = None

    @property
    def is_open(self) -> bool:
        """Return True if the deadline is still to be met, or to be confirmed."""
        return self.kind in ("reopened", "reported")


def _check(held: Held, met: How) -> None:
    wanted, step, due = held.deadline.evidence, held.deadline.step, held.promise.due_on
    if met.url:
        check_address(met.url)
    if not (met.url or (met.document and wanted != Evidence.URL)) and wanted != Evidence.NONE:
        raise NoEvidence(step, wanted)
    if met.accepted_by and not (due and met.on > due):
        raise NotLate(step, met.on, due)


def check_address(url: str) -> None:
    """Check that an address is one on the web, for it goes into mails. Raises NotAnAddress."""
    if not re.fullmatch(r"https?://\S+", url):
        raise NotAnAddress(url)


@act("deadline/waive", who=(Grant.SECRETARIAT,), undo="deadline/reopen", tags=("steps",), short="waive")
def waive(session: Session, cycle: CycleName, step: StepName, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Record that a step is not required; no more reminders of it leave.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, AlreadySettled.
    """
    held = rows_to_change.open_step(session, cycle, step)
    today = local_day(now, held.cycle.zone)
    flagged = settle(session, held, How("waived", today, reason=because), journal.line(session))
    return Done(
        "waived",
        f"{cycle} {step} is not required",
        cycle=cycle,
        facts={"step": step, "because": because},
        notes=flagged,
        events=(Happening("waived", "deadline", (cycle, step)),),
        undo=Call("deadline/reopen", {"cycle": cycle, "step": step}),
    )


@act("deadline/reopen", who=(Grant.SECRETARIAT,), undo="deadline/met", tags=("steps",), short="reopen")
def reopen(session: Session, cycle: CycleName, step: StepName, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Take back that a step was completed or is not required; its reminders begin anew. Raises NotSettled."""
    held = rows_to_change.step_of(session, cycle, step)
    if not held.is_settled and not held.is_reported:
        raise NotSettled(cycle, step)
    assert held.settlement is not None
    undo = _settle_again(held, held.settlement)
    today = local_day(now, held.cycle.zone)
    entry = journal.line(session)
    promises.renew(session, held.deadline, held.promise, entry)
    flagged = settle(session, held, How("reopened", today, reason=because), entry)
    return Done(
        "reopened",
        f"{cycle} {step} is open again",
        cycle=cycle,
        facts={"step": step, "because": because},
        notes=flagged,
        events=(Happening("reopened", "deadline", (cycle, step)),),
        undo=undo,
    )


def _settle_again(held: Held, was: Settlement) -> Call:
    """Return the act that settles the step once more as it was."""
    of: dict[str, object] = {"cycle": held.cycle.name, "step": held.deadline.step}
    if was.kind == "waived":
        return Call("deadline/waive", of | {"because": was.reason})
    shown: dict[str, object] = {"document": was.document, "url": was.url, "accepted_by": was.accepted_by}
    shown["sure"] = was.on < local_day(held.cycle.opened_at, held.cycle.zone)
    return Call("deadline/met", of | {"on": was.on} | {name: value for name, value in shown.items() if value})


def settle(
    session: Session,
    held: Held,
    how: How,
    entry: Entry,
) -> tuple[str, ...]:
    """Write how the deadline was settled, and take back what waits to be sent of it once it is met or waived.

    Return a sentence on each date that is flagged anew since.
    """
    deadline = held.deadline
    session.add(
        Settlement(
            deadline_id=deadline.id,
            kind=how.kind,
            on=how.on,
            by=how.on_word_of or how.reported_by or entry.by,
            document=how.document,
            url=how.url,
            reason=how.reason,
            at=entry.at,
            entry_id=entry.id,
            accepted_by=how.accepted_by,
            confirmed_by=entry.by if how.reported_by else None,
        )
    )
    deadline.open = how.is_open
    show(deadline, now=entry.at)
    if not deadline.open:
        retractions.suppress(session, [deadline], f"it is {how.kind}", now=entry.at)
    else:
        endings.take_back(session, [deadline], now=entry.at)
    if deadline.open and held.settlement:
        submissions.take_back_settled(session, deadline, held.settlement, entry)
    submissions.hand_over_settled(session, held, how, entry)
    opened_windows.wake(session, deadline, entry)
    session.flush()
    flagged = recounts.follow_change(session, held.cycle.name, entry)
    if how.kind == "waived":
        cancellations.write(session, held.cycle, [deadline], entry)
    if how.kind == "met" and (how.document or how.url):
        results.write(session, held.cycle, deadline, entry)
    return flagged
