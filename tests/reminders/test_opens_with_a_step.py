"""A window that opens with something else than a draft says with what, in letters, calendars and pages."""

import json

import pytest

from feeds.feed_cache import Shelf
from notifications.language import OFFICIAL, speak
from notifications.opening_words import is_draft, read_label
from tests.beginnings import told_once
from tests.secretariat import moment, subject_of, text_of
from tests.web.conftest import served
from web.page_words import words_of

VOTE, LETTER = "consultation-by-correspondence/2017", "Send the letter with the items for decision"
PRIZES, NOMINATION = "wsis-prizes/2017", "Review the projects and nominate"


@pytest.fixture
@told_once
def consultation(desk):
    desk.knows("Councillor", "councillor@state.example", "council-members")
    desk.opens(VOTE, on="2017-02-09", dispatch="2017-03-01")
    for step, due in (("letter", "2017-03-01"), ("replies", "2017-03-24")):
        desk.sets(step, due, on="2017-02-09", cycle=VOTE)
    desk.issues(on="2017-02-09", cycle=VOTE)
    return desk


def body_of(desk, address):
    return text_of([mail.data for mail in desk.sink.mails if mail.recipient == address][-1])


def test_the_letter_that_tells_of_a_vote_names_what_it_opens_with_and_no_draft(consultation):
    consultation.turn("2017-02-09 13:00")
    consultation.performs("outbox/release", all=True, anyway=True, on="2017-02-09 13:00")
    consultation.turn("2017-02-09 13:30")
    text = body_of(consultation, "councillor@state.example")
    assert f"Opens: once this is done: {LETTER}" in text
    assert "draft" not in text


def test_whoever_is_asked_for_what_it_opens_with_reads_its_title_and_of_no_draft(consultation):
    consultation.knows("Chair of the Council", "chair@state.example", "chair")
    consultation.turn("2017-03-01 09:00")
    consultation.releases(on="2017-03-01 09:00")
    consultation.turn("2017-03-01 09:15")
    mails = [mail.data for mail in consultation.sink.mails if mail.recipient == "chair@state.example"]
    (asked,) = [data for data in mails if "Cannot open yet" in subject_of(data)]
    assert f"what it waits for is not recorded as done: {LETTER}." in text_of(asked)
    assert "draft" not in text_of(asked)


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_calendar_and_page_name_it_in_each_language(consultation, language):
    title = speak(language).title(LETTER)
    served_ = Shelf(consultation.engine, consultation.settings).public(
        language, f"cycle/{VOTE}", "ics", now=moment("2017-02-10")
    )
    feed = served_.data.decode().replace("\r\n ", "").replace("\\,", ",")
    assert speak(language).say("label", "with_step", title=title) in feed
    assert speak(language).say("label", "with_draft") not in feed
    with served(consultation.engine, consultation.settings, moment("2017-02-10")) as server:
        page = server.ask(f"/cycles/{VOTE}?language={language}").body.decode()
    assert words_of(language)["opens_with_step"] in page
    assert words_of(language)["opens_with_draft"] not in page


def test_once_the_letter_is_there_nothing_is_waited_for(consultation):
    consultation.meets("letter", on="2017-03-01 10:00", cycle=VOTE)
    read = Shelf(consultation.engine, consultation.settings).public
    feed = read("en", f"cycle/{VOTE}", "ics", now=moment("2017-03-01 10:00")).data.decode()
    assert "once this is done" not in feed.replace("\r\n ", "")
    entries = json.loads(read("en", f"cycle/{VOTE}", "json", now=moment("2017-03-01 10:00")).data)["entries"]
    assert [each["awaits_draft"] for each in entries if each["step"] == "replies"] == [False]


def test_an_invitation_links_to_what_was_posted_under_its_own_word(desk):
    desk.knows("Maker", "maker@state.example", "stakeholders")
    desk.opens(PRIZES, on="2017-02-09", forum="2017-06-12")
    for step, due in (("nomination", "2017-02-20"), ("voting", "2017-03-20")):
        desk.sets(step, due, on="2017-02-09", cycle=PRIZES)
    desk.issues(on="2017-02-09", cycle=PRIZES)
    desk.meets("nomination", on="2017-02-20 15:00", cycle=PRIZES, url="https://www.itu.int/nominated")
    desk.turn("2017-02-21 09:00")
    desk.performs("outbox/release", all=True, anyway=True, on="2017-02-21 09:00")
    desk.turn("2017-02-21 09:30")
    text = body_of(desk, "maker@state.example")
    assert "Vote online" in subject_of(desk.sink.mails[-1].data)
    assert "Read the document: https://www.itu.int/nominated" in text
    assert "draft" not in text


def test_what_posts_a_draft_is_told_by_its_title():
    assert is_draft("Post the revised draft")
    assert is_draft("")  # not known, or the office's own
    assert not is_draft(NOMINATION)
    assert [
        read_label(title, is_letter=vote) for title, vote in ((LETTER, True), ("", False), (NOMINATION, False))
    ] == [
        "letter",
        "draft",
        "document",
    ]
