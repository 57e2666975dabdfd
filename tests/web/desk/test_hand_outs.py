"""Pages of the desk as PDF: a year, a term, a cycle, a session, follow-up, each table of a reading; and to whom."""

import re

import pytest

from kernel.runner import do
from models.engine import writing
from tests.secretariat import OFFICER
from tests.web.desk.browser import Fields
from tests.web.desk.test_desk_pages import words_of

CYCLE = "/desk/cycles/hlpf-contribution/2017"
TO_ALL = ("/desk/year?year=2017", "/desk/term", CYCLE, "/desk/sessions/council-17", "/desk/readings/meeting/list")
TO_THE_OFFICE = ("/desk/follow-up?year=2017", "/desk/readings/journal/list")


def asked(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}as=pdf"


@pytest.mark.few(2, "another page through the same press")
@pytest.mark.parametrize("path", [*TO_ALL, *TO_THE_OFFICE])
def test_a_page_is_handed_out_to_whoever_may_see_it(web, enter, path: str) -> None:
    with writing(web.desk.engine) as session:
        expected = {"expected": "council-17/audit", "title": "Report #of the *auditor*", "unit": "general-secretariat"}
        do(session, "document/expect", **expected, item="PL 1", now=web.web.now, by=OFFICER)
    for holds, may in (("secretariat", True), ("viewer", path in TO_ALL)):
        browser = enter(holds, "focal@itu.example" if may else "b@state.example").get(asked(path))
        assert browser.status == (200 if may else 403), holds
        if may:
            assert browser.page.kind == "application/pdf"
            assert browser.page.body.startswith(b"%PDF-")
            assert browser.page.headers["Cache-Control"] == "private, no-store"


def test_pages_lead_to_what_is_printed(enter) -> None:
    for path in (CYCLE, "/desk/readings/meeting/list"):
        browser = enter("secretariat").get(path)
        link = Fields(browser.text).links["To print (PDF)"]
        assert "as=pdf" in link
        assert "To print (PDF)" in words_of(browser)


@pytest.mark.parametrize(("paper", "size"), [("A3", b"1190.5511 841.8898"), ("A4", b"841.8898 595.2756")])
def test_a_year_and_a_term_are_printed_on_either_paper(enter, paper: str, size: bytes) -> None:
    browser = enter("secretariat")
    for path in ("/desk/year?year=2017", "/desk/term"):
        link = Fields(browser.get(path).text).links[f"To print (PDF, {paper})"]
        sheet = browser.get(path.partition("?")[0] + link).page.body
        assert set(re.findall(rb"MediaBox ?\[0 0 ([0-9. ]+)\]", sheet)) == {size}


def test_a_table_of_people_is_printed_by_nobody_without_a_password(enter) -> None:
    browser = enter("secretariat").get(asked("/desk/readings/people/list"))
    assert browser.page.kind == "text/html"
    assert "%PDF" not in browser.text
