"""People at the terminal: who they are, how they are reached, who stands in for them."""

import pytest

CONTACTS = """\
contacts:
  - {name: Ana Silva, email: ana@itu.example, organization: ITU, roles: [secretariat], digest: weekly,
     deputies: [{email: rui@itu.example, from: 2017-05-01, to: 2017-05-12}]}
  - {name: Rui Costa, email: rui@itu.example, roles: [{role: secretariat, scope: ITU}]}
"""


@pytest.fixture
def desk(council, begin, written, monkeypatch):
    monkeypatch.setenv("COUNCIL_OFFICER", "Ana Silva")
    begin(("load", written("people.yaml", CONTACTS), "--as-of", "2017-02-09"))
    return council


def test_contacts_are_listed_and_shown_by_word(desk):
    listed = desk("people", "list", "--as-of", "2017-02-10")
    assert [line.split("  ")[0] for line in listed.out.splitlines()] == ["Ana Silva", "Rui Costa"]
    shown = desk("people", "show", "ana@itu.example", "--as-of", "2017-02-10").out
    assert "weekly" in shown
    assert "Rui Costa stands in for Ana Silva from 2017-05-01 to 2017-05-12" in shown
    facts = desk("people", "show", "Rui Costa", "--json").facts
    assert (facts["channels"], facts["failing"], facts["muted"]) == (["email"], False, [])
    assert facts["roles"][0]["scope"] == "ITU"
    assert desk("people", "list", "--role", "chair").out == "nobody holds, held or will hold the role chair\n"


def test_a_deputy_is_set_and_ended(desk):
    assert desk("deputy", "list", "--json", "--as-of", "2017-02-10").facts == [
        {"person": "Ana Silva", "deputy": "Rui Costa", "from": "2017-05-01", "to": "2017-05-12"}
    ]
    printed = desk("deputy", "set", "Rui Costa", "ana@itu.example", "--from", "2017-03-01", "--to", "2017-03-03")
    assert printed.out == "Ana Silva stands in for Rui Costa from 2017-03-01 to 2017-03-03\n"
    ended = desk("deputy", "end", "Ana Silva", "--as-of", "2017-02-10")
    assert ended.out == "Rui Costa no longer stands in for Ana Silva\n"
    assert '"deputy/end"' in desk("journal", "--json").out


def test_all_links_that_were_mailed_to_somebody_end_at_a_word(desk):
    ended = desk("people", "end-links", "Ana Silva", "--because", "her mailbox was read", "--as-of", "2017-02-10")
    assert ended.out == "no link in the mail that Ana Silva has had works any more\n"
    assert '"because": "her mailbox was read"' in desk("journal", "--json").out


def test_an_address_is_printed_alone_where_it_can_be_piped_on_and_kept_nowhere(desk, monkeypatch):
    monkeypatch.setenv("COUNCIL_BASE_URL", "https://council.example")
    printed = desk("feed", "tokens", "issue", "Ana Silva", "--language", "fr", "--as-of", "2017-02-10")
    address, page = printed.out.splitlines()
    assert address.startswith("https://council.example/f/")
    token = page.removeprefix("https://council.example/subscription/")
    assert address.endswith(f"/{token}.ics")
    assert printed.err.startswith("subscription ")
    assert printed.err.endswith(", everything: shown this once; pass it on safely\n")
    (line,) = [line for line in desk("journal", "--json").facts if line["act"] == "tokens/issue"]
    assert (token in str(line), line["facts"]["language"], line["door"]) == (False, "fr", "terminal")
    number = printed.err.split()[1].strip(",")
    assert desk("tokens", "revoke", number).out == f"{number} of Ana Silva is withdrawn\n"


def test_the_journal_goes_on_by_an_operator_s_word_unless_that_is_switched_off(desk, monkeypatch):
    because = ("--because", "put back by hand")
    early = desk("journal", "accept", *because, "--as-of", "1900-01-01")
    assert (early.code, "the line before it is of 2017-02-09" in early.err) == (2, True)
    monkeypatch.setenv("COUNCIL_ACTS_OFF", "@terminal")
    assert "switched off here" in desk("journal", "accept", *because).err
    monkeypatch.delenv("COUNCIL_ACTS_OFF")
    assert desk("journal", "accept", *because).out == "the journal goes on from here, and says so\n"
    assert desk("journal", "verify").code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("deputy", "set", "Ana Silva", "Ana Silva"), "cannot stand in for themselves"),
        (("deputy", "set", "Ana Silva", "nobody@itu.example"), "there is no contact"),
        (("deputy", "set", "Ana Silva", "Rui Costa", "--from", "2017-05-10"), "already in these days"),
        (("deputy", "set", "Rui Costa", "Ana Silva", "--from", "2017-05-10"), "name somebody who is there"),
        (("deputy", "set", "Ana Silva", "Rui Costa", "--from", "2017-06-10", "--to", "2017-06-01"), "before it begins"),
        (("deputy", "end", "Rui Costa"), "nobody stands in for Rui Costa"),
        (("people", "show", "nobody"), "there is no contact 'nobody'; load contacts first"),
        (("people", "show", "ana sílva"), "there is no contact 'ana sílva'; did you mean Ana Silva?"),
        (("people", "end-links", "nobody", "--because", "lost"), "there is no contact"),
        (("people", "end-links", "Ana Silva", "--because", " "), "reason"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(desk, words, sentence):
    more = ("--as-of", "2017-02-10")
    printed = desk(*words, *more)
    assert (printed.code, printed.out) == (2, "")
    assert sentence in printed.err
    assert len(printed.err.splitlines()) == 1


def test_the_same_file_twice_is_once_and_an_end_is_a_change(desk, tmp_path):
    file = tmp_path / "people.yaml"
    file.write_text(CONTACTS)
    assert desk("load", str(file), "--as-of", "2017-02-10").out == "2 unchanged\n"
    file.write_text(CONTACTS.replace("to: 2017-05-12", "to: 2017-05-05").replace("digest: weekly", "digest: each"))
    assert desk("load", str(file), "--as-of", "2017-02-11").out == "1 contact changed; 1 unchanged\n"
    assert desk("deputy", "list", "--json", "--as-of", "2017-02-12").facts[0]["to"] == "2017-05-05"


def test_a_sheet_takes_digest_and_deputies(desk, tmp_path):
    sheet = tmp_path / "more.csv"
    sheet.write_text("name,email,digest,deputies\nEva,eva@itu.example,Daily,rui@itu.example ana@itu.example\n")
    assert desk("load", str(sheet), "--as-of", "2017-02-10").out == "1 contact added\n"
    assert desk("load", str(sheet), "--as-of", "2017-02-11").out == "1 unchanged\n"
    shown = desk("people", "show", "Eva", "--json", "--as-of", "2017-02-11").facts
    assert shown["digest"] == "daily"
    assert len(shown["deputies"]) == 2


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("{name: E, email: e@itu.example, digest: often}", "write each, daily or weekly"),
        ("{name: E, email: e@itu.example, deputies: [gone@itu.example]}", "is no contact; give that one an entry too"),
        ("{name: E, email: e@itu.example, deputies: [e@itu.example]}", "cannot stand in for themselves"),
        ("{name: E, email: e@itu.example, roles: [{role: x, scope: Nowhere}]}", "an organization"),
    ],
)
def test_a_file_that_cannot_be_is_refused_whole(desk, tmp_path, entry, sentence):
    file = tmp_path / "bad.yaml"
    file.write_text(f"contacts:\n  - {entry}\n")
    printed = desk("load", str(file), "--as-of", "2017-02-10")
    assert (printed.code, printed.out) == (2, "")
    assert sentence in printed.err
    assert "e@itu.example" not in desk("people", "list").out


def test_a_stranger_is_told_how_to_add_themself_and_does(desk):
    refused = desk("deputy", "end", "Ana Silva", "--as-of", "2017-02-10", "--by", "Bob Brown")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert "'Bob Brown' is none of the people here" in refused.err
    assert "council people add 'Bob Brown' EMAIL" in refused.err
    assert "council people list" in refused.err
    added = desk("people", "add", "Bob Brown", "bob@itu.example", "--role", "secretariat", "--by", "Bob Brown")
    assert added.out == "Bob Brown <bob@itu.example> is one of the people here\n"
    ended = desk("deputy", "end", "Ana Silva", "--as-of", "2017-02-10", "--by", "bob")
    assert ended.out == "Rui Costa no longer stands in for Ana Silva\nby Bob Brown\n"
    assert [line["who"] for line in desk("journal", "--json").facts][-2:] == ["Bob Brown", "Bob Brown"]


def test_a_file_that_holds_whoever_loads_it_may_be_loaded_by_them_and_by_no_other_stranger(desk, tmp_path):
    sheet = tmp_path / "contacts.csv"
    sheet.write_text("name,email\nBob Brown,bob@itu.example\n")
    eve = desk("load", str(sheet), "--by", "Eve")
    assert (eve.code, eve.out, "'Eve' is none of the people here" in eve.err) == (2, "", True)
    assert "bob@itu.example" not in desk("people", "list").out
    assert desk("load", str(sheet), "--by", "Bob Brown").out == "1 contact added\n"
    line = desk("journal", "--json").facts[-1]
    assert (line["act"], line["who"]) == ("file/load", "Bob Brown")
    assert line["by"] != "Bob Brown"
    assert desk("journal", "verify").code == 0


def test_whoever_loads_the_first_contacts_is_themself_and_then_one_of_them(council, store, tmp_path):
    (tmp_path / "people.yaml").write_text(CONTACTS)
    assert council("load", str(tmp_path / "people.yaml"), "--by", "The operator").out == "2 contacts added\n"
    assert council("journal", "--json").facts[-1]["by"] == "The operator"
    assert council("deputy", "end", "Ana Silva", "--by", "The operator").code == 2
