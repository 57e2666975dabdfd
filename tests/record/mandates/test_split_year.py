"""A year in which a text changes: each duty is judged by the text in force on its own day."""

from datetime import date

import pytest

from kernel.runner import do
from planning.chain import Anchor, Chain, Step
from planning.window import Window
from tests.beginnings import told_once
from tests.record.mandates.register import matrix
from tests.secretariat import OFFICER, moment

TWO = """\
bodies:
  - {key: council, name: Council}
  - {key: ecosoc, name: ECOSOC}
resolutions:
  - key: own-1
    name: Resolution 1
    title: Two texts
    version: first
    kind: adopted
    in_force: 2015-01-01
    source: a story
    clauses:
      - {key: report, group: instructs, number: 1, kind: instructs, addressee: SG, text: Report.,
         obligations: {what: report, to: council, period: annual}}
      - {key: kept, group: instructs, number: 2, kind: instructs, addressee: SG, text: Keep., obligations:
           {what: keep, period: standing}}
      - {key: letter, group: instructs, number: 3, kind: instructs, addressee: SG, text: Write., obligations:
           {what: write, to: council, period: annual}}
  - key: own-1
    name: Resolution 1
    title: Two texts
    version: second
    kind: modified
    in_force: 2017-06-18
    source: a story
    clauses:
      - {key: report, group: instructs, number: 1, kind: instructs, addressee: SG, text: Report to both.,
         obligations: {what: report, to: [council, ecosoc], period: annual}}
      - {key: new, group: instructs, number: 2, kind: instructs, addressee: SG, text: Tell., obligations:
           {what: tell, to: ecosoc, period: annual}}
"""


@pytest.fixture
@told_once
def two(desk, tmp_path):
    (tmp_path / "two.yaml").write_text(TWO, encoding="utf-8")
    desk.loads(tmp_path / "two.yaml", on="2017-01-02")
    return desk


def own(desk, of, on):
    obligations = matrix(desk, of, on, "own-1")
    return {row.key.partition("/")[2]: row.last for row in obligations.rows}, obligations.notes


def hands(desk, document, body, clause, on):
    with desk.acting() as session:
        submission = {"document": document, "body": body, "clauses": [f"own-1/{clause}"]}
        do(session, "document/submit", **submission, now=moment(on), by=OFFICER)


def test_a_report_given_before_the_text_changed_is_judged_by_the_text_of_its_day(two):
    hands(two, "C17/1", "council", "report", "2017-03-14")
    judged, notes = own(two, 2017, "2017-12-01")
    report = judged["report"]
    assert (report.cell.judgement, report.in_force, str(report.on)) == ("fulfilled", "first", "2017-03-14")
    assert report.notes == (
        "judged under 'first', by its day 2017-03-14",
        "from 2017-06-18 on, 'second' changes it (text; to: council → council, ecosoc)",
    )
    assert [(str(spell.first), str(spell.last), spell.in_force) for spell in report.spells] == [
        ("2017-01-01", "2017-06-17", "first"), ("2017-06-18", "2017-12-31", "second"),
    ]  # fmt: skip
    assert notes == (
        "Resolution 1, 2017, 2017-01-01 to 2017-06-17, 'first': in force",
        "Resolution 1, 2017, 2017-06-18 to 2017-12-31, 'second': in force",
    )


def test_a_report_given_after_it_changed_must_reach_whom_the_new_text_names(two):
    hands(two, "C17/1", "council", "report", "2017-07-14")
    report = own(two, 2017, "2017-12-01")[0]["report"]
    assert (report.cell.judgement, report.in_force, report.cell.lacking) == ("under way", "second", ("ecosoc",))


def test_what_a_text_ends_before_its_day_is_not_missing_and_what_it_adds_is_due(two):
    judged, _ = own(two, 2017, "2018-02-01")
    letter, kept, new = judged["letter"], judged["kept"], judged["new"]
    assert (letter.cell.judgement, letter.cell.sentence) == (
        "not due", "it ended on 2017-06-17, before it fell due",
    )  # fmt: skip
    assert letter.notes[-1] == "from 2017-06-18 on, 'second' ends it"
    assert (kept.cell.judgement, kept.cell.sentence) == ("standing", "a standing duty; it ended on 2017-06-17")
    assert (new.cell.judgement, new.in_force) == ("missing", "second")
    assert set(own(two, 2018, "2018-02-01")[0]) == {"report", "new"}
    assert set(own(two, 2016, "2018-02-01")[0]) == {"report", "kept", "letter"}


def test_a_step_that_is_due_before_the_change_is_judged_by_the_old_text(two):
    step = Step("to-council", "Report", to="council", due="14 days before council.opens")
    two.chains["own"] = Chain(
        "own", 1, "Own", "Resolution 1, instructs 1", (Anchor("council", "the session"),), (step,)
    )
    two.opens("own/2017", on="2017-02-01", council=Window(date(2017, 5, 15), date(2017, 5, 25)))
    early = own(two, 2017, "2017-03-01")[0]["report"]
    assert (early.cell.judgement, early.in_force, str(early.on)) == ("under way", "first", "2017-05-01")
    two.moves("council", "2017-07-15", on="2017-03-02", cycle="own/2017")
    late = own(two, 2017, "2017-03-03")[0]["report"]
    assert (late.in_force, str(late.on)) == ("second", "2017-07-01")
