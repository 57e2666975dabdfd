"""The timeline of a cycle: drawn, said in a table, and where each step's acts stand in its row."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from tests.secretariat import Desk
from tests.statements import asked_of
from tests.web.desk.browser import Fields
from tests.web.desk.test_desk_pages import words_of
from web.desk.names import Names
from web.desk.timeline import FAR_RIGHT, ROOM, SLIM, Lane, State, draw

PAGE = "/desk/cycles/hlpf-contribution/2017"
TITLES = Names(
    {"hlpf-contribution": "Contribution"},
    {"hlpf-contribution": {"comments": "Comment on the draft", "final-draft": "Post the final draft"}},
    {"council-17": "Council 2017"},
)


def test_marks_lie_where_their_days_do(desk: Desk) -> None:
    desk.opens_set()
    drawing = draw(desk.view("2017-02-20"), date(2017, 2, 20))
    assert drawing is not None
    lanes = {lane.title: lane for lane in drawing.lanes}
    window, submission = lanes["Comment on the revised draft"], lanes["Submit the text to the UN"]
    assert [lane.end for lane in drawing.lanes] == sorted(lane.end for lane in drawing.lanes)
    assert all(0 < lane.left <= lane.start <= lane.end < 100 for lane in drawing.lanes)
    assert (window.is_long, window.said, window.state) == (True, "24 Feb – 10 Mar", State.SET)
    assert (submission.is_long, submission.hand is not None) == (False, True)
    assert lanes["the day that the UN set for submissions"].end == submission.end
    assert drawing.today
    assert lanes["Present the preliminary draft"].end < drawing.today < lanes["Post the revised draft"].end
    assert [month.said for month in drawing.months] == ["Mar 2017", "Apr"]
    far = draw(desk.view("2017-02-20"), date(2019, 2, 20))
    assert far
    assert far.today is None


def test_a_date_without_room_on_either_side_joins_its_title_on_a_narrow_screen() -> None:
    long = Lane("Reply to the items for decision", "18 Jan – 11 Feb", State.OVER, 0, 4.0, 92.0, None)
    assert (long.is_said_above, long.short) == (True, "Reply to the item… · 18 Jan – 11 Feb")
    assert len(long.short) == SLIM
    for start, end in ((4.0, FAR_RIGHT), (ROOM + 0.1, 92.0)):
        beside = replace(long, start=start, end=end)
        assert (beside.is_said_above, beside.short) == (False, long.title)


def test_a_cycle_of_ten_years_names_few_months(desk: Desk) -> None:
    desk.opens_set()
    desk.sets("submission", "2026-04-28", on="2017-02-10", sure=True, accept_conflicts="a test")
    drawing = draw(desk.view("2017-02-20"), date(2017, 2, 20))
    assert drawing
    assert 4 < len(drawing.months) <= 13
    assert sum(month.is_named for month in drawing.months) <= 5


def test_what_has_no_date_is_not_drawn_and_stands_in_the_table(web, enter) -> None:
    page = enter("viewer").get(PAGE)
    drawing, _, table = page.text.partition("<table")
    assert "Provide the text to the CWG" not in drawing
    assert "Provide the text to the CWG" in table


def test_five_dates_are_set_as_the_meeting_agreed_them_and_issued(web, enter) -> None:
    browser = enter("approver").get(PAGE)
    form = browser.send({"steps": ["comments", "final-draft"], "do": "meeting"}, form=-1)
    assert "Record what the meeting agreed" in words_of(form)
    dates = {"due.comments": "13 March 2017", "due.final-draft": "Mon 27 Mar 2017"}
    said = {"agreed_by": "the 30th meeting", "document": "C17/8", "because": "the Group so agreed"}
    checked = form.send({**dates, **said, "do": "go"})
    assert "Comment on the revised draft: Fri 10 Mar 2017 → Mon 13 Mar 2017" in words_of(checked)
    done = checked.send({"do": "do"})
    assert "2 dates agreed: “Comment on the revised draft” Mon 13 Mar 2017" in words_of(done)
    row = words_of(browser.get(PAGE))
    assert "members read Fri 10 Mar 2017" in row
    assert "Agreed: the 30th meeting, C17/8" in row
    ticked = {"steps": ["comments", "final-draft"], "do": "check"}
    refused = browser.send(ticked, to="/desk/acts/cycle/issue")
    said = words_of(refused)
    assert (
        "Focal Point set it: somebody else approves it. If nobody else is there, say why you approve it alone" in said
    )
    assert "Fill in" not in said
    assert "Check before you act" in said  # what it does stands there, and the reason is asked for at once
    assert "Fill in “Why you approve it alone”" in words_of(refused.send({"alone": " ", "do": "do"}))
    checked = enter("approver", "b@state.example").get(PAGE).send(ticked, to="/desk/acts/cycle/issue")
    assert "Check before you act" in checked.text
    checked.send({"do": "do"})
    assert "Members read it from" in words_of(browser.get(PAGE))


def test_the_office_sets_a_date_without_naming_a_meeting(web, enter) -> None:
    form = enter("secretariat").get(f"{PAGE}/dates?as=office&steps=final-draft")
    assert 'name="agreed_by"' not in form.text
    assert re.findall(r'name="(due\.[^"]+)"', form.text) == ["due.final-draft"]
    form.send({"due.final-draft": "next Monday", "because": "the Chair wrote", "do": "go"}).send({"do": "do"})
    assert str(web.desk.view("2017-02-21")["final-draft"].due) == "2017-02-27"


WRONG = {
    "": "Write at least one date",
    "tomorow": "no day that can be read",
    "31 February 2017": "February 2017 has 28 days",
    "29 February 2017": "February 2017 has 28 days",
    "10 March": "may be Fri 10 Mar 2017, Sat 10 Mar 2018",
    "3/4/2017": "may be Sat 4 Mar 2017, Mon 3 Apr 2017",
    "10 March 17": "a year has four digits",
    "0 March 2017": "days of March run from 1 to 31",
    "2017-13-01": "there is no such day",
    "10 Marsh 2017": "no day that can be read",
    "Monday 10 March 2017": "is a Friday; write that, or another day",
    "2 weeks before comments": "no day that can be read",
    "10 March 12017": "a year has four digits",
    "ASAP": "it names no day",
}


def test_what_is_no_day_is_said_beside_its_field_and_stays(web, enter) -> None:
    form = enter("secretariat").get(f"{PAGE}/dates?as=meeting&steps=final-draft")
    for typed, said in WRONG.items():
        refused = form.send({"due.final-draft": typed, "do": "go"})
        assert (refused.status, said in words_of(refused)) == (422, True), (typed, words_of(refused))
        page = Fields(refused.text)
        assert page.forms[-1][1]["due.final-draft"] == [typed]
        assert '<a href="#due.final-draft">' in refused.text
        assert "autofocus" in refused.text
    kept = form.send({"due.final-draft": "end of April 2017", "because": "", "do": "go"})
    assert (kept.status, "Sun 30 Apr 2017 (month)" in unescape(kept.text)) == (422, True)
    refused = form.send({"due.final-draft": "28 May 2017", "because": "so", "do": "go"})
    assert refused.status == 422
    assert 'name="accept_conflicts"' in refused.text


def test_a_viewer_looks_and_finds_no_button(web, enter) -> None:
    page = enter("viewer").get(PAGE)
    assert 'name="steps"' not in page.text
    assert "/desk/acts/" not in page.text
    assert page.get("/desk/cycles/hlpf-contribution/1999").status == 404


def test_a_longer_cycle_asks_no_more_questions(web, enter) -> None:
    browser = enter("approver")
    asked = asked_of(web.desk.engine)
    counts = []
    for path in (PAGE, PAGE, "/desk/cycles/annual-report/2016"):
        asked.clear()
        browser.get(path)
        counts.append(len(asked))
    assert max(counts[1:]) <= 16


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("hlpf-contribution/2017 comments is agreed: Monday 2017-03-13",
         "Contribution 2017, “Comment on the draft” is agreed: Mon 13 Mar 2017"),
        ("hlpf-contribution/2017: comments, final-draft issued",
         "Contribution 2017, “Comment on the draft”, “Post the final draft” issued"),
        ("hlpf-contribution/2017: final-draft waits for comments", 
         "Contribution 2017, “Post the final draft” waits for comments"),
        ("no-chain/2017 final-draft serves council-17", "no-chain/2017 final-draft serves Council 2017"),
        ("see C17/47-E, 17/2, 2017-13-01, https://a.example/hlpf-contribution/2017/final-draft",
         "see C17/47-E, 17/2, 2017-13-01, https://a.example/hlpf-contribution/2017/final-draft"),
    ],
)  # fmt: skip
def test_a_sentence_names_titles_and_days(sentence: str, plain: str) -> None:
    assert TITLES.plain(sentence) == plain


def test_a_period_that_opens_later_is_not_called_open(web, enter) -> None:
    page = enter("viewer").get("/desk/cycles/hlpf-contribution/2017").text
    row = page.partition('id="comments"')[2].partition("</tr>")[0]
    assert ("Not open yet" in row, ">Open<" in row) == (True, False), row
    web.desk.meets("revised-draft", on="2017-02-24")
    web.on("2017-02-27 10:00")
    page = enter("viewer").get("/desk/cycles/hlpf-contribution/2017").text
    assert ">Open<" in page.partition('id="comments"')[2].partition("</tr>")[0]


def test_days_of_a_meeting_that_there_are_not_are_said_as_those_of_a_step(enter) -> None:
    form = enter("secretariat").get("/desk/acts/meeting/move?meeting=council-17")
    said = words_of(form.send({"span": "31 June 2017", "do": "check"}))
    assert said.count("“31 June 2017” is no day: June has 30 days; did you mean 'Fri 30 Jun 2017'") == 2
