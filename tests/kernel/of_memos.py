"""Examples of the acts on what somebody wants to be reminded of."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.runner import do
from models.journal import Entry
from models.memos import Memo
from record.people import people
from tests.kernel.example import OFFICER, Example
from tests.secretariat import Desk, moment

ASKED = {"words": "Ask the Chair", "on": "2017-03-06"}


def _is_wanted(desk: Desk) -> None:
    with desk.acting() as session:
        own = people.named(session, OFFICER.name).public_id
        do(session, "memo/set", **ASKED, now=moment("2017-02-26"), by=own)


def _set_meanwhile(session: Session) -> None:
    entry = session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert entry
    asked = {"hand": people.named(session, OFFICER.name).public_id, "due_on": date(2017, 3, 6)}
    session.add(Memo(**asked, words="Ask the Chair", at=moment("2017-02-27"), entry_id=entry.id))


def _set_anew_meanwhile(session: Session) -> None:
    for memo in session.scalars(select(Memo)):
        memo.at = moment("2017-02-27")


OF_MEMOS: Mapping[str, Example] = {
    "memo/set": Example(ASKED, {"on": "2017-02-25"}, meddle=_set_meanwhile),
    "memo/end": Example(ASKED, {"words": "something else"}, _is_wanted, meddle=_set_anew_meanwhile),
}
