"""Examples of the acts on the file of a session: documents expected, received, posted, late, and contributions."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import resolutions
from kernel.runner import Request, do
from models.engine import reading
from models.items import Item
from planning.clauses import Clause, Kind
from record import journal
from record.mandates.versions import VersionView
from tests.kernel.example import NOW, WORKED, Example
from tests.secretariat import Desk, moment

REPORT = {"expected": "council-17/wsis-report"}
HOW: Any = {"now": moment(NOW), "by": "Boris"}


def _expected(desk: Desk) -> None:
    """Expect a report by a day that is over, which has not come."""
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.schedules("council-18", "2018-04-17", "2018-04-27")
    with desk.acting() as session:
        do(
            session, "document/expect", **REPORT, title="WSIS", unit="secretariat", submit_by="2017-02-20",
            **WORKED,
        )  # fmt: skip


def _received(desk: Desk) -> None:
    _expected(desk)
    with desk.acting() as session:
        do(session, "document/receive", **REPORT, document="C17/47-E", **WORKED)


def _withdraw_first(session: Session, asked: Request) -> None:
    do(session, "document/expect", **REPORT, title="The Forum", **HOW)


def _receive_first(session: Session, asked: Request) -> None:
    do(session, "document/receive", **REPORT, document="C17/47-E", **HOW)


def _decide_first(session: Session, asked: Request) -> None:
    do(session, "session/record", meeting="council-17", lines="2 nothing: Opened", **HOW)


def _decided(desk: Desk) -> None:
    _expected(desk)
    desk.performs(
        "session/record", meeting="council-17", lines="3.2 item secretariat by council-18: Report", on="2017-02-26"
    )


def _last_sheet(desk: Desk) -> Mapping[str, str]:
    with reading(desk.engine) as session:
        entries = journal.entries(session, None, now=moment("2999-01-01"))
        (entry,) = (entry for entry in entries if entry.act == "session/record")
        return {"line": journal.facts_of(entry)["undo"]["arguments"]["line"]}


def _is_reworded(session: Session) -> None:
    for row in session.scalars(select(Item)):
        row.text = "Another report"


def _post_first(session: Session, asked: Request) -> None:
    do(session, "document/post", **REPORT, languages=["fr"], **HOW)


def _contribute_first(session: Session, asked: Request) -> None:
    do(session, asked.act.name, **(asked.arguments | {"item": "PL 3"}), **HOW)


CLAUSE = {"clause": "council-1332/sg-6"}
REPORTED = {"progress": "under-way", "words": "Two chapters, C17/47"}


def _is_held(desk: Desk) -> None:
    """Have the resolution on record, with the unit that leads on a clause of it."""
    clause = Clause("sg-6", "instructs the Secretary-General", "6", Kind.INSTRUCTS, "Secretary-General", "Report.")
    of = ("Council Resolution 1332", "WSIS")
    version = VersionView(0, "Modified 2016", "modified", True, "a story", None, (clause,), None, *of)
    with desk.acting() as session:
        resolutions.register(session, "council-1332", version, **WORKED)
        do(session, "clause/assign", **CLAUSE, unit="itu-d", **WORKED)
        do(session, "clause/report", **CLAUSE, progress="not-begun", words="Nothing yet", **WORKED)


def _report_first(session: Session, asked: Request) -> None:
    do(session, "clause/report", **CLAUSE, progress="done", words="Posted", **HOW)


OF_SESSIONS: Mapping[str, Example] = {
    "document/expect": Example(
        REPORT | {"item": "PL 1.2"}, {"expected": "council-17/nothing"}, _expected, against=_withdraw_first
    ),
    "document/receive": Example(
        REPORT | {"document": "C17/47-E", "on": "2017-02-26"}, {"on": "2017-03-01"}, _expected, against=_withdraw_first
    ),
    "document/translate": Example(
        REPORT | {"languages": ["fr"]}, {"expected": "council-17/nothing"}, _received, against=_post_first
    ),
    "document/post": Example(
        REPORT | {"languages": ["fr"]}, {"expected": "council-17/nothing"}, _received, against=_post_first
    ),
    "document/accept-late": Example(
        REPORT | {"because": "the Chair agreed", "document": "C17/8"},
        {"expected": "council-17/nothing"},
        _received,
        against=_withdraw_first,
    ),
    "document/next-session": Example(
        REPORT | {"because": "too late"}, {"to": "council-17"}, _received, against=_withdraw_first
    ),
    "session/chase": Example({"meeting": "council-17"}, {"meeting": "council-99"}, _expected, against=_receive_first),
    "session/record": Example(
        {"meeting": "council-17", "lines": "3.2 item secretariat by council-18: Report", "document": "C17/120"},
        {"lines": "3.2 motion: Report"},
        _expected,
        against=_decide_first,
    ),
    "session/take-back": Example(
        {"because": "the wrong session"}, {"line": "f" * 36}, _decided, last=_last_sheet, meddle=_is_reworded
    ),
    "clause/assign": Example(CLAUSE | {"unit": "itu-t"}, {"unit": "nobody-known"}, _is_held, against=_report_first),
    "clause/report": Example(CLAUSE | REPORTED, {"progress": "lost"}, _is_held, against=_report_first),
    "clause/take-back": Example(
        CLAUSE | {"because": "a slip"}, {"clause": "council-1332/sg-99"}, _is_held, against=_report_first
    ),
    "contribution/receive": Example(
        {"meeting": "council-17", "document": "C17/60-F", "organization": "An organization", "item": "PL 2"},
        {"organization": "Nowhere"},
        _expected,
        against=_contribute_first,
    ),
}
