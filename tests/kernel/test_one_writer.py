"""Only the kernel and the journal write lines and events of acts, lock for them, and commit them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel import act_lines, registry
from tests import ROOMS

ROOT = Path(__file__).parents[2]
ABOVE = [room for room in ROOMS if room not in ("planning", "models", "calendars", "notifications")]
WRITERS = ("kernel", "record.journal")

HANDS = {
    "journal.write": set(),
    "lines.write": set(),
    "session.commit": set(),
    "events.record": set(),
    "Entry": set(),
    "Event": {"record.events"},
    "locked_store": {
        "record.store",
        "reminders.approved_alone",
        "reminders.reminder_plan",
        "reminders.weekly_mail",
    },  # a new store; rounds, no acts
}
"""What only the kernel and the journal call, and who else may, by its module."""


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield each call in the rooms above the models: its module, the words by which it is called, and the call."""
    for path in sorted(file for room in ABOVE for file in (ROOT / room).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield module, ast.unparse(node.func), node


def is_writer(module: str) -> bool:
    return module.startswith(WRITERS)


@pytest.fixture(scope="module")
def found() -> list[tuple[str, str, ast.Call]]:
    return list(calls())


@pytest.mark.parametrize("name", HANDS)
def test_nothing_else_does_by_hand_what_the_runner_does_for_every_act(name: str, found) -> None:
    models = {"Entry": "models.journal", "Event": "models.events"}
    by_hand = {
        module
        for module, called, _ in found
        if called == name and not is_writer(module) and (name not in models or _imports(module, models[name], name))
    }
    assert by_hand == HANDS[name]


def _imports(module: str, source: str, name: str) -> bool:
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
    origins = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == source]
    return any((alias.asname or alias.name) == name for origin in origins for alias in origin.names)


def test_a_part_bears_the_name_of_an_act_or_is_known_to_be_none(found) -> None:
    parts = {_name(call) for _, called, call in found if called in ("act_lines.part", "self._part")}
    names = set(registry.names())
    assert parts - {None} - names == act_lines.PARTS - {"restore"}
    assert not act_lines.PARTS & names


def _name(call: ast.Call) -> str | None:
    """Return the name that a part is given as a word, if it is."""
    words = [each.value for each in call.args if isinstance(each, ast.Constant)]
    return str(words[0]) if words else None
