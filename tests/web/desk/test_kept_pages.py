"""Decisions and actions, the follow-up of resolutions, and the settings: each a page with its acts, and a file."""

from html import unescape

from kernel.runner import do
from models.engine import writing
from tests import EXAMPLES
from tests.secretariat import OFFICER, moment
from tests.web.desk.browser import Fields
from tests.web.desk.test_desk_pages import words_of

LINES = "C17/120 2.1 item general-secretariat by 2017-11-30: Report on the Forum\nC17/120 2.2 nothing: Noted"


def test_an_action_item_is_assigned_and_done_from_its_row(web, enter) -> None:
    with writing(web.desk.engine) as session:
        done = {"meeting": "council-17", "lines": LINES}
        do(session, "session/record", **done, now=moment("2017-05-26 09:00"), by=OFFICER)
    web.on("2017-05-26 10:00")
    browser = enter("secretariat").get("/desk/decisions")
    assert "General Secretariat 1 Report on the Forum C17/120, 2.1 Thu" in words_of(browser)
    assert "Thu 30 Nov 2017 Open" in words_of(browser)
    assert 'id="c17-120/2.1"' in browser.text
    links = Fields(browser.text).links
    for label in ("Assign c17-120/2.1", "Done c17-120/2.1", "Drop c17-120/2.1"):
        assert browser.get(unescape(links[label])).status == 200, label
    browser.get(unescape(links["Done c17-120/2.1"])).send({"document": "C18/5-E", "do": "check"})
    assert "Undo" in words_of(browser)
    said = words_of(browser.get("/desk/decisions"))
    assert "Done, dropped or noted (1)" in said
    assert "/desk/acts/" not in enter("viewer", "b@state.example").get("/desk/decisions").text


def test_the_matrix_says_how_clauses_stand_year_by_year_and_who_leads(web, enter, tmp_path) -> None:
    words = (EXAMPLES / "2017" / "1-bodies.yaml").read_text(encoding="utf-8").partition("meetings:")[0]
    (bodies := tmp_path / "bodies.yaml").write_text(words, encoding="utf-8")
    web.desk.loads(bodies, EXAMPLES / "resolutions" / "resolution-1332.yaml", on="2017-02-20")
    browser = enter("secretariat").get("/desk/follow-up")
    said = words_of(browser)
    assert "Council Resolution 1332" in said
    assert "2014 2015 2016 2017 Who leads What was reported" in said
    assert 'class="cell ' in browser.text
    assign = next(path for path in Fields(browser.text).links.values() if "clause/assign" in path)
    browser.get(unescape(assign)).send({"unit": "itu-d", "do": "check"})
    assert "Undo" in words_of(browser), words_of(browser)
    assert "ITU-D" in words_of(browser.get("/desk/follow-up"))
    of_session = browser.get("/desk/follow-up?meeting=council-17")
    assert of_session.status == 200
    assert "To the session" in words_of(of_session)
    for wrong in ("meeting=no-such", "year=abc"):
        assert browser.get(f"/desk/follow-up?{wrong}").status == 404, wrong


def test_settings_are_shown_without_secrets_and_what_does_not_work_comes_first(web, enter, monkeypatch) -> None:
    monkeypatch.setenv("COUNCIL_MAIL_URL", "smtp://office:s3cret-word@mail.example:25")
    browser = enter("administrator").get("/desk/settings")
    said = words_of(browser)
    assert "s3cret-word" not in browser.text
    assert "COUNCIL_MAIL_URL" in said
    assert "the environment" in said
    marks = [said.find(mark) for mark in ("Does not work", "Works")]
    assert -1 < marks[0] < marks[1]
    monkeypatch.setenv("COUNCIL_NO_SUCH", "x")
    assert "COUNCIL_NO_SUCH" in words_of(browser.get("/desk/settings"))
    assert browser.status == 200
