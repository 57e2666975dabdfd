"""`council status` shows what lives; what has ended is shown when it is asked for, or as of a day on which it lived."""

import pytest

HLPF, LATER = "hlpf-contribution/2017", "hlpf-contribution/2018"


@pytest.fixture
def two(begin):
    """Two cycles, of which the second was abandoned on 2 March 2017 at noon."""
    openings = []
    for name, day, on in ((HLPF, "2017-04-28", "2017-02-09"), (LATER, "2018-04-28", "2017-02-10")):
        anchors = ("--anchor", f"un-deadline={day}", "--anchor", f"review={day[:4]}-02-07/{day[:4]}-02-08")
        openings.append(("open", name, *anchors, "--as-of", on))
    begin(*openings, ("abandon", LATER, "--because", "no longer wanted", "--as-of", "2017-03-02"))


def shown(council, *words):
    return [fact["cycle"] for fact in council("status", "--json", *words).facts]


def test_an_ended_cycle_is_left_out_from_the_instant_of_its_end(council, two):
    assert shown(council, "--as-of", "2017-02-09T11:59") == []
    assert shown(council, "--as-of", "2017-02-10") == [HLPF, LATER]
    assert shown(council, "--as-of", "2017-03-02T11:59") == [HLPF, LATER]
    assert shown(council, "--as-of", "2017-03-02") == [HLPF]
    assert shown(council, "--as-of", "2019-01-01") == [HLPF]
    assert shown(council, "--as-of", "2019-01-01", "--as-known-on", "2017-03-01") == [HLPF, LATER]
    assert shown(council, "--as-of", "2017-02-20", "--as-known-on", "2017-03-02") == [HLPF]


def test_it_is_shown_when_it_is_asked_for(council, two):
    assert shown(council, "--ended", "--as-of", "2017-03-02") == [HLPF, LATER]
    assert "abandoned" in council("status", "--ended", "--as-of", "2017-03-02").out
    assert council("status", LATER, "--as-of", "2017-03-02").out.splitlines()[0].endswith("abandoned: no longer wanted")
    assert council("status", LATER, "--as-of", "2017-03-02", "--json").facts["reason"] == "no longer wanted"


def test_what_is_left_out_is_said(council, two):
    sentence = "not shown: 1 cycle that ended; see them: council status --ended"
    assert council("status", "--as-of", "2017-03-02").out.splitlines()[-1] == sentence
    assert "not shown" not in council("status", "--as-of", "2017-03-01").out
    assert "not shown" not in council("status", "--ended", "--as-of", "2017-03-02").out
    council("abandon", HLPF, "--because", "no longer wanted", "--as-of", "2017-03-03")
    lines = council("status", "--as-of", "2017-03-03").out.splitlines()
    assert lines[0].startswith("no cycle is open")
    assert lines[1] == "not shown: 2 cycles that ended; see them: council status --ended"
