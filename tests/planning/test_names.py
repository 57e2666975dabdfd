"""Names as they are compared, and counts as they are said."""

import pytest

from planning.names import as_it_looks, folded, is_one_slip, may_be, one_left_out
from planning.rule_words import count_of


@pytest.mark.parametrize(
    "name", ["CWG-WSIS&SDG", "CWG WSIS & SDG", "cwg-wsis-and-sdg", "  cwg_WSIS, SDG ", "ＣＷＧ wsis sdg"]
)
def test_a_name_is_one_whatever_its_case_spaces_hyphens_and_ampersands(name):
    assert folded(name) == "cwgwsissdg"


@pytest.mark.parametrize("mark", ["'", "’", "‘", "`", "´", "ʼ", "ʻ", "′", "＇", "-", "‑", " ", ""])
def test_a_name_is_one_whatever_its_apostrophe(mark):
    assert folded(f"Côte d{mark}Ivoire") == "côtedivoire"


def test_arabic_is_one_however_it_is_stretched_and_pointed():
    assert folded("جمهوريّة مصـــر") == folded("جمهورية مصر")
    assert folded("مصر") != folded("قطر")


def test_letters_of_two_scripts_that_look_alike_are_two_names_that_look_alike():
    assert folded("Вrazil") != folded("Brazil")
    assert as_it_looks("Вrazil") == as_it_looks("BRAZÍL") == "brazil"
    assert as_it_looks("Bhutan") != as_it_looks("Butan")


@pytest.mark.parametrize(
    ("word", "other", "is_slip"),
    [("brazil", "brasil", True), ("brazil", "barzil", True), ("brazil", "brazl", True), ("brazl", "brazil", True),
     ("brazil", "brazill", True), ("brazill", "brazil", True), ("brazil", "brazli", True), ("brazil", "crazil", True),
     ("brazil", "rbazil", True), ("brazil", "brazil", False), ("brazil", "brail", True), ("brazil", "brisal", False),
     ("brazil", "brzali", False), ("brazil", "braz", False), ("sg13", "sg15", False), ("sg1", "sg13", False),
     ("sg13", "sg1", False), ("sg13", "sg31", False), ("sg13", "sga13", True),
     ("ab", "ba", True), ("a", "", True), ("", "a", True), ("iran", "iraq", True), ("ireland", "island", False)],
)  # fmt: skip
def test_one_letter_left_out_added_exchanged_or_swapped_is_one_slip(word, other, is_slip):
    assert is_one_slip(word, other) is is_one_slip(other, word) is is_slip
    assert not is_slip or one_left_out(word) & one_left_out(other)


def test_a_word_without_each_of_its_letters():
    assert one_left_out("abc") == {"abc", "bc", "ac", "ab"}


def test_and_within_a_word_is_a_part_of_it():
    assert folded("Andorra and Iceland") == "andorraiceland"


@pytest.mark.parametrize(("number", "words"), [(0, "0 weeks"), (1, "1 week"), (2, "2 weeks")])
def test_one_of_a_thing_is_said_without_an_s(number, words):
    assert count_of(number, "week") == words


def test_a_plural_of_its_own_is_said_of_none_and_of_several():
    assert [count_of(number, "body", "bodies") for number in range(3)] == ["0 bodies", "1 body", "2 bodies"]


@pytest.mark.parametrize(
    ("name", "other", "is_doubtful"),
    [
        ("Region 1", "Region 2", False),
        ("Study Group A", "study group B", False),
        ("Study Group 13", "Study Group 15", False),
        ("Study Group 13", "Study Group", False),
        ("Study Group 113", "Study Group 15", True),
        ("Study Group 13", "Study Group 115", True),
        ("Republic of Ghana", "Republik of Ghana", True),
        ("Republic of Ghana", "Republic of Ghanaa", True),
        ("Ghana Republic of", "Ghana", True),
        ("Ghana", "GHANA", False),
    ],
)
def test_two_names_that_differ_by_a_letter_or_a_number_alone_are_two(name, other, is_doubtful):
    assert may_be(name, other) is may_be(other, name) is is_doubtful
