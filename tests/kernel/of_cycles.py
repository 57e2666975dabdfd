"""Examples of the acts on cycles, their deadlines and what they hang from."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kernel.file_arguments import Pasted
from kernel.runner import do
from models.deadlines import Deadline
from models.engine import writing
from models.meetings import Meeting
from record.cycles import snapshots
from tests.kernel.example import NOW, Example, Request
from tests.secretariat import HLPF, POSTED, Desk, moment


def _is_reported(desk: Desk) -> None:
    """Have Anna report a step met that a second person confirms."""
    with writing(desk.engine) as session:
        session.execute(update(Deadline).where(Deadline.step == "submission").values(confirmation=True))
    desk.meets("submission", on="2017-02-26", by="Anna")


def _is_confirmed(desk: Desk) -> None:
    _is_reported(desk)
    with desk.acting() as session:
        do(session, "deadline/confirm", cycle=HLPF, step="submission", now=moment("2017-02-26 13:00"), by="Boris")


def _all_waived(desk: Desk) -> None:
    for deadline in desk.view("2017-02-26").deadlines:
        if deadline.is_open:
            desk.waives(deadline.step, on="2017-02-26")


def _comments_are_set(desk: Desk) -> None:
    desk.sets("comments", "2017-03-13", on="2017-02-26 10:00")


def _comments_are_issued(desk: Desk) -> None:
    desk.agrees("comments", "2017-03-13", on="2017-02-27 09:55")  # members read it from 10:05 on


DOCUMENTS = "council-documents/2018"
DATES = Pasted(
    "dates.yaml",
    """\
timelines:
  - cycle: hlpf-contribution/2017
    agreed_by: 30th meeting of CWG-WSIS
    document: C17/8
    deadlines:
      - {step: final-comments, due: 2017-04-10}
""",
)


def _council_is_dated(desk: Desk) -> None:
    desk.schedules("council-18", "2018-04-17", "2018-04-27")


def _council_moves(session: Session) -> None:
    council = session.scalars(select(Meeting).where(Meeting.key == "council-18")).one()
    council.opens_on, council.closes_on = date(2018, 4, 24), date(2018, 5, 4)


PAPERS = """\
timelines:
  - cycle: papers/2018
    title: Papers
    anchors: {council: council-18}
    deadlines:
      - {step: papers, title: Papers, due: 5 working days before council.opens, to: council}
"""
CORRECTED = "holidays: [{calendar: Geneva, year: 2018, days: [2018-04-10]}]"


def _closed_days_are_corrected(desk: Desk) -> None:
    """Load papers that are due by working days, then a list under which they would be due a day earlier."""
    _council_is_dated(desk)
    for name, text in (("papers.yaml", PAPERS), ("corrected.yaml", CORRECTED)):
        (desk.home / name).write_text(text, encoding="utf-8")
        desk.loads(desk.home / name, on="2017-02-26 09:00")


def _procedure_is_edited(desk: Desk) -> None:
    """Open a cycle as an earlier version of its procedure had it."""
    _council_is_dated(desk)
    desk.opens(DOCUMENTS, on="2017-02-26", council="council-18")
    with writing(desk.engine) as session:
        cycle = snapshots.cycle_row(session, DOCUMENTS)
        cycle.version = 0
        steps = update(Deadline).where(Deadline.cycle_id == cycle.id, Deadline.step == "preparatory-documents")
        session.execute(steps.values(rule="5 weeks before council.opens"))


def _recounts_first(session: Session, asked: Request) -> None:
    do(session, "deadline/recount", **asked.arguments, now=moment(NOW), by="Boris")


def _papers_are_kept(session: Session, asked: Request) -> None:
    do(session, "deadline/recounted", answer="keep", because="no", now=moment(NOW), by="Boris")


OF_CYCLES: Mapping[str, Example] = {
    "deadline/agree": Example(
        {"cycle": HLPF, "step": "final-draft", "due": "2017-03-27", "because": "asked", "later": "shift"},
        {"due": "2027-03-27"},
    ),
    "deadline/recount": Example(
        {"cycle": DOCUMENTS}, {"cycle": "nothing/2018"}, _procedure_is_edited, against=_recounts_first
    ),
    "deadline/recounted": Example(
        {"answer": "accept", "dates": ["papers/2018/papers"], "because": "the circular was corrected"},
        {"dates": ["papers/2018/draft"]},
        _closed_days_are_corrected,
        against=_papers_are_kept,
    ),
    "deadline/withdraw-agreement": Example(
        {"cycle": HLPF, "step": "final-draft", "because": "it was not so"}, {"step": "submission"}
    ),
    "deadline/agree-several": Example(
        {
            "cycle": HLPF,
            "dates": ["final-draft=2017-03-27"],
            "file": [DATES],
            "because": "asked",
            "document": "C17/8",
            "agreed_by": "30th meeting of CWG-WSIS",
        },
        {"dates": ["final-draft=2017-04-29"]},
    ),
    "deadline/withdraw-several": Example(
        {"cycle": HLPF, "steps": ["final-draft", "final-comments"], "because": "it was not so"},
        {"steps": ["final-draft", "submission"]},
    ),
    "deadline/met": Example({"cycle": HLPF, "step": "final-draft", "url": POSTED}, {"step": "revised-draft"}),
    "deadline/confirm": Example({"cycle": HLPF, "step": "submission"}, {"step": "final-draft"}, _is_reported),
    "deadline/withdraw-confirmation": Example(
        {"cycle": HLPF, "step": "submission", "because": "not so"}, {"step": "final-draft"}, _is_confirmed
    ),
    "deadline/waive": Example(
        {"cycle": HLPF, "step": "final-comments", "because": "no need"}, {"step": "revised-draft"}
    ),
    "deadline/reopen": Example(
        {"cycle": HLPF, "step": "revised-draft", "because": "not posted"}, {"step": "final-draft"}
    ),
    "deadline/assign": Example(
        {"cycle": HLPF, "step": "final-draft", "person": "focal@itu.example"}, {"person": "nobody@itu.example"}
    ),
    "deadline/hand-back": Example(
        {"cycle": HLPF, "step": "final-draft"},
        {"step": "comments"},
        lambda desk: desk.assigns("final-draft", "focal@itu.example", on="2017-02-26"),
    ),
    "cycle/open": Example(
        {"cycle": DOCUMENTS, "anchors": ["council=council-18"], "provisional": ["council"]},
        {"provisional": ["cstd"]},
        _council_is_dated,
        meddle=_council_moves,
    ),
    "year/open": Example(
        {"year": 2018, "accept": [DOCUMENTS], "provisional": [(DOCUMENTS, "council")]},
        {"accept": [DOCUMENTS, "council-documents/2019"]},
        _council_is_dated,
        meddle=_council_moves,
    ),
    "cycle/close": Example({"cycle": HLPF}, {"cycle": "hlpf-contribution/1999"}, _all_waived),
    "cycle/abandon": Example({"cycle": HLPF, "because": "the forum was cancelled"}, {"because": " "}),
    "cycle/reopen": Example(
        {"cycle": HLPF, "because": "it is held after all"},
        {"cycle": "hlpf-contribution/1999"},
        lambda desk: desk.abandons(on="2017-02-26"),
    ),
    "cycle/issue": Example(
        {"cycle": HLPF, "steps": ["comments"], "with_letters": True},
        {"steps": ["preliminary-draft"]},
        _comments_are_set,
    ),
    "cycle/stop-issue": Example(
        {"cycle": HLPF, "because": "a slip of the pen"}, {"cycle": "hlpf-contribution/1999"}, _comments_are_issued
    ),
    "step/add": Example(
        {"cycle": HLPF, "step": "clearance", "title": "Have it cleared", "follows": ["final-draft"]},
        {"before": ["revised-draft"]},
    ),
    "anchor/move": Example(
        {"cycle": HLPF, "anchor": "un-deadline", "span": "2017-05-05", "because": "the UN moved it"},
        {"anchor": "no-such-date"},
    ),
}
