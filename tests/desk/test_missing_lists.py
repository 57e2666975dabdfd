"""Next year's holiday list is a task from November on, this year's while it is missing; once loaded it is none."""

import pytest

from desk import tasks as tasks_
from models.bodies import HolidayList
from models.engine import reading, writing
from tests.secretariat import moment


def asked(desk, on):

    with reading(desk.engine) as session:
        every = tasks_.tasks(session, now=moment(on), clock=moment(on))
        return [task.about for task in every if task.kind == "unlisted"]


@pytest.mark.parametrize(
    ("on", "about"),
    [
        ("2017-10-31 23:00", []),
        ("2017-11-01 00:01", ["Geneva 2018"]),
        ("2017-12-31 12:00", ["Geneva 2018"]),
        ("2018-01-01 12:00", ["Geneva 2018"]),
        ("2018-11-01 12:00", ["Geneva 2018", "Geneva 2019"]),
    ],
)
def test_next_years_list_is_asked_for_from_november_on(desk, on, about):
    desk.opens_agreed()
    assert asked(desk, on) == about


def test_a_list_that_is_loaded_or_never_was_is_not_asked_for(desk):
    desk.opens_agreed()
    with writing(desk.engine) as session:
        session.add(HolidayList(place="Geneva", year=2018, days=[]))
    assert asked(desk, "2017-12-01") == []
    with writing(desk.engine) as session:
        session.query(HolidayList).delete()
    assert asked(desk, "2017-12-01") == []
