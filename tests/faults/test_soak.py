"""The soak in short: a few days of chaos on each database, and the mutant that its account must find out."""

import pytest

from tests.faults.ledger import Ledger
from tests.secretariat import moment
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


@pytest.mark.proof("a fault that is put back: it says nothing new of the product")
def test_the_account_finds_a_sender_out_that_marks_before_it_sends():
    with chaos("sqlite", seed=1332, mutant="marks-first") as run:
        assert any(run.round().lost for _ in range(12))


def test_of_an_end_that_was_taken_back_before_its_letter_left_nobody_is_owed_a_word(desk):
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    assert len(desk.at("2017-02-24 09:00", "Comments invited")) == 2
    desk.waives("comments", on="2017-02-27 10:00")
    desk.reopens("comments", on="2017-02-27 11:00")
    desk.meets("comments", on="2017-02-27 12:00")
    account = Ledger(desk.engine, desk.sink.mails).account(moment("2017-02-27 17:00"))
    assert account.is_kept, account.missed


def test_a_word_of_an_end_that_stands_is_owed(desk):
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    assert len(desk.at("2017-02-24 09:00", "Comments invited")) == 2
    desk.waives("comments", on="2017-02-27 10:00")
    account = Ledger(desk.engine, desk.sink.mails).account(moment("2017-02-27 17:00"))
    assert len(account.missed) == 2
