"""The page behind a member's button says what is true for them, and nothing of who in the office did what."""

import re

import pytest

from notifications.language import OFFICIAL
from tests.secretariat import OFFICER
from tests.web.test_personal_act import link, seen
from tests.web.test_personal_links import DELEGATE
from web.personal_pages import Speaker

VOTE = "consultation-by-correspondence/2017"
BECAUSE = "not needed"  # the word of the office, for its journal


def words(web, path: str, language: str = "en") -> str:
    """Return what its reader sees, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", seen(web, f"{path}?language={language}")).split())


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_a_window_that_is_dropped_names_no_officer_and_no_inner_reason(web, language):
    web.on("2017-02-28")
    path = link(web, DELEGATE, "comments")
    web.desk.waives("comments", on="2017-02-28 09:00")
    text = words(web, path, language)
    assert Speaker(language)("is_waived") in text
    assert OFFICER not in text
    assert BECAUSE not in text
    assert Speaker(language)("answer_button") not in text


def test_one_who_owes_it_still_reads_who_said_so_and_why(web):
    web.on("2017-02-28")
    path = link(web, "focal@itu.example", "final-draft")
    web.desk.waives("final-draft", on="2017-02-28 09:00")
    assert f"{OFFICER} · {BECAUSE}" in words(web, path)


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_who_does_not_vote_for_their_organization_is_told_so(web, language):
    web.desk.knows("Councillor", "councillor@state.example", "council-members", of="State C")
    web.desk.opens(VOTE, on="2017-02-09", dispatch="2017-02-20")
    web.desk.agrees("replies", "2017-03-24", on="2017-02-09", cycle=VOTE)
    web.desk.meets("letter", on="2017-02-20 10:00", cycle=VOTE)
    web.on("2017-02-21")
    text = words(web, link(web, "councillor@state.example", "replies", VOTE), language)
    assert Speaker(language)("refused_voter") in text
    assert Speaker(language)("no_organization") not in text


def test_an_open_window_is_not_to_come(web):
    web.on("2017-02-28")
    text = words(web, link(web, DELEGATE, "comments"))
    assert "The window is open until" in text
    assert "How it stands" not in text
    web.on("2017-03-11")
    assert "How it stands closed" in words(web, link(web, DELEGATE, "comments"))


def test_a_date_that_is_set_and_not_issued_is_read_on_the_page_of_the_secretariat_alone(web):
    web.on("2017-02-28")
    theirs, ours = link(web, DELEGATE, "comments"), link(web, "focal@itu.example", "comments")
    issued = re.search("The window is open until ([^.]+?) and closes", words(web, theirs))
    assert issued, words(web, theirs)
    web.desk.sets("comments", "2017-03-17", on="2017-02-28 09:00")
    assert f"open until {issued[1]}" in words(web, theirs)
    assert "17 March" not in words(web, theirs)
    assert "17 March" in words(web, ours)
    web.desk.issues(on="2017-02-28 09:30")
    web.on("2017-02-28 09:45")
    assert "17 March" in words(web, theirs)
