"""The index of acts equals what the sources declare, and a reading imports none of them."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from feeds.selection import NotASelection
from kernel import declaration, index, index_writer, registry, usage
from kernel.declaration import BadDeclaration
from kernel.done import Done
from kernel.grants import Grant
from kernel.lookups import Ambiguous
from kernel.parameters import REASON
from kernel.shapes import LONGEST_ADDRESS, LONGEST_REASON, LONGEST_TEXT, LONGEST_WORDS
from kernel.undo import NoSuchLine
from planning.errors import CouncilError, NotADate, NotARule, UnknownZone, quoted
from record.refusals import NoSuchChoice, NoSuchCycle, TooLong
from tests import ROOMS

EACH = """
import importlib, os, sys, sqlalchemy.orm, cli.main
from kernel.index import INDEX, READINGS
rooms, declared = sys.argv[1:], {module for module, _ in (*INDEX.values(), *READINGS.values())}
for name in READINGS:
    reader, writer = os.pipe()
    if not os.fork():
        cli.main.council.get_command(None, READINGS[name][1] or name.partition("/")[0])
        from kernel import registry
        registry.reading(name)
        with os.fdopen(writer, "w") as pipe:
            print(*sys.modules, file=pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        modules = pipe.read().split()
    os.wait()
    print(name, *modules)
    for module in modules:  # what declares nothing, the next ones find imported
        if module.partition(".")[0] in rooms and module not in declared:
            importlib.import_module(module)
"""


def test_the_index_is_current() -> None:
    for file, text in ((index.__file__, index_writer.text()), (usage.__file__, index_writer.usage())):
        is_current = Path(file).read_text() == text
        assert is_current, f"kernel/{Path(file).name} is not what the sources declare; write it anew: make index"


def test_the_index_is_written_at_once_for_what_it_does_not_have_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(index.INDEX, "deadline/agree")
    monkeypatch.delitem(index.READINGS, "meeting/list")
    assert index_writer.text() == Path(index.__file__).read_text()
    assert index_writer.usage() == Path(usage.__file__).read_text()


def test_an_act_bears_no_chain_s_name_and_undoes_by_an_act_that_there_is() -> None:
    from flows.chain_flows import FLOWS

    for act in registry.acts():
        assert act.slug not in FLOWS
        assert act.undo is None or act.undo in registry.names(), f"{act.name} is undone by {act.undo}, which is no act"
        assert act.help.endswith("."), (
            f"{act.name}: the first paragraph of its docstring, up to `Raises`, ends in no dot"
        )
        assert all(parameter.kind.meaning for parameter in act.parameters)


def test_an_act_with_a_form_is_found_by_a_tag_that_the_docs_list() -> None:
    words = (Path(__file__).parents[2] / "docs/operations.md").read_text()
    listed = {*re.findall(r"`([a-z]+)`", words.partition("by the tag of a job:")[2].partition(";")[0]), "desk"}
    assert len(listed) > 8
    for act in registry.acts():
        assert act.tags or act.no_form, f"{act.name} has no tags by which its form is found, such as {sorted(listed)}"
        others = set(act.tags) - listed
        assert not others, f"{act.name} has {others} as tags, which docs/operations.md does not list: {sorted(listed)}"


def test_a_short_word_of_two_is_meant_so() -> None:
    """`move` knows by its words of which of two is spoken, `year` shows and opens one."""
    short = [each.short for each in (*registry.acts(), *registry.readings()) if each.short]
    twice = sorted({word for word in short if short.count(word) > 1})
    assert twice == ["move", "year"], f"{twice} stand for two acts each; give the new one a `short` of its own, or none"


def test_an_act_without_a_form_says_why_and_stands_at_the_other_doors() -> None:
    from flows.forms import FORMS

    closed = {act.name: act.no_form for act in registry.acts() if act.no_form}
    assert closed.keys() == set(registry.names()) - FORMS.keys()
    assert {"secret/rotate", "secret/drop", "tokens/issue", "journal/accept"} <= closed.keys()


def test_a_reading_imports_no_act_and_no_other_reading() -> None:
    printed = subprocess.run([sys.executable, "-c", EACH, *ROOMS], capture_output=True, text=True, check=True).stdout
    loaded = {name: set(modules) for name, *modules in map(str.split, printed.splitlines())}
    assert loaded.keys() == index.READINGS.keys()
    acts = {module for module, _ in index.INDEX.values()}
    for name, (module, _) in index.READINGS.items():
        others = {other for other, _ in index.READINGS.values()} - {module}
        assert module in loaded[name]
        assert loaded[name].isdisjoint(acts | others), (name, loaded[name] & (acts | others))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"undo": None}, "which act takes it back"),
        ({"undo": "a/b", "no_undo": "why"}, "which act takes it back"),
        ({"undo": "a/b", "doc": ""}, "its docstring is the help"),
    ],
)
def test_a_declaration_that_no_door_can_be_made_of_is_refused(words: dict[str, str | None], why: str) -> None:
    def function() -> Done:
        raise NotImplementedError  # it is declared, and never done

    function.__doc__ = words.pop("doc", "Do nothing.")
    with pytest.raises(BadDeclaration, match=why):
        declaration.act("x/y", who=(Grant.SECRETARIAT,), **words)(function)  # type: ignore[arg-type]  # wrong on purpose
    assert "x/y" not in declaration.DECLARED


@pytest.mark.parametrize("nothing", [None, "", ()])
def test_what_is_required_and_left_out_is_refused_at_every_door(nothing: object) -> None:
    for act in registry.acts():
        for parameter in act.parameters:
            if parameter.is_required and not parameter.kind.is_said_empty:
                with pytest.raises(CouncilError, match=r"nothing is given for|needs a reason"):
                    parameter.read(nothing)


@pytest.mark.parametrize("sign", ["\x07", "\u202e"])
def test_no_parameter_of_any_act_takes_a_sign_that_nobody_sees(sign: str) -> None:
    words = f"x{sign}/1 a=b{sign}"
    for act in registry.acts():
        for parameter in act.parameters:
            if parameter.kind.type in (str, date):
                with pytest.raises(CouncilError):
                    parameter.read([words] if parameter.kind.is_many else words)


def test_every_text_has_a_limit_and_a_longer_one_is_refused_in_a_short_sentence() -> None:
    texts = [
        (each.name, parameter)
        for each in (*registry.acts(), *registry.readings())
        for parameter in each.parameters
        if parameter.kind.type is str and parameter.kind.longest
    ]
    assert len(texts) > 150
    for name, parameter in texts:
        longest = parameter.kind.longest
        for words in ("x" * (longest + 1), "x" * 50_000, " ".join(["word"] * 10_000)):
            with pytest.raises(TooLong) as refusal:
                parameter.read([words] if parameter.kind.is_many else words)
            assert f"has {len(words):,} characters; shorten it to {longest:,} at most" in str(refusal.value), name
            assert len(str(refusal.value)) < 300
    limits = {parameter.kind.longest for _, parameter in texts}
    assert limits == {LONGEST_WORDS, LONGEST_ADDRESS, LONGEST_REASON, LONGEST_TEXT}
    assert REASON.shape("x" * LONGEST_REASON) == "x" * LONGEST_REASON


@pytest.mark.parametrize("words", ["x" * 50_000, "'" * 50_000])
def test_a_refusal_repeats_only_the_beginning_of_a_very_long_word(words: str) -> None:
    for refusal in (
        NotADate(words), NotARule(words, "why"), UnknownZone(words), NoSuchLine(words),
        Ambiguous(words, ["a", "b"]), NotASelection(words, "why"), NoSuchChoice(words, ["a"]), NoSuchCycle(words, []),
    ):  # fmt: skip
        assert len(str(refusal)) < 300, type(refusal)
        assert "…" in str(refusal)


def test_a_word_of_two_hundred_characters_is_repeated_whole() -> None:
    assert quoted("x" * 200) == repr("x" * 200)
    assert quoted("x" * 201) == repr("x" * 200 + "…")
