"""One text under two symbols: recorded apart, asked about when it is handed over, and made one with its submissions."""

from functools import partial

import pytest

from kernel.runner import do
from models.engine import reading
from record.meetings import meetings
from record.papers import documents, submissions
from record.refusals import LoadRefused, NoSuchDocument
from tests.beginnings import once
from tests.record.mandates.register import FIVE, judged
from tests.secretariat import HLPF, OFFICER, moment

UN, OURS = "WG-WSIS-30/20", "WG-WSIS-31/5"
STEPS = ("preliminary-draft", "revised-draft", "comments", "final-draft", "final-comments")


def does(desk, act, on, **words):
    with desk.acting() as session:
        return do(session, act, **words, now=moment(on), by=OFFICER)


def meets(desk, step, document, on):
    where = {} if step in ("submission", "report-to-cwg") else {"url": "https://itu.example/draft"}
    return does(desk, "deadline/met", on, cycle=HLPF, step=step, document=document, **where)


@pytest.fixture
def apart(year):
    """The contribution went to the UN under one symbol; all that was before it is done."""
    once(year.engine, year.home, "apart", partial(_part, year))
    return year


def _part(year):
    for step in STEPS:
        meets(year, step, "C17/99", "2017-04-10")
    meets(year, "submission", UN, "2017-04-28")


def test_it_is_asked_about_where_it_would_fulfil_a_clause_with_another(apart):
    done = meets(apart, "report-to-cwg", OURS, "2017-09-12")
    assert done.notes == (f"hlpf has {UN} since 2017-04-28: is {OURS} the same text?",)
    assert [(call.name, dict(call.arguments)) for call in done.next] == [
        ("document/also", {"document": UN, "other": OURS})
    ]


def test_nothing_is_asked_about_drafts_nor_of_the_same_document(year):
    assert meets(year, "preliminary-draft", "C17/99", "2017-04-10").next == ()
    for step in STEPS[1:]:
        meets(year, step, "C17/99", "2017-04-10")
    assert meets(year, "submission", UN, "2017-04-28").next == ()  # what the group had before it was its draft
    assert meets(year, "report-to-cwg", UN, "2017-09-12").next == ()


@pytest.mark.proof_on_postgresql("two CPU seconds; acts of each shape store their rows there")
@pytest.mark.both_databases("joins documents")
def test_the_two_become_one_with_their_submissions(apart):
    meets(apart, "report-to-cwg", OURS, "2017-09-12")
    assert judged(apart, FIVE, on="2017-09-20").cell.judgement == "under way"
    done = does(apart, "document/also", "2017-09-21", document=UN, other=OURS)
    assert done.notes == (f"hlpf has {UN} since 2017-04-28", f"cwg-wsis-sdg has {OURS} since 2017-09-12")
    assert judged(apart, FIVE, on="2017-09-22").cell.judgement == "fulfilled"
    assert judged(apart, FIVE, on="2017-09-20").cell.judgement == "under way"  # as known then
    with reading(apart.engine) as session:
        assert documents.view(session, OURS, now=moment("2017-09-22")).names == (UN, OURS)
        assert documents.view(session, OURS, now=moment("2017-09-20")).names == (OURS,)
        handed = submissions.standing(session, now=moment("2017-09-22"))
        assert [each.document for each in handed if each.symbol in (UN, OURS)] == [UN, UN]
    assert does(apart, "document/also", "2017-09-23", document=UN, other=OURS).is_nothing
    assert does(apart, "document/also", "2017-09-23", document=OURS, other=UN).is_nothing


def test_a_document_that_serves_a_clause_does_so_wherever_else_it_was_given(apart):
    does(apart, "document/submit", "2017-09-11", document="C17/8", body="cwg-wsis-sdg")  # another document
    assert judged(apart, FIVE, on="2017-09-11").cell.lacking == ("cwg-wsis-sdg",)
    does(apart, "document/submit", "2017-09-12", document=UN, body="cwg-wsis-sdg")  # outside any cycle, for no clause
    assert judged(apart, FIVE, on="2017-09-12").cell.judgement == "fulfilled"
    does(apart, "document/submit", "2018-03-01", document=UN, body="hlpf")  # given once more: it counts once
    assert {copy.on.year for copy in judged(apart, FIVE, on="2018-03-02").cell.by} == {2017}


def test_three_become_one_whatever_the_order(apart):
    does(apart, "document/submit", "2017-05-01", document="C17/8", body="council")
    meets(apart, "report-to-cwg", OURS, "2017-09-12")
    does(apart, "document/also", "2017-09-21", document=OURS, other="C17/8")
    does(apart, "document/also", "2017-09-22", document=UN, other="C17/8")  # by the symbol of the one merged first
    with reading(apart.engine) as session:
        view = documents.view(session, "C17/8", now=moment("2017-09-23"))
        assert (view.name, set(view.names)) == (UN, {UN, OURS, "C17/8"})
        assert {each.document for each in submissions.standing(session, now=moment("2017-09-23"))} == {"C17/99", UN}


def test_languages_and_meetings_know_it_by_either_symbol(apart):
    meets(apart, "report-to-cwg", OURS, "2017-09-12")
    does(apart, "document/language", "2017-09-12", document=OURS, language="fr", state="posted")
    does(apart, "meeting/paper", "2017-09-12", meeting="council-17", document=OURS, purpose="information")
    does(apart, "document/also", "2017-09-21", document=UN, other=OURS)
    does(apart, "document/language", "2017-09-22", document=UN, language="ar", state="posted")
    with reading(apart.engine) as session:
        languages = documents.view(session, UN, now=moment("2017-09-23")).languages
        assert {each.language for each in languages} == {"fr", "ar"}
    withdrawn = {"meeting": "council-17", "document": OURS, "withdraw": True}
    assert does(apart, "meeting/paper", "2017-09-22", **withdrawn).outcome == "withdrawn"
    with reading(apart.engine) as session:
        assert meetings.meeting(session, "council-17", now=moment("2017-09-23")).papers == ()


def test_what_a_file_says_of_either_stays_as_it_was(apart, tmp_path):
    (file := tmp_path / "documents.yaml").write_text(
        f"documents: [{{symbol: {OURS}, title: Report}}, {{symbol: {UN}, title: Contribution}}]", encoding="utf-8"
    )
    apart.loads(file, on="2017-09-20")
    done = does(apart, "document/also", "2017-09-21", document=UN, other=OURS)
    assert done.notes[-1] == "their titles differ: Contribution; Report"
    assert str(apart.loads(file, on="2017-09-22")).endswith("unchanged")


def test_a_file_that_names_the_other_says_which_act_makes_one_of_them(apart, tmp_path):
    meets(apart, "report-to-cwg", OURS, "2017-09-12")
    (file := tmp_path / "documents.yaml").write_text(
        f"documents: [{{symbol: {UN}, title: Contribution, also: {OURS}}}]", encoding="utf-8"
    )
    with pytest.raises(LoadRefused, match=f"'{OURS}' is already a symbol of the document {OURS}; say that the two"):
        apart.loads(file, on="2017-09-20")
    does(apart, "document/also", "2017-09-21", document=UN, other=OURS)
    apart.loads(file, on="2017-09-22")
    with pytest.raises(NoSuchDocument):
        does(apart, "document/also", "2017-09-23", document="C17/77", other=UN)


def test_closing_names_what_the_mandate_lacks(apart):
    meets(apart, "report-to-cwg", OURS, "2017-09-12")
    closed = does(apart, "cycle/close", "2017-09-20", cycle=HLPF)
    sentence = f"hlpf has {UN} since 2017-04-28; cwg-wsis-sdg lacks it"
    assert closed.notes == (f"not fulfilled: {FIVE}, contribute to the HLPF under ECOSOC: {sentence}",)
    does(apart, "document/also", "2017-09-21", document=UN, other=OURS)  # a closed cycle's papers can be corrected
    does(apart, "cycle/reopen", "2017-09-22", cycle=HLPF, because="look again")
    assert does(apart, "cycle/close", "2017-09-23", cycle=HLPF).notes == ()
