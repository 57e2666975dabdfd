"""`council choices` and `council report`, as the desk types them."""

import pytest

from notifications.weekly_words import Part
from tests import EXAMPLES

YEAR = EXAMPLES / "2017"
DESK, DELEGATE = "wsis@itu.example", "delegate@state-a.example"


@pytest.fixture
def loaded(council, begin):
    files = [str(YEAR / name) for name in ("1-bodies.yaml", "2-contacts.csv", "4-hlpf-contribution.yaml")]
    begin(("load", *files, "--as-of", "2017-02-09"))
    return council


def test_the_desk_mutes_for_whoever_asked(loaded):
    asked = ("choices", "mute", DELEGATE, "hlpf-contribution", "--as-of", "2017-02-10")
    assert loaded(*asked).out == "Delegate of State A hears nothing more of hlpf-contribution\n"
    assert "already" in loaded(*asked).out
    assert loaded("choices", "mute", DELEGATE, "report", "--as-of", "2017-02-10").code == 0
    assert loaded("choices", "show", DELEGATE, "--json").facts["muted"] == ["hlpf-contribution", "report"]
    wrong = loaded("choices", "mute", DELEGATE, "no-such-chain")
    assert (wrong.code, wrong.out) == (2, "")
    assert "there is no procedure 'no-such-chain' to be told of; the procedures are hlpf-contribution" in wrong.err
    assert "hears of hlpf-contribution again" in loaded("choices", "unmute", DELEGATE, "hlpf-contribution").out
    assert "never stopped" in loaded("choices", "unmute", DELEGATE, "hlpf-contribution").out
    assert loaded("choices", "mute", DELEGATE, "everything").code == 0
    shown = loaded("choices", "show", DELEGATE).out
    assert "report, everything" in shown
    assert "http" not in shown  # no pages are set


def test_how_often_in_which_language_and_on_whose_clock(loaded, monkeypatch):
    words = ("choices", "set", DESK, "--digest", "weekly", "--language", "fr", "--zone", "Asia/Tokyo")
    assert loaded(*words).out == "WSIS desk: digest, language, zone changed\n"
    assert "chose so already" in loaded(*words).out
    facts = loaded("choices", "show", DESK, "--json").facts
    assert (facts["digest"], facts["language"], facts["zone"]) == ("weekly", "fr", "Asia/Tokyo")
    assert loaded("choices", "set", DESK, "--digest", "house", "--zone", "").code == 0
    monkeypatch.setenv("COUNCIL_BASE_URL", "https://council.example")
    facts = loaded("choices", "show", DESK, "--json").facts
    assert (facts["digest"], facts["zone"]) == ("house", None)
    assert "choices/" not in loaded("choices", "show", DESK).out  # whoever has the address of their page acts as them
    assert "Mars" in loaded("choices", "set", DESK, "--zone", "Mars/Olympus").err
    assert loaded("choices", "set", DESK).code == 2
    assert "choices/set" in loaded("journal").out


def test_the_report_is_printed_for_any_day(loaded):
    printed = loaded("report", "--as-of", "2017-02-27")
    assert printed.out.startswith("Weekly report, 27 February: 1 overdue")
    assert "Post the revised draft" in printed.out
    facts = loaded("report", "--as-of", "2017-02-27", "--json").facts
    assert facts["overdue"][0]["due"] == "2017-02-24"
    assert set(facts) == set(Part)
    assert loaded("report", "--language", "ar", "--as-of", "2017-02-27").out.startswith("التقرير الأسبوعي")


def test_a_setting_that_is_neither_yes_nor_no_is_refused(loaded, monkeypatch):
    monkeypatch.setenv("COUNCIL_WEEKLY_REPORT", "perhaps")
    printed = loaded("report")
    assert (printed.code, "'perhaps' is neither yes nor no" in printed.err) == (2, True)
