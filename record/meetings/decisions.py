"""The decisions of a session as they stand: what the words of each became, and by which act."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import Entry
from models.meetings import Meeting
from models.sessions import Decision


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a line of a sheet was recorded as, and the id of the act that did."""

    outcome: str
    details: str
    act: str


Words = tuple[str | None, str, str]  # the document, the paragraph, the text


def standing(session: Session, meeting: Meeting) -> Mapping[Words, Recorded]:
    """Return the decisions of a session that were not taken back, by their words."""
    query = select(Decision, Entry.text).join(Entry, Entry.id == Decision.entry_id)
    rows = session.execute(query.where(Decision.meeting_id == meeting.id, Decision.gone_at.is_(None)))
    return {
        (row.document, row.paragraph, row.text): Recorded(row.outcome, row.details, json.loads(line)["id"])
        for row, line in rows
    }
