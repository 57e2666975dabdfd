"""A date that people were told moves: one change notice, which names the date it replaces."""

from email import message_from_bytes, policy

import pytest

from models.engine import reading
from reminders import reminder_plan
from tests.beginnings import told_once
from tests.secretariat import moment, text_of

FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"


@told_once
def announced(desk):
    desk.opens_agreed()
    desk.issues(on="2017-02-10 09:00")
    heard = desk.at("2017-02-10 10:30", about="state.example")
    assert [line.partition(":")[0] for line in heard] == [A, B]


def test_an_announcement_is_one_message_for_each_member(desk):
    desk.opens_agreed()
    done = desk.issues(on="2017-02-10 09:00")
    assert done.facts["steps"] == ["revised-draft", "comments", "final-draft", "final-comments", "submission"]
    assert desk.at("2017-02-10 09:09", about="state.example") == []  # until then it can be stopped
    heard = desk.at("2017-02-10 09:10", about="state.example")
    assert [line.partition(":")[0] for line in heard] == [A, B]
    assert desk.at("2017-02-10 10:30", about="state.example") == []


def test_a_date_that_a_circular_tells_brings_no_letter(desk):
    desk.opens_agreed()
    assert desk.at("2017-02-10 09:00", about="state.example") == []


def test_a_changed_date_is_told_to_no_member_before_it_is_issued(desk):
    announced(desk)
    desk.sets("comments", "2017-03-17", on="2017-02-13 09:00")
    assert [line for _, line in desk.through("2017-02-13", "2017-02-20") if "state.example" in line] == []
    desk.issues("comments", on="2017-02-21 09:00")
    assert desk.at("2017-02-21 09:09", about="state.example") == []
    heard = desk.at("2017-02-21 09:10", about="state.example")
    assert [line.partition(":")[0] for line in heard] == [A, B]
    assert all("17 March" in line for line in heard)


def test_until_a_change_is_issued_members_are_invited_to_what_was_issued(desk):
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.sets("comments", "2017-03-17", on="2017-02-20 09:00")
    heard = desk.at("2017-02-24 09:00", about="state.example")
    assert [line.partition(":")[0] for line in heard] == [A, B]
    assert all("10 March" in text_of(mail.data) for mail in desk.sink.mails if mail.recipient in (A, B))


def test_those_who_were_told_get_one_change_notice_with_both_dates(desk):
    announced(desk)
    desk.moves("un-deadline", "2017-05-05", on="2017-03-01 09:00")
    assert desk.at("2017-03-01 09:05", about="Submit") == []  # ten quiet minutes
    desk.round("2017-03-01 09:10")
    assert desk.states().count("held") == 4  # two invitations of February, two changes
    desk.releases(on="2017-03-01 09:30")
    heard = desk.at("2017-03-01 10:00", about="Submit")
    assert [line.partition(":")[0] for line in heard] == [A, B]
    assert all("New date, 5 May: Submit" in line for line in heard)
    assert desk.at("2017-03-02 09:00", about="Submit") == []


def changes_that_wait(desk):
    """Tell the members a date, move it by a week, and return the changes, which an officer has wait."""
    announced(desk)
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.round("2017-03-03 09:00")
    desk.agrees("comments", "2017-03-17", on="2017-03-06 09:00")
    with desk.acting() as session:
        reminder_plan.plan_owed(session, now=moment("2017-03-06 09:10"))
    changes = [message for message in desk.messages() if message.kind == "change" and message.person_id != 1]
    desk.holds(*(message.id for message in changes), on="2017-03-06 09:10")
    return [message.id for message in changes]


def test_a_change_that_was_dropped_holds_back_no_later_reminder(desk):
    changes = changes_that_wait(desk)
    desk.drops(*changes, on="2017-03-06 10:00")
    assert len(desk.at("2017-03-10 09:00", about="Comment on the revised draft")) == 2


def test_a_reminder_that_waited_for_a_change_leaves_once_the_change_is_dropped(desk):
    changes, about = changes_that_wait(desk), "in 7 days: Comment on the revised draft"
    assert desk.at("2017-03-10 09:00", about) == []  # a week before the new day, of which nobody has heard
    desk.drops(*changes, on="2017-03-10 10:00")
    assert len(desk.at("2017-03-10 10:15", about)) == 2


def test_a_rung_that_comes_while_a_change_waits_is_told_by_the_change(desk):
    """Planned on a Saturday for Monday; on that Monday the one reminder of the new date comes."""
    announced(desk)
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.allows("hlpf-contribution", "change", on="2017-02-10")
    desk.round("2017-02-24 09:00")
    desk.agrees("comments", "2017-03-13", on="2017-03-04 09:00")
    desk.round("2017-03-04 09:30")
    heard = desk.at("2017-03-06 09:00", about="Comment on")
    assert [line.partition(":")[0] for line in heard] == [A, B]
    assert all("Extended until 13 March: " in line for line in heard)
    with reading(desk.engine) as session:
        owed = reminder_plan.reckon(session, now=moment("2017-03-06 17:00"))
    assert [due for owed_row in owed for due in owed_row.dues] == []  # so no round has anything to come back for
    assert [line for _, line in desk.through("2017-03-07", "2017-03-12") if "Comment on" in line] == []


def test_there_and_back_again_says_nothing(desk):
    announced(desk)
    desk.moves("un-deadline", "2017-05-05", on="2017-03-01 09:00")
    desk.moves("un-deadline", "2017-04-28", on="2017-03-01 09:05")
    desk.round("2017-03-01 09:30")
    assert "change" not in [message.kind for message in desk.messages()]


def test_a_reminder_of_the_old_date_that_has_not_left_is_suppressed(desk):
    desk.opens_agreed()
    desk.round("2017-02-24 09:00")
    assert desk.states().count("held") == 2
    desk.agrees("comments", "2017-03-17", on="2017-02-24 10:00")
    assert desk.states().count("held") == 0
    assert desk.states().count("suppressed") == 2


def test_an_extension_tells_that_the_window_closes_later(desk):
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.allows("hlpf-contribution", "change", on="2017-02-10")
    desk.round("2017-02-24 09:00")
    desk.agrees("comments", "2017-03-17", on="2017-03-06 09:00")
    heard = desk.at("2017-03-06 09:10", about=A)
    assert len(heard) == 1
    assert "17 March" in heard[0]
    assert (
        desk.at("2017-03-10 09:00", about="in 7 days: Comment on the revised draft") != []
    )  # a week before the new close


def test_an_extension_told_in_place_of_the_invitation_is_followed_by_the_recall(desk):
    """The office sent nothing from before the opening until the first of March; the letter said that it was open."""
    announced(desk)
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.allows("hlpf-contribution", "change", on="2017-02-10")
    desk.agrees("comments", "2017-03-21", on="2017-02-23 15:00")
    heard = desk.at("2017-03-01 10:00", about="Comment on the revised draft")
    assert [line.partition(":")[0] for line in heard] == [A, B]
    assert all("Extended until 21 March: " in line for line in heard)
    later = [line for _, line in desk.through("2017-03-02", "2017-03-22") if "Comment on the revised draft" in line]
    assert [line.partition(":")[0] for line in later] == [A, B]
    assert all("Open until 21 March, in 7 days: " in line for line in later)


@pytest.mark.proof("months of rounds: two CPU seconds; test_reminders.py meets its steps in every run")
def test_once_met_nothing_more_is_sent(desk):
    announced(desk)
    desk.meets("submission", on="2017-03-01 09:00")
    desk.moves("un-deadline", "2017-05-05", on="2017-03-01 09:10")
    assert [line for _, line in desk.through("2017-03-01", "2017-06-10") if "Submit" in line] == []


def test_met_while_queued_is_never_sent(desk):
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.round("2017-02-26 09:00")  # a Sunday: planned, and waiting for Monday
    assert sorted(set(desk.states())) == ["queued", "retry"]  # the invitations keep their due instant
    assert len(desk.states()) == 3
    desk.meets("comments", on="2017-02-26 10:00")
    assert desk.states().count("suppressed") == 2
    assert desk.at("2017-02-27 09:00", about="state") == []


def test_a_thread_forms_for_each_deadline(desk):
    desk.opens_agreed()
    desk.round("2017-03-10 09:00")
    desk.round("2017-03-17 09:00")
    mails = [
        message_from_bytes(mail.data, policy=policy.default)
        for mail in desk.sink.mails
        if "final draft" in mail.subject
    ]
    assert mails[1]["In-Reply-To"] == mails[0]["Message-ID"]
    parts = [part.get_content_type() for part in mails[0].walk()]
    assert {"text/plain", "text/html", "text/calendar"} <= set(parts)


def test_another_hour_of_the_same_day_is_another_date(desk):
    desk.opens_agreed()
    desk.agrees("comments", "2017-03-10 12:00", on="2017-02-10")
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    assert len(desk.at("2017-02-24 09:00", about="invited")) == 2
    desk.forbids("hlpf-contribution", "reminder", on="2017-02-25")
    desk.round("2017-03-03 09:00")
    assert desk.states().count("held") == 2  # a week before the close, at the old hour
    number = desk.view("2017-03-03")["comments"].promise
    desk.agrees("comments", "2017-03-10 18:00", on="2017-03-03 10:00")
    assert desk.view("2017-03-03 10:00")["comments"].promise == number + 1
    assert [desk.states().count(state) for state in ("held", "suppressed")] == [0, 2]
    heard = desk.at("2017-03-03 10:10", about="Comment on")
    assert [line.partition(":")[0] for line in heard] == [A, B]
    assert all("18:00" in text_of(mail.data) for mail in desk.sink.mails[-2:])
