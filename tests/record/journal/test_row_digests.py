"""A row that acts may change stands as the last of them left it: whoever changes it otherwise is found."""

import pytest
from sqlalchemy import select, text

from models.engine import reading, writing
from models.journal import RowDigest
from models.tables import tables
from record import journal
from record.journal import fact_digests, line_seals, row_digests
from record.refusals import BadSeal
from tests.record.journal.tampering import free_of_keys

FORGED = {
    "a role that nobody gave": (
        "INSERT INTO role (person_id, role, scope) SELECT min(id), 'secretary', '' FROM person", "rows in 'role'"
    ),
    "letters that go elsewhere": ("UPDATE person SET email = 'x@evil.example' WHERE id = 1", "a row in 'person'"),
    "another promise": ("UPDATE deadline SET promise = 7 WHERE step = 'comments'", "a row in 'deadline'"),
    "a cycle that ended": ("UPDATE cycle SET ended_at = opened_at", "line 1 of the journal left"),
    "a role that is gone": ("DELETE FROM role WHERE id = 2", "a row in 'role'"),
}  # fmt: skip


OF_ROUNDS_AND_VISITS = {
    "asked_address", "blob", "bounce", "breaker", "connection", "contact_layout", "credential", "event", "hold",
    "journal", "kept_feed", "lateness", "message", "message_identity", "owed", "refused_sign_in", "sender", "sign_in",
    "store",
}  # fmt: skip
"""Tables whose rows change without an act: a round, a mail that came back, a visit. No line answers for them."""


def verifies(desk, **how):
    with reading(desk.engine) as session:
        return journal.verify(session, **how)


def sql(desk, words):
    with writing(desk.engine) as session:
        free_of_keys(session)
        session.execute(text(words))


@pytest.mark.parametrize("what", FORGED)
def test_what_is_forged_in_a_row_that_acts_may_change_is_found(desk, what):
    desk.opens()
    verifies(desk)
    words, found = FORGED[what]
    sql(desk, words)
    with pytest.raises(BadSeal, match=found):
        verifies(desk)


def test_the_line_that_last_changed_a_row_is_named_and_the_last_lines_answer_for_theirs_alone(desk):
    desk.opens(on="2017-02-09")
    desk.sets("comments", "2017-03-13", on="2017-02-10")
    desk.sets("final-draft", "2017-03-27", on="2017-02-11")
    verifies(desk)
    sql(desk, "UPDATE deadline SET title = 'Forged' WHERE step = 'comments'")
    with pytest.raises(BadSeal, match="what line 2 of the journal left"):
        verifies(desk)
    verifies(desk, last=1)
    with pytest.raises(BadSeal, match="a row in 'deadline'"):
        verifies(desk, last=3)


def test_rows_that_a_revision_changes_are_proved_from_the_next_act_on(desk, monkeypatch):
    desk.opens(on="2017-02-09")
    monkeypatch.setattr(row_digests, "GENERATION", 2)
    monkeypatch.setattr(line_seals, "PROVES", '"proves":2,')
    monkeypatch.setattr(line_seals, "_HEAD", line_seals.last_line())
    sql(desk, "UPDATE deadline SET title = 'As a revision words it'")
    verifies(desk)
    desk.sets("comments", "2017-03-13", on="2017-02-10")
    verifies(desk)
    sql(desk, "UPDATE deadline SET title = 'Forged' WHERE step = 'final-draft'")
    with pytest.raises(BadSeal, match="what line 2 of the journal left"):
        verifies(desk)


def test_an_act_digests_what_it_changed_and_nothing_else(desk):
    desk.opens()
    with reading(desk.engine) as session:
        before = {(row.of, row.number) for row in session.scalars(select(RowDigest))}
        steps = session.execute(select(tables().tables["deadline"].c.id)).all()
    assert {("deadline", row.id) for row in steps} < before
    desk.sets("comments", "2017-03-13", on="2017-02-10")
    with reading(desk.engine) as session:
        last = session.scalars(select(RowDigest).where(RowDigest.entry_id == 2)).all()
    assert {row.of for row in last} == {"deadline", "cycle"}
    assert len({(row.of, row.number) for row in last}) == len(last) < 6


def test_each_table_is_proved_or_known_to_change_without_an_act():
    proved = row_digests.BY_ACTS.keys() | fact_digests.tables_of_facts().keys()
    assert not proved & OF_ROUNDS_AND_VISITS
    unproved = tables().tables.keys() - proved - OF_ROUNDS_AND_VISITS - {"alembic_version"}
    assert not unproved, (
        f"nothing proves {unproved}: name the line that wrote a row (entry_id), or the table in BY_ACTS"
    )
    assert proved | OF_ROUNDS_AND_VISITS <= tables().tables.keys()
    halves = fact_digests.CHANGES_LATER.keys() - row_digests.BY_ACTS.keys() - {"row_digest"}
    assert not halves, f"nothing proves what acts change later in {halves}; name the table in BY_ACTS as well"
    for name, left_out in row_digests.BY_ACTS.items():
        assert left_out <= {*tables().tables[name].columns.keys()}
