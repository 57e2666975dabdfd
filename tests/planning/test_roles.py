"""Who may act without any data, and of which role a word is a slip."""

import pytest

from planning.roles import BODIES, ROLES, is_known, misspelt, word_of


@pytest.mark.parametrize("word", [*ROLES, *sorted(BODIES)])
def test_every_role_and_body_is_known_and_no_slip(word):
    assert is_known(word)
    assert misspelt(word) is None


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("members", "membership"),
        ("secretariate", "secretariat"),
        ("chairs", "chair"),
        ("organisers", "organizers"),
        ("observatory", None),
        ("states", None),
        ("", None),
    ],
)
def test_a_slip_is_told_by_the_role_that_is_nearest(word, role):
    assert not is_known(word)
    assert misspelt(word) == role


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Member States", "member-states"),
        ("the  Secretary General", "secretary-general"),
        ("secretary_general", "secretary-general"),
        ("ITU-R", "itu-r"),
        ("theatre", "theatre"),
        ("", ""),
    ],
)
def test_a_role_is_read_as_people_write_it(text, word):
    assert word_of(text) == word
