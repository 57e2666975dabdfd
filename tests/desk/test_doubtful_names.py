"""Names that are probably slips are tasks, and findings of the doctor, in a store that holds them from before."""

import pytest

from desk import doubtful_names
from models.bodies import HolidayList
from models.engine import reading, writing
from models.people import Organization, Person, Role
from tests.secretariat import moment

NOW = moment("2017-02-27")


def slips(desk, *rows):
    with writing(desk.engine) as session:
        for row in rows:
            session.add(row)
            session.flush()
    with reading(desk.engine) as session:
        return [(task.kind, task.sentence) for task in doubtful_names.doubtful(session, now=NOW)]


def held(role):
    person = Person(public_id="p", name="P", email="p@x.example", organization_id=None)
    return [person, Role(person_id=1, role=role)]


def test_nothing_is_doubtful_of_what_is_known(desk):
    stations = [HolidayList(place=place, year=2017, days=[]) for place in ("New York", "Addis Ababa", "Bonn")]
    assert slips(desk, *stations, Organization(name="Brazil"), *held("membership")) == []


@pytest.mark.parametrize(("place", "near"), [("Genev", "Geneva"), ("Nairobbi", "Nairobi"), ("New Yrok", "New York")])
def test_a_holiday_list_of_nobody_names_the_nearest_place(desk, place, near):
    [(kind, sentence)] = slips(desk, HolidayList(place=place, year=2017, days=[]))
    assert (kind, sentence) == ("station", f"the holiday list of {place!r} 2017 counts nowhere but there; was {near!r} "
                                           "meant?")  # fmt: skip


def test_a_role_that_was_misspelt_before_words_were_checked_is_named(desk):
    [(kind, sentence)] = slips(desk, *held("memberhip"))
    assert kind == "slip"
    assert sentence == "'memberhip' is held as a role, and no letter goes to it; was 'membership' meant?"


def test_an_organization_may_be_called_almost_as_a_role(desk):
    assert slips(desk, Organization(name="Memberships"), *held("memberships")) == []
