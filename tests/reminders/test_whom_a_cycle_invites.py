"""Issued dates are told to the membership and to whoever the cycle invites, though they hold no other role.

Of a window in which only the Council is asked, only the Council hears.
"""

import pytest

from tests.beginnings import told_once
from tests.secretariat import moment

VOTE, PRIZES = "consultation-by-correspondence/2017", "wsis-prizes/2017"
A, B = "a@state.example", "b@state.example"
COUNCILLOR, MAKER = "councillor@state.example", "maker@state.example"


@pytest.fixture
@told_once
def office(desk):
    desk.knows("Councillor", COUNCILLOR, "council-members")
    desk.knows("Maker", MAKER, "stakeholders")
    desk.knows("Expert", "expert@itu.example", "expert-group")  # acts in the prizes, and is not invited
    desk.opens(VOTE, on="2017-02-09", dispatch="2017-03-01")
    desk.opens(PRIZES, on="2017-02-09", forum="2017-06-12")
    return desk


def told(desk, cycle, *dates, at="2017-02-09 12:15"):
    for step, due in dates:
        desk.sets(step, due, on="2017-02-09", cycle=cycle)
    desk.issues(on="2017-02-09", cycle=cycle)
    desk.turn(at)
    return sorted(mail.recipient for mail in desk.sink.mails)


def test_the_council_hears_of_the_dates_of_its_vote(office):
    assert told(office, VOTE, ("letter", "2017-03-01"), ("replies", "2017-03-24")) == [A, B, COUNCILLOR]


def test_stakeholders_hear_of_the_dates_of_the_prizes_and_the_experts_of_none(office):
    assert told(office, PRIZES, ("voting", "2017-03-24")) == [A, B, MAKER]


def test_who_holds_both_roles_hears_it_once(office):
    office.knows("Both", "both@state.example", "membership", "council-members")
    assert told(office, VOTE, ("replies", "2017-03-24")) == ["both@state.example", COUNCILLOR]


def test_of_a_step_alone_that_is_no_window_they_hear_too(office):
    assert told(office, VOTE, ("letter", "2017-03-01")) == [A, B, COUNCILLOR]


def test_a_circular_tells_them_and_no_letter_does(office):
    office.agrees("replies", "2017-03-24", on="2017-02-09", cycle=VOTE)
    assert not office.at("2017-02-09 12:15")


def test_who_comes_later_hears_of_the_next_issue_and_a_change_reaches_those_who_were_told(office):
    told(office, VOTE, ("replies", "2017-03-24"))
    office.knows("Late", "late@state.example", "council-members")
    assert not office.at("2017-02-10 09:00")
    office.sets("replies", "2017-03-27", on="2017-02-10", cycle=VOTE)
    office.issues(on="2017-02-10", cycle=VOTE)
    lines = office.at(moment("2017-02-10 12:30"))
    assert [line.partition(":")[0] for line in lines] == [COUNCILLOR, "late@state.example"]
    assert [line.partition(": ")[2][:8] for line in lines] == ["New date", "Date set"]
