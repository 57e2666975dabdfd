"""Opening and loading at the terminal: seen first, thing by thing; and the name of a chain as people say it."""

from tests import EXAMPLES

ON = ("--as-of", "2017-01-05")
FILES = [str(EXAMPLES / "2017" / name) for name in ("1-bodies.yaml", "2-contacts.csv", "3-annual-report.yaml")]


def test_a_load_is_seen_thing_by_thing_before_anything_is_stored(council, store):
    seen = council("load", *FILES, "--preview", *ON).out.splitlines()
    assert seen[0].endswith("1 timeline added")
    assert any(line.split() == ["added", "contact", "delegate@state-a.example", "membership"] for line in seen)
    assert any(line.split()[:3] == ["added", "timeline", "annual-report/2016"] for line in seen)
    assert any(line.startswith("2017-01-31 Tue  to-cwg") for line in seen)  # of the cycle that it would open
    assert "nothing was changed" in seen[-1]
    assert council("status").out.startswith("no cycle is open")
    printed = council("load", *FILES, "--seen", seen[-1].split()[-1], *ON)
    assert (printed.code, printed.out) == (0, f"{seen[0]}\n")
    facts = council("load", *FILES, "--preview", "--json", *ON).facts
    assert (facts["difference"], facts["deadlines"], facts["outcome"]) == ([], [], "loaded")


def test_a_chain_is_named_as_people_name_it_where_they_see_the_answer(council, store):
    assert council("open", "wtisd 2018", "--preview", *ON).out.startswith("wtisd/2018 is open with 2 deadlines\n")
    assert "there is no procedure 'wsis'" in council("open", "wsis/2018", "--json", *ON).err  # exactly, for a machine
    assert "'wsis' may be wsis-forum, wsis-prizes" in council("open", "wsis/2018", *ON).err


def test_an_anchor_that_is_no_meeting_may_be_given_its_dates(council, store):
    refused = council("open", "hlpf-contribution/2018", "--anchor", "review=cwg-31", *ON)
    ways = "give days as 2017-04-28 or 2017-05-15/2017-05-25, or load the meeting first"
    assert refused.err == f"'cwg-31' is neither a day nor a meeting that is known; {ways}\n"
