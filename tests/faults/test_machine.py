"""Hypothesis drives the machine: a fixed set of stories in every run, as many as one likes with EXAMPLES=500."""

import os
import shutil
from contextlib import ExitStack
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from models.engine import make_engine
from tests import stores
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


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_promises_hold_on_sqlite(sqlite_template, tmp_path):
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

    run_state_machine_as_test(OnSqlite, settings=profile(examples(20, in_every_run=6), 16))


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

    run_state_machine_as_test(OnPostgresql, settings=profile(examples(6, in_every_run=2), 12))
