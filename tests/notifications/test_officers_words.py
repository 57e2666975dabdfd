"""Sentences that officers read say their words, as the glossary has them, and no word of the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from notifications.glossary import ENTRIES

ROOT = Path(__file__).parents[2]
ROOMS = (
    "actions", "calendars", "cli", "delivery", "desk", "feeds", "flows", "kernel", "letters", "loading", "planning",
    "readings", "record", "reminders", "watch", "web",
)  # fmt: skip
TYPED = re.compile(  # words as one types them, names of files and keys, and the one sense of window that is no period
    r"`[^`]*`|\bcouncil [\w/ -]+|\bchain/edition\b|\b(?:anchor|mute):|\breporting windows?|\b[A-Z]{4,}\b"
    r"|[\w.]+/\w+\.(?:py|svg|md)\b|--?[a-z][\w-]*"
)
ELSEWHERE = {
    "planning/sentences.py": "derivations and flags: pinned with each chain, and told in the letters of 2017",
    "flows/chains/": "titles and notes of procedures, in the words of their sources",
    "flows/timeline_rows.py": "SVG",
    "flows/colours.py": "CSS",
    "delivery/outcomes.py": "SQL",
    "watch/sessions.py": "SQL",
    "delivery/link_mail.py": "SQL",
    "kernel/chains.py": "told to programmers",
    "planning/roles.py": "told to programmers",
    "loading/outcome_shapes.py": "resolutions are suppressed, in the words of conferences",
    "loading/yaml_reader.py": "YAML has anchors of its own",
    "readings/glossary.py": "the example of a word that is looked up",
}
ORDINARY = {
    "act": "what people do",
    "actor": "beside Action by, a heading",
    "allow": "said of hosts and of what is refused",
    "assignee": "beside a name, in facts",
    "awaited": "the grammar's word for a date that is left out, and a day's heading in tables",
    "bodies": "the plural of body",
    "by": "a preposition",
    "choices": "what there is to choose from",
    "does not fit": "the sentence of a conflict",
    "doctor": "a command of those who run the machine",
    "due": "read as it is meant",
    "edition": "read as it is meant",
    "escalate": "read as it is meant",
    "Europe/Zurich": "a zone as clocks name it",
    "feed": "the calendar's file: read by those who serve it",
    "for": "a preposition",
    "held": "meetings and sending are held",
    "hold": "read by those who run the machine",
    "item": "action item, agenda item",
    "offered": "read as it is meant",
    "officer": "the person",
    "opening": "of a meeting or a period",
    "outside": "a preposition",
    "reading": "what is read",
    "rehearse": "the demonstration's word for itself",
    "refused for good": "what a server did",
    "remind": "what a letter does",
    "retry": "what one does with a form",
    "round": "read by those who run the machine",
    "schedule": "read by those who run the machine",
    "store": "read by those who run the machine",
    "submit": "read as it is meant",
    "subscription": "what a calendar program has",
    "tasks": "the plural of task",
    "to": "a preposition",
    "token": "read by those who run the machine",
    "tokens": "read by those who run the machine",
    "undated": "read as it is meant",
    "who": "a pronoun",
}  # fmt: skip


def words_of_the_code() -> dict[str, str]:
    """Return each word of the program that no officer should read, with the officer's word for it."""
    pairs = ((word, each.officers) for each in ENTRIES for word in (each.word, *each.others))
    return {word: officers for word, officers in pairs if word != officers.casefold() and word not in ORDINARY}


WORDS = "|".join((*map(re.escape, words_of_the_code()), "hang", "hung"))  # a date does not hang, it depends
CODE = re.compile(rf"\b({WORDS})(s|es|d|ed)?\b", re.IGNORECASE)


def literal(node: ast.AST) -> str:
    """Return the words of a string, with a blank for each value in it."""
    match node:
        case ast.Constant(value=str() as words):
            return words
        case ast.JoinedStr(values=values):
            return "".join(literal(value) or "…" for value in values)
    return ""


def sentences(file: Path) -> Iterator[tuple[int, str]]:
    """Yield each string of several words in a file, with its line; docstrings are for programmers."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for value in node.values}
    for node in ast.walk(tree):
        words = literal(node)
        if " " in words.strip() and id(node) not in docstrings | parts:
            yield node.lineno, words  # type: ignore[attr-defined]  # only constants have words


@pytest.mark.parametrize("room", ROOMS)
def test_a_sentence_says_no_word_of_the_code(room):
    faults = []
    for file in sorted((ROOT / room).rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        if not name.startswith(tuple(ELSEWHERE)):
            faults += [(name, line, words) for line, words in sentences(file) if CODE.search(TYPED.sub("", words))]
    assert faults == []


def test_each_exception_is_a_word_of_the_glossary_or_a_file():
    assert ORDINARY.keys() <= {word for each in ENTRIES for word in (each.word, *each.others)}
    assert [name for name in ELSEWHERE if not (ROOT / name).exists()] == []
