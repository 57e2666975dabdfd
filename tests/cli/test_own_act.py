"""An act that a test declares in one function is at once a command, in the table of acts, granted, and journaled."""

import sys
from collections.abc import Iterator

import pytest

from kernel import declaration
from tests.secretariat import HLPF

ON = ("--as-of", "2017-02-09")
FILES = [f"examples/2017/{name}" for name in ("1-bodies.yaml", "2-contacts.csv", "4-hlpf-contribution.yaml")]


@pytest.fixture
def opened(council, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    monkeypatch.setenv("COUNCIL_ACTS", "tests.flows.own_acts")
    assert council("load", *FILES, *ON).code == 0
    yield council
    declaration.DECLARED.pop("title/set", None)
    sys.modules.pop("tests.flows.own_acts", None)


def test_an_act_declared_in_one_function_is_a_command_with_help_and_preview(opened) -> None:
    shown = opened("title", "set", "--help")
    assert "Call a cycle by another title." in shown.out
    assert "--preview" in shown.out
    before = opened("journal", "--json").facts
    preview = opened("title", "set", HLPF, "The contribution", *ON, "--preview", "--json").facts
    assert (preview["preview"], preview["sentence"]) == (True, f"{HLPF} is called The contribution")
    assert opened("journal", "--json").facts == before
    done = opened("title", "set", "hlpf 2017", "The contribution", *ON, "--seen", preview["seen"])
    assert done.out == f"{HLPF} is called The contribution\n"
    line = opened("journal", "--json").facts[-1]
    assert (line["act"], line["door"], line["who"]) == ("title/set", "terminal", "WSIS desk")
    assert line["arguments"] == {"cycle": HLPF, "title": "The contribution"}
    undone = opened("undo", line["id"], *ON, "--json").facts
    assert undone["sentence"].startswith(f"{HLPF} is called Council contribution")
    assert opened("journal", "--json").facts[-1]["undoes"] == line["id"]
    again = opened("undo", line["id"], *ON)
    assert (again.code, again.out) == (2, "")
    assert again.err == "this title/set was undone already, on 2017-02-09 12:00 (Geneva time); it can be done anew\n"


def test_it_stands_in_the_table_of_acts_and_can_be_switched_off(opened, monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(line for line in opened("acts").out.splitlines() if line.startswith("title/set"))
    doors = ["terminal", "desk"]
    assert row.split() == ["title/set", "title", "set", "administrator", *doors, "undo:", "title/set"]
    monkeypatch.setenv("COUNCIL_ACTS_OFF", "title/set@terminal")
    off = opened("title", "set", HLPF, "Another", *ON)
    assert (off.code, off.out) == (2, "")
    assert "title/set@terminal is switched off here" in off.err
    monkeypatch.setenv("COUNCIL_ACTS_OFF", "title/sett")
    assert "'title/sett' is no act" in opened("title", "set", HLPF, "Another", *ON).err


def test_words_are_read_kindly_by_people_and_exactly_by_machines(opened) -> None:
    waived = opened("waive", "hlpf 2017", "final c", "--because", "x", *ON)
    assert waived.out.splitlines()[0] == f"{HLPF} final-comments is not required"
    exact = opened("waive", "hlpf 2017", "comments", "--because", "x", *ON, "--json")
    assert exact.code == 2
    unclear = opened("waive", "hlpf 2017", "draft", "--because", "x", *ON)
    assert unclear.code == 2
    assert "'draft' may be" in unclear.err
    assert "write one of them in full" in unclear.err


def test_what_moves_the_dates_of_others_asks_first(opened) -> None:
    words = ("anchor", "move", HLPF, "un-deadline", "2017-05-05", *ON)
    bare = opened(*words)
    assert (bare.code, bare.out) == (2, "")
    assert "--preview" in bare.err
    assert "--apply" in bare.err
    assert "2017-04-28 → 2017-05-05  submission" in opened(*words, "--preview").out
    assert opened(*words, "--apply").code == 0


AGAIN = """
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant


@act({name!r}, who=(Grant.SECRETARIAT,), no_undo="it is a story")
def again(session, *, now, by) -> Done:
    \"\"\"Do it otherwise.\"\"\"
    return Done("again", "again")
"""


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("deadline/agree", "actions.deadlines.agreements"),
        ("cycle/status", "readings.cycle_status"),  # the name of a reading
        ("title/set", "tests.flows.own_acts, line 16"),  # of two modules of the office's own
    ],
)
def test_a_name_that_is_declared_already_is_refused_with_both_places(
    name: str, ours: str, council, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "acts_of_ours.py").write_text(AGAIN.format(name=name), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("COUNCIL_ACTS", "tests.flows.own_acts,acts_of_ours")
    known = dict(declaration.DECLARED)
    try:
        for words in (("status",), ("acts",)):
            refused = council(*words)
            assert (refused.code, refused.out) == (2, "")
            first, _, second = refused.err.partition(", and again in ")
            assert first.startswith(f"COUNCIL_ACTS cannot be used: {name} is declared in {ours}")
            assert second == "acts_of_ours, line 7; give the second one a name of its own\n"
    finally:
        declaration.DECLARED.clear()
        declaration.DECLARED.update(known)
        declaration.DECLARED.pop("title/set", None)
        for module in ("acts_of_ours", "tests.flows.own_acts"):
            sys.modules.pop(module, None)
