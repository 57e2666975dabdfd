"""The soak in short: a few days of chaos on each database, and the mutant that its account must find out."""

import pytest

from tests.soak.command import chaos

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.mark.proof("six days of chaos on each database take twenty CPU seconds; `make soak` tells a hundred")
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_days_of_chaos_keep_every_promise(database):
    with chaos(database, seed=1332) as run:
        for _ in range(6):
            account = run.round()
            assert account.is_kept, str(account)
    assert account.acked > 5


def test_the_account_finds_a_sender_out_that_marks_before_it_sends():
    with chaos("sqlite", seed=1332, mutant="marks-first") as run:
        assert any(run.round().lost for _ in range(12))
