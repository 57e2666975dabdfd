"""Links and flags are data: what is stored is read back as the same, and every code has its words."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning import flags, links
from planning.chain import Step
from planning.codes import Code
from planning.grammar import parse
from planning.plan import plan
from planning.rules import Rule
from planning.sentences import ENGLISH, LANGUAGES, Language, sentence, sentences
from planning.window import Precision, Window, day, month
from tests.planning.test_plan import small
from tests.planning.test_rules import clocks, days, rolls

LINKS = st.one_of([st.builds(kind) for kind in links.LINKS.values()])
FLAGS = st.one_of([st.builds(kind) for kind in flags.FLAGS.values()])
SUNDAY = date(2017, 2, 26)
SESSION = Window(date(2017, 5, 15), date(2017, 5, 25))


@given(st.lists(LINKS), st.lists(FLAGS))
def test_what_is_stored_is_read_back_as_the_same(derivation, flagged):
    stored = json.loads(json.dumps([[coded.to_json() for coded in several] for several in (derivation, flagged)]))
    assert links.derivation(stored[0]) == tuple(derivation)
    assert flags.flags(stored[1]) == tuple(flagged)


@given(st.one_of(LINKS, FLAGS))
def test_what_is_shown_is_what_is_stored_and_its_sentence(said):
    assert said.facts == said.to_json() | {"sentence": sentence(said)}


def test_every_code_has_one_kind_and_one_template_in_english():
    kinds = {*links.LINKS, *flags.FLAGS}
    assert not {*Code} - kinds, f"neither LINKS nor FLAGS lists the class of {', '.join(sorted({*Code} - kinds))}"
    wordless = {*Code} - ENGLISH.templates.keys()
    assert not wordless, f"ENGLISH in planning/sentences.py has no template for {', '.join(sorted(wordless))}"
    assert kinds == ENGLISH.templates.keys() == {*Code}
    assert set(links.LINKS) & set(flags.FLAGS) == {Code.WORDS}


@given(st.builds(Rule, days, rolls, clocks))
def test_a_rule_is_kept_as_the_sentence_that_reads_back_as_it(rule):
    (link,) = links.derivation([links.Differs(str(rule), month(2017, 10)).to_json()])
    assert parse(link.rule) == rule


def test_a_link_names_its_rule_what_it_hangs_from_its_source_and_its_calendars():
    rule = "20 working days in New York before council.opens, rolled back in Geneva"
    chain = small(Step("papers", "Papers", due=rule, source="Rule 20", note="what comes later is deferred"))
    deadline = plan(chain, {"council": SESSION})["papers"]
    assert [link.to_json() for link in deadline.derivation] == [
        {
            "code": "computed",
            "days": "2017-04-17",
            "rule": rule,
            "hangs_from": "council.opens",
            "near": "2017-05-15",
            "source": "Rule 20",
            "calendars": ["New York", "Geneva"],
        },
        {"code": "anchored", "days": "2017-05-15", "anchor": "council.opens", "title": "the session"},
        {"code": "note", "note": "what comes later is deferred"},
    ]
    assert [flag.to_json() for flag in deadline.flags] == [
        {"code": "no-holiday-list", "place": "New York", "year": 2017},
        {"code": "no-holiday-list", "place": "Geneva", "year": 2017},
    ]


def test_a_link_names_the_edition_from_whose_date_its_rule_was_taken():
    chain = small(Step("papers", "Papers", due="2 weeks before council.opens", as_in="council-session/2016"))
    first, _ = plan(chain, {"council": SESSION})["papers"].derivation
    assert first.sentence == ("2017-05-01 is 2 weeks before council.opens (2017-05-15); as in council-session/2016")


def test_a_date_of_several_days_keeps_both_and_its_precision():
    agreed = links.Agreed(month(2017, 10), "the Chair")
    assert agreed.to_json() == {
        "code": "agreed",
        "days": {"first": "2017-10-01", "last": "2017-10-31", "precision": "month"},
        "by": "the Chair",
    }
    assert agreed.sentence == "month to 2017-10-31 was agreed by the Chair"
    loose = links.Agreed(Window(SUNDAY, date(2017, 3, 1), Precision.DAY))  # two days, called one: kept as they are
    assert links.derivation([loose.to_json()]) == (loose,)


@pytest.mark.parametrize("braces", ["{rule}", "[ ({near})]", "}{", "{0}", "%s"])
def test_operands_are_said_as_they_are_whatever_stands_in_them(braces):
    link = links.Computed(day(SUNDAY), braces, source=braces)
    assert link.sentence == f"2017-02-26 is {braces}; {braces}"


def test_a_sentence_of_an_older_version_keeps_its_english_and_says_that_it_is_words():
    (flag,) = flags.flags(["falls on a Sunday"])
    assert (flag.code, flag.sentence) == (Code.WORDS, "falls on a Sunday")
    assert flag.facts == {"code": "words", "sentence": "falls on a Sunday"}
    (link,) = links.derivation(["2017-02-26 was agreed"])
    assert link.facts == {"code": "words", "sentence": "2017-02-26 was agreed"}


@pytest.mark.parametrize(
    "stored",
    [
        {"code": "weekend", "day": "2017-02-30"},
        {"code": "weekend", "day": 20170226},
        {"code": "weekend"},
        {"code": "computed", "days": "2017-02-26", "rule": "on x"},  # no flag
        {"code": "holiday", "day": "2017-02-26", "place": 7},
        {"code": "no-holiday-list", "place": "Geneva", "year": True},
        {"code": "of a later version"},
        {"code": ["weekend"]},
        {},
        [],
        None,
        7,
    ],
)
def test_what_somebody_changed_by_hand_is_shown_as_it_stands(stored):
    (flag,) = flags.flags([stored])
    assert (flag.code, flag.sentence) == (Code.WORDS, json.dumps(stored))


def test_what_somebody_changed_by_hand_keeps_its_letters():
    (flag,) = flags.flags([{"code": "holiday", "place": "Genève"}])
    assert flag.sentence == '{"code": "holiday", "place": "Genève"}'


def test_another_language_is_a_table_and_english_stands_in_for_what_it_lacks(monkeypatch):
    week = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    monkeypatch.setitem(LANGUAGES, "fr", Language({Code.WEEKEND: "tombe un {day:weekday}"}, week))
    assert sentence(flags.Weekend(SUNDAY), "fr") == "tombe un dimanche"
    assert sentence(flags.Holiday(SUNDAY, "Geneva"), "fr") == "falls on a holiday of Geneva"
    assert sentence(flags.Weekend(SUNDAY), "zh") == "falls on a Sunday"
    assert sentences((flags.Weekend(SUNDAY), flags.Weekend(SUNDAY)), "fr") == ("tombe un dimanche",) * 2
