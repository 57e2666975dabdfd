"""A count in a sentence agrees with what is counted."""

import re
from pathlib import Path

import pytest

from planning.rule_words import count_of

ROOT = Path(__file__).parents[2]
ROOMS = ("planning", "models", "calendars", "notifications", "actions", "flows", "web", "cli")
BY_HAND = re.compile(
    r"\{(?:len\([^{}]*\)|\w*\.?(?:count|number|waiting|total|lines|messages))\} (?:[a-z]+s)\b(?! \w+s\b)"
)
THINGS = ("messages", "channels", "lines", "deadlines", "cycles", "answers", "tables", "faults", "rounds", "times")


@pytest.mark.parametrize(("number", "said"), [(0, "0 weeks"), (1, "1 week"), (2, "2 weeks"), (21, "21 weeks")])
def test_one_is_one_and_none_or_more_are_several(number: int, said: str) -> None:
    assert count_of(number, "week") == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 messages wait"), (1, "1 message waits"), (2, "2 messages wait"), (11, "11 messages wait")],
)
def test_its_verb_agrees_with_it(number: int, said: str) -> None:
    assert count_of(number, "message waits", "messages wait") == said


def test_no_sentence_counts_by_hand() -> None:
    by_hand = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for room in ROOMS
        for file in sorted((ROOT / room).rglob("*.py"))
        for match in BY_HAND.finditer(file.read_text(encoding="utf-8"))
        if match[0].split()[-1] in THINGS
    ]
    assert by_hand == []
