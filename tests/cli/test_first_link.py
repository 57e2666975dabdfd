"""How the first administrator enters the desk: `council up` writes their link into a file, and prints it nowhere."""

import re
import stat

from cli import command_context, first_link
from models.engine import reading
from planning.clock import utc_now
from record import journal
from record.people import accounts, people


def told(port=8000):
    return first_link.told(command_context.settings(), port, now=utc_now())


def link(home):
    return (home / first_link.NAME).read_text().strip()


def choose():
    """Choose a password, as the page behind the link does."""
    engine = command_context.engine()
    with journal.attach(engine, command_context.settings()).begin() as connection:
        connection.exec_driver_sql("UPDATE credential SET password = 'hash', link_hash = NULL")


def test_the_link_is_in_a_file_of_its_owner_alone_and_is_not_printed(council, home, store):
    council("people", "add", "WSIS desk", "wsis@itu.example", "--role", "secretariat")
    said = told()
    file = home / first_link.NAME
    assert str(file) in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert link(home).startswith("http://127.0.0.1:8000/desk/begin/")
    token = link(home).rpartition("/")[2]
    assert token not in said
    assert token not in council("journal", "--json").out
    with reading(command_context.engine()) as session:
        person = accounts.invited_by(session, token, now=utc_now())
        assert person.email == "wsis@itu.example"
        assert accounts.living(session, person.id).holds == "administrator"


def test_each_start_writes_another_until_somebody_can_enter(council, home, store):
    council("people", "add", "WSIS desk", "wsis@itu.example")
    told()
    first = link(home)
    told()
    assert link(home) != first
    with reading(command_context.engine()) as session:
        assert accounts.invited_by(session, first.rpartition("/")[2], now=utc_now()) is None
    choose()
    assert "where the secretariat acts" in told()
    assert not (home / first_link.NAME).exists()


def test_an_address_of_ours_is_that_of_the_link(council, home, store, monkeypatch):
    monkeypatch.setenv("COUNCIL_BASE_URL", "https://council.example")
    council("people", "add", "WSIS desk", "wsis@itu.example")
    told()
    assert link(home).startswith("https://council.example/desk/begin/")


def test_without_somebody_to_invite_it_says_how_one_enters(council, home, store, monkeypatch):
    assert "there is no contact 'WSIS desk'" in told()
    monkeypatch.delenv("COUNCIL_OFFICER")
    assert 'council account invite "Your Name" administrator' in told()
    assert not (home / first_link.NAME).exists()
    said = council("account", "invite", "Your Name", "administrator", "--by", "Your Name")
    assert (said.code, said.out) == (2, "")


def test_the_link_alone_goes_to_standard_output(council, home, store):
    council("people", "add", "WSIS desk", "wsis@itu.example")
    said = council("account", "invite", "wsis@itu.example", "approver")
    assert said.out.startswith("/desk/begin/")
    assert said.out.count("\n") == 1
    assert "pass the link on safely" in said.err
    listed = council("account", "list").out
    assert "approver" in listed
    assert re.search(r"a link to choose a password waits for them until [\d-]+ [\d:]+ \(Geneva time\)", listed)
    again = council("account", "invite", "wsis@itu.example", "--json").facts  # forgotten: they may what they might
    assert again["holds"] == "approver"


def test_who_has_no_role_left_is_not_invited(council, home, store):
    council("people", "add", "WSIS desk", "wsis@itu.example", "--role", "secretariat")
    council("people", "add", "Anna", "anna@itu.example", "--role", "secretariat")
    engine = command_context.engine()
    with journal.attach(engine, command_context.settings()).begin() as connection:
        connection.exec_driver_sql(
            "UPDATE role SET to_on = '2020-01-01' WHERE person_id IN (SELECT id FROM person WHERE name = 'Anna')"
        )
    refused = council("account", "invite", "anna@itu.example")
    assert (refused.code, "the last role of Anna has ended" in refused.err) == (2, True)
    with reading(command_context.engine()) as session:
        assert accounts.living(session, people.named(session, "anna@itu.example").id) is None
