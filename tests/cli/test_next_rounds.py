"""An act says whom it tells: who hears which date, from when on, or that nobody does."""

import pytest

from tests.cli.test_council import ANCHORS, HLPF

AGREED = ("agree", HLPF, "comments", "2017-03-10", "--because", "x", "--as-of", "2017-02-09T14:00")
ISSUED = ("issue", HLPF, "comments", "--as-of", "2017-02-09T14:30")
NOBODY = "next rounds: nobody hears of it within a week"


@pytest.fixture
def opened(council, begin):
    files = ("examples/2017/1-bodies.yaml", "examples/2017/2-contacts.csv")
    begin(("load", *files, "--as-of", "2017-02-09T09:00"), ("open", HLPF, *ANCHORS, "--as-of", "2017-02-09T10:00"))
    return council


def told(council, *words: str) -> list[str]:
    """Do an act, and return what it says of the next rounds."""
    printed = council(*words)
    assert printed.code == 0, printed.err
    return [line for line in printed.out.splitlines() if line.startswith("next rounds: ")]


def test_setting_a_date_tells_nobody_and_issuing_it_says_who_hears_it_and_when(opened):
    assert told(opened, *AGREED) == [NOBODY]
    (line,) = told(opened, *ISSUED)
    head, _, names = line.rpartition(": ")
    assert head == f"next rounds: {HLPF} comments 2017-03-10 (announcement), from 2017-02-09 14:45 (Geneva)"
    opened("remind", "--as-of", "2017-02-09T14:45")
    waiting = opened("outbox", "list", "--kind", "announcement", "--json").facts
    assert set(names.split(", ")) == {letter["person"] for letter in waiting}


def test_a_date_that_is_set_while_the_issued_one_waits_to_be_told_leaves_the_letter(opened):
    for words in (AGREED, ISSUED, ("remind", "--as-of", "2017-02-09T19:00")):
        opened(*words)
    again = opened("agree", HLPF, "comments", "2017-03-13", "--because", "y", "--as-of", "2017-02-09T20:00")
    waits = [line for line in again.out.splitlines() if "is about to be told 2017-03-10 for comments" in line]
    assert waits
    assert all(line.endswith(", and of the new date once it is issued") for line in waits)
    assert "no longer is" not in again.out
    third = opened("agree", HLPF, "comments", "2017-03-14", "--because", "z", "--as-of", "2017-02-09T20:10")
    assert "is about to be told 2017-03-10 for comments" in third.out  # what its letter says, not what was set since


def test_a_draft_says_whom_its_window_invites(opened):
    for words in (AGREED, ISSUED):
        opened(*words)
    met = ("met", HLPF, "revised-draft", "--url", "https://council.example/draft", "--as-of", "2017-02-24T17:00")
    invited = told(opened, *met)
    assert invited
    assert all(f"{HLPF} comments 2017-03-10 (opening), once approved, not before" in line for line in invited)


def test_letters_that_an_officer_lets_go_are_named_with_their_readers(opened):
    for words in (AGREED, ISSUED):
        opened(*words)
    opened("met", HLPF, "revised-draft", "--url", "https://council.example/draft", "--as-of", "2017-02-23T17:00")
    opened("remind", "--as-of", "2017-02-27T10:00")
    released = opened("outbox", "release", "--all", "--as-of", "2017-02-27T10:05").out.splitlines()
    readers = {line.split(":")[0].strip() for line in released if "(hlpf-contribution/2017 comments)" in line}
    (line,) = [line for line in released if "(opening), from 2017-02-27 10:15 (Geneva): " in line]
    assert set(line.rpartition(": ")[2].split(", ")) == readers != set()
