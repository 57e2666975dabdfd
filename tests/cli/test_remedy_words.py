"""What the core leaves to its doors: it names no command, and each door words a remedy as its own people do it."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from cli import remedy_words
from cli.main import council as commands
from flows import remedy_words as on_pages
from kernel import registry
from planning.errors import CouncilError
from planning.remedies import Call, facts
from record.refusals import (
    AlreadySettled,
    FarFromEdition,
    NobodyNamed,
    NoStore,
    NoSuchDeputy,
    ReasonMissing,
)
from tests import ROOMS
from tests.kernel.doors import parsed

ROOT = Path(__file__).parents[2]
CORE = [room for room in ROOMS if room not in ("flows", "web", "cli")]
SOURCES = [file for room in CORE for file in sorted((ROOT / room).rglob("*.py"))]
NAMES = commands.list_commands(click.Context(commands))
COMMAND = re.compile(rf"\bcouncil (?:{'|'.join(map(re.escape, NAMES))})\b|\S council \0")  # \0 stands for a value
OPTION = re.compile(r"[\s(`]--[a-z]")


def strings(tree: ast.AST) -> Iterator[str]:
    """Yield every string of a source; what an f-string leaves open is a zero in it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        else:
            yield from strings(node)


def commands_named(source: str) -> list[str]:
    if "council" not in source and "--" not in source:
        return []
    return [text for text in strings(ast.parse(source)) if COMMAND.search(text) or OPTION.search(text)]


def test_no_string_of_the_core_names_a_command_or_an_option():
    assert {"agree", "tasks", "outbox", "deadline", "db"} < set(NAMES)
    assert len(SOURCES) > 200
    named = {str(file.relative_to(ROOT)): commands_named(file.read_text()) for file in SOURCES}
    assert {file: texts for file, texts in named.items() if texts} == {}


@pytest.mark.parametrize(
    "planted",
    [
        'REMEDY = "see: council tasks"',
        'def f(step): return f"reopen it: council reopen CYCLE {step}"',
        'def f(act): return f"do it with: council {act}"',
        'def f():\n    """Do as `council doctor` does."""',
        'WHY = "this act needs a reason; add --because …"',
        'WORDS = ("see why with: "\n    "council db upgrade")',
    ],
)
def test_a_command_that_is_named_is_found(planted):
    assert len(commands_named(planted)) == 1


def test_the_council_itself_may_be_named():
    assert commands_named('TITLE = "The Council meeting; the council sits; council 2027"') == []


# -- what remedies name ------------------------------------------------------------------------------------------


def calls(source: str) -> Iterator[tuple[str, set[str]]]:
    """Yield each call of a source whose name stands there, with the arguments that stand there."""
    for node in ast.walk(ast.parse(source if "Call(" in source else "")):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Call":
            name = node.args[0]
            ways = [name.body, name.orelse] if isinstance(name, ast.IfExp) else [name]
            arguments = node.args[1] if len(node.args) > 1 else ast.Dict([], [])
            keys = {key.value for part in ast.walk(arguments) if isinstance(part, ast.Dict) for key in part.keys
                    if isinstance(key, ast.Constant)}  # fmt: skip
            yield from ((way.value, keys) for way in ways if isinstance(way, ast.Constant))


def parameters(name: str) -> set[str | None]:
    """Return the parameters of an act, a reading or a command. Raises LookupError."""
    if name in registry.names():
        return {parameter.name for parameter in registry.act(name).parameters}
    if name in [each.name for each in registry.listed_readings()]:
        return {parameter.name for parameter in registry.reading(name).parameters}
    command: click.Command = commands
    for word in name.split("/"):
        inner = command.get_command(click.Context(command), word) if isinstance(command, click.Group) else None
        if inner is None:
            raise LookupError(name)
        command = inner
    return {parameter.name for parameter in command.params}


def test_each_remedy_is_there_and_has_the_arguments_that_it_is_given():
    remedies_named = [(file.name, *call) for file in SOURCES for call in calls(file.read_text())]
    assert len(remedies_named) > 80
    odd = [(file, name, keys - parameters(name)) for file, name, keys in remedies_named if keys - parameters(name)]
    assert odd == []


def test_each_remedy_bears_its_declared_name_and_no_short_word():
    shorts = {each.short for each in (*registry.listed(), *registry.listed_readings()) if each.short}
    named = {name for file in SOURCES for name, _ in calls(file.read_text())}
    assert {"deadline/agree", "task/list", "db/upgrade"} < named
    assert named & shorts == set()


def test_each_argument_that_is_asked_for_belongs_to_something():
    everywhere = {option for command in every(commands) for parameter in command.params for option in parameter.opts}
    named = {name for file in SOURCES for name in re.findall(r'Argument\("(\w+)"', file.read_text())}
    assert {"because", "sure", "url"} < named
    assert {f"--{name.replace('_', '-')}" for name in named} <= everywhere


def test_a_remedy_that_leads_nowhere_is_found():
    (name, keys), *_ = calls('Call("deadline/agre", {"cycle": 1} | {"stepp": 2})')
    assert keys == {"cycle", "stepp"}
    with pytest.raises(LookupError):
        parameters(name)
    assert keys - parameters("deadline/agree") == {"stepp"}


def every(group: click.Group) -> Iterator[click.Command]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command
        yield from every(command) if isinstance(command, click.Group) else (command,)


# -- each door's words -------------------------------------------------------------------------------------------

SETTLED = AlreadySettled("hlpf/2017", "comments")


def test_a_terminal_words_a_remedy_as_one_types_it():
    assert remedy_words.refusal(SETTLED) == (
        "'comments' is already settled; reopen it first: council reopen hlpf/2017 comments --because REASON"
    )
    assert remedy_words.refusal(NoStore()) == "there is no store here yet; make one: council db upgrade"


def test_a_page_of_prefect_names_the_form_and_nobody_there_is_sent_to_a_shell(monkeypatch):
    assert on_pages.refusal(SETTLED) == "'comments' is already settled; reopen it first"  # as long as it has no forms
    monkeypatch.setenv("COUNCIL_PREFECT_ACTS", "yes")
    assert on_pages.refusal(SETTLED) == (
        "'comments' is already settled; reopen it first (the form deadline-reopen, cycle: hlpf/2017, step: comments)"
    )
    assert on_pages.refusal(NoStore()) == "there is no store here yet; make one (ask whoever runs this machine)"
    assert on_pages.refusal(NoSuchDeputy("Ana", None)) == "nobody stands in for Ana; see who does"
    accept = CouncilError("the journal ends earlier", Call("journal/accept", words="say why"))  # which has no form
    assert on_pages.refusal(accept) == "the journal ends earlier; say why (ask whoever runs this machine)"


def test_an_argument_is_an_option_a_field_or_plain_words():
    assert remedy_words.refusal(ReasonMissing("this act")) == "this act needs a reason; give one: --because REASON"
    assert on_pages.refusal(ReasonMissing("this act")) == "this act needs a reason; give one (the field because)"
    assert str(ReasonMissing("this act")) == "this act needs a reason; give one"
    assert on_pages.refusal(NobodyNamed()) == "no one is named for this act; say who (the field by)"
    far = FarFromEdition("hlpf-contribution/2017", date(2071, 3, 1), 3)
    assert remedy_words.refusal(far).endswith("; correct it, or say that it is right: --sure")


def test_elsewhere_a_remedy_is_said_in_plain_words():
    assert str(SETTLED) == "'comments' is already settled; reopen it first"


@pytest.mark.parametrize(
    ("call", "typed"),
    [
        (Call("deadline/agree"), "council agree CYCLE STEP DATE --because REASON"),
        (
            Call("deadline/agree", {"cycle": "hlpf/2017", "step": "a", "due": "end of October 2017"}),
            "council agree hlpf/2017 a 'end of October 2017' --because REASON",
        ),
        (Call("outbox/drop", {"messages": [3, 4]}), "council outbox drop 3 4 --because REASON"),
        (Call("outbox/release", {"messages": None}), "council outbox release NUMBERS"),
        (Call("outbox/release", {"messages": [3], "anyway": True}), "council outbox release 3 --anyway"),
        (Call("deadline/met", {"document": None}), "council met CYCLE STEP --document SYMBOL"),
        (Call("anchor/move", {"span": "2017-03-01"}), "council move CYCLE ANCHOR 2017-03-01 --apply"),
        (Call("people/add", {"name": "-1"}), "council people add -- -1 EMAIL"),
        (Call("deadline/agree", {"cycle": "-x"}), "council agree --because REASON -- -x STEP DATE"),
        (Call("people/reachable", {"person": "Ana B"}), "council people reachable 'Ana B' --because REASON"),
    ],
)
def test_what_is_known_is_typed_and_what_is_needed_stands_in_capitals(call, typed):
    assert remedy_words.as_command(call) == typed
    read = parsed(typed)
    assert {name: read[name] for name, value in call.arguments.items() if value} == {
        name: tuple(map(str, value)) if isinstance(value, list) else value
        for name, value in call.arguments.items()
        if value
    }


def test_several_remedies_are_ways_out_and_some_are_only_words():
    refusal = CouncilError("the key is lost", "bring it back", Call("journal/accept", words="say so"))
    assert remedy_words.refusal(refusal) == (
        "the key is lost; bring it back, or say so: council journal accept --because REASON"
    )
    assert facts(refusal.remedies) == [
        {"words": "bring it back"},
        {"act": "journal/accept", "arguments": {}, "words": "say so"},
    ]
