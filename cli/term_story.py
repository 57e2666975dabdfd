"""The acts of a new term, from its Council to the decisions of Council-27: all invented, as its files say.

Days of the example are its own; the key dates come out of Rule 20, Decision 556 and the office's practice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SECRETARY, HEAD = "Secretary of the Council", "Head of the secretariat"
SESSION, DOCUMENTS = "council-27", "council-documents/2027"
CONSULTATION = "consultation-by-correspondence/2027"
RECEIVED = {  # the day on which each document came, in its original language
    "agenda": "2027-03-08", "time-plan": "2027-03-30", "state-of-the-union": "2027-05-10", "wsis-report": "2027-04-21",
    "stocktaking": "2027-04-22", "action-lines": "2027-04-20", "standards": "2027-04-23", "spectrum": "2027-04-19",
    "cwg-wsis": "2027-04-06", "cwg-internet": "2027-04-07", "cwg-fhr": "2027-04-08", "cwg-sfp": "2027-04-09",
    "draft-budget": "2027-04-05", "financial-report": "2027-03-25", "audit": "2027-03-29", "staff": "2027-04-22",
    "contributions-due": "2027-03-26", "forum": "2027-05-24", "premises": "2027-05-25",
}  # fmt: skip
LATE = {"forum": "the Forum ended only in May", "premises": "the Council asked for it at its last session"}
NEXT_SESSION = {"regional-presence": "the regional offices need another year"}
CONTRIBUTIONS = (
    ("C27/101", "Example State 13", "PL 2", "2027-05-20"),
    ("C27/102", "Example State 49", "PL 2", "2027-05-31"),
    ("C27/103", "Example State 21", "ADM 1", "2027-06-04"),
)
STEPS = (  # of the cycles, when they were completed and by which document
    (DOCUMENTS, "agenda", "2027-04-01 17:30", "C27/1-E"),
    (DOCUMENTS, "financial-documents", "2027-04-19 17:30", "C27/14-E"),
    (DOCUMENTS, "draft-budget", "2027-04-26 17:30", "C27/13-E"),
    ("example-report/2027", "report", "2027-05-12 17:30", "C27/20-E"),
    (DOCUMENTS, "secretariat-documents", "2027-05-14 17:30", "C27/16-E"),
    (DOCUMENTS, "preparatory-documents", "2027-05-17 17:30", "C27/12-E"),
)
DECISIONS = """\
C27/120 2.1 item general-secretariat by council-28: Report on the outcomes of the Forum
C27/120 2.2 item itu-d by 2027-11-30: Update the matrix of action lines
C27/120 2.3 obligation example-1/sg-2 annual to council: Report on the example's regional part
C27/120 2.4 nothing: The report on WSIS activities was noted
C27/121 3.1 item secretariat by council-28: Bring the terms of reference of all groups together
C27/121 3.2 nothing: The reports of the Council working groups were noted
C27/121 3.3 item general-secretariat by 2027-10-15: Propose days for the meetings of 2028
C27/122 4.1 item general-secretariat by council-28: Report on the execution of the budget
C27/122 4.2 nothing: The report of the external auditor was noted
C27/122 4.3 date council-documents/2027 summary-records 2027-08-20: Summary records are published
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One act of the story: its instant in Geneva, who does it, its name, and what it is told."""

    at: str
    act: str
    by: str = SECRETARY
    arguments: Mapping[str, Any] = field(default_factory=dict)


def _loaded(at: str, *names: str) -> Event:
    return Event(at, "file/load", arguments={"files": tuple(str(EXAMPLES / name) for name in names)})


def _event(at: str, act: str, by: str = SECRETARY, **arguments: Any) -> Event:
    return Event(at, act, by, arguments)


def story() -> list[Event]:
    """Return the acts in the order of their instants."""
    parts = (_preparations(), _consultation(), _documents(), _contributions(), _decisions())
    return sorted((event for part in parts for event in part), key=lambda event: event.at)


def _preparations() -> Iterator[Event]:
    yield _loaded("2026-11-02 09:00", "term/office.yaml", "term/council-2022.csv", "term/resolutions.yaml")
    yield _loaded("2026-11-30 09:00", "term/council-2026.csv", "term/outcomes.csv")
    accepted = ("example-1", "example-2", "example-resolution-3", "example-resolution-4")
    yield _event("2026-11-30 10:00", "outcome/accept", resolutions=accepted, because="the list of outcomes")
    lost = "Example Resolution 2 is no longer in force"
    yield _event("2026-11-30 11:00", "cycle/abandon", cycle="example-study/2027", because=lost)
    yield _loaded("2026-12-01 09:00", "term/sessions.yaml")
    yield _loaded("2026-12-01 09:30", "sessions/council-27.yaml")
    yield _event(
        "2026-12-01 10:00", "deadline/agree", cycle=DOCUMENTS, step="agenda", due="2027-04-01", document="DM-27/1",
        because="the office's plan",
    )  # fmt: skip
    yield _event("2026-12-01 14:00", "cycle/issue", HEAD, cycle=DOCUMENTS, by_circular=True)
    yield _event(
        "2026-12-02 09:00", "body/end", body="example-group-a", on=date(2027, 3, 31), followed_by="example-group-b",
        because="Example Resolution 1 (Rev. Example, 2026)",
    )  # fmt: skip
    yield _event(
        "2026-12-02 10:00", "clause/assign", clause="example-1/sg-1", unit="general-secretariat", due=date(2027, 5, 14)
    )


def _consultation() -> Iterator[Event]:
    """Yield a consultation of the Council of that day: the states that left it are asked nothing."""
    anchors, letter = {"dispatch": "2027-01-18"}, "https://office.example/dm-27-2"
    yield _event("2027-01-11 09:00", "cycle/open", cycle=CONSULTATION, anchors=anchors)
    yield _event("2027-01-11 09:30", "deadline/agree", cycle=CONSULTATION, step="replies", due="2027-02-11",
                 document="DM-27/2", because="the Chair's letter")  # fmt: skip
    yield _event("2027-01-11 10:00", "cycle/issue", HEAD, cycle=CONSULTATION, by_circular=True)
    yield _event("2027-01-18 09:00", "deadline/met", cycle=CONSULTATION, step="letter", url=letter)


def _documents() -> Iterator[Event]:
    """Yield what comes, is translated and posted; what is late is decided."""
    yield _event("2027-04-26 09:00", "session/chase", meeting=SESSION)
    for number, (key, on) in enumerate(RECEIVED.items(), 1):
        document = f"{SESSION}/{key}"
        yield _event(f"{on} 09:{number:02}", "document/receive", expected=document, document=f"C27/{number}-E")
        if key in LATE:
            yield _event(f"{on} 10:{number:02}", "document/accept-late", HEAD, expected=document, because=LATE[key])
        yield _event(f"{on} 11:{number:02}", "document/translate", expected=document)
        yield _event(f"{max(on, '2027-04-01')} 17:{number:02}", "document/post", expected=document)
    for cycle, step, at, symbol in STEPS:
        yield _event(at, "deadline/met", cycle=cycle, step=step, document=symbol)
    for key, because in NEXT_SESSION.items():
        yield _event(
            "2027-05-26 09:00", "document/next-session", HEAD, expected=f"{SESSION}/{key}", to="council-28",
            because=because,
        )  # fmt: skip


def _contributions() -> Iterator[Event]:
    for symbol, state, item, on in CONTRIBUTIONS:
        yield _event(
            f"{on} 12:00", "contribution/receive", meeting=SESSION, document=symbol, organization=state, item=item
        )
        name = f"{SESSION}/{symbol.casefold().replace('/', '-')}"
        yield _event(f"{on} 12:30", "document/translate", expected=name, languages=("en", "fr"))
        yield _event("2027-06-08 17:00", "document/post", expected=name)
    late = f"{SESSION}/c27-103"
    yield _event(
        "2027-06-07 09:00", "document/accept-late", HEAD, expected=late, because="the Chair puts it to the Council"
    )


def _decisions() -> Iterator[Event]:
    yield _event("2027-06-24 18:00", "session/record", meeting=SESSION, lines=DECISIONS)
    report = "the report was handed over, C27/20"
    yield _event("2027-06-25 09:00", "clause/report", clause="example-1/sg-1", progress="done", words=report)


END = "2027-06-28 09:00"
