"""A date that was public and was taken back without a new one: the page of its cycle says that it is to come."""

import re

import pytest

from notifications.language import speak
from web.page_words import words_of

DOCUMENTS = "council-documents/2017"
TITLE = "Submit the contributions of Member States"


def page(web, language: str = "en") -> str:
    return web.web.ask(f"/cycles/{DOCUMENTS}?language={language}").body.decode()


@pytest.mark.few(1, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_what_depends_on_a_postponed_meeting_is_to_be_confirmed_once_that_is_issued(web, language):
    web.desk.opens(DOCUMENTS, on="2017-02-13 09:00", council="council-17")
    web.desk.issues(on="2017-02-13 09:00", cycle=DOCUMENTS, by_circular=True)
    web.on("2017-02-20 09:00")
    offered = "dates=20170515%2F20170526", "startdt=2017-05-15&amp;enddt=2017-05-26"  # to Google, and to Outlook
    before = page(web, language)
    web.desk.postpones("council-17", on="2017-02-20 09:00")
    web.on("2017-02-20 10:00")
    assert page(web, language) == before
    assert words_of(language)["awaited"] not in before
    web.desk.issues_meeting("council-17", on="2017-02-20 10:00")
    web.on("2017-02-20 10:10")
    after = page(web, language)
    assert [days in before for days in offered] == [True, True]
    assert [days in after for days in offered] == [False, False], "nobody is to add days that no longer hold"
    awaited = re.findall(r'<li id="([a-z-]+)">\n<span class="help">([^<]+)</span>', after)
    assert awaited == [(step, words_of(language)["awaited"]) for step in ("preparatory-documents", "contributions")]
    assert str(speak(language).title(TITLE)) in after
    web.desk.waives("contributions", on="2017-02-20 11:00", cycle=DOCUMENTS)
    web.on("2017-02-20 11:00")
    assert 'id="contributions"' not in page(web, language)
    web.desk.moves_meeting("council-17", "2017-05-29", "2017-06-08", on="2017-02-20 12:00")
    web.desk.issues_meeting("council-17", on="2017-02-20 12:00")
    web.on("2017-02-20 12:10")
    assert words_of(language)["awaited"] not in page(web, language)
