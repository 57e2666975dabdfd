"""Sentences as people write them: read as the rule that they mean, or refused with what may have been meant."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.errors import CouncilError
from planning.grammar import parse
from planning.rule_context import Known
from planning.spellings import respelled
from planning.window import day

TABLE = [
    line.split("\t")
    for line in (Path(__file__).parent / "sentences.txt").read_text().splitlines()
    if not line.startswith("#")
]
KNOWN = Known({"council.opens": day(date(2027, 4, 27)), "council.closes": day(date(2027, 5, 7))}, 2027)


@pytest.mark.parametrize(("sentence", "expected"), TABLE)
def test_a_sentence_is_read_as_it_is_meant_or_refused(sentence: str, expected: str) -> None:
    verdict, _, why = expected.partition(": ")
    if verdict != "refused":
        assert str(parse(sentence)) == expected
        return
    with pytest.raises(CouncilError) as refusal:
        parse(sentence)
    assert refusal.value.sentence.endswith(why)


def test_what_may_have_been_meant_can_be_read() -> None:
    meant = [rule for _, why in TABLE for rule in re.findall(r"(?:mean|or) '([^']+)'", why)]
    meant = [rule for rule in meant if not rule.startswith(("Etc/", "at "))]
    assert [str(parse(rule)) for rule in meant] == meant
    assert len(meant) > 15


def as_handed_over() -> Counter[str]:
    """Return how many of the 128 sentences of the cases are read, refused, refused though they can be read, misread."""
    text = (Path(__file__).parent / "typed_sentences.txt").read_text(encoding="utf-8")
    lines = [line.split("\t")[:2] for line in text.splitlines() if not line.startswith("#")]
    return Counter(verdict(sentence, expected) for sentence, expected in lines)


def verdict(sentence: str, expected: str) -> str:
    try:
        rule = parse(sentence)
        if rule.is_literal:
            rule.window(KNOWN)
    except CouncilError:
        return "refused" if expected.startswith("refused") else "not yet"
    return "read" if str(rule) == expected else "misread"


def test_of_the_sentences_of_the_cases_none_is_misread_and_most_give_what_they_say() -> None:
    assert as_handed_over() == {"read": 91, "refused": 33, "not yet": 4}


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("week of 8 March", "2027-03-08", "2027-03-14"),  # a Monday
        ("week of 14 March", "2027-03-08", "2027-03-14"),
        ("week of 1 January", "2026-12-28", "2027-01-03"),
        ("week of 8 March next year", "2028-03-06", "2028-03-12"),
    ],
)
def test_the_week_of_a_day_without_its_year_is_one_of_the_edition(sentence: str, first: str, last: str) -> None:
    window = parse(sentence).window(KNOWN)
    assert (str(window.first), str(window.last)) == (first, last)
    assert not parse(sentence).is_literal


WORDS = st.sampled_from(sorted({word for sentence, _ in TABLE for word in sentence.split()}))


@given(st.lists(WORDS, min_size=1, max_size=7).map(" ".join))
def test_a_sentence_of_the_grammar_is_not_respelled(words: str) -> None:
    try:
        rule = parse(words)
    except CouncilError:
        return
    assert respelled(str(rule)) == str(rule)
    assert parse(str(rule)) == rule


@pytest.mark.parametrize("name", ["may", "march", "first", "day", "noon", "dec", "week", "no", "late"])
@pytest.mark.parametrize("sentence", ["on {}", "2 weeks before {}", "week of {}", "from 2 days before {0} to {0}"])
def test_a_step_may_be_called_by_a_word_of_the_grammar(sentence: str, name: str) -> None:
    assert str(parse(sentence.format(name))) == sentence.format(name)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("12 clear days before council.opens", "2027-04-14"),  # 15 to 26 April lie between
        ("12 days before council.opens", "2027-04-15"),
        ("1 clear day before council.opens", "2027-04-25"),
        ("1 clear day after council.closes", "2027-05-09"),
        ("1 year before council.opens", "2026-04-27"),
        ("1 year after council.closes", "2028-05-07"),
        ("Monday of the week before council.opens", "2027-04-19"),
        ("Sunday of the week before council.opens", "2027-04-25"),
        ("Monday of the week after council.closes", "2027-05-10"),
    ],
)
def test_what_further_sentences_mean(sentence: str, due: str) -> None:
    assert parse(sentence).window(KNOWN) == day(date.fromisoformat(due))
    assert not parse(sentence).is_literal


def test_a_year_is_one_of_the_calendar_clamped() -> None:
    leap = Known({"x": day(date(2028, 2, 29))})
    assert parse("1 year before x").window(leap) == day(date(2027, 2, 28))
    assert parse("1 year after x").window(leap) == day(date(2029, 2, 28))


@pytest.mark.parametrize(
    ("sentence", "literal"),
    [
        ("Friday on or before 15 March 2027", True),
        ("Friday on or before 15 March", False),  # of the edition's year
        ("Friday on or before comments", False),
        ("week of 2027-03-08", True),
        ("week of comments", False),
        ("end of 2027", True),
    ],
)
def test_a_day_stated_by_itself_is_one_however_it_is_stated(sentence: str, literal: bool) -> None:
    assert parse(sentence).is_literal is literal


@pytest.mark.parametrize(
    "sentence",
    [
        "week beginning 9 March 2027", "at least 14 days after council.closes", "by council.opens",
        "before 15 March 2027", "Friday before 15 March 2027", "week of 31 April 2027", "by COB Friday",
        "within 14 days before council.opens", "12 clear working days before council.opens",
    ],
)  # fmt: skip
def test_what_has_two_readings_is_refused(sentence: str) -> None:
    for words in (sentence, sentence.upper().replace("COUNCIL.", "council.").replace("OPENS", "opens")):
        with pytest.raises((CouncilError, ValueError)):
            parse(words)
