"""Late documents (Rule 20): accepted although late, or moved to the next session; and contributions as they come."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.meetings import expected_documents, expected_rows, papers
from actions.meetings.expected_documents import plain
from actions.meetings.histories import TAKE_BACK
from actions.meetings.papers import Terms
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.kinds import many
from kernel.paper_types import ExpectedName, PaperSymbol
from kernel.parameters import MEETING, ORGANIZATION, WORDS, Day, MeetingKey, OrganizationName, Reason, Source
from models.bodies import Body
from models.meetings import CALLED_OFF, Meeting
from models.people import Organization
from models.sessions import ExpectedDocument, Ruling
from notifications import plain_text
from planning.chain import MEMBER_STATES
from planning.errors import among
from planning.remedies import Call
from record import journal
from record.bodies import BodyNames
from record.meetings import meetings, session_cycles
from record.meetings.expected_documents import ExpectedView, Stage
from record.organizations import Organizations
from record.papers import documents
from record.refusals import ExpectedRefused

RULE = (
    "an important document that comes after the four weeks before the opening goes to the next session, unless the "
    "Council decides otherwise (Rule 20)"
)
WHOSE = ("organization_id", "joint_ids")  # of a contribution
OF_CONTRIBUTIONS = "contributions come 14 days before the opening at the latest (Decision 556, operative 1)"


@act("document/accept-late", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings", "papers"))
def accept_late(
    session: Session, expected: ExpectedName, *, because: Reason, document: Source = None, now: datetime, by: Identity
) -> Done:
    """Accept a document for its meeting although it is late, with the reason and the document that says so.

    Raises NoSuchExpected, and ExpectedRefused for one that is not late.
    """
    was, view = expected_rows.living(session, expected), expected_rows.view(session, expected, now)
    if not view.is_late:
        raise ExpectedRefused(f"{expected} is not late: it is due by {view.due or 'no day yet'}")
    ruling = {"ruling": str(Ruling.ACCEPTED), "because": because, "source": document}
    if all(getattr(was, name) == value for name, value in ruling.items()):
        return Done("known", f"{expected} is accepted already", is_nothing=True)
    expected_rows.rewrite(session, expected, was, ruling)
    sentence = f"{expected} is accepted although late ({how_late(view)}): {plain_text.plain(because)}"
    return expected_rows.done(session, "accepted", expected, sentence, because=because, source=document)


@act("document/next-session", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings", "papers"))
def move_on(
    session: Session,
    expected: ExpectedName,
    to: Annotated[str | None, MEETING.saying("The session; the next one of the same body if left empty.")] = None,
    *,
    because: Reason,
    now: datetime,
    by: Identity,
) -> Done:
    """Move a late document to the next session, where it is expected from now on, with all that was received of it.

    Raises NoSuchExpected, NotHeldAtAll, and ExpectedRefused for one that was posted in time, and where no later session
    of the same body is known.
    """
    was, view = expected_rows.living(session, expected), expected_rows.view(session, expected, now)
    if view.stage is Stage.POSTED and not view.is_late:
        raise ExpectedRefused(f"{expected} was posted in time: it is before this session")
    later = _find_next(session, was, to)
    other = f"{later.key}/{was.key}"
    if expected_rows.last(session, other):
        raise ExpectedRefused(f"{later.key} expects a document {was.key!r} already", "give that another name first")
    ruling = {"ruling": str(Ruling.NEXT_SESSION), "because": because, "source": None, "next_id": later.id}
    expected_rows.rewrite(session, expected, was, ruling)
    expected_rows.note(session, other, None)
    _expect_there(session, was, later)
    rule = OF_CONTRIBUTIONS if was.organization_id else RULE
    how, rule = (f" ({how_late(view)})", f"; {rule}") if view.is_late else ("", "")
    sentence = f"{expected} goes to {later.key}{how}: {plain_text.plain(because)}{rule}"
    done = expected_rows.done(session, "moved-on", expected, sentence, to=later.key, because=because)
    return replace(done, notes=tuple(_lacks(view, expected_rows.view(session, other, now))))


def _lacks(here: ExpectedView, there: ExpectedView) -> Iterator[str]:
    """Yield what nothing says at the next session of what was promised for this one."""
    submit = (here.submit.words, there.submit.words, f"by when {there.unit} submits it")
    post = (here.post.words, there.post.words, "by when it is posted")
    sides = (post,) if there.received else (submit, post)
    lost = [what for before, now, what in sides if before and not now]
    if lost and not there.organizations:
        yield f"nothing says yet {' and '.join(lost)} for {there.name}: give it its days"


def how_late(view: ExpectedView) -> str:
    """Return by when a late document was due, and when it came."""
    came = f"it came on {view.received}" if view.received else "it has not come"
    posting = f", to be posted by {view.post.due}" if view.submit.due and view.post.due else ""
    return f"due by {view.due}, {came}{posting}"


def _find_next(session: Session, row: ExpectedDocument, to: str | None) -> Meeting:
    """Return the session that a document goes to. Raises NoSuchMeeting, NotHeldAtAll, ExpectedRefused."""
    here = session.get_one(Meeting, row.meeting_id)
    query = select(Meeting).where(Meeting.opens_on > here.closes_on, Meeting.status.not_in(CALLED_OFF))
    query = query.where(Meeting.body_id == here.body_id).order_by(Meeting.opens_on)
    later = meetings.row(session, to) if to else session.scalars(query.limit(1)).first()
    if later is None:
        raise ExpectedRefused(f"no session after {here.key} is loaded", "load it first, or name one")
    expected_rows.check_held(later)
    if later.body_id != here.body_id:
        raise ExpectedRefused(f"{later.key} is no session of the body of {here.key}", "name one of the same body")
    if later.opens_on <= here.opens_on:
        raise ExpectedRefused(f"{later.key} does not come after {here.key}", "name a later session")
    return later


def _expect_there(session: Session, was: ExpectedDocument, later: Meeting) -> None:
    """Expect a document at a later session, by the same steps if steps give its days, with what was received of it."""
    entry = journal.line(session)
    values: dict[str, Any] = {
        name: getattr(was, name)
        for name in (
            "title",
            "unit",
            "organization_id",
            "joint_ids",
            "languages",
            "document_id",
            "symbol",
            "received_on",
        )
    }
    for name in ("submit_by", "post_by"):
        words = getattr(was, name)
        values[name] = words if words and " " not in words and not words[:4].isdecimal() else None
    expected_documents.put(session, f"{later.key}/{was.key}", values, entry)
    if was.symbol:
        here = session.get_one(Meeting, was.meeting_id)
        papers.lay(session, here.key, plain(was.symbol), Terms(None, (), withdrawn=True), entry)
        papers.lay(session, later.key, plain(was.symbol), Terms(None, ()), entry)


@act("contribution/receive", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings", "papers"))
def contribute(
    session: Session,
    meeting: MeetingKey,
    document: PaperSymbol,
    organization: OrganizationName,
    *,
    item: Annotated[str | None, WORDS.saying("The agenda item, by its number: PL 1.3.", metavar="NUMBER")] = None,
    jointly: Annotated[
        tuple[str, ...],
        many(ORGANIZATION.saying("Whose it is too: every other one that submitted it.", option="with")),
    ] = (),
    on: Day = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Record a contribution that a state, or another member, sent to a meeting; it is late after the day set for them.

    One that several submitted together is of each of them; said anew, those `with` the first are the ones named last.
    Raises NoSuchMeeting, NotHeldAtAll, NoSuchOrganization, BadSymbol, OutOfTime, and ExpectedRefused for a symbol that
    is another document's, or a contribution of another organization.
    """
    row, day = meetings.row(session, meeting), expected_documents.check_day(document, on, now)
    expected_rows.check_held(row)
    base = documents.name_of(document)[0]
    name = f"{meeting}/{re.sub('[^a-z0-9]+', '-', base.casefold()).strip('-')[:200]}"
    organizations, was = Organizations(session), expected_rows.last(session, name)
    number, others = organizations.find(organization), [organizations.find(each) for each in jointly]
    others = [each for each in dict.fromkeys(others or (was and was.joint_ids) or ()) if each != number]
    _check_owner(session, name, (number, *others), was)
    expected_rows.check_symbol(session, name, document)
    given = {"symbol": document, "received_on": day, "organization_id": number, "item": item, "unit": MEMBER_STATES}
    given["joint_ids"] = others or None
    if was and all(value in (None, getattr(was, each)) for each, value in given.items()):
        return Done("known", f"{name} is recorded already", is_nothing=True)
    whose = among(session.get_one(Organization, each).name for each in (number, *others))
    paper = expected_documents.lay(session, name, document)
    given |= {"title": f"Contribution of {whose}", "document_id": paper.id, "submit_by": _window(session, row, now)}
    expected_documents.put(session, name, given, journal.line(session))
    view = expected_rows.view(session, name, now)
    late = f", late: the last day was {view.submit.due}" if view.is_late else ""
    sentence = f"{document} of {whose} was received on {day}{late}"
    return expected_rows.done(session, "contributed", name, sentence, organization=whose, on=day, late=view.is_late)


def _check_owner(session: Session, name: str, numbers: Collection[int | None], was: ExpectedDocument | None) -> None:
    """Check that a contribution on record is of one of the organizations, for this session. Raises ExpectedRefused."""
    if was is None:
        return
    expected_rows.living(session, name)
    if was.organization_id not in (None, *numbers):
        whose = session.get_one(Organization, was.organization_id).name
        withdraw = Call("document/expect", {"expected": name, "withdraw": True}, "take that away first")
        raise ExpectedRefused(f"{was.symbol} is on record as a contribution of {whose}", withdraw)


def _window(session: Session, meeting: Meeting, now: datetime) -> str | None:
    """Return the step by which the invited contribute to a meeting, if a cycle that hangs from it has one."""
    names, body = BodyNames(session), session.get_one(Body, meeting.body_id).key
    views = session_cycles.hanging(session, meeting.id, now=now, known=now)
    steps = [
        f"{view.name} {each.step}"
        for view in views
        for each in view.deadlines
        if each.is_window and each.to and names.key(each.to) == body
    ]
    return next(iter(steps), None)
