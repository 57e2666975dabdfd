"""What ends a thing, as data and in plain words."""

from planning.remedies import Argument, Call, facts, listed, plain, told

REOPEN = Call("deadline/reopen", {"step": "comments"}, "reopen it first")
BECAUSE = Argument("because", "say why", "REASON")


def test_remedies_are_listed_in_the_words_of_the_door_and_empty_ones_are_left_out():
    assert plain(REOPEN) == "reopen it first"
    assert listed([REOPEN, "ask the Chair", BECAUSE]) == "reopen it first, or ask the Chair, or say why"
    assert listed([REOPEN, "ask", BECAUSE], lambda remedy: remedy.name) == "deadline/reopen, or ask, or because"
    assert listed([Call("status"), "ask"]) == "ask"
    assert listed([]) == ""


def test_a_sentence_is_told_with_its_remedies_behind_it():
    assert told("it is met", [REOPEN]) == "it is met; reopen it first"
    assert told("it is met", []) == "it is met"
    assert told("it is met", [REOPEN], lambda remedy: remedy.name) == "it is met; deadline/reopen"


def test_machines_are_given_remedies_as_data():
    assert facts([REOPEN, Call("status"), BECAUSE, "ask"]) == [
        {"act": "deadline/reopen", "arguments": {"step": "comments"}, "words": "reopen it first"},
        {"act": "status", "arguments": {}},
        {"argument": "because", "words": "say why"},
        {"words": "ask"},
    ]
