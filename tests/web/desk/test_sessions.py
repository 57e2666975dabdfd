"""The page of a session: key dates by rule and by practice, documents by language, and each act in its row."""

import csv
import io
from html import unescape

import pytest

from kernel.runner import do
from models.engine import writing
from tests.secretariat import OFFICER, moment
from tests.statements import asked_of
from tests.web.desk.browser import Fields
from tests.web.desk.test_desk_pages import words_of

PAGE = "/desk/sessions/council-17"


@pytest.fixture
def session(web):
    """What does an act about the session of 2017 at an hour."""

    def done(name: str, at: str = "2017-02-20 10:00", **given):
        with writing(web.desk.engine) as session:
            return do(session, name, **given, now=moment(at), by=OFFICER)

    done("meeting/agenda", meeting="council-17", number="PL 1", title="Reports")
    for key, title in (("wsis", "Report on WSIS"), ("audit", "Report of the auditor")):
        promise = {"title": title, "unit": "general-secretariat", "submit_by": "2017-02-24", "post_by": "2017-03-03"}
        done("document/expect", expected=f"council-17/{key}", item="PL 1", **promise)
    return done


def row_of(browser, title: str) -> str:
    """Return what the row of a document says."""
    return words_of(browser).rpartition(title)[2].partition("Report on")[0]


def test_a_document_is_received_translated_and_posted_from_its_row(web, enter, session) -> None:
    browser = enter("secretariat").get(PAGE)
    assert "PL 1 Reports" in words_of(browser)
    assert "0 / 2 documents posted 2 not received" in words_of(browser)
    received = Fields(browser.text).links["Received"]
    browser.get(unescape(received)).send({"document": "C17/8-E", "do": "check"})
    assert "Undo" in words_of(browser)
    assert Fields(browser.text).links["Back to council-17"] == f"{PAGE}#audit"
    browser.get(PAGE)
    assert "C17/8-E · General Secretariat" in row_of(browser, "Report of the auditor")
    for act, state in (("document/translate", "in translation: Arabic, Chinese"), ("document/post", "posted: Arabic")):
        forms = Fields(browser.text).forms
        browser.send({"do": "check"}, form=[path for path, _ in forms].index(f"/desk/acts/{act}"))
        assert "Undo" in words_of(browser), act
        assert state in row_of(browser.get(PAGE), "Report of the auditor"), act
    assert "1 / 2 documents posted 1 not received" in words_of(browser)
    with io.StringIO(browser.get("/desk/readings/session/show?meeting=council-17&as=csv").text[1:]) as file:
        assert [row["Standing"] for row in csv.DictReader(file)] == ["posted", "expected"]


def test_what_is_late_is_accepted_for_a_reason_or_goes_to_the_next_session(web, enter, session) -> None:
    web.desk.schedules("council-18", "2018-04-17", "2018-04-27")
    web.on("2017-03-06 10:00")
    browser = enter("secretariat").get(PAGE)

    def late_ones() -> str:
        return words_of(browser).partition("Rule 20:")[2].partition("PL 1")[0]

    late = late_ones()
    assert late.count("Accept although late To the next session") == 2
    assert "was due Fri 24 Feb 2017" in late
    links = Fields(browser.text).links
    browser.get(unescape(links["Accept although late"]))
    browser.send({"because": "the Forum ended late", "do": "check"})
    assert "Undo" in words_of(browser), words_of(browser)
    browser.get(PAGE)
    assert "accepted although late: the Forum ended late" in words_of(browser)
    assert late_ones().count("Accept although late") == 1
    browser.get(unescape(Fields(browser.text).links["To the next session"]))
    browser.send({"because": "it needs a year", "to": "council-18", "do": "check"})
    said = words_of(browser.get(PAGE))
    assert "Moved to council" in said
    assert "Late: decide" not in said


def test_a_viewer_reads_key_dates_and_agenda_and_nothing_of_documents(web, enter, session) -> None:
    said = words_of(enter("viewer", "b@state.example").get(PAGE))
    assert "Reports" in said
    assert "auditor" not in said
    assert "/desk/acts/" not in enter("viewer", "b@state.example").get(PAGE).text


def test_decisions_are_listed_and_their_file_has_no_formula(web, enter, session) -> None:
    lines = "C17/120 2.1 item general-secretariat by 2017-11-30: =1+1\nC17/120 2.2 nothing: Noted"
    web.on("2017-05-26 10:00")
    session("session/record", "2017-05-26 09:00", meeting="council-17", lines=lines)
    browser = enter("secretariat").get(PAGE)
    assert "=1+1" in words_of(browser)
    assert "C17/120 2.2 · noted" in words_of(browser)
    rows = csv.DictReader(io.StringIO(browser.get(f"{PAGE}/decisions").page.body.decode("utf-8-sig"), newline=""))
    assert [row["Text"] for row in rows] == ["'=1+1", "Noted"]


def test_more_documents_ask_no_more_questions(web, enter, session) -> None:
    browser = enter("secretariat")
    asked = asked_of(web.desk.engine)

    def questions() -> int:
        browser.get(PAGE)
        asked.clear()
        assert browser.get(PAGE).status == 200
        return len(asked)

    session("document/receive", expected="council-17/wsis", document="C17/19-E")
    few = questions()
    for number in range(5):
        session("document/expect", expected=f"council-17/more-{number}", title=f"More {number}", unit="itu-d")
        session("document/receive", expected=f"council-17/more-{number}", document=f"C17/{20 + number}-E")
    assert questions() == few
    assert browser.get("/desk/sessions/no-such").status == 404
    assert "15 – 25 May 2017" in words_of(browser.get("/desk/sessions"))
