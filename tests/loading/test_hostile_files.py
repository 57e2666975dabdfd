"""Whatever a file holds, it is loaded, or refused in one sentence; nothing of it is half stored."""

import csv
import io
import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from kernel import registry, runner
from kernel.doors import Door
from kernel.file_arguments import Pasted
from kernel.runner import Request
from models import transactions
from planning.errors import CouncilError
from tests.kernel.example import NOW, OFFICER
from tests.kernel.hostile_words import DAYS, NUMBERS, PAIRS, SIGNS
from tests.kernel.random_acts import NoForecast
from tests.kernel.stories import contents
from tests.kernel.test_hostile_words import check_sentence
from tests.secretariat import Desk, moment

EXAMPLES = Path(__file__).parents[2] / "examples"
WORDS = tuple(word for word in (*SIGNS, *NUMBERS, *DAYS, *PAIRS) if len(word) < 10_000)
CALENDAR = """BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART;VALUE=DATE:{start}\r\n\
DTEND;VALUE=DATE:{end}\r\nSUMMARY:{summary}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"""
File = tuple[str, str, dict[str, str]]  # name, text, and what a calendar is said to hold
MORE = (
    "RRULE:FREQ=SECONDLY\r\n",
    "RRULE:x\r\n",
    "DTSTART:x\r\n",
    "DURATION:-P1D\r\n",
    "EXDATE:x\r\n",
    "BEGIN:VALARM\r\n",
    "X\r\n",
)
WHOLE = (
    "", "\ufeff", "\x00", "\ud800", "---", "--- a\n--- b", "a", "[]", "[1]", "{}", "null", "bodies", "bodies:",
    "bodies: x", "bodies: [x]", "bodies: [[]]", "bodies: [{}]", "bodies: [{key: [a]}]", "bodies: [{key: {a: b}}]",
    "x: []", "&a [*a]", "a: &a [1]\nb: *a", "!!python/object:os.system x", "? [a]\n: b", "bodies:\n\t- a", "'", '"',
    "{", "[" * 5000, "a: " * 2000, "bodies: [{key: a, key: b}]", "bodies: []\nbodies: []", "%TAG ! x\n---",
    "name;email", "name,email\n\"", "\n" * 50_000, "name;email\nA;a@b.example;c", "email;name;email\n",
    "name\temail\nA\ta@b.example\x00", "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VCALENDAR\r\nEND:VCALENDAR",
    "BEGIN:VCALENDAR\r\n" * 300, "{\"bodies\": [{\"key\": \"\\ud800\"}]}", "<html>",
)  # fmt: skip


def attempt(desk: Desk, name: str, text: str, **how: str) -> str:
    """Return what a load would do, or the sentence in which it is refused."""
    asked = Request(registry.act("file/load"), {"files": [Pasted(name, text)], **how}, OFFICER, Door.CODE, moment(NOW))
    try:
        return runner.preview(asked, partial(transactions.run_preview, desk.engine), NoForecast()).done.sentence
    except CouncilError as refusal:
        return str(refusal)


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each part of a file, and of each of its parts; of a list, the first two."""
    yield path
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list):
        for number, value in enumerate(node[:2]):
            yield from leaves(value, (*path, number))


def changed(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return the file with another value at the end of a way."""
    if not path:
        return value
    first, *rest = path
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[first] = changed(copy[first], tuple(rest), value)
    return copy


def files(words: tuple[str, ...]) -> Iterator[File]:
    """Yield every file."""
    yield from ((name, text, {}) for text in WHOLE for name in ("x.yaml", "x.csv"))
    yield from (("x.ics", text, {"calendar": "Geneva"}) for text in WHOLE)
    for file in sorted(EXAMPLES.rglob("*.yaml")):
        root = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        yield from ((file.name, text, {}) for text in _altered(root, words))
    yield from (("contacts.csv", text, {}) for text in _contacts(words))
    ways = ({"calendar": "Geneva"}, {"body": "council"})
    yield from (("x.ics", text, how) for text in _calendars(words) for how in ways)


def _altered(root: Any, words: tuple[str, ...]) -> Iterator[str]:
    """Yield the file with another value in place of each of its parts, and with another key in its first entries."""
    odd = (None, [], {}, [[]], {"a": {"b": []}}, ["x", {"y": "z"}])
    yield from (json.dumps(changed(root, path, value)) for path in leaves(root) for value in (*words, *odd))
    for kind, entries in root.items():
        yield from (json.dumps({kind: [entries[0] | {word: "x"}], word: []}) for word in words)


def _contacts(words: tuple[str, ...]) -> Iterator[str]:
    rows = {
        "name": "A", "email": "a@x.example", "organization": "O", "roles": "secretariat", "language": "en",
        "zone": "Europe/Zurich", "channels": "email", "digest": "daily", "deputies": "",
    }  # fmt: skip
    for column in rows:
        for word in words:
            text = io.StringIO()
            csv.writer(text, delimiter=";").writerows([rows, (rows | {column: word}).values()])
            yield text.getvalue()


def _calendars(words: tuple[str, ...]) -> Iterator[str]:
    fields = {"uid": "a", "start": "20180417", "end": "20180428", "summary": "Council", "more": ""}
    yield from (CALENDAR.format(**fields | {field: word}) for field in fields for word in (*words, *MORE))


def tell(desk: Desk, *, each: int) -> None:
    """Try to load what is no file at all, and every so manieth of the altered ones."""
    desk.opens_agreed()
    before = contents(desk.engine)
    for number, (name, text, how) in enumerate(files(WORDS)):
        if number < 3 * len(WHOLE) or number % each == 0:
            check_sentence(attempt(desk, name, text, **how), (name, text[:200]))
    assert contents(desk.engine) == before


@pytest.mark.proof_on_postgresql("what PostgreSQL alone refuses is told in test_control_characters.py")
@pytest.mark.both_databases("each word reaches the database where its file is loaded")
def test_a_few_words_in_places_of_files_do_no_harm(desk: Desk) -> None:
    tell(desk, each=1499)


@pytest.mark.proof("thousands of files: every thirteenth of those that have another word in one place")
@pytest.mark.both_databases("each word reaches the database where its file is loaded")
def test_no_word_in_any_place_of_a_file_does_harm(desk: Desk) -> None:
    """Every word comes: no share divides their number. EACH=1 tries all files, which takes long."""
    share = "13" if desk.engine.dialect.name == "sqlite" else "53"
    tell(desk, each=int(os.environ.get("EACH", share)))
