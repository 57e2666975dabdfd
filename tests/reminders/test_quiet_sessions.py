"""Quiet while a body sits: recalls to its delegates wait for the morning after; what changes a date does not."""

from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from kernel.runner import do
from models.engine import reading
from models.people import Person
from record.meetings import quiet_sessions
from reminders import forecast
from tests.beginnings import once
from tests.secretariat import Desk, moment

RECALL = "2017-03-03 09:00"


@pytest.fixture
def sitting(desk: Desk) -> Desk:
    """The Council sits over the recall of the comments; of those who are invited, one is its delegate."""
    once(desk.engine, desk.home, "sitting of reminders/test_quiet_sessions.py", partial(_sitting, desk))
    return desk


def _sitting(desk: Desk) -> None:
    desk.schedules("council-17", "2017-02-27", "2017-03-08")
    desk.knows("Councillor", "c@council.example", "membership", "council-members")
    desk.knows("Vice", "v@council.example", "membership")
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "rung", on="2017-02-10 09:00")


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


def quiet(desk: Desk, at: str) -> dict[str, str]:
    """Return who sits at that instant, and when in Geneva they are told again."""
    with reading(desk.engine) as session:
        people = {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
        found = quiet_sessions.sitting(session, people, now=moment(at))
    geneva = ZoneInfo("Europe/Zurich")
    return {people[number]: f"{each.until.astimezone(geneva):%Y-%m-%d %H:%M}" for number, each in found.items()}


@pytest.mark.parametrize(
    ("at", "sits"),
    [
        ("2017-02-26 23:59", False), ("2017-02-27 00:00", True),
        ("2017-03-08 23:59", True), ("2017-03-09 00:00", False),
    ],
)  # fmt: skip
def test_it_is_quiet_from_the_first_day_in_geneva_to_the_last(sitting: Desk, at: str, sits: bool) -> None:
    assert quiet(sitting, at) == ({"Councillor": "2017-03-09 09:00"} if sits else {})


def test_it_is_not_quiet_for_the_secretariat_nor_for_a_session_that_is_off(sitting: Desk) -> None:
    sitting.knows("Clerk", "clerk@itu.example", "secretariat", "council-members")
    assert list(quiet(sitting, "2017-03-01 12:00")) == ["Councillor"]
    with sitting.acting() as session:
        do(session, "meeting/postpone", meeting="council-17", because="flood", now=moment("2017-02-20"), by="Anna")
    assert quiet(sitting, "2017-03-01 12:00") == {}


def test_it_is_quiet_for_the_states_that_are_of_the_council_on_that_day(sitting: Desk) -> None:
    text = """\
memberships:
  - {kind: council-member, from: 2014-01-01, members: [{organization: Old, official: old@old.example}]}
  - {kind: council-member, from: 2017-03-03, members: [{organization: New, official: new@new.example}]}
"""
    (sitting.home / "council.yaml").write_text(text)
    sitting.loads(sitting.home / "council.yaml", on="2017-02-10")
    assert {*quiet(sitting, "2017-03-02 12:00")} == {"Old"}
    assert {*quiet(sitting, "2017-03-03 12:00")} == {"New"}
