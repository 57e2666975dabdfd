"""The page of a cycle says of a window whose draft is not there that it opens with it, in each language."""

import pytest

from notifications.language import OFFICIAL
from tests.secretariat import HLPF, moment
from tests.web.conftest import served
from web.page_words import words_of


def waiting(desk, on: str, language: str = "en") -> int:
    """Return how many windows the page says to wait for their draft."""
    with served(desk.engine, desk.settings, moment(on)) as server:
        text = server.ask(f"/cycles/{HLPF}?language={language}").body.decode()
    return text.count(words_of(language)["opens_with_draft"])


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_each_window_says_that_it_waits_until_its_draft_is_there(desk, language):
    desk.opens_on_drafts()
    assert waiting(desk, "2017-02-20", language) == 2
    desk.meets("revised-draft", on="2017-02-24 08:00")
    assert waiting(desk, "2017-02-24 08:01", language) == 1
    desk.waives("final-draft", on="2017-02-25")
    assert waiting(desk, "2017-02-26", language) == 0


def test_a_window_that_opens_on_a_day_of_its_own_waits_for_nothing(desk):
    desk.opens_agreed()
    assert waiting(desk, "2017-02-20") == 0
