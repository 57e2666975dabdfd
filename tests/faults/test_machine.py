"""Hypothesis drives the machine: a fixed set of stories in every run, as many as one likes with EXAMPLES=500."""

import os
import shutil
from contextlib import ExitStack
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import update

from delivery import claims, prepared_messages
from delivery.officer_holds import AfterRestore
from letters import superseded
from models.engine import make_engine
from models.outbox import Message
from tests import stores
from tests.faults.letters import Letters
from tests.faults.machine import Delivery
from tests.proofs import examples

NUMBERS = count()


def profile(stories, steps):
    chosen = os.environ.get("EXAMPLES")
    return settings(
        max_examples=stories,
        stateful_step_count=steps,
        phases=[
            Phase.generate,
            *([Phase.shrink] if chosen else []),
        ],
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture
def on_sqlite(sqlite_template, tmp_path):
    class OnSqlite(Delivery):
        def fresh(self):
            home = tmp_path / f"home-{next(NUMBERS)}"
            home.mkdir()
            self.file = home / "council.db"
            shutil.copyfile(sqlite_template, self.file)
            return make_engine(f"sqlite:///{self.file}"), home

        def backup(self):
            data = self.file.read_bytes()
            return lambda: (self.desk.engine.dispose(), self.file.write_bytes(data))

    return OnSqlite


@pytest.mark.proof("three CPU seconds; on PostgreSQL, where more can go wrong, in every run")
@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_promises_hold_on_sqlite(on_sqlite):
    run_state_machine_as_test(on_sqlite, settings=profile(examples(20, in_every_run=3), 16))


@pytest.mark.proof("a fault that is put back, of the machine itself: it says nothing new of the product")
def test_the_machine_finds_a_row_that_counts_as_told_though_its_letter_lost_it(on_sqlite, monkeypatch):
    """The fault of 28 November 2026: an announcement that waited lost a part, and the row of that part stayed in it."""
    standing = claims.standing

    def partly_is_enough(*asked):
        found = standing(*asked)
        return replace(found, true=found.true | found.partly, partly=frozenset())

    monkeypatch.setattr(claims, "standing", partly_is_enough)

    def word_anew(session, message_id, _rows, into=None):
        session.execute(update(Message).where(Message.id == message_id).values(frozen=None))

    monkeypatch.setattr(superseded, "leave_out", word_anew)
    monkeypatch.setattr(prepared_messages, "_keep_what_is_named", lambda *_: [])
    machine = on_sqlite()
    machine.begin()
    (cycle,) = machine.office.cycles
    of = {"on": machine.now, "cycle": cycle, "accept_conflicts": "chaos"}
    for step, due in (("comments", "2017-02-20"), ("final", "2017-02-27")):
        machine.desk.sets(step, due, **of)
    machine.announce(0)
    machine.time_passes(16)
    machine.round("says later")
    machine.desk.waives("comments", on=machine.now, cycle=cycle)
    machine._settle()
    letters = Letters(machine.desk.engine, machine.carrier.mails, machine.ledger.first)
    assert any("told are" in words for words in letters.told_otherwise())
    with pytest.raises(AssertionError):
        machine.told_is_what_the_letters_name()


def test_what_an_officer_presumed_sent_counts_as_told_though_no_server_had_taken_it(on_sqlite):
    machine = on_sqlite()
    machine.begin()
    machine.announce(1)
    machine.time_passes(16)
    machine.release()
    machine.round("says later")
    machine.back_up()
    machine.restored(AfterRestore.PRESUME_SENT)
    machine.teardown()


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_promises_hold_on_postgresql(postgresql_server, tmp_path):
    class OnPostgresql(Delivery):
        def fresh(self):
            self.stack = ExitStack()
            self.url = self.stack.enter_context(stores.postgresql_store(postgresql_server))
            home = tmp_path / f"home-{next(NUMBERS)}"
            home.mkdir()
            return make_engine(self.url), home

        def backup(self):
            self.desk.engine.dispose()
            copy = self.stack.enter_context(stores.copied(self.url))
            return lambda: (self.desk.engine.dispose(), stores.put_back(copy, self.url))

        def teardown(self):
            super().teardown()
            self.stack.close()

    run_state_machine_as_test(OnPostgresql, settings=profile(examples(6, in_every_run=1), 12))
