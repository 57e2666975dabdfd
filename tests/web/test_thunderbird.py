"""Debian's Thunderbird, without a screen, follows a private calendar: it asks with the tag that it was given."""

from datetime import date

import pytest

from tests.wait import until
from tests.web.thunderbird import POLL, thunderbird

DATE = "Submit the text to the UN"


@pytest.mark.slow
@pytest.mark.proof("it asks once a minute: three minutes of waiting")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_it_subscribes_hears_304_sees_the_move_and_keeps_what_it_had_when_the_address_is_gone(web, tmp_path):
    path, asked = web.subscribes("a@state.example"), web.web.asked
    with thunderbird(tmp_path / "home", f"http://127.0.0.1:{web.web.port}{path}") as mine:
        until(lambda: asked, POLL)
        until(lambda: len(mine.shows()) == 7, POLL)
        assert asked[0][1:] == (None, 200)
        assert mine.shows()[DATE] == date(2017, 4, 28)

        until(lambda: len(asked) == 2, POLL)
        tag = web.web.ask(path, Accept_Encoding="gzip").tag
        assert asked[1][1:] == (tag, 304)

        web.desk.moves("un-deadline", "2017-05-05", on="2017-03-02")
        web.on("2017-03-02")
        until(lambda: mine.shows().get(DATE) == date(2017, 5, 5), POLL)  # it empties its list before it fills it anew
        assert (tag, 200) in [request[1:] for request in asked]
        assert len(mine.shows()) == 7

        web.desk.unsubscribes(path[3:-4], on=web.web.now)
        until(lambda: asked[-1][2] == 410, POLL)
        assert len(mine.shows()) == 7
