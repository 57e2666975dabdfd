"""The officers' words: found under either name, each once, and written into docs/ as they are."""

from collections import Counter

import pytest

from notifications.glossary import ENTRIES, TARGET, NoSuchWord, entry, text
from planning.names import folded


@pytest.mark.parametrize(
    ("word", "officers"),
    [
        ("chain", "procedure"),
        ("procedure", "procedure"),
        ("Reference Date", "reference date"),
        ("due-soon", "due soon"),
        ("Europe/Zurich", "Geneva time"),
        ("taken up", "reflected"),
        ("owed", "required this year"),
    ],
)
def test_a_word_is_found_under_either_name(word, officers):
    assert entry(word).officers == officers


@pytest.mark.parametrize(("word", "near"), [("ancor", "anchor"), ("procedures", "procedure"), ("xyzzy", None)])
def test_an_unknown_word_is_refused_with_the_nearest(word, near):
    with pytest.raises(NoSuchWord) as refusal:
        entry(word)
    assert refusal.value.near == near
    assert refusal.value.remedies


def test_no_word_means_two_things():
    names = Counter(name for each in ENTRIES for name in {folded(name) for name in each.names})
    assert [name for name, times in names.items() if times > 1] == []


def test_every_meaning_is_one_line_that_ends_like_a_sentence():
    assert [each.word for each in ENTRIES if not each.meaning.endswith(".") or "|" in each.meaning] == []


def test_the_glossary_in_docs_is_current():
    assert TARGET.read_text(encoding="utf-8") == text(), "make index"
