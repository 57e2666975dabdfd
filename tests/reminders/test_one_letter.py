"""Issues of dates that wait for one person and cycle are one letter, whatever they do to the dates, in any order."""

from datetime import date
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from kernel.runner import do
from tests.beginnings import told_once
from tests.letters_read import parts
from tests.secretariat import HLPF, OFFICER, Desk, moment, subject_of, text_of

A, B = "a@state.example", "b@state.example"
HOURS = ("2017-02-10 20:00", "2017-02-11 10:00", "2017-02-11 15:00", "2017-02-12 10:00")  # from Friday night on
MONDAY = "2017-02-13 09:00"


def announce(desk: Desk, on: str) -> None:
    desk.sets("report-to-cwg", "2017-05-10", on=on)
    desk.issues("report-to-cwg", on=on)


def extend(desk: Desk, on: str) -> None:
    desk.sets("comments", "2017-03-17", on=on)
    desk.issues("comments", on=on)


def change(desk: Desk, on: str) -> None:
    desk.sets("final-comments", "2017-04-05", on=on)
    desk.issues("final-comments", on=on)


def withdraw(desk: Desk, on: str) -> None:
    with desk.acting() as session:
        of = {"cycle": HLPF, "step": "final-draft", "because": "not agreed after all"}
        do(session, "deadline/withdraw-agreement", **of, now=moment(on), by=OFFICER)
    desk.issues("final-draft", on=on)


TOLD = {
    "report-to-cwg": "10 May 2017",
    "comments": "17 March 2017",
    "final-comments": "5 April 2017",
    "final-draft": "24 March 2017",
}
ACTS = announce, extend, change, withdraw


def told(desk: Desk, at: str) -> dict[str, list]:
    """Return the letters that a round at that hour brings to each member."""
    before = len(desk.sink.mails)
    desk.turn(at)
    letters: dict[str, list] = {}
    for mail in desk.sink.mails[before:]:
        letters.setdefault(mail.recipient, []).append(mail)
    return {reader: letters[reader] for reader in (A, B) if reader in letters}


def attached(mail: bytes) -> bytes:
    """Return the calendar file beside a letter."""
    parts = message_from_bytes(mail, policy=policy.default).walk()
    return next(part.get_content() for part in parts if part.get_content_type() == "text/calendar").encode()


@pytest.fixture
@told_once
def office(desk: Desk) -> Desk:
    """The cycle of 2017, whose dates members were told on Friday."""
    desk.opens_agreed()
    desk.issues("comments", "final-draft", "final-comments", on="2017-02-10 10:00")
    assert all(len(letters) == 1 for letters in told(desk, "2017-02-10 10:15").values())
    return desk


@pytest.mark.few(2, "the same two issues at other hours")
@pytest.mark.parametrize("order", [ACTS, ACTS[::-1], (*ACTS[1:], announce), (change, withdraw, extend, announce)])
@pytest.mark.parametrize("rounds", [False, True])
def test_what_is_issued_at_different_hours_leaves_in_one_letter(office, order, rounds):
    for act, hour in zip(order, HOURS, strict=True):
        act(office, hour)
        if rounds:
            assert told(office, hour.replace(":00", ":45")) == {}
    letters = told(office, MONDAY)
    assert {reader: len(some) for reader, some in letters.items()} == {A: 1, B: 1}
    for (letter,) in letters.values():
        assert subject_of(letter.data).startswith("4 dates announced or changed: ")
        assert {part.step: part.first_day for part in parts(letter.data)} == TOLD
        assert text_of(letter.data).count("no longer holds") == 1
    assert told(office, "2017-02-13 09:15") == {}


def test_an_agreement_that_is_withdrawn_is_told_and_so_is_its_date_once_it_is_agreed_again(office):
    withdraw(office, "2017-02-13 09:00")  # its rule proposes the same day
    for (letter,) in told(office, "2017-02-13 09:15").values():
        assert "Friday 24 March 2017, no longer holds" in text_of(letter.data)
        assert "proposed" not in text_of(letter.data)
    office.sets("final-draft", "2017-03-24", on="2017-02-13 10:00")
    assert told(office, "2017-02-13 10:30") == {}
    office.issues("final-draft", on="2017-02-13 10:45")
    letters = told(office, "2017-02-13 11:00")
    assert letters.keys() == {A, B}
    assert all("The date is Friday 24 March 2017." in text_of(letter.data) for (letter,) in letters.values())


def test_an_agreement_that_is_withdrawn_and_agreed_again_before_its_issue_tells_nothing(office):
    with office.acting() as session:
        of = {"cycle": HLPF, "step": "final-draft", "because": "a slip"}
        do(session, "deadline/withdraw-agreement", **of, now=moment("2017-02-13 09:00"), by=OFFICER)
    office.sets("final-draft", "2017-03-24", on="2017-02-13 09:05")
    assert told(office, "2017-02-13 10:00") == told(office, "2017-02-14 10:00") == {}


def test_the_date_beside_a_letter_is_the_one_that_the_letter_tells(desk):
    desk.opens_agreed()
    desk.issues("comments", on="2017-02-10 20:00")
    desk.sets("comments", "2017-03-17", on="2017-02-11 10:00")
    letters = told(desk, MONDAY)
    assert letters.keys() == {A, B}
    for (letter,) in letters.values():
        assert "Friday 10 March 2017" in text_of(letter.data)
        (entry,) = Calendar.from_ical(attached(letter.data)).walk("VEVENT")
        assert entry["DTEND"].dt == date(2017, 3, 11)
