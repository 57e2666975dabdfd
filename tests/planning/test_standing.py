"""How a deadline stands, before the hour, on the hour and after it."""

from datetime import UTC, date, datetime, timedelta

from planning.basis import Basis
from planning.standing import Facts, Standing, standing

CLOSE = datetime(2017, 3, 10, 22, 59, 59, tzinfo=UTC)


def facts(**known):
    return Facts(**{"due": date(2017, 3, 10), "closes": CLOSE, "basis": Basis.AGREED} | known)


def test_the_life_of_a_deadline_that_is_owed():
    assert standing(facts(), CLOSE - timedelta(days=8)) is Standing.OPEN
    assert standing(facts(), CLOSE - timedelta(days=7)) is Standing.DUE_SOON
    assert standing(facts(), CLOSE) is Standing.DUE_SOON
    assert standing(facts(), CLOSE + timedelta(seconds=1)) is Standing.OVERDUE


def test_every_standing_to_the_second_and_to_the_day():
    second = timedelta(seconds=1)
    assert standing(facts(), CLOSE - timedelta(days=7) - second) is Standing.OPEN
    assert standing(facts(is_window=True), CLOSE) is Standing.DUE_SOON
    assert standing(facts(is_window=True), CLOSE + second) is Standing.CLOSED
    assert standing(facts(basis=Basis.PROPOSED), CLOSE - timedelta(days=30)) is Standing.PROPOSED
    assert standing(facts(closes=None, basis=Basis.PROPOSED), CLOSE) is Standing.UNDATED
    assert standing(facts(settled="met", settled_on=None), CLOSE) is Standing.MET
    assert standing(facts(settled="met", settled_on=date(2017, 3, 11), due=None), CLOSE) is Standing.MET


def test_a_window_closes_and_is_never_overdue():
    assert standing(facts(is_window=True), CLOSE + timedelta(days=90)) is Standing.CLOSED


def test_a_proposed_date_passes_without_becoming_overdue():
    assert standing(facts(basis=Basis.PROPOSED), CLOSE + timedelta(days=1)) is Standing.PROPOSED


def test_settled_is_settled():
    assert standing(facts(settled="met", settled_on=date(2017, 3, 10)), CLOSE) is Standing.MET
    assert standing(facts(settled="met", settled_on=date(2017, 3, 11)), CLOSE) is Standing.MET_LATE
    assert standing(facts(settled="waived", settled_on=date(2017, 3, 11)), CLOSE) is Standing.WAIVED
    assert standing(facts(due=None, closes=None, basis=Basis.AWAITED), CLOSE) is Standing.UNDATED


def test_the_words_for_people():
    assert Standing.MET_LATE.label == "Met late"
