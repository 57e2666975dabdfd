"""The end of the journal is known in three places: the store, the data folder, and wherever people keep it."""

import shutil

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from delivery import backups
from kernel.runner import do
from models.engine import reading
from record import journal, key_ring
from record.journal import heads
from record.refusals import BadSeal, NoHead, NotAnAncestor, OutOfTime, WrongJournalKey
from tests.delivery.test_copies import CLIENTS, put_to_use
from tests.secretariat import OFFICER, Desk, moment

LATER = {"now": moment("2017-03-01"), "by": OFFICER}


def proof(desk, **how):
    with reading(desk.engine) as session:
        return journal.verify(session, **how)


def cut(engine, line, *, rows=("mute", "row_digest")):
    """Take out the lines from that one on with all that they wrote, and have the store know the new end."""
    with Session(engine) as session, session.begin():
        for table in rows:
            session.execute(text(f"DELETE FROM {table} WHERE entry_id >= :line"), {"line": line})
        session.execute(text("DELETE FROM journal WHERE id >= :line"), {"line": line})
        head = "(SELECT hash FROM journal ORDER BY id DESC LIMIT 1)"
        session.execute(text(f"UPDATE store SET journal_lines = (SELECT count(*) FROM journal), journal_hash = {head}"))


def test_a_head_kept_elsewhere_is_an_ancestor_for_ever(desk):
    desk.opens()
    early = proof(desk).head
    assert proof(desk, since=early).head == early
    desk.sets("comments", "2017-03-13", on="2017-02-10")
    assert proof(desk, since=journal.read_head(f" {early} ")).lines == 2
    for wrong in (heads.Head(2, early.hash), heads.Head(3, early.hash), heads.Head(1, "0" * 64)):
        with pytest.raises(NotAnAncestor):
            proof(desk, since=wrong)
    for words in ("", "1", f"1:{early.hash[1:]}", f"x:{early.hash}"):
        with pytest.raises(NoHead):
            journal.read_head(words)


def test_who_cuts_the_journal_and_the_folder_too_is_found_by_a_head_kept_elsewhere(desk):
    desk.opens()
    desk.mutes("a@state.example", on="2017-02-10")
    head = proof(desk).head
    cut(desk.engine, 2)
    with pytest.raises(BadSeal, match="a journal of 2 lines"):
        proof(desk)
    desk.mutes("a@state.example", on="2017-02-10")  # the forgery is not covered up by who acts next
    with pytest.raises(BadSeal, match="a journal of 2 lines"):
        proof(desk)
    (desk.home / heads.FILE).unlink()
    proof(desk)
    with pytest.raises(NotAnAncestor):
        proof(desk, since=head)


def test_a_file_that_lags_behind_names_an_earlier_line_and_catches_up(desk):
    desk.opens()
    (desk.home / heads.FILE).rename(desk.home / "earlier")
    desk.mutes("a@state.example", on="2017-02-10")
    shutil.move(desk.home / "earlier", desk.home / heads.FILE)  # killed after its commit; or another machine wrote
    assert proof(desk).lines == 2
    cut(desk.engine, 2)
    assert proof(desk).lines == 1  # as far as this folder knows, that is all
    (desk.home / heads.FILE).write_text("")  # cut short when the power went
    desk.mutes("a@state.example", on="2017-02-10")
    cut(desk.engine, 2)
    with pytest.raises(BadSeal, match="a journal of 2 lines"):
        proof(desk)


def test_a_head_that_cannot_be_kept_undoes_no_act(desk):
    desk.opens()
    (desk.home / heads.FILE).unlink()
    (desk.home / heads.FILE).mkdir()
    desk.sets("comments", "2017-03-13", on="2017-02-10")
    assert proof(desk).lines == 2


def test_a_key_comes_and_an_older_one_goes_and_every_line_is_proved_still(desk):
    desk.opens_set()
    first = key_ring.ring(desk.settings).newest.id
    desk.performs("secret/rotate", on="2017-03-01")
    assert proof(desk).lines == 7  # with the sealing line before the one of the rotation
    desk.performs("secret/drop", key=first, on="2017-03-01")
    assert [key.id for key in key_ring.ring(desk.settings).keys].count(first) == 0
    assert (proof(desk).lines, proof(desk).notes) == (8, ())
    with desk.engine.connect() as connection, connection.begin() as forging:
        connection.execute(text("UPDATE journal SET text = replace(text, '2017-03-10', '2017-03-11') WHERE id = 3"))
        with Session(connection) as session, pytest.raises(BadSeal):
            journal.verify(session)
        forging.rollback()
    assert proof(desk, last=2).lines == 2


def test_lines_under_a_secret_that_is_not_here_are_neither_proved_nor_followed(desk):
    desk.opens()
    (desk.home / key_ring.FILE).rename(desk.home / "kept")
    with pytest.raises(BadSeal, match="key that is not here"):
        proof(desk)
    with pytest.raises(WrongJournalKey):
        desk.sets("comments", "2017-03-13", on="2017-02-10")
    with desk.acting() as session:
        do(session, "journal/accept", because="the disk is lost", **LATER)
    desk.sets("comments", "2017-03-13", on="2017-03-02")
    assert proof(desk).lines == 4
    assert proof(desk).notes == ("line 2 says why lines before it cannot be proved: the disk is lost",)


def test_a_store_that_came_back_from_a_backup_is_whole_and_says_so(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(CLIENTS), prepend=":")
    desk.opens()
    backups.back_up(desk.engine, tmp_path / "backup", now=moment("2017-02-09"))
    desk.sets("comments", "2017-03-13", on="2017-02-10")
    with put_to_use(desk, tmp_path / "backup", desk.home) as restored:
        assert "put back from a copy" in proof(restored).notes[0]
        restored.meets("revised-draft", on="2017-02-24")
        assert proof(restored).lines == 2
        with restored.acting() as session:
            do(session, "sending/resume", because="the disk broke", send_again=True, **LATER)
        assert (proof(restored).lines, proof(restored).notes) == (4, ())
        with reading(restored.engine) as session:
            acts = [line.act for line in journal.entries(session, None, now=moment("2018-01-01"))]
        assert acts == ["cycle/open", "deadline/met", "sending/resume", "restore"]
        cut(restored.engine, 3)
        with pytest.raises(BadSeal, match="a journal of 4 lines"):
            proof(restored)


def test_another_machine_of_a_restored_store_finds_the_word_of_who_restored_it(desk, tmp_path):
    desk.opens()
    desk.mutes("a@state.example", on="2017-02-10")
    other = tmp_path / "other"
    other.mkdir()
    for name in (heads.FILE, key_ring.FILE):
        shutil.copyfile(desk.home / name, other / name)
    cut(desk.engine, 2)
    desk.performs("journal/accept", because="put back from the backup of the night", on="2017-03-01")
    assert proof(desk).lines == 2
    elsewhere = Desk(desk.engine, desk.sink, other)
    assert "put back from a copy" in proof(elsewhere).notes[0]
    elsewhere.meets("revised-draft", on="2017-03-02")
    assert proof(elsewhere).notes == ()


def test_the_journal_goes_on_from_its_last_line_and_from_no_day_before_it(desk):
    desk.opens()
    head = proof(desk).head
    with pytest.raises(OutOfTime, match="the line before it is of 2017-02-09 11:00 UTC"), desk.acting() as session:
        do(session, "journal/accept", because="looked into", now=moment("2017-02-09 11:59"), by=OFFICER)
    assert proof(desk).head == head
    with desk.acting() as session:
        do(session, "journal/accept", because="looked into", now=moment("2017-02-09 12:00"), by=OFFICER)
    assert proof(desk, since=head).lines == 2


def test_an_act_that_finds_all_as_it_is_ends_the_lines_of_an_older_key(desk):
    desk.opens()
    key_ring.rotate(desk.settings)
    assert desk.performs("channels/seal", on="2017-03-01").is_nothing
    with reading(desk.engine) as session:
        assert [line.act for line in journal.entries(session, None, now=moment("2999-01-01"))] == ["cycle/open", "seal"]
    assert proof(desk).lines == 2
