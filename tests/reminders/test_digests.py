"""One message a day for staff, one a week for whoever wants that: nothing is told twice, and nothing is missed."""

import pytest
from sqlalchemy import func, select

from models.engine import reading
from models.outbox import Owed, State
from tests.secretariat import moment, text_of
from tests.sink import Mood

FOCAL, STAFF, A = "focal@itu.example", "colleague@itu.example", "a@state.example"
WEEKLY = "weekly@itu.example"
HLPF = "hlpf-contribution/2017"


def bodies(desk, recipient):
    return [text_of(mail.data) for mail in desk.sink.mails if mail.recipient == recipient]


def told_twice(desk):
    """Return how many rows of the ledger are carried by more messages than one, or told again under another rung."""
    with reading(desk.engine) as session:
        carried = select(Owed.deadline_id, Owed.promise, Owed.rung, Owed.person_id, Owed.address)
        return session.execute(carried.group_by(*carried.selected_columns).having(func.count() > 1)).all()


def test_staff_hear_once_a_day_of_all_that_came_for_them(desk):
    desk.knows("A Colleague", STAFF, "secretariat")
    desk.opens_agreed()
    heard = [line for line in desk.through("2017-02-10", "2017-03-31") if STAFF in line[1]]
    days = [day for day, _ in heard]
    assert len(days) == len(set(days))
    assert len(heard) < len([mail for mail in desk.sink.mails if mail.recipient == FOCAL])
    assert told_twice(desk) == []


def test_the_deadlines_own_officer_hears_at_once_of_each(desk):
    desk.knows("A Colleague", STAFF, "secretariat")
    desk.opens_agreed()
    desk.assigns("final-draft", STAFF, on="2017-02-10")
    desk.assigns("submission", STAFF, on="2017-02-10")
    desk.agrees("submission", "2017-03-24", on="2017-02-13", later="keep", because="both on one day")
    heard = desk.at("2017-03-10 09:00", about=STAFF)
    assert len(heard) == 3  # two of their own, each by itself; and the digest, of what is nobody's own


def test_what_comes_after_nine_waits_for_the_next_working_day(desk):
    desk.knows("A Colleague", STAFF, "secretariat")
    desk.opens_agreed()
    desk.round("2017-03-10 09:00")
    desk.agrees("final-draft", "2017-04-03", on="2017-03-10 14:00")
    assert desk.at("2017-03-10 14:30", about=STAFF) == []
    assert len(desk.at("2017-03-10 14:30", about=FOCAL)) == 0  # told by the first round after ten minutes, below
    assert desk.at("2017-03-12 10:00", about=STAFF) == []  # a Sunday
    assert [line for line in desk.at("2017-03-13 09:00", about=STAFF) if "3 April" in line or "final" in line] != []


def test_what_is_added_to_a_waiting_digest_makes_one_that_carries_all(desk):
    desk.knows("A Colleague", STAFF, "secretariat")
    desk.opens_agreed()
    desk.round("2017-03-10 09:00")  # the final draft is recalled
    desk.agrees("final-draft", "2017-04-03", on="2017-03-10 14:00")
    desk.round("2017-03-10 14:15")
    first = [message for message in desk.messages() if message.kind == "digest" and message.state is State.QUEUED]
    assert len(first) == 1
    desk.moves("un-deadline", "2017-05-05", on="2017-03-10 15:00")  # not told to the colleague yet: no news
    desk.agrees("submission", "2017-03-27", on="2017-03-10 16:00", because="the UN asks for it sooner")
    heard = desk.at("2017-03-13 09:00", about=STAFF)  # the change of Friday, and the first reminder of Monday
    assert len(heard) == 1
    states = {message.id: str(message.state) for message in desk.messages()}
    assert states[first[0].id] == "superseded"
    text = bodies(desk, STAFF)[-1]
    assert text.index("Post the final draft") < text.index("Submit the text to the UN")  # the change comes first
    assert told_twice(desk) == []
    assert desk.at("2017-03-13 09:15", about=STAFF) == []


def test_a_change_that_presses_goes_at_once_and_takes_along_what_waits(desk):
    desk.knows("A Colleague", STAFF, "secretariat")
    desk.opens_agreed()
    desk.round("2017-03-10 09:00")
    desk.agrees("final-draft", "2017-03-13", on="2017-03-10 14:00", because="it is needed on Monday")
    assert len(desk.at("2017-03-10 14:15", about=STAFF)) == 1  # the next digest comes on that very Monday
    assert desk.at("2017-03-13 09:00", about=STAFF) != []  # and its own day is recalled


@pytest.mark.proof("weeks of rounds: two CPU seconds; what a weekly reader misses is told in every run")
def test_a_weekly_reader_hears_on_mondays_and_looks_a_week_ahead(desk):
    desk.knows("A Weekly Reader", WEEKLY, "secretariat", digest="weekly")
    desk.opens_agreed()
    heard = [line for line in desk.through("2017-02-20", "2017-03-24") if WEEKLY in line[1]]
    assert heard[0][0] == "2017-02-20"  # Monday: the revised draft is due on that Friday, and its reminders with it
    late = [
        day for day, line in heard if day not in ("2017-02-20", "2017-02-27", "2017-03-06", "2017-03-13", "2017-03-20")
    ]
    assert late  # what is overdue does not wait for Monday
    assert set(late) <= {"2017-03-01", "2017-03-09", "2017-03-14", "2017-03-17", "2017-03-22"}
    assert "in 4 days" in bodies(desk, WEEKLY)[0] or "24 February" in bodies(desk, WEEKLY)[0]
    assert told_twice(desk) == []


def test_a_weekly_reader_misses_nothing_that_is_met_in_time(desk):
    desk.knows("A Weekly Reader", WEEKLY, "secretariat", digest="weekly")
    desk.opens_agreed()
    desk.meets("revised-draft", on="2017-02-23")
    heard = [line for line in desk.through("2017-02-20", "2017-03-24") if WEEKLY in line[1]]
    assert [day for day, _ in heard] == ["2017-03-06", "2017-03-13", "2017-03-20"]
    assert "Post the final draft" in bodies(desk, WEEKLY)[-1]  # due on Friday the 24th: told on Monday


def test_a_digest_to_the_membership_waits_for_release_unless_all_its_kinds_are_allowed(desk):
    desk.knows("Delegate W", "w@state.example", "membership", digest="daily")
    desk.opens_agreed()
    desk.round("2017-02-24 09:00")
    desk.releases(on="2017-02-24 10:00")  # the invitation, which is in no digest
    desk.round("2017-02-24 10:15")
    desk.round("2017-03-03 09:00")
    mine = [message for message in desk.messages() if message.kind == "digest"]
    assert [str(message.state) for message in mine] == ["held"]
    desk.allows("hlpf-contribution", "reminder", on="2017-03-03")
    desk.releases(on="2017-03-24 08:00")
    desk.turn("2017-03-24 09:00")
    assert len(desk.at("2017-03-31 09:00", about="w@state.example")) == 1


def test_a_digest_without_what_was_met_tells_the_rest(desk):
    desk.knows("A Colleague", STAFF, "secretariat")
    desk.opens_agreed()
    desk.agrees("final-draft", "2017-03-24", on="2017-02-10", because="as agreed")
    desk.round("2017-03-26 09:00")  # a Sunday: what came is planned for Monday
    desk.meets("final-draft", on="2017-03-26 10:00")
    heard = desk.at("2017-03-27 09:00", about=STAFF)
    assert len(heard) == 1
    assert "revised draft" in heard[0]
    assert "final draft" not in heard[0]


def test_an_answer_between_plan_and_send_takes_the_window_out_of_a_digest(desk):
    desk.knows("Delegate W", "w@state.example", "membership", digest="daily", of="Arcadia")
    desk.knows("Colleague of W", "v@state.example", "membership", digest="daily", of="Arcadia")
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.round("2017-02-26 09:00")  # a Sunday: planned, and waiting for Monday
    desk.answers("comments", "Arcadia", on="2017-02-26 12:00")
    assert desk.at("2017-02-27 09:00", about="state.example") != []  # the others, who are silent
    assert [line for line in desk.at("2017-02-27 09:00") if "w@" in line or "v@" in line] == []
    assert [mail for mail in desk.sink.mails if mail.recipient in ("w@state.example", "v@state.example")] == []
    desk.withdraws("comments", "Arcadia", on="2017-02-28")
    assert desk.at("2017-02-28 13:00", about="w@state.example") == []  # from the next rung on
    assert len(desk.at("2017-03-03 09:00", about="w@state.example")) == 1


def test_a_change_and_a_reminder_of_one_step_are_never_both_in_a_digest(desk):
    desk.knows("A Colleague", STAFF, "secretariat")
    desk.opens_agreed()
    desk.round("2017-03-10 09:00")
    desk.round("2017-03-19 12:00")  # a Sunday: the seven-day reminder waits for Monday
    desk.agrees("final-draft", "2017-04-03", on="2017-03-19 13:00")
    assert len(desk.at("2017-03-20 09:00", about=STAFF)) == 1
    text = bodies(desk, STAFF)[-1]
    assert text.count("Post the final draft") == 1
    assert "3 April" in text


@pytest.fixture
def unanswered(desk):
    """A digest of two steps was handed over on 10 March, and its server never said whether it took it."""
    desk.knows("A Colleague", STAFF, "secretariat")
    desk.opens_agreed()
    desk.agrees("submission", "2017-03-24", on="2017-02-10", because="both on one day")
    desk.round("2017-03-09 09:00")
    desk.sink.mood = Mood(reply="drop")
    desk.clock = moment("2017-03-10 09:00")
    desk.round("2017-03-10 09:00")
    return desk


def rows_of(desk, number):
    with reading(desk.engine) as session:
        return session.scalars(select(Owed.id).where(Owed.message_id == number).order_by(Owed.id)).all()


def handed_over(desk):
    """Return the digest of which nobody knows whether it arrived."""
    (message,) = [each for each in desk.messages() if each.kind == "digest" and each.state is State.UNKNOWN]
    return message


def test_a_digest_that_may_have_arrived_keeps_its_rows_when_the_next_one_is_made(unanswered):
    desk, digest = unanswered, handed_over(unanswered)
    rows = rows_of(desk, digest.id)
    assert len(rows) == 2
    desk.round("2017-03-14 09:00")  # the revised draft is overdue; by the real clock the digest's pause is not over
    (later,) = [message for message in desk.messages() if message.kind == "digest" and message.state is State.QUEUED]
    assert len(rows_of(desk, later.id)) == 1
    assert rows_of(desk, digest.id) == rows
    assert handed_over(desk).id == digest.id
    assert told_twice(desk) == []


def test_a_digest_that_was_handed_over_is_sent_again_to_the_byte_though_a_date_in_it_changed(unanswered):
    desk, digest = unanswered, handed_over(unanswered)
    rows = rows_of(desk, digest.id)
    desk.agrees("final-draft", "2017-04-03", on="2017-03-10 10:00")
    assert rows_of(desk, digest.id) == rows
    desk.sink.mood, desk.clock = Mood(), moment("2017-03-10 11:00")
    desk.round("2017-03-10 11:00")
    copies = [mail.data for mail in desk.sink.mails if mail.recipient == STAFF and mail.data == digest.frozen]
    assert len(copies) == 2
    desk.clock = None
    assert len(desk.at("2017-03-13 09:00", about=STAFF)) == 1
    assert "3 April" in bodies(desk, STAFF)[-1]
