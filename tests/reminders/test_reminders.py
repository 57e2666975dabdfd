"""What people receive through 2017: the secretariat is reminded, members are invited, nobody nags a state."""

from datetime import timedelta

import pytest

from planning.sentences import sentences
from tests.secretariat import moment
from tests.story import by_the_day

FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"


def test_the_secretariat_is_reminded_until_it_is_met(desk):
    desk.opens_agreed()
    assert desk.at("2017-03-10 08:59", about="final draft") == []
    assert desk.at("2017-03-10 09:00", about="final draft") == [
        f"{FOCAL}: Due 24 March, in 14 days: Post the final draft"
    ]
    assert desk.at("2017-03-10 09:15") == []  # once, however often we ask
    assert desk.at("2017-03-17 09:00", about="final draft") == [
        f"{FOCAL}: Due 24 March, in 7 days: Post the final draft"
    ]
    desk.meets("final-draft", on="2017-03-20")
    later = desk.through("2017-03-21", "2017-04-20")
    assert [line for line in later if "Post the final draft" in line[1]] == []


def test_an_overdue_step_is_chased_every_third_working_day_and_then_handed_to_its_officer(desk):
    desk.opens_agreed()
    chased = [
        line for line in desk.through("2017-02-24", "2017-04-10") if "revised draft" in line[1] and FOCAL in line[1]
    ]
    days = [on for on, _ in chased]
    assert days == [
        "2017-02-24", "2017-03-01", "2017-03-06", "2017-03-09", "2017-03-14", "2017-03-17", "2017-03-22", "2017-03-27",
    ]  # fmt: skip


def test_members_are_invited_recalled_once_and_never_told_that_they_are_late(desk):
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    heard = [line for line in desk.through("2017-02-13", "2017-04-28") if f"{A}:" in line[1]]
    assert heard == [
        (
            "2017-02-24",
            f"{A}: Comments invited until 10 March: Comment on the revised draft",
        ),
        ("2017-03-03", f"{A}: Open until 10 March, in 7 days: Comment on the revised draft"),
        (
            "2017-03-24",
            f"{A}: Comments invited until 7 April: Comment on the final draft",
        ),
        ("2017-03-31", f"{A}: Open until 7 April, in 7 days: Comment on the final draft"),
    ]
    mails = [mail.data.decode().casefold() for mail in desk.sink.mails if mail.recipient == A]
    assert not any("overdue" in mail for mail in mails)


def test_nothing_reaches_a_member_before_release(desk):
    desk.opens_agreed()
    assert desk.at("2017-02-24 09:00", about=A) == []
    assert desk.states().count("held") == 2
    assert desk.releases(on="2017-02-24") == 2
    assert len(desk.at("2017-02-24 14:00", about="Comments invited")) == 2


def test_a_standing_release_holds_until_it_is_withdrawn(desk):
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    assert len(desk.at("2017-02-24 09:00", about="state.example")) == 2
    desk.forbids("hlpf-contribution", "reminder", on="2017-02-25")
    assert desk.at("2017-03-03 09:00", about="state.example") == []
    assert desk.states().count("held") == 2
    desk.allows("hlpf-contribution", "reminder", on="2017-03-04")
    assert len(desk.at("2017-03-24 09:00", about="state.example")) == 2


def test_no_member_hears_of_a_proposed_date(desk):
    desk.opens()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    assert [line for _, line in desk.through("2017-02-10", "2017-05-05") if "state.example" in line] == []


def test_a_proposed_date_is_recalled_to_the_secretariat_but_never_overdue(desk):
    desk.opens()
    heard = [line for line in desk.through("2017-02-10", "2017-04-20") if "final draft" in line[1]]
    assert [on for on, _ in heard] == ["2017-03-10", "2017-03-17", "2017-03-21", "2017-03-23", "2017-03-24"]


def test_nothing_leaves_at_night_or_on_a_sunday(desk):
    desk.opens_agreed()
    assert desk.at("2017-03-19 03:00") == []  # a Sunday: Friday's reminder was missed
    assert desk.at("2017-03-19 12:00") == []
    assert len(desk.at("2017-03-20 09:00", about="final draft")) == 1


def test_a_release_on_a_sunday_waits_for_monday(desk):
    desk.opens_agreed()
    desk.round("2017-03-24 09:00")
    desk.releases(on="2017-03-26 11:00")
    assert desk.at("2017-03-26 11:30", about=A) == []
    assert len(desk.at("2017-03-27 09:00", about=A)) == 1


def test_each_reader_is_reached_at_nine_where_they_are(desk):
    desk.knows("Delegate in Tokyo", "t@state.example", "membership", zone="Asia/Tokyo")
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.turn("2017-02-24 09:00")  # the invitation leaves to all
    assert [line.partition(":")[0] for line in desk.at("2017-03-03 01:00", about="state")] == ["t@state.example"]
    assert [line.partition(":")[0] for line in desk.at("2017-03-03 09:00", about="state")] == [A, B]


def test_after_ten_days_of_silence_one_message_for_each_open_step(desk):
    desk.opens_agreed()
    desk.round("2017-04-13 09:00")
    heard = desk.at("2017-04-25 09:00", about=FOCAL)
    assert [line for line in heard if "Submit" in line] == [
        f"{FOCAL}: Due 28 April, in 3 days: Submit the text to the UN"
    ]
    assert len(heard) == len({line.rpartition(": ")[2] for line in heard})


def test_the_officer_hears_in_place_of_the_role(desk):
    desk.knows("An Officer", "officer@itu.example", "secretariat")
    desk.opens_agreed()
    desk.assigns("final-draft", "officer@itu.example", on="2017-02-10")
    assert desk.at("2017-03-10 09:00", about="final draft") == [
        "officer@itu.example: Due 24 March, in 14 days: Post the final draft"
    ]


def test_what_was_past_when_the_cycle_was_opened_is_flagged_and_not_chased(desk):
    desk.opens(on="2017-03-01")
    assert sentences(desk.view("2017-03-01")["revised-draft"].flags) == (
        "was already past when the cycle was opened on 2017-03-01",
    )
    assert [line for _, line in desk.through("2017-03-01", "2017-03-31") if "revised" in line] == []


@pytest.mark.parametrize(("opened", "count"), [("08:59", 1), ("09:00", 1), ("09:01", 0)])
def test_a_reminder_whose_hour_is_that_of_the_opening_is_sent_and_an_earlier_one_is_not(desk, opened, count):
    desk.opens(on=f"2017-02-10 {opened}")  # two weeks before the revised draft
    assert len(desk.at(f"2017-02-10 {opened}", about="revised draft") + desk.at("2017-02-10 09:05", "revised")) == count


@pytest.mark.parametrize("opened", ["2017-02-24 09:00", "2017-02-24 09:01", "2017-03-02 17:00"])
def test_a_window_that_is_open_when_its_cycle_is_opened_is_told(desk, opened):
    desk.chains["hlpf-contribution"] = by_the_day(desk.chains["hlpf-contribution"])
    desk.opens(on=opened)
    desk.agrees("comments", "2017-03-10", on=opened)
    desk.round(moment(opened) + timedelta(minutes=9))
    assert [message for message in desk.messages() if message.person_id != 1] == []  # it is not public yet
    desk.round(moment(opened) + timedelta(minutes=10))
    assert [str(message.state) for message in desk.messages() if message.person_id != 1] == ["held", "held"]


def test_nobody_named_is_reported_not_passed_over(desk):
    desk.opens("annual-report/2016", on="2017-01-02", cwg="2017-02-07", council="2017-05-15")
    desk.agrees("input-itu-r", "2017-01-20", on="2017-01-02", cycle="annual-report/2016")
    planned = desk.round("2017-01-06 09:00").planned
    assert planned.nobody == ("annual-report/2016 input-itu-r: nobody is named for itu-r",)
