"""A year and a term on one axis; what the year calls for is ticked and opened; the file of it has the same rows."""

import csv
import io
import re

from tests.record.mandates.register import TEXTS
from tests.statements import asked_of
from tests.web.desk.browser import Fields
from tests.web.desk.test_desk_pages import words_of


def test_a_year_shows_meetings_and_cycles_on_one_axis_and_its_file_has_the_same(web, enter) -> None:
    browser = enter("viewer").get("/desk/year?year=2017")
    said = words_of(browser)
    assert "cwg-wsis-30 7 Feb – 8 Feb" in said
    assert re.search(r"Council contribution to the High-Level Political Forum 2017 \d+ \w+ – 28 Apr", said), said
    for title in ("Post the revised draft", "Submit the text to the UN"):
        assert f": {title}</title>" in browser.text, title
    assert browser.text.count('<line class="now"') > 3
    file = io.StringIO(browser.get("/desk/year?year=2017&as=csv").page.body.decode("utf-8-sig"), newline="")
    rows = {row["Title"]: row for row in csv.DictReader(file)}
    assert rows["Council contribution to the High-Level Political Forum 2017"]["To"] == "2017-04-28"
    assert "/desk/acts/" not in browser.get("/desk/year?year=2017").text.replace("/desk/acts/year/open", "")
    for year in ("abc", "0", "99999", "-1"):
        assert browser.get(f"/desk/year?year={year}").status == 404, year


def test_what_the_year_calls_for_is_ticked_and_opened(web, enter) -> None:
    browser = enter("secretariat").get("/desk/year?year=2018")
    forms = Fields(browser.text).forms
    number = [path for path, _ in forms].index("/desk/acts/year/open")
    names = [line.partition('"')[0] for line in browser.text.split('name="accept" value="')[1:]]
    assert len(names) > 1
    browser.send({"accept": names[:2], "do": "check"}, form=number)
    assert "Check before you act" in browser.text, words_of(browser)
    browser.send({"do": "do"})
    assert browser.status == 200, words_of(browser)
    living = words_of(browser.get("/desk/cycles"))
    assert living.count(" 2018") >= 2
    assert names[0] not in browser.get("/desk/year?year=2018").text.partition("What the year calls for")[2]


def test_a_term_leads_to_its_years_and_says_what_is_not_dated(web, enter) -> None:
    browser = enter("viewer").get("/desk/term?term=2014-2018")
    said = words_of(browser)
    assert "Term 2014 – 2018" in said
    assert "No meeting of it is on record" in said or "no meeting of it is on record" in said
    assert {"2015", "2017", "The term after"} <= set(Fields(browser.text).links)
    assert browser.get("/desk/term?term=2014").status == 404
    assert browser.get("/desk/term").status == 200


def test_more_cycles_ask_no_more_questions(web, enter) -> None:
    browser = enter("viewer")
    asked = asked_of(web.desk.engine)

    def questions(path: str) -> int:
        browser.get(path)
        asked.clear()
        assert browser.get(path).status == 200
        return len(asked)

    pages = ("/desk/year?year=2017", "/desk/term?term=2014-2018")
    few = [questions(path) for path in pages]
    web.desk.opens("hlpf-contribution/2018", on="2017-02-20", un_deadline="2017-11-28")
    web.desk.schedules("cwg-wsis-31", "2017-09-07", "2017-09-08", body="cwg-wsis-sdg")
    assert [questions(path) for path in pages] == few


def test_a_duty_that_several_procedures_serve_stands_there_once(web, enter, bodies) -> None:
    web.desk.loads(bodies, *TEXTS, on="2017-02-10")
    said = words_of(enter("secretariat").get("/desk/year?year=2018"))
    before, _, shared = said.partition("One of several")
    shared = shared.partition("Possible this year")[0]
    assert "Each of these duties is one; one of its procedures is enough." in shared
    reports = ("Report to ECOSOC", "Annual report on ITU", "Comprehensive report to the Council")
    for number, (one, other) in ((4, reports[:2]), (6, reports[1:])):
        duty = shared.partition(f"instructs the Secretary-General {number} (annual)")[2]
        assert duty.index(one) < duty.index(" or ") < duty.index(other) < 300, duty
    assert not any(report in before.partition("What the year calls for")[2] for report in reports)
