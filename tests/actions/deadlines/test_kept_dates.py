"""A date that is kept although it would be reckoned otherwise: what rests on it, and what its history says."""

import pytest

from models.engine import reading
from planning.flags import Kept
from planning.sentences import sentence
from readings.deadline_history import explain
from record.refusals import NotRecounted
from tests.actions.deadlines.recounted_papers import CORRECTED, PAPERS, TIMELINE, does, flagged, loads, opens_all
from tests.secretariat import Desk, moment


@pytest.fixture
def papers(desk: Desk) -> Desk:
    return opens_all(desk, TIMELINE)


def test_what_rests_on_a_date_that_is_kept_is_flagged_for_the_day_that_it_has_beside_it(papers):
    loads(papers, CORRECTED, "2017-03-01")
    before = flagged(papers)
    assert before[f"{PAPERS}/circulate"] == ("2018-01-03", "2017-12-29")
    done = does(papers, "deadline/recounted", answer="keep", dates=[f"{PAPERS}/papers"], because="it was announced")
    assert "circulate is on 2018-01-03, and would be on 2018-01-04" in str(done.notes)
    assert flagged(papers)[f"{PAPERS}/circulate"] == ("2018-01-03", "2018-01-04")
    loads(papers, CORRECTED, "2017-03-02")
    assert flagged(papers)[f"{PAPERS}/circulate"] == ("2018-01-03", "2018-01-04")
    does(papers, "deadline/recounted", **done.undo.arguments, because="a slip")
    assert flagged(papers) == before


def test_what_is_accepted_beside_a_kept_date_is_as_it_was_flagged_and_asked_about_anew_with_it(papers):
    loads(papers, CORRECTED, "2017-03-01")
    kept = does(papers, "deadline/recounted", answer="keep", dates=[f"{PAPERS}/papers"], because="it was announced")
    does(papers, "deadline/recounted", answer="accept", dates=[f"{PAPERS}/circulate"], because="the list is right")
    circulate = papers.view("2017-03-03", PAPERS)["circulate"]
    assert str(circulate.due) == "2018-01-04"
    assert "2018-01-04 is 1 working day in Geneva after papers (2018-01-02)" in map(sentence, circulate.derivation)
    assert not [name for name in flagged(papers) if PAPERS in name]
    does(papers, "deadline/recounted", **kept.undo.arguments, because="it was not announced after all")
    assert flagged(papers)[f"{PAPERS}/circulate"] == ("2018-01-04", "2017-12-29")


def test_a_kept_date_that_is_accepted_later_takes_along_what_rests_on_it(papers):
    loads(papers, CORRECTED, "2017-03-01")
    does(papers, "deadline/recounted", answer="keep", dates=[f"{PAPERS}/papers"], because="it was announced")
    does(papers, "deadline/recounted", answer="accept", dates=[PAPERS], because="x")
    view = papers.view("2017-03-03", PAPERS)
    assert (str(view["papers"].due), str(view["circulate"].due)) == ("2017-12-28", "2017-12-29")
    assert not [name for name in flagged(papers) if PAPERS in name]


def test_what_is_as_it_stands_beside_a_kept_date_waits_no_more_until_that_is_asked_about_again(papers):
    loads(papers, CORRECTED.replace("02, 2018-01-03", "04"), "2017-03-01")
    assert flagged(papers)[f"{PAPERS}/circulate"] == ("2018-01-03", "2018-01-02")
    does(papers, "deadline/recounted", answer="keep", dates=[f"{PAPERS}/papers"], because="it was announced")
    assert f"{PAPERS}/circulate" not in flagged(papers)
    does(papers, "deadline/recounted", answer="ask", dates=[f"{PAPERS}/papers"], because="it was not")
    assert flagged(papers)[f"{PAPERS}/circulate"] == ("2018-01-03", "2018-01-02")


def test_the_history_of_a_date_says_who_kept_it_and_why(papers):
    loads(papers, CORRECTED, "2017-03-01")
    done = does(papers, "deadline/recounted", answer="keep", dates=[f"{PAPERS} papers"], because="it was announced")
    assert history(papers) == ["answer kept, instead of 2017-12-28, reason it was announced"]
    does(papers, "deadline/recounted", "2017-03-03", **done.undo.arguments, because="a slip")
    assert history(papers) == []


def history(desk: Desk) -> list[str]:
    """Return what the history of the papers' date says of answers, after who gave it."""
    with reading(desk.engine) as session:
        lines = explain(session, PAPERS, "papers", now=moment("2017-03-05")).parts
    return [line.rpartition(": ")[2] for line in map(str, lines) if "deadline/recounted" in line]


def test_nothing_is_said_of_a_kept_date_whose_list_was_right_after_all_until_that_is_corrected_again(papers):
    loads(papers, CORRECTED, "2017-03-01")
    does(papers, "deadline/recounted", answer="keep", because="it was announced")
    loaded = loads(papers, CORRECTED.replace(", 2018-01-02, 2018-01-03", ""), "2017-03-03")
    assert f"{PAPERS} papers is on 2018-01-02, and is reckoned so again: it is flagged no more" in loaded.notes
    assert [kept(papers, on) for on in ("2017-03-02 15:00", "2017-03-04")] == [["2017-12-28", "2017-12-29"], []]
    assert history(papers) == ["answer kept, instead of 2017-12-28, reason it was announced"]
    loads(papers, CORRECTED, "2017-03-04")
    assert flagged(papers)[f"{PAPERS}/papers"] == ("2018-01-02", "2017-12-28")


def test_a_kept_date_has_the_day_that_was_refused_or_is_accepted_with_what_it_rests_on(papers):
    loads(papers, CORRECTED, "2017-03-01")
    does(papers, "deadline/recounted", answer="keep", because="it was announced")
    with pytest.raises(
        NotRecounted, match="circulate would be on 2018-01-04 while papers stays as it is; accept these"
    ):
        does(papers, "deadline/recounted", answer="accept", dates=[f"{PAPERS}/circulate"], because="x")
    does(papers, "deadline/recounted", answer="accept", dates=[f"{PAPERS}/circulate", f"{PAPERS}/papers"], because="x")
    view = papers.view("2017-03-03", PAPERS)
    assert (str(view["papers"].due), str(view["circulate"].due)) == ("2017-12-28", "2017-12-29")


def kept(desk: Desk, on: str) -> list[str]:
    """Return the days of which is said on that day that they were refused."""
    return [str(flag.day) for each in desk.view(on, PAPERS).deadlines for flag in each.flags if isinstance(flag, Kept)]
