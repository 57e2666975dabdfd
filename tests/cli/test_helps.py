"""Helps of acts and readings say an officer's words, as the glossary has them, and no word of the code."""

import re

import pytest

from kernel import registry
from kernel.declaration import Declared

DECLARED = [*registry.readings(), *registry.acts()]
OF_THE_CODE = re.compile(
    r"\b(anchors?|chains?|chased|derivations?|floats?|messages?|met|waived?|rungs?|promises?|superseded?|hangs?|hung|"
    r"outbox|held messages?|windows?)\b"
)
ARE_TYPED = re.compile(r"`[^`]*`|\bWORD\b|such as anchor\b|Message-ID|\bwindow of time\b")


def texts(declared: Declared) -> list[str]:
    return [declared.help, *(each.kind.meaning for each in declared.parameters)]


@pytest.mark.parametrize("declared", DECLARED, ids=lambda each: each.name)
def test_a_help_says_no_word_of_the_code(declared):
    code_words = {text: OF_THE_CODE.findall(ARE_TYPED.sub("", text)) for text in texts(declared)}
    assert {text: words for text, words in code_words.items() if words} == {}


@pytest.mark.parametrize("declared", DECLARED, ids=lambda each: each.name)
def test_a_help_is_a_sentence(declared):
    assert [text for text in texts(declared) if not re.fullmatch(r"[A-Z`].*[.…]", text, re.DOTALL)] == []
