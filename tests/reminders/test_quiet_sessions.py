"""Quiet while a body sits: recalls to its delegates wait for the morning after; what changes a date does not."""

import pytest

from models.engine import reading
from reminders import forecast
from tests.secretariat import Desk, moment

RECALL = "2017-03-03 09:00"


@pytest.fixture
def sitting(desk: Desk) -> Desk:
    """The Council sits over the recall of the comments; of those who are invited, one is its delegate."""
    desk.schedules("council-17", "2017-02-27", "2017-03-08")
    desk.knows("Councillor", "c@council.example", "membership", "council-members")
    desk.knows("Vice", "v@council.example", "membership")
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "rung", on="2017-02-10 09:00")
    return desk


def readers(lines: list[str]) -> list[str]:
    return sorted(line.partition(":")[0].partition("@")[0] for line in lines)


def test_a_recall_waits_for_the_end_of_the_session_and_is_forecast_so(sitting: Desk) -> None:
    sitting.through("2017-02-10", "2017-03-02")
    with reading(sitting.engine) as session:
        letters = forecast.outlook(session, now=moment("2017-03-02 10:00"), until=moment("2017-03-09 12:00"))
    expected = {letter.person: str(letter.leaves_at) for letter in letters if letter.kind == "rung"}
    assert readers(sitting.at(RECALL, about="omment")) == ["a", "b", "v"]
    waits = [message for message in sitting.messages() if (message.detail or "").startswith("waits for the end")]
    assert [message.detail for message in waits] == ["waits for the end of council-17"]
    assert "c" not in readers(sitting.at("2017-03-08 17:00"))
    assert "c" in readers(sitting.at("2017-03-09 09:00"))
    assert expected["Councillor"] == "2017-03-09 08:00:00+00:00"


def test_a_change_of_date_leaves_while_the_body_sits(sitting: Desk) -> None:
    sitting.through("2017-02-10", "2017-03-01")
    sitting.agrees("comments", "2017-03-17", on="2017-03-01 10:00")
    assert "c" in readers([line for at in ("2017-03-01 10:15", "2017-03-01 10:30") for line in sitting.at(at)])
