"""What a resolution asks for, as a calendar: the dates of every cycle whose mandate cites one of its clauses."""

import pytest

from tests import EXAMPLES
from tests.calendars.parsers import faults, titles

TEXT = EXAMPLES / "resolutions" / "resolution-1332.yaml"
FEED = "/feeds/en/resolution/council-1332.ics"


@pytest.fixture
def texts(web, tmp_path):
    """The web with Resolution 1332 on record; the bodies that it names come first."""
    bodies = tmp_path / "bodies.yaml"
    words = (EXAMPLES / "2017" / "1-bodies.yaml").read_text(encoding="utf-8").partition("meetings:")[0]
    bodies.write_text(words, encoding="utf-8")
    web.desk.loads(bodies, TEXT, on="2017-02-20")
    return web


def test_it_holds_the_dates_of_the_cycles_that_cite_it_and_no_meeting(texts):
    texts.desk.opens("council-documents/2017", on="2017-02-20", council="council-17")  # cites the Rules of Procedure
    for cycle, step in (("annual-report/2016", "to-council"), ("council-documents/2017", "agenda")):
        texts.desk.agrees(step, "2017-05-02", on="2017-02-20", cycle=cycle)
    texts.on("2017-02-20 12:10")
    everything = titles(texts.web.ask("/feeds/en/everything.ics").body)["icalendar"]
    response = texts.web.ask(FEED)
    assert faults(response.body) == []
    names = titles(response.body)["icalendar"]
    assert "Submit the text to the UN" in names
    assert "council-17" in set(everything) - set(names)
    assert b"annual-report/2016" in response.body.replace(b"\r\n ", b"")
    assert b"council-documents" not in response.body.replace(b"\r\n ", b"")
    assert b"Council Resolution 1332: ITU" in response.body.replace(b"\r\n ", b"")


def test_a_date_that_moves_moves_there(texts):
    before = texts.web.ask(FEED)
    texts.on("2017-03-02")
    texts.desk.moves("un-deadline", "2017-05-05", on="2017-03-02")
    after = texts.web.ask(FEED, If_None_Match=before.tag)
    assert (after.status, b"20170505" in after.body) == (200, True)


def test_the_page_offers_it_and_an_unknown_one_is_not_there(texts):
    text = texts.web.ask("/subscribe?language=en").body.decode()
    assert '<option value="resolution/council-1332">Council Resolution 1332</option>' in text
    assert texts.web.ask("/subscribe?what=resolution/council-1332").status == 200
    for unknown in ("resolution/council-9", "resolution/COUNCIL-1332"):
        assert texts.web.ask(f"/feeds/en/{unknown}.ics").status == 404
