"""`council settings`: what holds and where it comes from; names that are none are refused at every door."""

import re
from pathlib import Path

import pytest

from record.logs import secrets_in
from record.settings import SETTINGS, TRANSLATED, Hidden, Settings, read

ROOT = Path(__file__).parents[2]
SECRETS = {
    "COUNCIL_DATABASE_URL": "postgresql://me:secret-word@127.0.0.1:1/x?password=secret-word&sslpassword=secret-word",
    "COUNCIL_MAIL_URL": "smtp://me:secret-word/with@signs@127.0.0.1:1?tls=none",
    "COUNCIL_BOUNCES_URL": "imaps://me:secret-word@mail.example/INBOX",
    "COUNCIL_SECRET": "secret-word",
    "COUNCIL_PING_URL": "https://hc.example/secret-word",
    "COUNCIL_ALARM_URL": "slack://secret-word/b/c",
    "COUNCIL_METRICS_TOKEN": "secret-word",
    "COUNCIL_OIDC_SECRET": "secret-word",
}


def test_each_value_says_where_it_comes_from(council, home, monkeypatch):
    monkeypatch.setenv("COUNCIL_WEBHOOK_HOSTS", "a.example, b.example")
    monkeypatch.setenv("COUNCIL_OFFICE", " ")  # blank is not given
    by_variable = {held["variable"]: (held["value"], held["source"]) for held in council("settings", "--json").facts}
    assert list(by_variable) == [setting.variable for setting in SETTINGS]
    assert by_variable["COUNCIL_HOME"] == (str(home), "environment")
    assert by_variable["COUNCIL_DATABASE_URL"] == (f"sqlite:///{home}/council.db", "default")
    assert by_variable["COUNCIL_WEBHOOK_HOSTS"] == ("a.example b.example", "environment")
    assert by_variable["COUNCIL_OFFICE"] == ("Council secretariat", "default")
    assert by_variable["COUNCIL_MAIL_URL"] == (None, "default")
    assert by_variable["COUNCIL_WEEKLY_REPORT"] == ("yes", "default")
    home.mkdir()
    (home / "secret.key").write_text("secret-word")
    printed = council("settings")
    assert "COUNCIL_SECRET file ***" in " ".join(printed.out.split())
    assert "secret-word" not in printed.out


def test_no_secret_is_printed_nor_logged(council, home, monkeypatch):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    for printed in (council("settings"), council("settings", "--json")):
        assert printed.code == 0
        assert "secret-word" not in printed.out
        assert "127.0.0.1:1?tls=none" in printed.out
    hidden = {setting.variable for setting in SETTINGS if setting.hidden is not Hidden.NOTHING}
    assert hidden == set(SECRETS)
    for name, value in SECRETS.items():
        assert any("secret-word" in secret for secret in secrets_in({name: value})), name


@pytest.mark.parametrize("command", ["status", "settings", "doctor", "remind", "web", "up"])
def test_a_name_that_is_none_is_refused_with_the_nearest(council, home, monkeypatch, command):
    monkeypatch.setenv("COUNCIL_DATABSE_URL", "sqlite:///x.db")
    printed = council(command)
    assert (printed.code, printed.out) == (2, "")
    assert printed.err == (
        "COUNCIL_DATABSE_URL is no setting; write COUNCIL_DATABASE_URL, or take it out of the environment\n"
    )
    assert not home.exists()


def test_a_name_that_is_near_none_is_refused_with_where_they_stand(council, home, monkeypatch):
    monkeypatch.setenv("COUNCIL_QZX", "")
    assert council("status").err == (
        "COUNCIL_QZX is no setting; README.md lists those that there are, or take it out of the environment\n"
    )
    monkeypatch.delenv("COUNCIL_QZX")
    monkeypatch.setenv("XCOUNCIL_QZX", "another program's")
    assert "no setting" not in council("status").err


def test_a_name_in_small_letters_is_refused(council, home, monkeypatch):
    monkeypatch.setenv("council_home", "elsewhere")
    assert council("status").err == (
        "council_home is no setting; write COUNCIL_HOME, or take it out of the environment\n"
    )


def test_the_table_of_the_readme_is_what_is_declared():
    table = re.findall(r"^\| (`COUNCIL_.*) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert table == [f"`{setting.variable}` | {setting.meaning} | {setting.default}" for setting in SETTINGS]


def test_every_setting_is_declared_and_read():
    fields = {name.upper() for name in Settings.__dataclass_fields__} - {"OFFICES"}
    declared = {setting.name for setting in SETTINGS} - {f"OFFICE_{tag.upper()}" for tag in TRANSLATED}
    assert fields == declared - {"LOG"}  # which logs alone read


def test_the_sender_has_a_name_of_its_own_in_each_language():
    settings = read({f"COUNCIL_OFFICE_{tag.upper()}": f"office {tag}" for tag in TRANSLATED})
    assert {tag: settings.office_in(tag) for tag in ("en", *TRANSLATED)} == {
        "en": "Council secretariat", **{tag: f"office {tag}" for tag in TRANSLATED}
    }  # fmt: skip
    assert {settings.value(f"OFFICE_{tag.upper()}") for tag in TRANSLATED} == {f"office {tag}" for tag in TRANSLATED}


@pytest.mark.parametrize("name", ["COUNCIL_MAIL_URL", "COUNCIL_BOUNCES_URL", "COUNCIL_DATABASE_URL"])
def test_what_should_be_a_url_and_is_none_is_hidden_whole(council, monkeypatch, name):
    monkeypatch.setenv(name, "me:secret-word@mail.example")
    printed = council("settings")
    assert printed.code == 0
    assert "secret-word" not in printed.out


@pytest.mark.parametrize("address", ["http://[::1", "https://", "council.example", "ftp://council.example"])
def test_an_address_of_the_pages_that_is_none_is_refused(council, monkeypatch, address):
    monkeypatch.setenv("COUNCIL_BASE_URL", address)
    printed = council("status")
    assert (printed.code, printed.out) == (2, "")
    assert "is not an address; write https://council.example.org" in printed.err


def test_an_address_of_the_pages_with_a_user_in_it_is_refused_without_being_shown(council, monkeypatch):
    monkeypatch.setenv("COUNCIL_BASE_URL", "https://me:secret-word@council.example")
    printed = council("status")
    assert (printed.code, printed.out) == (2, "")
    assert "it holds a user, and stands in every mail; write https://HOST alone" in printed.err
    assert "secret-word" not in printed.err + council("settings").out


@pytest.mark.parametrize("name", ["50%25", "a%20b", "what?", "a#b", "a b"])
def test_the_store_stands_in_its_folder_whatever_that_is_called(council, tmp_path, monkeypatch, name):
    monkeypatch.setenv("COUNCIL_HOME", str(tmp_path / name))
    assert council("db", "upgrade").code == 0
    assert council("status").code == 0
    assert [folder.name for folder in tmp_path.iterdir() if folder.name != "home"] == [name]
    assert (tmp_path / name / "council.db").stat().st_size > 0


@pytest.mark.parametrize("keys", [",", " , ,", "\n"])
def test_a_secret_without_a_key_is_refused(council, monkeypatch, keys):
    monkeypatch.setenv("COUNCIL_SECRET", f"{keys},")
    printed = council("status")
    assert (printed.code, printed.out) == (2, "")
    assert printed.err == "COUNCIL_SECRET cannot be used: it holds no key\n"


BREAKS = "x\r\nBcc: all@example.org"


@pytest.mark.parametrize("command", ["status", "settings", "remind", "web", "up"])
@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("COUNCIL_MAIL_FROM", "nonsense", "it wants a name, an @ and a domain; write name@example.org"),
        ("COUNCIL_MAIL_FROM", "Council <c@itu.example>", "it holds a space"),
        ("COUNCIL_MAIL_FROM", "c@itu.example\nBcc: all@example.org", "it holds a line break"),
        ("COUNCIL_OFFICE", BREAKS, "it holds a line break or a control character; write it on one line"),
        ("COUNCIL_OFFICE", "x" * 201, "it has more than 200 characters; give a shorter name"),
        ("COUNCIL_OFFICER", "A\u2028B", "it holds a line break"),
        ("COUNCIL_MACHINE", "a\x1b[2J", "it holds a line break"),
    ],
)
def test_a_value_that_would_break_a_header_is_refused_at_every_door(
    council, home, monkeypatch, command, variable, value, why
):
    monkeypatch.setenv(variable, value)
    printed = council(command)
    assert (printed.code, printed.out, printed.err.count("\n")) == (2, "", 1)
    assert printed.err.startswith(f"{variable} cannot be used: {why}")
    assert not home.exists()


def test_what_a_header_can_hold_is_taken(council, home, monkeypatch):
    monkeypatch.setenv("COUNCIL_MAIL_FROM", " sekretariat@bücher.example ")
    monkeypatch.setenv("COUNCIL_OFFICE", "理事会, " + "x" * 195)
    monkeypatch.setenv("COUNCIL_WEBHOOK_HOSTS", "a.example\nb.example")
    by_variable = {held["variable"]: held["value"] for held in council("settings", "--json").facts}
    assert by_variable["COUNCIL_MAIL_FROM"] == "sekretariat@xn--bcher-kva.example"
    assert by_variable["COUNCIL_OFFICE"] == "理事会, " + "x" * 195
    assert by_variable["COUNCIL_WEBHOOK_HOSTS"] == "a.example b.example"
