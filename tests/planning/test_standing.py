"""How a deadline stands, before the hour, on the hour and after it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from planning.basis import Basis
from planning.standing import Standing, standing

CLOSE = datetime(2017, 3, 10, 22, 59, 59, tzinfo=UTC)


@dataclass
class Facts:
    due: date | None = date(2017, 3, 10)
    closes: datetime | None = CLOSE
    basis: Basis = Basis.AGREED
    is_window: bool = False
    settled: str | None = None
    settled_on: date | None = None


def test_the_life_of_a_deadline_that_is_owed():
    assert standing(Facts(), CLOSE - timedelta(days=8)) is Standing.OPEN
    assert standing(Facts(), CLOSE - timedelta(days=7)) is Standing.DUE_SOON
    assert standing(Facts(), CLOSE) is Standing.DUE_SOON
    assert standing(Facts(), CLOSE + timedelta(seconds=1)) is Standing.OVERDUE


def test_a_window_closes_and_is_never_overdue():
    assert standing(Facts(is_window=True), CLOSE + timedelta(days=90)) is Standing.CLOSED


def test_a_proposed_date_passes_without_becoming_overdue():
    assert standing(Facts(basis=Basis.PROPOSED), CLOSE + timedelta(days=1)) is Standing.PROPOSED


def test_settled_is_settled():
    assert standing(Facts(settled="met", settled_on=date(2017, 3, 10)), CLOSE) is Standing.MET
    assert standing(Facts(settled="met", settled_on=date(2017, 3, 11)), CLOSE) is Standing.MET_LATE
    assert standing(Facts(settled="waived", settled_on=date(2017, 3, 11)), CLOSE) is Standing.WAIVED
    assert standing(Facts(due=None, closes=None, basis=Basis.AWAITED), CLOSE) is Standing.UNDATED


def test_the_words_for_people():
    assert Standing.MET_LATE.label == "Met late"
