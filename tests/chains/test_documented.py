"""The tables of docs/chains.md have each field of a chain once, with its default, and an example that can be written."""

import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from planning.chain import Anchor, Chain, Step
from planning.ladder import Ladder
from planning.roles import ROLES

PAGE = (Path(__file__).parents[2] / "docs" / "chains.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| .+ \| .+ \| (.+) \| `(.+)` \|$", re.MULTILINE)
NEEDED = {
    Anchor: {"name": "council", "title": "T"},
    Step: {"slug": "draft", "title": "T"},
    Chain: {"slug": "x", "version": 1, "title": "T", "mandate": "M", "anchors": (), "steps": ()},
}
NAMES = {"Anchor": Anchor, "Step": Step, "Ladder": Ladder}


def rows(title: str) -> list[tuple[str, str, str]]:
    """Return field, default and example of each row under a heading."""
    return ROW.findall(PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0])


@pytest.mark.parametrize("kind", [Chain, Anchor, Step])
def test_each_field_stands_there_once_with_its_default(kind):
    written = {name: default for name, default, _ in rows(kind.__name__)}
    there = [each.name for each in fields(kind) if each.init]
    assert list(written) == there, f"{kind.__name__} in docs/chains.md has its rows in the order {', '.join(there)}"
    for each in fields(kind):
        if each.init:
            default = "it must be given" if each.default is MISSING else f"`{each.default!r}`".replace("'", '"')
            assert written[each.name].startswith(default), each.name


@pytest.mark.parametrize("kind", [Anchor, Step])
def test_each_example_can_be_written(kind):
    for name, _, example in rows(kind.__name__):
        value = eval(example, dict(NAMES))
        assert getattr(kind(**NEEDED[kind] | {name: value}), name) is not None


def test_the_examples_of_a_chain_make_one():
    values = {name: eval(example, dict(NAMES)) for name, _, example in rows("Chain")}
    assert Chain(**values).places == {"New York"}


def test_the_chain_that_is_shown_can_be_read():
    scope: dict = {}
    exec(PAGE.split("```python\n")[1].split("```")[0], scope)
    assert [step.slug for step in scope["CHAIN"].reckoning_order] == ["answer", "draft"]


def test_each_role_says_who_it_is():
    assert all(words and not words.endswith(".") for words in ROLES.values())
