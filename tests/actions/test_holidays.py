"""A holiday list names its circular and its two hands; a date reckoned with one that nobody checked waits for that."""

from typing import Any

import pytest

from desk import tasks as tasks_
from kernel.done import Done
from kernel.runner import do
from models.engine import reading
from planning.errors import CouncilError
from record import holiday_lists
from record.cycles import issues
from record.refusals import HolidaysRefused, NothingToIssue, ReckonedUnchecked
from tests.secretariat import OFFICER, Desk, moment

PAPERS = "papers/2019"
LISTS = """\
holidays:
  - {calendar: Geneva, year: 2018, days: [2018-12-25], circular: IC/2017/30, source: UN Geneva, on: 2017-01-02}
  - {calendar: Geneva, year: 2019, days: [2019-01-01]}
"""
TIMELINE = """\
meetings: [{body: council, key: council-19, title: Council, opens: 2019-01-15, closes: 2019-01-26, status: confirmed}]
timelines:
  - cycle: papers/2019
    title: Papers
    anchors: {council: council-19}
    deadlines:
      - {step: papers, title: Papers, force: rule, source: R, due: 10 working days before council.opens, to: council}
      - {step: translated, title: Translated, force: rule, source: R, due: 1 week after papers, to: council}
      - {step: posted, title: Posted, force: rule, source: R, due: 1 week before council.opens, to: council}
      - {step: agreed, title: Agreed, due: 2019-01-10, to: council}
"""


@pytest.fixture
def papers(desk: Desk) -> Desk:
    """Dates of a cycle that need the lists of two years, of which nobody has checked one; and others."""
    loads(desk, "bodies: [{key: council, name: Council}]\n" + LISTS, "2017-02-09")
    loads(desk, TIMELINE, "2017-02-10")
    return desk


def loads(desk: Desk, text: str, on: str) -> str:
    (desk.home / "a.yaml").write_text(text, encoding="utf-8")
    return str(desk.loads(desk.home / "a.yaml", on=on))


def does(desk: Desk, act: str, at: str = "2017-02-20 10:00", by: str = "Second", **words: Any) -> Done:
    with desk.acting() as session:
        return do(session, act, **words, now=moment(at), by=by)


def checks(desk: Desk, *years: int, by: str = "Second") -> None:
    for year in years:
        does(desk, "holidays/check", by=by, place="Geneva", year=year)


def doubts(desk: Desk, step: str, on: str = "2017-02-20") -> list[str]:
    return [flag.sentence for flag in desk.view(on, PAPERS)[step].flags if "holiday list" in flag.sentence]


def public(desk: Desk, on: str = "2017-02-21") -> set[str]:
    with reading(desk.engine) as session:
        ids = {deadline.id: deadline.step for deadline in desk.view(on, PAPERS).deadlines}
        return {ids[number] for number in issues.approved(session, ids, moment(on))}


def test_dates_without_a_checked_list_are_provisional_and_not_issued_until_both_lists_are_checked(papers: Desk) -> None:
    unchecked = [f"provisional: the Geneva holiday list for {year} is not checked" for year in (2019, 2018)]
    assert sorted(doubts(papers, "papers")) == sorted(doubts(papers, "translated")) == sorted(unchecked)
    assert doubts(papers, "posted") == doubts(papers, "agreed") == []
    for step in ("papers", "translated"):
        with pytest.raises(ReckonedUnchecked, match="which is not checked; have another person check it"):
            does(papers, "cycle/issue", cycle=PAPERS, steps=[step])
    does(papers, "cycle/issue", cycle=PAPERS)
    assert public(papers) == {"posted", "agreed"}
    does(papers, "holidays/cite", place="geneva", year=2019, circular="IC/2018/31")
    checks(papers, 2019)
    with pytest.raises(ReckonedUnchecked, match="Geneva holiday list for 2018"):
        does(papers, "cycle/issue", cycle=PAPERS)
    checks(papers, 2018)
    assert doubts(papers, "papers") == []
    assert doubts(papers, "papers", on="2017-02-19") != []
    assert does(papers, "cycle/issue", cycle=PAPERS).facts["steps"] == ["papers", "translated"]
    with pytest.raises(NothingToIssue):
        does(papers, "cycle/issue", cycle=PAPERS)


def test_they_are_issued_with_a_reason_which_members_do_not_read(papers: Desk) -> None:
    done = does(papers, "cycle/issue", cycle=PAPERS, steps=["papers"], accept_provisional="the circular is late")
    assert done.facts["because"] == "the circular is late"
    assert doubts(papers, "papers", on="2017-02-21") != []
    stopped = does(papers, "cycle/stop-issue", at="2017-02-20 10:05", cycle=PAPERS, because="a slip")
    again = stopped.undo
    assert again is not None
    assert does(papers, again.name, at="2017-02-20 10:06", **again.arguments).facts["steps"] == ["papers"]


def test_a_list_is_checked_by_another_person_against_a_named_circular(papers: Desk) -> None:
    with pytest.raises(HolidaysRefused, match="names no circular to hold it against"):
        checks(papers, 2019)
    does(papers, "holidays/cite", by=OFFICER, place="Geneva", year=2019, circular="IC/2018/31", on="2017-01-12")
    with pytest.raises(HolidaysRefused, match="it is checked by another person"):
        checks(papers, 2019, by=OFFICER)
    checks(papers, 2019)
    with pytest.raises(HolidaysRefused, match="was checked against IC/2018/31; withdraw that first"):
        does(papers, "holidays/cite", place="Geneva", year=2019, circular="IC/2018/32")
    with reading(papers.engine) as session:
        (view,) = holiday_lists.views(session, "Geneva", 2019)
    assert (view.circular, str(view.on), view.entered_by, view.checked_by) == (
        "IC/2018/31",
        "2017-01-12",
        OFFICER,
        "Second",
    )
    does(papers, "holidays/uncheck", place="Geneva", year=2019, because="the wrong year")
    assert doubts(papers, "papers")


def test_a_corrected_list_is_entered_anew_and_not_checked(papers: Desk) -> None:
    checks(papers, 2018)
    assert "holiday list" not in loads(papers, LISTS, "2017-02-21")
    with pytest.raises(CouncilError, match="the list loaded before is another one: its circular is IC/2017/31"):
        loads(papers, LISTS.replace("IC/2017/30", "IC/2017/31"), "2017-02-21")
    corrected = LISTS.replace("[2018-12-25]", "[2018-12-25, 2018-12-26]").replace(
        "2017-01-02}", "2017-01-02, replaces: true}"
    )
    assert "Geneva 2018 was checked as it was before" in loads(papers, corrected, "2017-02-22")
    assert any("for 2018 is not checked" in sentence for sentence in doubts(papers, "papers", on="2017-02-23"))


def test_what_a_later_file_says_of_the_circular_completes_the_list(papers: Desk) -> None:
    cited = LISTS.replace("[2019-01-01]", "[2019-01-01], circular: IC/2018/31")
    assert "1 holiday list changed" in loads(papers, cited, "2017-02-21")
    assert " changed" not in loads(papers, cited, "2017-02-22")
    assert " changed" not in loads(papers, LISTS, "2017-02-23")
    checks(papers, 2019)


def test_what_nobody_has_checked_is_a_task_that_names_who_entered_it(papers: Desk) -> None:
    def asked() -> dict[str, str]:
        with reading(papers.engine) as session:
            every = tasks_.tasks(session, now=moment("2017-02-21"), clock=moment("2017-02-21"))
            return {task.about: task.sentence for task in every if task.kind == "unlisted"}

    rest = f"{PAPERS} papers, {PAPERS} translated rest on it"
    words = f"the Geneva holiday list for 2018, which {OFFICER} entered, is not checked: {rest}"
    assert asked() == {"Geneva 2018": words, "Geneva 2019": words.replace("2018,", "2019,")}
    checks(papers, 2018)
    assert list(asked()) == ["Geneva 2019"]


def test_a_moved_meeting_is_issued_without_the_dates_that_nobody_could_reckon_surely(papers: Desk) -> None:
    does(papers, "cycle/issue", cycle=PAPERS, accept_provisional="the circular is late")
    papers.moves_meeting("council-19", "2019-01-23", "2019-02-02", on="2017-02-21 10:00")
    done = does(papers, "meeting/issue", at="2017-02-21 11:00", meeting="council-19")
    assert done.facts["dates"] == {PAPERS: ["posted"]}
    assert len(done.notes) == 2
    assert "papers/2019 papers is not issued with it: provisional: the Geneva holiday list for 20" in done.notes[0]
    does(papers, "holidays/cite", place="Geneva", year=2019, circular="IC/2018/31")
    checks(papers, 2018, 2019)
    does(papers, "cycle/issue", at="2017-02-21 12:00", cycle=PAPERS)
    assert public(papers) == {"papers", "translated", "posted", "agreed"}
