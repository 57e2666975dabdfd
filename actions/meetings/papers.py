"""Lay documents before a meeting, or take them away; their history is append-only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.meetings import histories
from actions.meetings.histories import TAKE_BACK
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.paper_types import Clauses, PaperSymbol, Purpose
from kernel.parameters import FLAG, MeetingKey
from models.documents import Document, MeetingPaper
from models.journal import Entry
from models.meetings import Meeting
from record import journal
from record.meetings import meetings, papers
from record.papers import documents
from record.refusals import MeetingRefused
from record.refusals.meetings import see


@act("meeting/paper", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings", "papers"))
def lay_before(
    session: Session,
    meeting: MeetingKey,
    document: PaperSymbol,
    *,
    purpose: Purpose = None,
    clauses: Clauses = (),
    withdraw: Annotated[bool, FLAG.saying("It lies before the meeting no more.")] = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Lay a document before a meeting, or take it away; the day on which it was handed over is a submission's.

    What is not given is as it was. Raises NoSuchMeeting, BadSymbol, NoSuchClause, and MeetingRefused where there is
    nothing to withdraw.
    """
    name, _ = documents.name_of(document)
    was = papers.last(session, meetings.row(session, meeting), document)
    known = was if was and not was.withdrawn else None
    if withdraw and known is None:
        raise MeetingRefused(f"{meeting} has no {name} before it: there is none to withdraw", see(meeting))
    effects.note(session, f"paper:{meeting} {name}", known and (known.symbol, known.purpose, known.clauses))
    keys = clauses or (known.clauses if known else ())
    purpose = purpose or (known.purpose if known else None)
    done = lay(session, meeting, document, Terms(purpose, keys, withdraw), journal.line(session))
    return replace(done, undo=histories.back(session))


@dataclass(frozen=True, slots=True)
class Terms:
    """How a document lies before a meeting: for what, which clauses it serves, or no more."""

    purpose: str | None
    clauses: Sequence[str]
    withdrawn: bool = False


def lay(session: Session, meeting: str, document: str, terms: Terms, entry: Entry) -> Done:
    """Lay a document before a meeting, or withdraw it, under the line of an act. Raises NoSuchMeeting, BadSymbol."""
    paper, symbol = documents.found_or_made(session, document, None, entry)
    row = MeetingPaper(
        meeting_id=meetings.row(session, meeting).id,
        document_id=paper.id,
        symbol=symbol,
        purpose=terms.purpose,
        clauses=list(terms.clauses),
        withdrawn=terms.withdrawn,
        at=entry.at,
        entry_id=entry.id,
    )
    session.add(row)
    session.flush()
    return _make_done(meeting, document, row)


def restore(session: Session, taken: Entry, entry: Entry) -> Done:
    """Restore the paper that a line changed; withdraw one that was new. Raises ChangedSince."""
    row = session.scalars(select(MeetingPaper).where(MeetingPaper.entry_id == taken.id)).one()
    same = (MeetingPaper.meeting_id == row.meeting_id, MeetingPaper.document_id == row.document_id)
    was = histories.before(session, row, *same)
    back = histories.again(session, was, entry) if was else histories.again(session, row, entry, withdrawn=True)
    key, document = session.get_one(Meeting, row.meeting_id).key, session.get_one(Document, row.document_id)
    effects.note(session, f"paper:{key} {document.name}", (row.symbol, row.purpose, row.clauses))
    return _make_done(key, row.symbol, back)


def _make_done(key: str, document: str, row: MeetingPaper) -> Done:
    facts = {"document": document, "purpose": row.purpose, "clauses": row.clauses, "withdrawn": row.withdrawn}
    return Done(
        "withdrawn" if row.withdrawn else "laid",
        f"{document} is before {key} no more" if row.withdrawn else f"{row.symbol} is before {key}",
        facts={"meeting": key, **facts},
        events=(Happening("paper", "meeting", (key,)),),
    )
