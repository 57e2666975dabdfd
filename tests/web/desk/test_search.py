"""The search box of every page: by a title, a symbol, a person or a day, and never more than one may see."""

from urllib.parse import quote

import pytest

from kernel.runner import do
from models.engine import writing
from tests.secretariat import OFFICER
from tests.statements import asked_of
from tests.web.desk.browser import Fields
from tests.web.desk.test_desk_pages import SIGNS, words_of


@pytest.fixture
def found(web, enter):
    """What the box finds, as its page says it; for somebody of the secretariat unless told."""
    with writing(web.desk.engine) as session:
        paper = {"document": "C17/47-E", "body": "council", "purpose": "information"}
        do(session, "document/submit", **paper, now=web.web.now, by=OFFICER)
    browser = enter("secretariat")

    def find(words: str) -> str:
        browser.get("/desk/find?q=" + quote(words))
        assert browser.status == 200
        return words_of(browser)

    find.browser = browser
    return find


def test_things_are_found_by_title_symbol_name_and_day(found) -> None:
    assert "Cycles Council contribution to the High-Level Political Forum 2017" in found("political forum")
    assert "Steps Post the final draft" in found("final draft")
    assert "Meetings council-17" in found("council-17")
    for symbol in ("C17/47", "C17/47-E", "c17/47"):
        assert "Documents C17/47" in found(symbol), symbol
    assert "Contacts Delegate A An organization" in found("delegate a")
    for day in ("10 March 2017", "2017-03-10", "Fri 10 Mar 2017", "10.3.2017"):
        assert "Steps Comment on the revised draft" in found(day), day
    assert "Meetings council-17" in found("20 May 2017")
    assert "Nothing is called so" in found("11 March 2017")
    assert "Nothing is called so" in found("%")
    assert "Nothing is called so" in found("_raft_")
    assert "Search by a title" in found("")


def test_a_name_is_found_whatever_its_capitals_and_accents(found, web) -> None:
    with writing(web.desk.engine) as session:
        person = {"name": "Élodie ŒUVRÉ", "email": "e@state.example", "organization": "Sénégal"}
        do(session, "people/add", **person, now=web.web.now, by=OFFICER)
    for words in ("élodie", "ÉLODIE", "elodie", "œuvré", "senegal"):
        assert "Contacts Élodie ŒUVRÉ" in found(words), words


def test_a_step_is_found_by_the_document_that_completed_it_or_says_its_date(found, web) -> None:
    of = {"cycle": "hlpf-contribution/2017", "now": web.web.now, "by": OFFICER}
    with writing(web.desk.engine) as session:
        posted = {"document": "WG-WSIS-30/13", "url": "https://www.itu.int/wg-wsis"}
        do(session, "deadline/met", step="revised-draft", **posted, **of)
        agreed = {"due": "2017-03-13", "because": "so agreed", "document": "CWG-30/9"}
        do(session, "deadline/agree", step="comments", **agreed, **of)
    assert "Steps Post the revised draft" in found("wg-wsis-30/13")
    assert "Steps Comment on the revised draft" in found("CWG-30/9")


def test_why_something_was_done_is_found_and_the_record_shows_what(found, web) -> None:
    with writing(web.desk.engine) as session:
        reason = {"cycle": "hlpf-contribution/2017", "step": "comments", "because": "Überschneidung mit dem Rat"}
        do(session, "deadline/agree", **reason, due="2017-03-13", now=web.web.now, by=OFFICER)
    assert "Reasons given Überschneidung mit dem Rat Council contribution" in found("Überschneidung rat")
    path = Fields(found.browser.text.partition("<main")[2]).links["Überschneidung mit dem Rat"]
    said = words_of(found.browser.get(path))
    assert "Set a date Council contribution to the High-Level Political Forum 2017 · Comment on the revised" in said
    assert said.count("Undo") == 1
    assert "Reasons" not in found("comments")  # a step that was named is no reason


def test_each_thing_that_is_found_has_its_page(found) -> None:
    for words in ("forum", "draft", "council-17", "C17/47", "delegate"):
        found(words)
        links = list(Fields(found.browser.text.partition("<main")[2]).links.values())
        assert links
        for path in links:
            assert found.browser.get(path.partition("#")[0]).status == 200, path


@pytest.mark.few(2, "other signs in the same place")
@pytest.mark.parametrize("sign", SIGNS)
def test_what_is_looked_for_is_shown_as_it_was_typed_and_is_never_more(found, sign: str) -> None:
    said = found(sign)
    assert sign in said
    assert "<script" not in found.browser.text.partition("<body")[2]
    assert "<img" not in found.browser.text


def test_a_viewer_finds_no_people(web, enter) -> None:
    assert "Nothing is called so" in words_of(enter("viewer").get("/desk/find?q=delegate"))


def test_every_search_asks_few_questions(web, found) -> None:
    asked = asked_of(web.desk.engine)
    for words in ("draft", "10 March 2017", "no such thing"):
        asked.clear()
        found(words)
        assert len(asked) <= 22, (words, len(asked))
