"""`council sending …` and `council db backup` as the secretariat types them."""

import shutil

import pytest

HLPF = "hlpf-contribution/2017"
ANCHORS = ("--anchor", "un-deadline=2017-04-28", "--anchor", "review=2017-02-07/2017-02-08")


@pytest.fixture
def opened(council, begin):
    begin(("open", HLPF, *ANCHORS, "--as-of", "2017-02-09"))
    return council


def test_hold_status_and_resume(opened):
    assert "sending goes on" in opened("sending", "status").out
    assert opened("sending", "hold", "--because", "wrong list").code == 0
    held = opened("remind")
    assert (held.code, held.out, held.err.count("\n")) == (2, "", 1)
    assert "sending is held: wrong list" in held.err
    assert "council sending resume" in held.err
    shown = opened("sending", "status")
    assert "sending is held" in shown.out
    assert "officer  WSIS desk  wrong list" in shown.out
    facts = opened("sending", "status", "--json").facts
    assert [hold["kind"] for hold in facts["holds"]] == ["officer"]
    assert set(facts) == {"holds", "servers", "senders", "waiting", "owed"}
    assert opened("sending", "resume", "--because", "right list", "--by", "Another").code == 0
    assert opened("remind").code == 0
    assert "1 round" in opened("sending", "status").out
    lines = opened("journal").out
    assert "sending/hold" in lines
    assert "sending/resume" in lines
    assert "right list" in lines


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("sending", "hold"), "--because"),
        (("sending", "resume", "--because", "x"), "sending is not held"),
        (("sending", "resume", "--because", "x", "--presume-sent", "--send-again"), "not both"),
        (("db", "backup"), "FILE"),
        (("db", "backup", "/nowhere/at/all"), "there is no folder /nowhere/at"),
    ],
)
def test_what_is_refused_is_refused_in_one_sentence(opened, words, sentence):
    printed = opened(*words)
    assert (printed.code, printed.out) == (2, "")
    assert sentence in printed.err


def test_a_backup_put_back_holds_until_it_is_told_what_has_left(opened, home, tmp_path):
    assert opened("db", "backup", str(tmp_path / "copy.db")).code == 0
    assert opened("remind").code == 0
    shutil.copyfile(tmp_path / "copy.db", home / "council.db")
    held = opened("remind")
    assert held.code == 2
    assert "this is a copy of the store" in held.err
    refused = opened("sending", "resume", "--because", "the disk broke")
    assert refused.code == 2
    assert "--presume-sent" in refused.err
    assert "--send-again" in refused.err
    resumed = opened("sending", "resume", "--because", "the disk broke", "--presume-sent")
    assert resumed.code == 0
    assert resumed.out.startswith("sending goes on\n")
    assert opened("remind").code == 0
    assert opened("db", "backup", str(tmp_path / "copy.db")).code == 2
