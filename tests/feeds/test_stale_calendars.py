"""A date moves, and a subscriber's program has not asked since: its owner is told by mail, once, as releases allow."""

from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from feeds import subscriptions, token_list
from kernel.runner import do
from models.deadlines import Deadline
from models.outbox import Owed
from models.people import Person
from models.subscriptions import Subscription
from record.people import people
from tests.beginnings import told_once
from tests.secretariat import OFFICER, moment
from tests.web.test_tokens import council


@pytest.fixture
@told_once
def subscribers(desk):
    """The cycle of 2017, and two who follow it by calendar only: a member, and a colleague of a bureau."""
    desk.opens_agreed()
    desk.knows("Delegate C", "c@state.example", "observer")
    desk.knows("Colleague", "r@itu.example", "itu-r")
    for email in ("c@state.example", "r@itu.example"):
        subscribes(desk, email)
    return desk


def subscribes(desk, email, selection="everything", language="en"):
    with desk.acting() as session:
        people.named(session, email).digest = "each"  # nothing of theirs waits for a digest
    return desk.subscribes(email, selection, language, on="2017-02-10")


def fetches(desk, email, at, selection="everything"):
    """Write down a fetch, as the web process does once a minute."""
    with desk.acting() as session:
        query = select(Subscription).join(Person).where(Subscription.selection == selection, Person.email == email)
        rows = session.scalars(query).all()
        subscriptions.note_uses(session, {row.id: moment(at) for row in rows})


def everybody_fetches(desk, at):
    for email in ("c@state.example", "r@itu.example"):
        fetches(desk, email, at)


def moved(desk, to="2017-05-05", on="2017-03-01 10:00"):
    desk.moves("un-deadline", to, on=on)
    return desk


def told(desk, at):
    """Return who got a mail about the moved date from a round at that hour, released or not."""
    return [line.partition(":")[0] for line in desk.at(at, about="Submit the text to the UN")]


def held(desk):
    return [
        (message.kind, message.person_id)
        for message in desk.messages()
        if message.state == "held" and message.kind == "change"
    ]


def test_it_is_told_after_a_day_to_whoever_did_not_fetch(subscribers):
    everybody_fetches(subscribers, "2017-03-01 09:00")
    desk = moved(subscribers)
    assert told(desk, "2017-03-01 10:15") == []
    assert told(desk, "2017-03-01 16:00") == []
    assert told(desk, "2017-03-02 11:59") == []
    assert told(desk, "2017-03-02 12:00") == ["r@itu.example"]
    assert len(held(desk)) == 1  # the member's waits for an officer
    desk.releases(on="2017-03-02 14:00")
    assert told(desk, "2017-03-02 14:01") == ["c@state.example"]
    assert told(desk, "2017-03-03 12:00") == []


def test_the_mail_names_the_date_that_the_calendar_shows(subscribers):
    everybody_fetches(subscribers, "2017-03-01 09:00")
    desk = moved(subscribers)
    told(desk, "2017-03-02 12:00")
    [data] = [mail.data for mail in desk.sink.mails if mail.recipient == "r@itu.example"]
    mail = message_from_bytes(data, policy=policy.default)
    text = mail.get_body(("plain",)).get_content()
    assert "28 April" in text
    assert "5 May" in text


def test_a_fetch_after_the_move_is_enough(subscribers):
    everybody_fetches(subscribers, "2017-03-01 09:00")
    desk = moved(subscribers)
    everybody_fetches(desk, "2017-03-01 10:05")
    assert (told(desk, "2017-03-02 12:00"), held(desk)) == ([], [])


def test_one_program_of_several_is_enough(subscribers):
    desk = subscribers
    subscribes(desk, "r@itu.example", "cycle/hlpf-contribution/2017")
    fetches(desk, "r@itu.example", "2017-03-01 09:00")
    fetches(desk, "r@itu.example", "2017-03-01 12:00", "cycle/hlpf-contribution/2017")
    assert told(moved(desk), "2017-03-02 12:00") == []


def test_who_never_fetched_has_no_date_to_replace(subscribers):
    assert (told(moved(subscribers), "2017-03-02 12:00"), held(subscribers)) == ([], [])


def test_there_and_back_is_no_news(subscribers):
    everybody_fetches(subscribers, "2017-03-01 09:00")
    desk = moved(moved(subscribers), to="2017-04-28", on="2017-03-01 15:00")
    assert (told(desk, "2017-03-02 18:00"), told(desk, "2017-03-06 10:00"), held(desk)) == ([], [], [])


def test_a_date_close_at_hand_is_told_within_hours(subscribers):
    everybody_fetches(subscribers, "2017-04-26 08:00")
    desk = moved(subscribers, on="2017-04-26 10:00")
    assert told(desk, "2017-04-26 14:00") == []
    assert told(desk, "2017-04-26 15:00") == ["r@itu.example"]


def test_it_waits_for_the_readers_day(subscribers):
    everybody_fetches(subscribers, "2017-03-03 09:00")
    desk = moved(subscribers, on="2017-03-03 17:00")  # a Friday
    assert told(desk, "2017-03-04 20:00") == []
    assert told(desk, "2017-03-06 09:00") == ["r@itu.example"]


def test_members_hear_nothing_of_a_proposal(desk):
    desk.opens()
    desk.knows("Delegate C", "c@state.example", "observer")
    desk.knows("Colleague", "r@itu.example", "itu-r")
    for email in ("c@state.example", "r@itu.example"):
        subscribes(desk, email)
    everybody_fetches(desk, "2017-02-20")
    desk.moves("un-deadline", "2017-05-05", on="2017-03-01 10:00")  # the proposed steps before it move along
    everybody = [line for at in ("2017-03-02 12:00", "2017-03-03 12:00") for line in desk.at(at)]
    assert {line.partition(":")[0] for line in everybody if "itu-r" not in line} >= {"r@itu.example"}
    steps = {owed for message in desk.messages() if message.state == "held" for owed in titles(desk, message.id)}
    assert steps <= {"submission"}


def titles(desk, message_id):
    with desk.acting() as session:
        query = select(Deadline.step).join(Owed, Owed.deadline_id == Deadline.id)
        return session.scalars(query.where(Owed.message_id == message_id)).all()


def test_whoever_is_told_by_mail_anyway_is_not_told_twice(desk):
    desk.opens_agreed()
    desk.issues("comments", on="2017-02-10")
    assert "a@state.example" in {line.partition(":")[0] for line in desk.at("2017-02-10 12:30")}
    subscribes(desk, "a@state.example")
    fetches(desk, "a@state.example", "2017-02-20")
    desk.agrees("comments", "2017-03-14", on="2017-03-01 10:00")
    assert len(desk.at("2017-03-01 10:15", about="state.example")) == 2  # one for each delegate, by the ordinary way
    assert desk.at("2017-03-02 12:00", about="state.example") == []


def test_what_moves_later_follows_by_mail(subscribers):
    everybody_fetches(subscribers, "2017-03-01 09:00")
    desk = moved(subscribers)
    assert told(desk, "2017-03-02 12:00") == ["r@itu.example"]
    moved(desk, to="2017-05-12", on="2017-03-06 10:00")
    assert told(desk, "2017-03-06 10:15") == ["r@itu.example"]


def test_a_date_that_holds_no_longer_is_told_too(desk):
    desk.schedules("cwg-wsis-30", "2017-02-07", "2017-02-08", body="cwg-wsis-sdg")
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.opens("annual-report/2016", cwg="cwg-wsis-30", council="council-17", on="2017-01-02")
    desk.knows("Colleague", "d@itu.example", "itu-d")
    subscribes(desk, "d@itu.example", "role/secretariat")
    fetches(desk, "d@itu.example", "2017-02-10", "role/secretariat")
    desk.postpones("council-17", on="2017-02-13 10:00")
    assert "d@itu.example" not in {line.partition(":")[0] for line in desk.at("2017-02-14 09:00")}
    assert "d@itu.example" in {line.partition(":")[0] for line in desk.at("2017-02-14 12:00")}


def test_a_withdrawn_subscription_owes_nothing(subscribers):
    everybody_fetches(subscribers, "2017-03-01 09:00")
    with subscribers.acting() as session:
        for line in token_list.lines(session, now=moment("2017-03-01")):
            do(session, "tokens/revoke", subscription=line.number, now=moment("2017-03-01 09:30"), by=OFFICER)
    assert (told(moved(subscribers), "2017-03-02 12:00"), held(subscribers)) == ([], [])


def test_after_an_outage_it_is_told_late(subscribers):
    everybody_fetches(subscribers, "2017-03-01 09:00")
    assert told(moved(subscribers), "2017-03-08 10:00") == ["r@itu.example"]


def test_what_moved_a_month_ago_is_no_news(subscribers):
    everybody_fetches(subscribers, "2017-03-01 09:00")
    assert told(moved(subscribers), "2017-04-03 10:00") == []


def test_the_list_says_what_has_moved_since(subscribers):
    everybody_fetches(subscribers, "2017-03-01 09:00")
    desk = moved(subscribers)
    fetches(desk, "r@itu.example", "2017-03-01 11:00")
    listed = council(desk, "feed", "tokens", "list", "--as-of", "2017-03-01T12:00").splitlines()
    assert "last fetched 2017-03-01 08:00 UTC; moved since: hlpf-contribution/2017 submission" in listed[0]
    assert listed[1].endswith("last fetched 2017-03-01 10:00 UTC")
