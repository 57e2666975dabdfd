"""Comments and what becomes of them.

Each is taken up somewhere, declined for a reason, noted, or left to the Chair, who then decides; or it does not count.
"""

from datetime import datetime
from typing import Annotated

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.cycles.rows_to_change import Held
from actions.windows import answers
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import COMMENT, SOURCE, TEXT, WORDS, CycleName, OrganizationName, Reason, StepName
from models.answers import FOR_CHAIR, REOPENED, WITHDRAWN, Comment, Outcome
from planning.remedies import Call
from record import journal
from record.refusals import NoOutcome, NoSuchComment, NothingToReopen, ReasonMissing

CommentNumber = Annotated[int, COMMENT]
TakenUp = Annotated[
    str | None, WORDS.saying("Where it is reflected, such as 'final draft, section 5'.", metavar="WHERE")
]
Declined = Annotated[str | None, TEXT.saying("Why it is not reflected.", metavar="WHY")]
Noted = Annotated[str | None, TEXT.saying("What is noted, where the text need not change.", metavar="NOTE")]
ForChair = Annotated[
    str | None, TEXT.saying("What the Chair is to decide on it; it stays open until then.", metavar="WHAT")
]


@act("comment/record", who=(Grant.SECRETARIAT,), undo="comment/withdraw", tags=("windows",), short="comment")
def comment(
    session: Session,
    cycle: CycleName,
    step: StepName,
    organization: OrganizationName,
    says: Annotated[str, TEXT.saying("What it says.", metavar="SAYS")],
    *,
    document: Annotated[str | None, SOURCE.saying("The document of its answer, if that has one.")] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Add one more comment, in our own words, to an answer that is recorded already.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, NotAWindow, NoSuchOrganization, NotAnswered; ReasonMissing.
    """
    if not says:
        raise ReasonMissing("a comment without words")
    held, member = answers.window(session, cycle, step), answers.named(session, organization)
    answers.standing_answer(session, held, member, document or "")
    if not answers.unsaid(session, held, member, document or "", [says]):
        return Done("known", f"{member.name} says so in a comment of {cycle} {step} already", is_nothing=True)
    (number,) = answers.add_comments(session, held, member, document or "", [says])
    return Done(
        "commented",
        f"comment {number} of {cycle} {step}",
        cycle=cycle,
        facts={"step": step, "organization": member.name, "document": document or "", "says": says, "comment": number},
        events=(Happening("commented", "deadline", (cycle, step)),),
        undo=Call("comment/withdraw", {"cycle": cycle, "step": step, "number": number}),
    )


@act("comment/resolve", who=(Grant.SECRETARIAT,), undo="comment/reopen", tags=("windows",), short="resolve-comment")
def resolve(
    session: Session,
    cycle: CycleName,
    step: StepName,
    number: CommentNumber,
    *,
    taken_up: TakenUp = None,
    declined: Declined = None,
    noted: Noted = None,
    for_chair: ForChair = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Say what became of a comment: reflected and where, not reflected and why, noted, or left to the Chair.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, NotAWindow, NoSuchComment, NoOutcome.
    """
    said = {"taken-up": taken_up, "declined": declined, "noted": noted, FOR_CHAIR: for_chair}
    kinds = [kind for kind, words in said.items() if words]
    if len(kinds) != 1:
        raise NoOutcome
    is_now = "for the Chair to decide" if kinds[0] == FOR_CHAIR else kinds[0].replace("-", " ")
    return _become(session, (cycle, step, number), kinds[0], str(said[kinds[0]]), is_now)


@act("comment/withdraw", who=(Grant.SECRETARIAT,), undo="comment/reopen", tags=("windows",), short="withdraw-comment")
def withdraw(
    session: Session, cycle: CycleName, step: StepName, number: CommentNumber, *, because: Reason, now: datetime,
    by: Identity,
) -> Done:  # fmt: skip
    """Take a comment back: nobody need answer it. Raises NoSuchCycle, CycleEnded, NoSuchStep, NoSuchComment."""
    return _become(session, (cycle, step, number), WITHDRAWN, because, "withdrawn")


@act("comment/reopen", who=(Grant.SECRETARIAT,), undo="comment/resolve", tags=("windows",), short="reopen-comment")
def reopen(
    session: Session, cycle: CycleName, step: StepName, number: CommentNumber, *, because: Reason, now: datetime,
    by: Identity,
) -> Done:  # fmt: skip
    """Take back what became of a comment: it is open again.

    Raises NoSuchCycle, CycleEnded, NoSuchStep, NoSuchComment, NothingToReopen.
    """
    return _become(session, (cycle, step, number), REOPENED, because, "open again")


def _become(session: Session, of: tuple[str, str, int], kind: str, words: str, is_now: str) -> Done:
    """Record what becomes of a comment; the undo is what had become of it before."""
    cycle, step, number = of
    held, entry = answers.window(session, cycle, step), journal.line(session)
    row = _numbered(session, held, number)
    last = session.scalar(select(Outcome).where(Outcome.comment_id == row.id).order_by(Outcome.id.desc()).limit(1))
    if kind == REOPENED and (last is None or last.kind == REOPENED):
        raise NothingToReopen(cycle, step, number)
    if last and (last.kind, last.words) == (kind, words):
        return Done(kind, f"comment {number} of {cycle} {step} is {is_now} already", is_nothing=True)
    effects.note(session, answers.comment_name(held, number), last and (last.kind, last.words, last.at))
    session.add(Outcome(comment_id=row.id, kind=kind, words=words, by=entry.by, at=entry.at, entry_id=entry.id))
    session.flush()
    return Done(
        kind,
        f"comment {number} of {cycle} {step} is {is_now}",
        cycle=cycle,
        facts={"step": step, "comment": number, "outcome": kind, "words": words},
        events=(Happening("comment-resolved", "deadline", (cycle, step)),),
        undo=_back({"cycle": cycle, "step": step, "number": number}, last),
    )


def _back(of: dict[str, object], last: Outcome | None) -> Call:
    """Return the act that restores what had become of a comment before."""
    if last is None or last.kind == REOPENED:
        return Call("comment/reopen", of)
    if last.kind == WITHDRAWN:
        return Call("comment/withdraw", of | {"because": last.words})
    return Call("comment/resolve", of | {last.kind.replace("-", "_"): last.words})


def _numbered(session: Session, held: Held, number: int) -> Comment:
    of_window = Comment.deadline_id == held.deadline.id
    row = session.scalar(select(Comment).where(of_window, Comment.number == number))
    if row is None:
        count = session.scalar(select(func.count()).select_from(Comment).where(of_window)) or 0
        raise NoSuchComment(held.cycle.name, held.deadline.step, number, count)
    return row
