"""Names as they are compared, and counts as they are said."""

import pytest

from planning.names import folded
from planning.rule_words import count_of


@pytest.mark.parametrize(
    "name", ["CWG-WSIS&SDG", "CWG WSIS & SDG", "cwg-wsis-and-sdg", "  cwg_WSIS, SDG ", "ＣＷＧ wsis sdg"]
)
def test_a_name_is_one_whatever_its_case_spaces_hyphens_and_ampersands(name):
    assert folded(name) == "cwgwsissdg"


def test_and_within_a_word_is_a_part_of_it():
    assert folded("Andorra and Iceland") == "andorraiceland"


@pytest.mark.parametrize(("number", "words"), [(0, "0 weeks"), (1, "1 week"), (2, "2 weeks")])
def test_one_of_a_thing_is_said_without_an_s(number, words):
    assert count_of(number, "week") == words


def test_a_plural_of_its_own_is_said_of_none_and_of_several():
    assert [count_of(number, "body", "bodies") for number in range(3)] == ["0 bodies", "1 body", "2 bodies"]
