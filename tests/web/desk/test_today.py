"""Today: each of its parts says what it is for, in its order, and the page asks the record the same questions."""

import re

from sqlalchemy import select

from desk.today import last_evening
from kernel.runner import do
from models.engine import reading, writing
from models.outbox import Message, State
from planning.calendar import HOME_PLACE
from record.cycles import snapshots
from tests.secretariat import OFFICER, moment
from tests.statements import asked_of
from tests.web.desk.browser import Fields
from tests.web.desk.test_desk_pages import words_of
from web.desk import today_page

QUESTIONS = 80  # of the page, whatever is stored


def test_today_says_what_came_in_who_is_away_what_leaves_and_what_is_coming(web, enter) -> None:
    desk = web.desk
    desk.meets("revised-draft", on="2017-02-24")
    web.on("2017-02-24 16:00")
    desk.turn("2017-02-24 09:30")
    with writing(desk.engine) as session:
        given = {"document": "WG-WSIS-30/13", "body": "cwg-wsis-sdg", "purpose": "information"}
        do(session, "document/submit", **given, now=moment("2017-02-24 15:00"), by=OFFICER)
        away = {
            "person": "focal@itu.example",
            "deputy": "a@state.example",
            "from_on": "2017-02-27",
            "to_on": "2017-03-03",
        }
        do(session, "deputy/set", **away, now=moment("2017-02-24 15:01"), by=OFFICER)
    browser = enter("approver").get("/desk")
    said = words_of(browser)
    assert "Came in since yesterday evening Submit a document to a body" in said
    assert "Delegate A stands in for Focal Point Mon 27 Feb 2017 – Fri 3 Mar 2017" in said
    assert "Coming within four weeks" in said
    assert "hlpf-contribution" not in said
    headings = ["For approval", "Late", "Came in", "To decide", "To put right", "Absences and cover", "Coming within"]
    assert [said.find(heading) for heading in headings] == sorted(said.find(heading) for heading in headings), said
    forms = Fields(browser.text).forms
    form = next(n for n, (path, _) in enumerate(forms) if path == "/desk/acts/outbox/release")
    browser.send({"do": "check"}, form=form).send({"do": "do"})
    leaving = words_of(browser.get("/desk")).partition("Leaves today")[2]
    assert "leaves Fri 24 Feb 2017 at 16:10" in leaving.partition("To put right")[0]


def test_what_was_stopped_on_its_way_is_read_with_why_and_for_whom(web, enter) -> None:
    web.desk.meets("revised-draft", on="2017-02-24")
    web.desk.turn("2017-02-24 09:00")
    with writing(web.desk.engine) as session:
        held = session.scalars(select(Message).where(Message.state == State.HELD)).all()
        for message in held:
            message.state, message.detail = State.DEAD, "550 User <unknown>"
    said = words_of(enter("approver").get("/desk/letters"))
    assert re.search(r"Stopped on their way .*550 User <unknown> · (?:Delegate A, |\d+ readers)", said), said


def test_on_a_monday_it_says_what_came_in_since_friday(web) -> None:
    with reading(web.desk.engine) as session:
        calendar = snapshots.calendars(session)[HOME_PLACE]
    for now, since in (
        ("2017-02-27 10:00", "2017-02-24 18:00"),
        ("2017-02-26 10:00", "2017-02-24 18:00"),
        ("2017-02-28 00:30", "2017-02-27 18:00"),
        ("2017-02-24 19:00", "2017-02-23 18:00"),
    ):
        assert last_evening(moment(now), calendar) == moment(since), now


def test_more_cycles_and_letters_ask_no_more_questions(web, enter) -> None:
    browser = enter("approver")
    asked = asked_of(web.desk.engine)

    def questions() -> int:
        browser.get("/desk")
        asked.clear()
        browser.get("/desk")
        return len(asked)

    few = questions()
    web.desk.meets("revised-draft", on="2017-02-20", sure=True)
    web.desk.opens("hlpf-contribution/2018", on="2017-02-20", un_deadline="2018-04-28")
    web.on("2017-02-27 10:00")
    web.desk.turn("2017-02-27 09:30")
    assert questions() <= few + 4  # of letters that wait: whom they are for, and what speaks against them
    assert few <= QUESTIONS


def test_what_somebody_wants_to_be_reminded_of_stands_on_their_page_of_that_day_until_they_end_it(web, enter) -> None:
    browser = enter("secretariat").get("/desk/acts/memo/set")
    browser.send({"words": "Ask the Chair & <b>him</b>", "on": "1 March 2017", "do": "check"})
    assert "Undo" in words_of(browser), words_of(browser)
    assert "Ask the Chair" not in words_of(browser.get("/desk"))
    web.on("2017-03-02 09:00")
    mine = enter("secretariat").get("/desk")
    assert "You wanted to be reminded Ask the Chair & <b>him</b> Wed 1 Mar 2017" in words_of(mine)
    assert "Ask the Chair" not in words_of(enter("secretariat", "b@state.example").get("/desk"))
    forms = [path for path, _ in Fields(mine.text).forms]
    mine.send({"do": "check"}, form=forms.index("/desk/acts/memo/end"))
    assert "is not reminded of it any more" in words_of(mine)
    assert "Ask the Chair" not in words_of(mine.get("/desk"))


def test_of_what_is_more_than_a_page_holds_the_number_is_said(web, enter, monkeypatch) -> None:
    web.on("2017-03-14 10:00")
    web.desk.turn("2017-03-14 09:30")
    browser = enter("secretariat").get("/desk")
    every = browser.text.partition('id="late"')[2].partition("</section>")[0].count("<li")
    assert every > 1
    monkeypatch.setattr(today_page, "MOST", 1)
    late = browser.get("/desk").text.partition('id="late"')[2].partition("</section>")[0]
    assert (late.count("<li"), f"and {every - 1} more" in late) == (1, True)
