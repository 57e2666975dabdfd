"""Examples of the acts on meetings, their agendas and their papers."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.runner import Request, do
from models.engine import reading
from models.meetings import Meeting, MeetingStatus
from record import journal
from tests.kernel.example import NOW, WORKED, Example
from tests.secretariat import Desk, moment

COUNCIL, GROUP = {"meeting": "council-17"}, {"meeting": "cwg-30"}
LATER = {"span": "2017-05-29/2017-06-08"}
DOCUMENTS, REPORT = "council-documents/2017", "annual-report/2016"
ITEM, PAPER = {"number": "PL 1.3"}, {"document": "C17/8"}
HOW: Any = {"now": moment(NOW), "by": "Boris"}


def _meet(desk: Desk) -> None:
    """Have two cycles hang from a planned meeting of the Council; a date of one is agreed, with those that follow."""
    desk.schedules("council-17", "2017-05-15", "2017-05-25", status=MeetingStatus.PLANNED)
    desk.schedules("vcc-17", "2017-06-12", "2017-06-16")
    desk.schedules("cwg-30", "2017-02-07", "2017-02-08", "cwg")
    desk.opens(DOCUMENTS, on="2017-02-09", council="council-17")
    desk.opens(REPORT, on="2017-02-09", council="council-17", cwg="cwg-30")
    with desk.acting() as session:
        agreed = {"cycle": DOCUMENTS, "step": "financial-documents", "due": "2017-03-22", "because": "asked"}
        do(session, "deadline/agree", **agreed, later="shift", now=moment("2017-02-10"), by="Anna")


def _has_before_it(desk: Desk) -> None:
    _meet(desk)
    with desk.acting() as session:
        do(session, "meeting/agenda", **COUNCIL, **ITEM, title="WSIS", on="2017-05-16", **WORKED)
        do(session, "meeting/paper", **COUNCIL, **PAPER, purpose="consideration", **WORKED)


def _moved(desk: Desk) -> None:
    _meet(desk)
    with desk.acting() as session:
        do(session, "meeting/move", **COUNCIL, **LATER, **WORKED)


def _issued(desk: Desk) -> None:
    _moved(desk)
    with desk.acting() as session:
        do(session, "meeting/issue", **COUNCIL, **HOW)


def _last_line(desk: Desk) -> Mapping[str, str]:
    with reading(desk.engine) as session:
        entries = journal.entries(session, None, now=moment("2999-01-01"))
        entry = [entry for entry in entries if entry.act != "note"][-1]
        return {"line": journal.facts_of(entry)["undo"]["arguments"]["line"]}


def _move_first(session: Session, asked: Request) -> None:
    """Have somebody move the meeting that is asked about by a day; what is asked can still be done."""
    span = {"council-17": "2017-05-16/2017-05-26", "cwg-30": "2017-02-08/2017-02-09"}[asked.arguments["meeting"]]
    do(session, "meeting/move", meeting=asked.arguments["meeting"], span=span, **HOW)


def _put_first(session: Session, asked: Request) -> None:
    do(session, "meeting/agenda", **COUNCIL, **ITEM, title="The Forum", **HOW)


def _lay_first(session: Session, asked: Request) -> None:
    do(session, "meeting/paper", **COUNCIL, **PAPER, purpose="information", **HOW)


def _elsewhere(session: Session) -> None:
    """Change the place of the meeting without an act."""
    for meeting in session.scalars(select(Meeting)):
        meeting.place = "Bucharest"


def _of_meeting(
    arguments: Mapping[str, Any], refused: Mapping[str, Any], before: Callable[[Desk], object] = _meet
) -> Example:
    return Example(arguments, refused, before, against=_move_first)


OF_MEETINGS: Mapping[str, Example] = {
    "meeting/move": _of_meeting(
        COUNCIL | LATER | {"hours": "09:30-17:30", "because": "no room"}, {"span": "2017-06-08/2017-05-29"}
    ),
    "meeting/postpone": _of_meeting(COUNCIL | {"because": "no room"}, {"meeting": "council-99"}),
    "meeting/cancel": _of_meeting(
        COUNCIL | {"instead": "vcc-17", "because": "no quorum"}, {"instead": "council-17"}
    ),
    "meeting/confirm": _of_meeting(COUNCIL | {"document": "DM-17/1"}, {"meeting": "vcc-17"}),
    "meeting/hold": _of_meeting(GROUP, {"meeting": "council-17"}),
    "meeting/agenda": Example(
        COUNCIL | ITEM | {"on": "2017-05-17"}, {"on": "2017-07-01"}, _has_before_it, against=_put_first
    ),
    "meeting/paper": Example(
        COUNCIL | PAPER | {"withdraw": True}, {"document": "C17/9"}, _has_before_it, against=_lay_first
    ),
    "meeting/issue": Example(COUNCIL | {"with_letters": True}, {"meeting": "cwg-30"}, _moved, against=_move_first),
    "meeting/stop-issue": Example(
        COUNCIL | {"because": "a slip"}, {"meeting": "cwg-30"}, _issued, against=_move_first
    ),
    "meeting/take-back": Example(
        {"because": "it was a slip"}, {"line": "f" * 36}, _moved, last=_last_line, meddle=_elsewhere
    ),
}  # fmt: skip
