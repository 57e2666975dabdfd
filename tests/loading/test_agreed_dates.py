"""What a meeting agreed is set in one act: dates that are typed, all proposed ones, or those of a file; all or none."""

from datetime import date
from functools import partial

import pytest

from kernel import runner
from kernel.done import Done
from kernel.doors import Door
from kernel.file_arguments import Pasted
from kernel.grants import Identity
from kernel.runner import do
from models import transactions
from models.engine import reading
from models.outbox import Owed
from planning.errors import CouncilError, NotADate
from planning.window import Precision, Window
from record import journal
from record.refusals import GivenTwice, LoadRefused, NoDatesGiven, Objected, Undated
from tests.beginnings import once
from tests.secretariat import HLPF, OFFICER, Desk, moment

MEETING = "working-group-meeting/cwg-30"
FILE = """\
timelines:
  - cycle: working-group-meeting/cwg-30
    agreed_by: 29th meeting of CWG-WSIS
    document: WG-WSIS-29/20
    deadlines:
      - {step: contributions, due: 2017-01-24}
      - {step: documents, due: 2017-01-30}
"""
REFUSED = {
    "another cycle": ("cwg-30", "cwg-31", "these are another cycle's"),
    "another step": ("step: documents", "step: papers", "the cycle has no such step"),
    "a rule": ("due: 2017-01-30", "due: 7 days before cwg.opens", "it states no date"),
    "no date": (", due: 2017-01-30", "", "it states no date"),
    "a title": (", due: 2017-01-30", ", due: 2017-01-30, title: Papers", "`title` is no date"),
    "no day": ("2017-01-30", "2017-02-30", "2017-02-30"),
    "a body": ("timelines:", "bodies: [{key: x, name: X}]\ntimelines:", "only dates of timelines are agreed"),
}


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk with the cycle of 2017, and a meeting whose documents are due on 31 January by Decision 556."""
    once(desk.engine, desk.home, "office of loading/test_agreed_dates.py", partial(_office, desk))
    return desk


def _office(desk: Desk) -> None:
    desk.opens(on="2016-12-01")
    desk.opens(MEETING, on="2016-12-01", cwg=Window(date(2017, 2, 7), date(2017, 2, 8)))


def agrees(office: Desk, *dates: str, cycle: str = HLPF, on: str = "2016-12-02", **how: object):
    with office.acting() as session:
        asked = {"cycle": cycle, "dates": dates, "because": "agreed by the Group"} | how
        return do(session, "deadline/agree-several", **asked, now=moment(on), by=OFFICER)


def undoes(office: Desk, done: Done, on: str) -> Done:
    with reading(office.engine) as session:
        request = runner.undoing(session, done.id, by=Identity(OFFICER), door=Door.CODE, now=moment(on))
    return runner.perform(request, partial(transactions.run_act, office.engine))


def dates(office: Desk, cycle: str = HLPF) -> dict[str, str]:
    return {each.step: f"{each.due} {each.basis}" for each in office.view("2016-12-20", cycle).deadlines}


def test_what_members_do_not_read_yet_is_said_with_the_act_that_lets_them(office):
    done = agrees(office, "comments=2017-03-10", "final-draft=2017-03-24")
    assert done.notes == tuple(
        f"{step}: members read no date until an approver issues it" for step in ("comments", "final-draft")
    )
    (issue,) = done.next
    assert (issue.name, issue.arguments) == ("cycle/issue", {"cycle": HLPF, "steps": ["comments", "final-draft"]})
    office.issues(on="2016-12-02 14:00")
    again = agrees(office, "comments=2017-03-13", on="2016-12-05")
    assert again.notes == ("comments: members read 2017-03-10 until an approver issues it",)


def test_five_dates_with_one_source_are_one_act_with_a_line_for_each(office):
    given = [
        "revised-draft=2017-02-27",
        "comments",
        "final-draft=2017-03-27",
        "final-comments",
        "report-to-cwg=May 2017",
    ]
    done = agrees(office, *given, document="C17/8", agreed_by="30th meeting")
    assert [(move.step, move.days) for move in done.changes[0].moves] == [
        ("revised-draft", 3), ("final-draft", 3), ("report-to-cwg", None),
    ]  # fmt: skip
    view = office.view("2016-12-20")
    for step in [words.partition("=")[0] for words in given]:
        assert view[step].basis == "agreed"
        assert (view[step].agreed.by, view[step].agreed.document) == ("30th meeting", "C17/8")
    assert view["report-to-cwg"].precision is Precision.MONTH
    with reading(office.engine) as session:
        acts = [row.act for row in journal.entries(session, None, now=moment("2016-12-02"))]
    assert acts[-6:] == ["deadline/agree-several", *["deadline/agree"] * 5]


def test_all_proposed_ones_that_have_not_passed_are_agreed_and_nothing_else_is(office):
    before = dates(office)
    agrees(office, proposed=True, on="2017-02-25")  # the preliminary and the revised draft were due before
    view = office.view("2017-02-26")
    agreed = [each.step for each in view.deadlines if each.basis == "agreed"]
    assert agreed == ["comments", "final-draft", "final-comments"]
    assert [str(each.due) for each in view.deadlines] == [words.split()[0] for words in before.values()]
    assert agrees(office, proposed=True, cycle=MEETING).facts["dates"] == {"chair-summary": "2017-02-08"}


def test_a_file_of_the_very_days_that_are_proposed_is_taken_for_an_open_cycle_and_loads_as_unchanged(office, tmp_path):
    agrees(office, cycle=MEETING, file=[Pasted("dates.yaml", FILE)])
    view = office.view("2016-12-20", MEETING)
    assert (view["contributions"].basis, view["contributions"].flags) == ("agreed", ())
    assert view["documents"].agreed.document == "WG-WSIS-29/20"
    assert [flag.code for flag in view["documents"].flags] == ["departs"]  # a day before Decision 556's
    file = tmp_path / "dates.yaml"
    file.write_text(FILE)
    assert str(office.loads(file, on="2016-12-03")) == "1 unchanged"


def test_a_file_may_leave_out_who_agreed_and_the_act_says_it(office):
    text = FILE.replace("    agreed_by: 29th meeting of CWG-WSIS\n    document: WG-WSIS-29/20\n", "")
    agrees(office, cycle=MEETING, file=[Pasted("dates.yaml", text)], document="CL-16/62", agreed_by="the Chair")
    agreed = office.view("2016-12-20", MEETING)["documents"].agreed
    assert (agreed.by, agreed.document, agreed.reason) == ("the Chair", "CL-16/62", "agreed by the Group")


@pytest.mark.few(2, "another fault of the same file")
@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_holds_anything_else_is_refused_with_its_place(office, case):
    was, becomes, why = REFUSED[case]
    before = dates(office, MEETING)
    with pytest.raises(LoadRefused, match=why) as refusal:
        agrees(office, cycle=MEETING, file=[Pasted("dates.yaml", FILE.replace(was, becomes))])
    assert refusal.value.sentence.startswith("dates.yaml")
    assert dates(office, MEETING) == before


def test_what_hardly_can_be_is_refused_for_all_of_them_at_once_and_nothing_is_kept(office):
    before, wrong = dates(office), ["comments=2017-02-23", "final-comments=2017-04-29", "report-to-cwg=2018-01-12"]
    with pytest.raises(Objected) as refusal:
        agrees(office, "final-draft=2017-03-27", *wrong)
    assert [step for step in ("comments", "final-comments", "report-to-cwg") if f"{step} would" in str(refusal.value)]
    assert refusal.value.sentence.count(" would ") == 3
    assert dates(office) == before
    agrees(office, *wrong, accept_conflicts="the Chair knows")
    assert dates(office)["report-to-cwg"] == "2018-01-12 agreed"


def test_dates_that_fit_only_together_are_taken_together(office):
    with pytest.raises(Objected, match="comments would close on 2017-03-10, before it opens on 2017-03-13"):
        agrees(office, "revised-draft=2017-03-13")
    agrees(office, "revised-draft=2017-03-13", "comments=2017-03-20")
    assert dates(office)["comments"] == "2017-03-20 agreed"


@pytest.mark.few(2, "another fault of the same file")
@pytest.mark.parametrize(
    ("given", "how", "refusal"),
    [
        ([], {}, NoDatesGiven),
        (["report-to-cwg"], {}, Undated),
        (["comments=2017-03-13", "comments=2017-03-14"], {}, GivenTwice),
        (["contributions"], {"cycle": MEETING, "file": [Pasted("dates.yaml", FILE)]}, GivenTwice),
        (["comments=2 weeks before final-draft"], {}, NotADate),
        (["comments=2027-03-13"], {}, CouncilError),
    ],
)
def test_what_cannot_be_read_is_refused(office, given, how, refusal):
    before = dates(office)
    with pytest.raises(refusal):
        agrees(office, *given, **how)
    assert dates(office) == before


def test_all_of_it_is_taken_back_at_once_or_one_date_alone(office):
    before, given = dates(office), ["revised-draft=2017-02-27", "comments=2017-03-13", "report-to-cwg=2017"]
    done = agrees(office, *given, document="C17/8")
    after = dates(office)
    undone = undoes(office, done, on="2016-12-03")
    assert dates(office) == before
    undoes(office, undone, on="2016-12-04")
    assert dates(office) == after
    with office.acting() as session:
        of = {"cycle": HLPF, "step": "comments", "because": "a slip"}
        do(session, "deadline/withdraw-agreement", **of, now=moment("2016-12-05"), by=OFFICER)
    assert dates(office) == after | {"comments": before["comments"]}


def test_dates_in_different_words_are_taken_back_and_not_agreed_again_by_one_act(office):
    agrees(office, "documents=2017-01-31", cycle=MEETING, document="C17/8")
    agrees(office, "contributions", cycle=MEETING, document="C17/9")
    with office.acting() as session:
        of = {"cycle": MEETING, "steps": ["documents", "contributions"], "because": "a slip"}
        done = do(session, "deadline/withdraw-several", **of, now=moment("2016-12-05"), by=OFFICER)
    assert done.undo is None
    assert dates(office, MEETING)["documents"] == "2017-01-31 by-rule"


def test_those_who_were_told_hear_of_all_of_it_in_one_letter(office):
    agrees(office, "comments", "final-comments")
    office.issues(on="2016-12-05")
    office.round("2016-12-05 14:00")
    agrees(office, "comments=2017-03-13", "final-comments=2017-04-10", on="2016-12-06")
    office.issues(on="2016-12-06")
    office.round("2016-12-06 14:00")
    with reading(office.engine) as session:
        told = [row.message_id for row in session.query(Owed).filter(Owed.rung == "change")]
    assert len(told) == 4  # two dates to each of two members
    assert len(set(told)) == 2


def test_a_file_may_say_what_the_cycle_has_already_beside_its_dates(office):
    said = "{step: documents, title: Documents of the meeting, due: 2017-01-30}"
    title = office.view("2016-12-02", MEETING)["documents"].title
    whole = FILE.replace("{step: documents, due: 2017-01-30}", said.replace("Documents of the meeting", f'"{title}"'))
    agrees(office, cycle=MEETING, file=[Pasted("whole.yaml", whole)])
    assert dates(office, MEETING)["documents"] == "2017-01-30 agreed"
    with pytest.raises(LoadRefused, match="`title` is no date"):
        agrees(office, cycle=MEETING, file=[Pasted("other.yaml", whole.replace(title, "Other papers"))])


def test_a_load_of_such_a_file_names_the_act_that_agrees_all_of_it(office):
    with pytest.raises(LoadRefused, match="a load changes no date") as refusal:
        office.performs("file/load", files=[Pasted("dates.yaml", FILE)], on="2016-12-02")
    assert [way.name for way in refusal.value.remedies] == ["deadline/agree", "deadline/agree-several"]
