"""The commands of evidence, answers and items: what they print, what they refuse, and what machines get."""

import json

import pytest

from cli.main import main
from tests.actions.test_items import REPORT
from tests.secretariat import HLPF


@pytest.fixture
def council(desk, monkeypatch, capsys):
    """`council …` over the desk's store: (exit code, what it printed, what it refused)."""
    monkeypatch.setenv("COUNCIL_HOME", str(desk.home))
    monkeypatch.setenv("COUNCIL_DATABASE_URL", desk.settings.database_url)
    monkeypatch.setenv("COUNCIL_OFFICER", "Secretary of the Group")

    def run(words, *more):
        try:
            main([*words.split(), *more])
        except SystemExit as left:
            printed = capsys.readouterr()
            return left.code, printed.out, printed.err
        return 0, capsys.readouterr().out, ""

    desk.knows("Secretary of the Group", "secretary@itu.example", channels=())
    desk.knows("The Chair", "chair@group.example", channels=())
    desk.opens_agreed()
    return run


def test_met_without_evidence_is_refused_in_one_sentence(council):
    code, out, err = council(f"met {HLPF} revised-draft --on 2017-02-24 --as-of 2017-02-24")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "--url" in err
    code, out, _ = council(
        f"met {HLPF} revised-draft --as-of 2017-02-27 --url https://www.itu.int/wg-wsis", "--accepted-by", "the Chair"
    )
    assert (code, out.splitlines()[0]) == (0, f"{HLPF} revised-draft is completed")
    _, out, _ = council(f"status {HLPF} --as-of 2017-02-28 --json")
    deadline = json.loads(out)["deadlines"][1]
    standing = (deadline["standing"], deadline["met"]["accepted_by"], deadline["reported"])
    assert standing == ("met-late", "the Chair", None)
    _, out, _ = council(f"status {HLPF} --as-of 2017-02-28")
    assert "met 2017-02-27: https://www.itu.int/wg-wsis, accepted late by the Chair" in out


def test_a_draft_met_without_answering_its_requests_says_which(council):
    council(f"load {REPORT} --as-of 2017-02-10")
    council("item done c17-8/3.2-10.8 --as-of 2017-02-20", "--where", "throughout")
    code, out, _ = council(f"met {HLPF} revised-draft --as-of 2017-02-24 --url https://www.itu.int/wg-wsis")
    assert code == 0
    assert [line.partition(" ")[0] for line in out.splitlines()[1:-1]] == [f"c17-8/3.2-10.{n}" for n in range(1, 8)]
    _, out, _ = council(f"comments {HLPF} revised-draft --as-of 2017-02-25")
    assert out.splitlines()[-1] == "7 still open"


def test_a_step_with_two_people_through_the_doors(council):
    added = council(
        f"add-step {HLPF} clearance --follows final-comments --before submission --confirmation --as-of 2017-02-10",
        "--title", "Have the text cleared", "--actor", "chair",
    )  # fmt: skip
    assert added[0] == 0
    assert "undated until a date is agreed" in added[1]
    _, out, _ = council(f"met {HLPF} clearance --as-of 2017-04-10")
    assert f"council confirm {HLPF} clearance" in out
    code, _, err = council(f"confirm {HLPF} clearance --as-of 2017-04-11")
    assert (code, "a second person" in err) == (2, True)
    assert council(f"confirm {HLPF} clearance --as-of 2017-04-11", "--by", "The Chair")[:2] == (
        0, f"{HLPF} clearance is completed\nnext rounds: nobody hears of it within a week\n",
    )  # fmt: skip


def test_the_ledger_through_the_doors(council):
    organization = "An organization"
    _, out, _ = council(
        f"answer {HLPF} comments --as-of 2017-03-13 --document WG-WSIS-30/13 --says Shorter", organization
    )
    assert out == f"{organization} has answered {HLPF} comments, late; comments 1\n"
    council(f"comment {HLPF} comments --as-of 2017-03-13 --document WG-WSIS-30/13", organization, "More figures")
    assert council(f"resolve-comment {HLPF} comments 1 --as-of 2017-03-14")[0] == 2
    council(f"resolve-comment {HLPF} comments 1 --as-of 2017-03-14", "--taken-up", "final draft, section 2")
    council(f"resolve-comment {HLPF} comments 2 --as-of 2017-03-14", "--declined", "none are to be had")
    _, out, _ = council(f"comments {HLPF} comments --as-of 2017-03-15 --json")
    facts = json.loads(out)
    assert (facts["addressed"], facts["awaited"], facts["answers"][0]["standing"]) == (True, [], "late")
    assert [(comment["outcome"], comment["words"]) for comment in facts["comments"]] == [
        ("taken-up", "final draft, section 2"),
        ("declined", "none are to be had"),
    ]
    _, out, _ = council(
        f"withdraw-answer {HLPF} comments --as-of 2017-03-15 --document WG-WSIS-30/13", organization, "--because", "x"
    )
    assert "does not count any more" in out
    _, out, _ = council(f"comments {HLPF} comments --as-of 2017-03-16")
    assert f"no answer yet: {organization}" in out


def test_items_through_the_doors(council):
    assert "no action item is loaded" in council("items --as-of 2017-02-09")[1]
    council(f"load {REPORT} --as-of 2017-02-10")
    _, out, _ = council("items --assignee unassigned --as-of 2017-02-11")
    assert out.splitlines()[0] == "unassigned: 4"
    assert council("item assign c17-8/3.2-2 secretariat --as-of 2017-02-11")[1] == "c17-8/3.2-2 is open: secretariat\n"
    assert council("item adopt c17-8/2.2.3-5 c17-8/2.2.3-6 --as-of 2017-05-25")[1].splitlines() == [
        "c17-8/2.2.3-5 is open: secretariat",
        "c17-8/2.2.3-6 is open: secretariat",
    ]
    assert council("item drop c17-8/3.2-2 --as-of 2017-05-26", "--because", "x")[1] == "c17-8/3.2-2 is dropped\n"
    assert council("item reopen c17-8/3.2-2 --as-of 2017-05-26", "--because", "x")[1] == "c17-8/3.2-2 is open\n"
    _, out, _ = council("items --assignee secretariat --standing proposed --as-of 2017-06-01 --json")
    assert json.loads(out) == []
    _, before, _ = council("items --json --as-of 2017-02-10")
    _, again, _ = council("items --json --as-of 2017-02-10 --as-known-on 2017-02-10")
    assert before == again
