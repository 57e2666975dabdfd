"""The follow-up of resolutions: who leads on a clause, by when, what they reported; for a session as a hand-out."""

from pathlib import Path
from typing import Any

import pytest

from actions.clauses import NothingReported
from kernel import registry
from kernel.grants import Identity
from kernel.runner import do
from models.engine import reading
from record.mandates import follow_ups
from tests import EXAMPLES
from tests.beginnings import told_once
from tests.secretariat import Desk, moment

REPORT = "council-1332/sg-6"
TEXTS = [EXAMPLES / "resolutions" / f"{name}.yaml" for name in ("resolution-1332", "documents-2017")]


@pytest.fixture
@told_once
def council(desk: Desk, bodies: Path) -> Desk:
    desk.loads(bodies, on="2017-01-09")
    desk.loads(*TEXTS, on="2017-03-20")
    return desk


def acts(desk: Desk, name: str, at: str, **arguments: Any) -> str:
    with desk.acting() as session:
        return do(session, name, **arguments, now=moment(at), by="Anna").sentence


def of_council(desk: Desk, at: str) -> dict[str, Any]:
    with reading(desk.engine) as session:
        views = follow_ups.of_session(session, "council-17", now=moment(at))
    return {view.clause: view for view in views}


def test_a_clause_says_who_leads_by_when_where_it_stands_and_what_was_reported(council: Desk) -> None:
    view = of_council(council, "2017-03-21")[REPORT]
    assert (view.unit, view.progress, view.documents) == (None, None, ("C17/47-E to council, 2017-03-14",))
    acts(council, "clause/assign", "2017-03-22", clause=REPORT, unit="general-secretariat", due="2017-04-17")
    acts(council, "clause/report", "2017-04-18", clause=REPORT, progress="under-way", words="Two chapters, C17/47")
    acts(council, "clause/report", "2017-05-02", clause=REPORT, progress="done", words="Posted, C17/47(Rev.1)")
    view = of_council(council, "2017-05-03")[REPORT]
    assert (view.unit, str(view.due), view.progress, str(view.reported)) == (
        "general-secretariat", "2017-04-17", "done", "2017-05-02",
    )  # fmt: skip
    acts(council, "clause/take-back", "2017-05-03", clause=REPORT, because="it was not")
    assert of_council(council, "2017-05-04")[REPORT].report == "Two chapters, C17/47"
    assert of_council(council, "2017-03-23")[REPORT].progress is None  # as it stood then
    with pytest.raises(NothingReported):
        acts(council, "clause/take-back", "2017-05-04", clause="council-1332/sg-4", because="a slip")


def test_a_session_follows_up_what_is_due_to_its_body_and_what_it_decided(council: Desk) -> None:
    before = of_council(council, "2017-05-16")
    assert REPORT in before
    line = "4 obligation council-decision-640/sg-1 annual to cstd: Report on premises"
    acts(council, "session/record", "2017-05-17", meeting="council-17", lines=line, document="C17/120")
    after = of_council(council, "2017-05-26")
    assert after.keys() - before.keys() == {"council-decision-640/sg-1"}


def test_the_hand_out_can_be_printed_and_holds_no_markup_of_others(council: Desk) -> None:
    acts(council, "clause/report", "2017-04-18", clause=REPORT, progress="under-way", words="<b>Two</b> chapters")
    shows = registry.reading("resolution/hand-out")
    how: Any = {"by": Identity("Whoever runs the machine"), "is_kind": True, "settings": council.settings}
    with reading(council.engine) as session:
        page, text = (
            shows.show(session, {"meeting": "council-17", "plain": plain}, now=moment("2017-05-16"), **how).data
            for plain in (False, True)
        )
    assert b"&lt;b&gt;Two&lt;/b&gt; chapters (2017-04-18)" in (page or b"")
    assert b"Standing: under-way; in the year: fulfilled" in (text or b"")


def test_a_list_of_outcomes_gives_the_lead_unit_and_what_has_no_text_yet(council: Desk, tmp_path: Path) -> None:
    table = tmp_path / "outcomes.csv"
    heads = "resolution,outcome,version,text held,in force from,lead unit,reports to,source"
    row = "%s,%s,Rev. Somewhere 2017,no,2017-04-01,%s,Council,a story"
    rows = (
        row % ("Council Resolution 1332", "revised", "itu-r"),
        row % ("Resolution 999", "new", "itu-t"),
        row.replace(",no,", ",yes,") % ("Resolution 998", "new", "itu-d"),
    )  # said to be there, and not on file
    table.write_text("\n".join((heads, *rows)), encoding="utf-8")
    council.loads(table, on="2017-03-21")
    assert of_council(council, "2017-03-22")[REPORT].unit is None  # not accepted yet
    with council.acting() as session:
        do(session, "outcome/accept", because="it has closed", now=moment("2017-03-23"), by="Anna")
    views = of_council(council, "2017-05-16")
    assert views[REPORT].unit == "itu-r"
    textless = [view for view in views.values() if view.reference == "text not yet available"]
    assert {(view.unit, view.judgement) for view in textless} == {("itu-t", None), ("itu-d", None)}
    acts(council, "clause/assign", "2017-05-16", clause=REPORT, unit="itu-d")
    assert of_council(council, "2017-05-16")[REPORT].unit == "itu-d"


def test_a_clause_that_obliges_to_nothing_is_shown_and_followed_up_too(council: Desk) -> None:
    text = """\
resolutions:
  - {key: r-9, name: R9, title: T, version: adopted, kind: adopted, in_force: 2015-01-01, source: s, clauses: [
      {key: a, group: instructs the SG, number: 1, kind: instructs, addressee: Secretary-General, text: Report.,
       obligations: {what: report, to: council, period: annual}},
      {key: b, group: encourages, number: 1, kind: encourages, addressee: Secretary-General, text: That it matters.}]}
"""
    (council.home / "r9.yaml").write_text(text, encoding="utf-8")
    council.loads(council.home / "r9.yaml", on="2017-03-20")
    clause = "r-9/b"

    def of_year() -> dict[str, Any]:
        with reading(council.engine) as session:
            views = follow_ups.of_year(session, 2017, resolution="r-9", now=moment("2017-03-23"))
        return {view.clause: view for view in views}

    assert list(of_year()) == ["r-9/a", clause]
    assert (of_year()[clause].what, of_year()[clause].judgement, of_year()[clause].unit) == (
        "That it matters.",
        None,
        None,
    )
    assert clause not in of_council(council, "2017-03-23")
    acts(council, "clause/assign", "2017-03-22", clause=clause, unit="itu-d", due="2017-04-17")
    assert (of_year()[clause].unit, str(of_year()[clause].due)) == ("itu-d", "2017-04-17")
    assert of_council(council, "2017-03-23")[clause].unit == "itu-d"
