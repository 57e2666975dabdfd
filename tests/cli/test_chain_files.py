"""A chain's file that cannot be used, as officers meet it: it is named, and all else goes on."""

from collections.abc import Iterator

import pytest

from tests.chain_files import GOOD, dropped_in

OPEN = ("open", "hlpf-contribution/2017", "--anchor", "un-deadline=2017-04-28", "--as-of", "2017-01-09")
LIAISON = ("open", "liaison-statement/2017", "--anchor", "reply=2017-03-20", "--as-of", "2017-01-09")
FAULT = "flows/chains/liaison_statement.py, line 3, cannot be used: it is no Python: '(' was never closed"


@pytest.fixture
def broken(tmp_path) -> Iterator[None]:
    (tmp_path / "broken").mkdir()
    with dropped_in(tmp_path / "broken", {"liaison_statement.py": GOOD[:-3]}):
        yield


def test_it_is_said_wherever_one_looks_and_stops_nothing_else(council, broken):
    assert council(*OPEN).code == 0
    listed = council("chains")
    assert (listed.code, listed.out.count(FAULT)) == (0, 1)
    assert "hlpf-contribution  Council contribution" in listed.out
    assert [each["chain"] for each in council("chains", "--json").facts if "fault" in each] == ["liaison-statement"]
    (task,) = [task for task in council("tasks", "--json").facts if task["kind"] == "chain"]
    assert (task["about"], task["sentence"]) == ("liaison-statement", FAULT)
    (check,) = [check for check in council("doctor", "--json").facts if check["what"] == "chains"]
    assert (check["mark"], check["sentence"]) == ("fail", FAULT)
    for words in (("status",), ("year", "2017"), ("feed", "hlpf-contribution/2017"), ("remind", "--dry-run")):
        assert council(*words).code == 0, words


def test_no_cycle_of_it_is_opened_in_another_way(council, broken, tmp_path):
    for words in (LIAISON, ("plan", "liaison-statement", "--anchor", "reply=2017-03-20")):
        printed = council(*words)
        assert (printed.code, printed.out) == (2, "")
        assert printed.err.startswith(f"{FAULT}; mend the file")
    file = tmp_path / "own.yaml"
    file.write_text(
        "timelines: [{cycle: liaison-statement/2018, title: By hand, anchors: {reply: 2018-03-20},"
        " deadlines: [{step: answer, title: Answer, due: 2018-03-20}]}]\n"
    )
    printed = council("load", str(file))
    assert printed.code == 2
    assert FAULT in printed.err


def test_a_living_cycle_keeps_its_dates_without_its_file(council, tmp_path):
    with dropped_in(tmp_path, {"liaison_statement.py": GOOD}):
        assert council(*LIAISON).code == 0
    dates = [("draft", "2017-03-06"), ("answer", "2017-03-20")]
    (tmp_path / "broken").mkdir()
    for texts in ({}, {"liaison_statement.py": GOOD[:-3]}):  # the file is gone, the file is at fault
        with dropped_in(tmp_path / "broken", texts):
            shown = council("status", "liaison-statement/2017", "--as-of", "2017-03-01", "--json").facts
            assert [(each["step"], each["due"]) for each in shown["deadlines"]] == dates
            moved = council(
                "move", "liaison-statement/2017", "reply", "2017-03-27", "--preview", "--as-of", "2017-03-01"
            )
            assert "2017-03-20 → 2017-03-27" in moved.out  # by the rules that it was opened with
