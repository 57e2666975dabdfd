"""Rows of a store that version 0.2 wrote: derivations and flags that are plain English, beside those that are data."""

import json

import pytest
from sqlalchemy import text

from planning.sentences import sentences
from tests.secretariat import HLPF

READINGS = (
    ("status", HLPF),
    ("explain", HLPF, "final-draft"),
    ("explain", HLPF, "preliminary-draft"),
    ("explain", HLPF, "report-to-cwg"),
    ("feed", HLPF, "--for", "membership"),
    ("feed", HLPF),
    ("report",),
)
AS_OF = ("--as-of", "2017-02-10")


@pytest.fixture
def story(desk, council, monkeypatch):
    """The cycle of 2017, with dates agreed, shifted and flagged; commands look at its store."""
    monkeypatch.setenv("COUNCIL_DATABASE_URL", desk.engine.url.render_as_string(hide_password=False))
    desk.opens()
    desk.agrees("comments", "2017-03-12", on="2017-02-09", later="shift")
    desk.agrees("report-to-cwg", "end of October 2017", on="2017-02-09")
    return desk


def ages(desk, *steps: str) -> None:
    """Put the promises of these steps into the words in which version 0.2 kept them."""
    view = desk.view("2017-02-10")
    with desk.acting() as session:
        for deadline in (view[step] for step in steps):
            session.execute(
                text("UPDATE promise SET flags = :flags, derivation = :derivation WHERE deadline_id = :id"),
                {
                    "id": deadline.id,
                    "flags": json.dumps(sentences(deadline.flags)),
                    "derivation": json.dumps(sentences(deadline.derivation)),
                },
            )


@pytest.mark.both_databases("JSON, which each database keeps in its own way")
def test_old_rows_read_as_they_did_beside_new_ones(story, council):
    before = {words: council(*words, *AS_OF) for words in READINGS}
    ages(story, "final-draft", "preliminary-draft", "report-to-cwg")
    assert {words: council(*words, *AS_OF) for words in READINGS} == before
    assert "falls on a Sunday" in before["status", HLPF].out
    assert {lines.code for lines in before.values()} == {0}


def test_in_json_their_english_is_labelled(story, council):
    ages(story, "final-draft")
    facts = council("explain", HLPF, "final-draft", "--json", *AS_OF).facts
    assert facts["flags"] == [{"code": "words", "sentence": "falls on a Sunday"}]
    assert {link["code"] for link in facts["links"]} == {"words"}
    assert [link["sentence"] for link in facts["links"]] == facts["derivation"]
    steps = {deadline["step"]: deadline for deadline in council("status", HLPF, "--json", *AS_OF).facts["deadlines"]}
    assert steps["final-draft"]["flags"] == [{"code": "words", "sentence": "falls on a Sunday"}]
    assert steps["comments"]["flags"] == [{"code": "weekend", "day": "2017-03-12", "sentence": "falls on a Sunday"}]


def test_an_old_agreement_stays_in_its_words_when_acts_build_upon_it(story):
    ages(story, "comments", "final-draft")
    story.moves("un-deadline", "2017-05-05", on="2017-02-11")
    story.issues("comments", on="2017-02-11")
    story.agrees("comments", "2017-03-13", on="2017-02-12", later="shift")
    view = story.view("2017-02-12")
    assert [link.code for link in view["comments"].derivation] == ["agreed", "replaced"]
    assert [link.code for link in view["final-draft"].derivation][:2] == ["shifted", "computed"]
    announced = story.view("2017-02-11")["comments"]
    assert announced.derivation[0].facts == {
        "code": "words", "sentence": "2017-03-12 was agreed by the 30th meeting (C17/8)",
    }  # fmt: skip
