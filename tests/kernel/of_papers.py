"""Examples of the acts on papers: documents, hand-overs, circulars, resolutions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import resolutions
from kernel.runner import Request, do
from models.documents import Circular
from planning.clauses import Clause, Kind
from record.mandates.versions import VersionView
from tests.kernel.example import NOW, WORKED, Example
from tests.known_record import registers_circular
from tests.secretariat import HLPF, POSTED, Desk, moment

REPORT = "C17/47-E"
CIRCULAR = {"circular": "CL-17/9"}
ADOPTED = {"resolution": "council-1332", "version": "Modified 2016", "because": "adopted by the Council"}


def _is_handed_over(desk: Desk) -> None:
    desk.meets("submission", on="2017-02-26", url=None, document=REPORT)


def _is_translated(desk: Desk) -> None:
    """Add a revision of the report that is in translation."""
    _is_handed_over(desk)
    with desk.acting() as session:
        do(session, "document/language", document="C17/47(Rev.1)", language="fr", state="in-translation", **WORKED)


def _is_planned(desk: Desk) -> None:
    """Add a questionnaire that is still to be sent."""
    about = {"title": "Questionnaire", "kind": "questionnaire", "to": "membership", "source": None}
    with desk.acting() as session:
        registers_circular(session, "CL-17/9", **about, sent_on=None, answers_by=None, **WORKED)


def _is_held(desk: Desk) -> None:
    """Add a version of a resolution that is not in force."""
    clause = Clause(
        "sg-12", "instructs the Secretary-General", "6", Kind.INSTRUCTS, "Secretary-General", "Report on trust."
    )
    called = ("Council Resolution 1332", "WSIS")
    version = VersionView(0, "Modified 2016", "modified", True, "a story", None, (clause,), None, *called)
    with desk.acting() as session:
        resolutions.register(session, "council-1332", version, **WORKED)


def _do_it_first(session: Session, asked: Request) -> None:
    """Do the same act as somebody else."""
    do(session, asked.act.name, **asked.arguments, now=moment(NOW), by="Boris")


def _change_circular(session: Session, asked: Request) -> None:
    """Set another day for its answers, or record an answer of another day."""
    if asked.act.name == "circular/sent":
        session.scalars(select(Circular)).one().answers_by = date(2017, 3, 31)
    else:
        how: Any = {"now": moment(NOW), "by": "Boris"}
        do(session, "circular/answer", **(asked.arguments | {"on": "2017-02-21"}), **how)


def _adopt_otherwise(session: Session, _asked: Request) -> None:
    do(session, "resolution/adopt", **ADOPTED, since="2017-01-01", now=moment(NOW), by="Boris")


OF_PAPERS: Mapping[str, Example] = {
    "document/submit": Example(
        {"document": REPORT, "body": "cstd", "on": "2017-02-24", "purpose": "information", "cycle": HLPF},
        {"on": "2017-03-24"},
        against=_do_it_first,
    ),
    "submission/receive": Example(
        {"cycle": HLPF, "step": "submission", "reference": "mail of the registry"},
        {"step": "comments"},
        _is_handed_over,
        against=_do_it_first,
    ),
    "document/also": Example(
        {"document": "C17/47", "other": "WG-WSIS-30/20"}, {"document": "C17/99"}, _is_handed_over, against=_do_it_first
    ),
    "document/language": Example(
        {"document": "C17/47(Rev.1)", "language": "fr", "state": "posted", "url": POSTED},
        {"state": "lost"},
        _is_translated,
        against=_do_it_first,
    ),
    "circular/sent": Example(
        CIRCULAR | {"on": "2017-02-24"}, {"circular": "CL-17/10"}, _is_planned, against=_change_circular
    ),
    "circular/answer": Example(
        CIRCULAR | {"organization": "An organization", "on": "2017-02-20"},
        {"organization": "Nowhere"},
        _is_planned,
        against=_change_circular,
    ),
    "resolution/adopt": Example(
        ADOPTED | {"since": "2017-02-20/2017-02-24"}, {"version": "Modified 1999"}, _is_held, against=_adopt_otherwise
    ),
}
