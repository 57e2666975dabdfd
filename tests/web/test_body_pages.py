"""The page of a body and a year: what members may read of it, and nothing that is not issued."""

import re
from html import unescape

from kernel.runner import do
from tests.secretariat import OFFICER, moment

HLPF = "hlpf-contribution/2017"
PAGE = "/bodies/cwg-wsis-sdg/2017"


def text_of(web, path: str = PAGE) -> str:
    answer = web.web.ask(path)
    assert answer.status == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.body.decode())).split())


def test_the_year_of_a_body_has_its_meetings_its_cycles_and_their_documents(web) -> None:
    web.desk.meets("revised-draft", on="2017-02-20")
    web.on("2017-02-21")
    said = text_of(web)
    assert "7 to 8 February 2017" in said
    assert "Council contribution to the High-Level Political Forum 2017" in said
    assert "Comment on the revised draft" in said
    assert "Shown by" in said
    page = web.web.ask(PAGE).body.decode()
    assert 'href="/cycles/hlpf-contribution/2017?language=en"' in page
    assert 'href="/subscribe?what=body%2Fcwg-wsis-sdg&amp;language=en"' in page
    assert 'href="/bodies/cwg-wsis-sdg?language=en"' in web.web.ask("/subscribe").body.decode()
    assert text_of(web, "/bodies/cwg-wsis-sdg") == said
    assert "Shown by" not in text_of(web, "/bodies/council/2017")


def test_what_was_set_is_read_once_it_is_issued_and_then_as_lately_issued(web) -> None:
    web.desk.sets("comments", "2017-03-13", on="2017-02-20", sure=True)
    web.on("2017-02-21 09:00")
    assert "13 March" not in text_of(web)
    with web.desk.acting() as session:
        do(session, "cycle/issue", cycle=HLPF, steps=("comments",), now=moment("2017-02-21 09:00"), by=OFFICER)
    web.on("2017-02-21 09:05")
    assert "13 March" not in text_of(web)
    web.on("2017-02-21 09:11")
    said = text_of(web)
    assert "13 March 2017" in said.partition("Issued in the last thirty days")[2].partition("Published")[0]
    assert re.search(r"Published Tuesday 21 February 2017\D{1,5}09:10", said), said
    web.on("2017-03-24 09:11")
    assert "Issued in the last thirty days" not in text_of(web)


def test_another_year_another_body_and_none(web) -> None:
    assert "Nothing is set for that year yet." in text_of(web, "/bodies/cwg-wsis-sdg/2031")
    for path in ("/bodies/no-such/2017", "/bodies/council/17", "/bodies/council/9999", "/bodies/council/%D9%A2017"):
        assert web.web.ask(path).status == 404, path
