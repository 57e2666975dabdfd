"""The outbox, the channels and what came back, as the secretariat types it."""

import io
from types import SimpleNamespace

import pytest

from tests.cli.test_council import ANCHORS, HLPF
from tests.imap import Kept, Postbox
from tests.notifications.reports import POSTFIX, VACATION, report
from tests.notifications.web_server import Hook
from tests.sink import Mood

WSIS = "wsis@itu.example"


@pytest.fixture
def opened(council, begin):
    begin(
        ("open", HLPF, *ANCHORS, "--as-of", "2017-02-09"),
        ("load", "examples/2017/2-contacts.csv", "--as-of", "2017-02-09"),
    )
    return council


@pytest.fixture
def refused(opened, sink, monkeypatch):
    """A message that the mail server refused for good."""
    monkeypatch.setenv("COUNCIL_MAIL_URL", sink.url)
    sink.mood = Mood(recipients={WSIS: "550 no such mailbox"})
    assert opened("remind", "--as-of", "2017-02-10T09:00").code == 0
    return opened


def test_a_round_by_hand_says_that_the_mail_server_takes_nothing(opened, sink, monkeypatch):
    monkeypatch.setenv("COUNCIL_MAIL_URL", sink.url)
    sink.mood = Mood(sender="530 Must issue a STARTTLS command first")
    lines = opened("remind", "--as-of", "2017-02-10T09:00").out.splitlines()
    assert lines[1].startswith("the mail server failed ")
    assert lines[1].endswith("530 Must issue a STARTTLS command first")


def test_a_message_is_listed_retried_held_released_and_dropped(refused):
    (line,) = refused("outbox", "list", "--person", WSIS, "--cycle", HLPF, "--json").facts
    assert refused("outbox", "list", "--kind", line["kind"], "--json").facts == [line]
    assert refused("outbox", "list", "--kind", "change", "--json").facts == []
    number = str(line["number"])
    assert (line["state"], line["channel"], line["notes"]) == ("dead", "email", [])
    assert "no such mailbox" in refused("outbox", "list").out
    assert "no such mailbox" in refused("outbox", "show", number, "--as-of", "2017-02-10").out
    because = ("--because", "the address is being checked")
    on = ("--as-of", "2017-02-10T10:00")
    assert refused("outbox", "hold", number, *because, *on).code == 2
    acts = ("retry", *on), ("hold", *because, *on), ("release", *on), ("drop", *because, *on)
    lines = [refused("outbox", verb, number, *others).out.splitlines() for verb, *others in acts]
    assert [some[0] for some in lines] == [
        "1 letter to be sent once more", "1 letter kept for approval", "1 letter approved", "1 letter left unsent",
    ]  # fmt: skip
    assert {some[1] for some in lines} == {f"  WSIS desk: digest ({HLPF} revised-draft)"}
    leaves = f"next rounds: {HLPF} revised-draft 2017-02-24 (reminder), {{}} 2017-02-10 {{}} (Geneva): WSIS desk"
    assert lines[0][2] == lines[2][2] == leaves.format("from", "10:15")
    assert leaves.format("from", "10:15") not in (*lines[1], *lines[3])
    printed = refused("outbox", "retry", number, *on)
    assert (printed.code, printed.out) == (2, "")
    why = "only one that was given up is sent once more"
    assert printed.err == f"letter {number} is not to be sent: {why}; see it: council outbox show {number}\n"
    assert [entry["act"] for entry in refused("journal", "--json").facts][-4:] == [
        "outbox/retry", "outbox/hold", "outbox/release", "outbox/drop"
    ]  # fmt: skip


def test_standing_releases_are_listed(opened):
    opened("outbox", "allow", "hlpf-contribution", "reminder", "--because", "routine", "--as-of", "2017-02-10")
    assert opened("outbox", "rules").out == "2017-02-10  hlpf-contribution  reminder  WSIS desk\n"
    (rule,) = opened("outbox", "rules", "--json").facts
    assert (rule["kind"], rule["withdrawn_at"]) == ("reminder", None)


def test_a_channel_is_tried_and_its_url_never_printed(opened, tmp_path, monkeypatch, sink):
    monkeypatch.setenv("COUNCIL_WEBHOOK_HOSTS", "127.0.0.1")
    with Hook() as hook:
        file = tmp_path / "c.csv"
        urls = "; ".join(f"json://127.0.0.1:{hook.port}/t0ken/{answer}" for answer in ("200", "500"))
        person = f"An Officer,officer@itu.example,secretariat,email; {urls}"
        file.write_text(f"name,email,roles,channels\n{person}\n")
        loaded = opened("load", str(file))
        assert loaded.code == 0, loaded.err
        listed = opened("channels", "list", "officer@itu.example", "--json").facts
        mail, good, bad = (str(line["number"]) for line in listed)
        tried = opened("channels", "test", good)
        assert (tried.code, tried.err) == (0, "")
        assert tried.out == f"channel {good} of An Officer (json:127.0.0.1): taken\n"
        failed = opened("channels", "test", good, bad)
        assert failed.code == 2
        assert failed.err == f"channel {bad} of An Officer (json:127.0.0.1): refused with HTTP 500 for now\n"
        without = opened("channels", "test", mail)
        assert (without.code, "COUNCIL_MAIL_URL" in without.err) == (2, True)
        monkeypatch.setenv("COUNCIL_MAIL_URL", sink.url)
        assert opened("channels", "test", mail).code == 0
        assert [received.recipient for received in sink.mails] == ["officer@itu.example"]
        assert "t0ken" not in opened("channels", "list").out + opened("journal", "--json").out
    assert opened("channels", "seal").out == "0 channels sealed\n"
    assert (
        opened("channels", "test", "999").err
        == "there is no channel 999; their list has the numbers: council channels list\n"
    )


def test_what_came_back_is_read_from_a_file_a_pipe_and_a_mailbox(opened, sink, tmp_path, monkeypatch):
    monkeypatch.setenv("COUNCIL_MAIL_URL", sink.url)
    opened("remind", "--as-of", "2017-02-10T09:00")
    message_id = next(mail.message_id for mail in sink.mails if mail.recipient == WSIS)
    mails = [report(POSTFIX, WSIS, message_id), report(VACATION, WSIS, message_id)]
    (tmp_path / "one.eml").write_bytes(mails[0])
    printed = opened("bounces", "read", str(tmp_path / "one.eml"))
    assert printed.out == "1 counted, 0 known already, 0 of no letter of ours, 0 other mails left aside\n"
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(mails[0])))
    assert opened("bounces", "read", "-").out.startswith("0 counted, 1 known already")
    assert opened("bounces", "fetch").err.startswith("no mailbox is set; set COUNCIL_BOUNCES_URL=")
    with Postbox([Kept(mail) for mail in mails]) as box:
        monkeypatch.setenv("COUNCIL_BOUNCES_URL", box.url)
        assert opened("bounces", "fetch").out.startswith("0 counted, 1 known already")
        monkeypatch.setenv("COUNCIL_BOUNCES_URL", box.url.replace("p%40ss", "wr0ng"))
        away = opened("bounces", "fetch")
        assert (away.code, away.out, "wr0ng" in away.err) == (2, "", False)
    (line,) = opened("bounces", "list", WSIS, "--json").facts
    assert (line["address"], line["action"], line["status"], line["failing"]) == (WSIS, "failed", "5.1.1", False)
    assert "5.1.1" in opened("bounces", "list").out
    assert opened("bounces", "read", str(tmp_path / "nowhere")).code == 2
    assert len(sink.mails) == 1
    again = opened("people", "reachable", WSIS, "--because", "the server is back")
    assert again.out == "WSIS desk is written to again\n"
