"""`council secret`: keys by their ids; rotated, listed with what each still opens, dropped in the end."""

import re
import sqlite3
from contextlib import closing

from cli import remedy_words
from kernel import registry
from kernel.done import Done
from kernel.outside import Outside
from models.engine import make_engine, writing
from models.people import Channel, Person
from planning.clock import utc_now
from record.settings import read


def test_a_key_is_rotated_listed_and_dropped(council, store, tmp_path, monkeypatch):
    monkeypatch.setenv("COUNCIL_WEBHOOK_HOSTS", "127.0.0.1")
    monkeypatch.setenv("COUNCIL_OFFICER", "Anna")
    sheet = tmp_path / "people.csv"
    sheet.write_text("name,email,channels\nAnna,anna@itu.example,json://127.0.0.1:9/t0ken\n")
    assert council("secret", "rotate").code == 0  # an office without a key has two now
    assert council("load", str(sheet)).out == "1 contact added\n"
    (first,) = re.findall(r"^(\w{8})  1 channel +seals and signs$", council("secret", "list").out, re.MULTILINE)
    printed = council("secret", "rotate")
    assert printed.out.endswith("seals and signs from now on; 1 channel sealed anew\n")
    listed = council("secret", "list", "--json").facts
    assert [(key["use"], key["channels"]) for key in listed] == [
        ("seals and signs", 1), ("opens what it made", 0), ("opens what it made", 0),
    ]  # fmt: skip
    assert listed[1]["key"] == first
    assert council("secret", "drop", first).out == f"the key {first} is no more; the links that it signed have ended\n"
    again = council("secret", "drop", first)
    assert (again.code, again.out) == (2, "")
    assert "there is no older key" in again.err
    journal = council("journal").out
    assert [journal.count(act) for act in ("secret/rotate", "secret/drop")] == [2, 1]
    engine = make_engine(f"sqlite:///{store}")
    with writing(engine) as session:
        anna = session.get_one(Person, 1)
        session.add(Channel(person_id=anna.id, address="sealed:00000000:x", fingerprint="x", carrier="json:x"))
    engine.dispose()
    assert re.search("00000000  1 channel +NOT HERE", council("secret", "list").out)


def test_the_file_of_keys_stays_as_it_is_while_another_process_writes(council, store, home, monkeypatch):
    """Of two rotations at once each wrote a file without the other's key, and what that one had sealed was lost."""
    assert council("secret", "rotate").code == 0
    before = (home / "secret.key").read_bytes()
    older = council("secret", "list", "--json").facts[1]["key"]
    monkeypatch.setenv("COUNCIL_DATABASE_URL", f"sqlite:///{store}?timeout=0.1")
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for words in (("rotate",), ("drop", older)):
            printed = council("secret", *words)
            assert (printed.code, "the record is held" in printed.err) == (2, True)
            assert (home / "secret.key").read_bytes() == before


def test_keys_of_the_environment_are_not_changed_by_a_command(council, store, monkeypatch):
    monkeypatch.setenv("COUNCIL_SECRET", "a-key-of-the-environment,an-older-key-of-the-environment")
    assert council("secret", "list").out.count("channels") == 2
    for words in (("rotate",), ("drop", "00000000")):
        printed = council("secret", *words)
        assert (printed.code, printed.out) == (2, "")
        assert printed.err.startswith("the keys are in COUNCIL_SECRET; put a new one before them")
        assert "a-key-of" not in printed.err


def test_without_a_store_no_key_is_made(council, home):
    assert council("secret", "rotate").code == 2
    assert not home.exists()


def test_a_database_in_use_is_sealed_and_says_that_it_still_keeps_the_bytes_of_before(store, home):
    engine = make_engine(f"sqlite:///{store}?timeout=0.1")
    done = Done("sealed", "1 channel sealed")
    asked = Outside({}, utc_now(), engine, read({"COUNCIL_HOME": str(home)}), "an id", lambda _: done)
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        held = registry.act("channels/seal").outside(asked)
        assert remedy_words.refusal(held.failure) == (
            "the channels are sealed, but the database is in use and still keeps the bytes from before; "
            "seal them once more when it is quiet: council channels seal"
        )
        other.execute("ROLLBACK")
    assert registry.act("channels/seal").outside(asked) == done
    engine.dispose()
