"""A journal of before there was a key: it stays as it is, still verifies, and is ended by a sealing line."""

import json
from hashlib import sha256

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from models.engine import reading
from models.journal import Entry
from models.schema import upgrade
from models.store import the_store
from record import journal
from record.journal import heads
from record.refusals import BadSeal
from tests.record.journal import old_lines
from tests.secretariat import HLPF, moment
from tests.stores import LONG_AGO, UID_HOST

pytestmark = pytest.mark.both_databases("old lines are written in SQL")


@pytest.fixture
def upgraded(desk):
    """A store with the story of 2017, made by 0.2.0 and upgraded; the folder knows no head of it."""
    desk.opens_set()
    desk.meets("revised-draft", on="2017-02-24")
    old_lines.lines_of_version_1(desk.engine)
    (desk.home / heads.FILE).unlink()
    before = old_lines.texts(desk.engine)
    old_lines.schema_of_020(desk.engine)
    upgrade(desk.engine, uid_host=UID_HOST, now=LONG_AGO)
    assert old_lines.texts(desk.engine) == before
    return desk


def proof(desk, **how):
    with reading(desk.engine) as session:
        return journal.verify(session, **how)


def acts(desk, cycle=None):
    with reading(desk.engine) as session:
        return [line.act for line in journal.entries(session, cycle, now=moment("2018-01-01"))]


@pytest.mark.proof_on_postgresql(
    "a store of an earlier release; what a seal covers is told there by other stories of the journal"
)
def test_it_verifies_as_it_did_and_says_that_it_has_no_key_until_the_next_act_seals_it(upgraded):
    before = old_lines.texts(upgraded.engine)
    assert (proof(upgraded).lines, proof(upgraded).unkeyed) == (6, True)
    upgraded.waives("comments", on="2017-02-25")
    assert (proof(upgraded).lines, proof(upgraded).unkeyed) == (8, False)
    assert old_lines.texts(upgraded.engine)[:6] == before
    assert acts(upgraded) == ["open", *["agree"] * 4, "met", "seal", "deadline/waive"]
    upgraded.reopens("comments", on="2017-02-26")
    assert acts(upgraded)[-2:] == ["deadline/waive", "deadline/reopen"]
    with reading(upgraded.engine) as session:
        opened, *_, reopened = journal.entries(session, HLPF, now=moment("2018-01-01"))
        assert "because it was not so" in journal.details(reopened)
        assert "anchors" in journal.details(opened)
    assert proof(upgraded, last=2).lines == 2


def forged(desk, line, make):
    """Change an old line, make all hashes after it anew as anybody can, and leave the lines with a key alone."""
    with Session(desk.engine) as session, session.begin():
        previous = "0" * 64
        for entry in session.scalars(select(Entry).where(Entry.key.is_(None)).order_by(Entry.id)).all():
            written = make(entry.text) if entry.id == line else entry.text
            seal = sha256(f"{previous}\n{written}".encode()).hexdigest()
            row = update(Entry).where(Entry.id == entry.id)
            session.execute(row.values(text=written, previous=previous, hash=seal, by=json.loads(written)["by"]))
            previous = seal


@pytest.mark.proof_on_postgresql(
    "a store of an earlier release; what a seal covers is told there by other stories of the journal"
)
def test_old_lines_and_what_they_wrote_are_safe_from_the_sealing_line_on(upgraded):
    upgraded.waives("comments", on="2017-02-25")
    with upgraded.engine.connect() as connection, connection.begin() as forging:
        connection.execute(text("UPDATE promise SET reason = 'forged' WHERE id = 1"))
        with Session(connection) as session, pytest.raises(BadSeal, match="before there was a key"):
            journal.verify(session)
        forging.rollback()
    forged(upgraded, 2, lambda said: said.replace("agreed by the Group", "agreed by nobody"))
    with pytest.raises(BadSeal, match="line 7"):
        proof(upgraded)


@pytest.mark.proof_on_postgresql(
    "a store of an earlier release; what a seal covers is told there by other stories of the journal"
)
def test_lines_without_a_key_are_no_more_written_after_one_with_a_key(upgraded):
    upgraded.waives("comments", on="2017-02-25")
    old_lines.lines_of_version_1(upgraded.engine)  # all of it, as one who has no key may write it
    with pytest.raises(BadSeal, match="knows a journal of 8 lines"):
        proof(upgraded)
    (upgraded.home / heads.FILE).unlink()
    assert proof(upgraded).unkeyed  # who has the folder as well is found by a head that was kept elsewhere only


@pytest.mark.proof_on_postgresql(
    "a store of an earlier release; what a seal covers is told there by other stories of the journal"
)
def test_a_folder_knows_the_head_of_each_store_of_its_own(upgraded):
    with reading(upgraded.engine) as session:
        store = the_store(session).public_id
    assert heads.kept(upgraded.home, store) is None
    upgraded.waives("comments", on="2017-02-25")
    kept = heads.kept(upgraded.home, store)
    assert kept is not None
    assert (kept.head, heads.kept(upgraded.home, "another store")) == (proof(upgraded).head, None)
    assert (upgraded.home / heads.FILE).stat().st_mode & 0o777 == 0o600
