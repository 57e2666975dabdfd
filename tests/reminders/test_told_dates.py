"""Told means named in a letter that left: what is taken out of a letter that waits is told anew, with its new date."""

from sqlalchemy import select

from delivery import sender
from letters.last_told import last_told
from models.engine import reading
from models.outbox import Message, Owed
from tests.beginnings import told_once
from tests.letters_read import parts
from tests.secretariat import HLPF, Desk

A, B = "a@state.example", "b@state.example"
CHAIN = "hlpf-contribution"
FRIDAY_NIGHT, SATURDAY, MONDAY = "2017-02-10 22:30", "2017-02-11 10:00", "2017-02-13 09:00"


@told_once
def announced(desk: Desk) -> None:
    """Issue two dates on a Friday evening: they leave on Monday."""
    desk.opens_agreed()
    desk.issues("comments", "final-comments", on="2017-02-10 20:00")


def told(desk: Desk, step: str) -> list[str]:
    """Return the dates of a step that members were told, as the record has it."""
    deadline = desk.view("2017-02-20")[step].id
    with reading(desk.engine) as session:
        promises = last_told(session, [deadline])
    return sorted({str(promise.due_on) for promise in promises.values()})


def letters(desk: Desk, at: str) -> dict[str, list[str]]:
    """Return, by reader, the days that are told by what a round at that hour brought to members."""
    before = len(desk.sink.mails)
    desk.turn(at)
    mails = sorted(desk.sink.mails[before:], key=lambda mail: mail.recipient)
    return {mail.recipient: dates(mail.data) for mail in mails if mail.recipient in (A, B)}


def dates(mail: bytes) -> list[str]:
    """Return the days that a letter tells, not those of its cycle's other steps."""
    return [part.first_day.removesuffix(" 2017") for part in parts(mail)]


def test_a_date_that_changes_before_its_announcement_leaves_is_told_as_it_now_is(desk):
    announced(desk)
    desk.agrees("comments", "2017-03-17", on=SATURDAY)
    desk.issues("comments", on=SATURDAY)
    assert letters(desk, MONDAY) == {A: ["17 March", "7 April"], B: ["17 March", "7 April"]}
    assert (told(desk, "comments"), told(desk, "final-comments")) == (["2017-03-17"], ["2017-04-07"])
    assert letters(desk, "2017-02-14 09:00") == {}


def test_a_date_that_changes_and_is_not_issued_is_told_as_it_was_issued(desk):
    announced(desk)
    desk.sets("comments", "2017-03-17", on=SATURDAY)
    assert letters(desk, MONDAY) == {A: ["10 March", "7 April"], B: ["10 March", "7 April"]}
    assert told(desk, "comments") == ["2017-03-10"]
    desk.issues("comments", on="2017-02-13 10:00")
    assert letters(desk, "2017-02-13 10:09") == {}
    assert letters(desk, "2017-02-13 10:10") == {A: ["17 March"], B: ["17 March"]}
    assert told(desk, "comments") == ["2017-03-17"]


def test_what_an_issue_takes_out_of_a_letter_that_the_server_put_off_is_told_with_it(desk):
    announced(desk)
    desk.sink.mood = type(desk.sink.mood)(recipients={A: "451 later", B: "451 later"})
    assert letters(desk, MONDAY) == {}
    desk.sets("comments", "2017-03-17", on="2017-02-13 09:05")
    desk.issues("comments", on="2017-02-13 09:05")
    desk.sink.mood = type(desk.sink.mood)()
    assert letters(desk, "2017-02-13 09:14") == {A: ["7 April"], B: ["7 April"]}
    assert letters(desk, "2017-02-13 09:15") == {A: ["17 March"], B: ["17 March"]}
    assert told(desk, "comments") == ["2017-03-17"]


def test_what_is_stopped_is_told_to_nobody_and_the_issue_before_it_is(desk):
    announced(desk)
    desk.sets("comments", "2017-03-17", on=SATURDAY)
    desk.issues("comments", on=SATURDAY)
    desk.performs("cycle/stop-issue", cycle=HLPF, because="a slip", on="2017-02-13 08:59")
    assert letters(desk, "2017-02-14 09:00") == {}


def test_what_an_issue_took_out_of_a_letter_is_told_once_the_issue_is_stopped(desk):
    """Two new dates wait for a server; one of them changes once more, in the night, and that is stopped."""
    announced(desk)
    assert letters(desk, MONDAY) == {reader: ["10 March", "7 April"] for reader in (A, B)}
    desk.sets("comments", "2017-03-14", on=MONDAY)
    desk.sets("final-comments", "2017-04-11", on=MONDAY)
    desk.issues("comments", "final-comments", on="2017-02-13 10:00")
    desk.sink.mood = type(desk.sink.mood)(recipients={A: "451 later", B: "451 later"})
    assert letters(desk, "2017-02-13 10:10") == {}
    desk.sets("comments", "2017-03-17", on="2017-02-13 20:00")
    desk.issues("comments", on="2017-02-13 20:00")
    desk.performs("cycle/stop-issue", cycle=HLPF, because="a slip", on="2017-02-13 21:00")
    desk.sink.mood = type(desk.sink.mood)()
    assert letters(desk, "2017-02-14 09:00") == {A: ["11 April"], B: ["11 April"]}
    desk.releases(on="2017-02-14 09:30")
    assert letters(desk, "2017-02-14 09:45") == {A: ["14 March"], B: ["14 March"]}
    assert told(desk, "comments") == ["2017-03-14"]


def test_a_date_that_changes_after_its_letter_was_written_is_not_in_it(desk, monkeypatch):
    """All that waits is claimed and worded; while the first letter is taken, a date is agreed anew."""
    monkeypatch.setattr(sender, "LINES", 1)
    monkeypatch.setattr(sender, "AHEAD", 1)
    announced(desk)
    desk.sink.meanwhile = lambda: desk.agrees("comments", "2017-03-17", on=MONDAY)
    desk.turn(MONDAY)
    named = {mail.recipient: "10 March" in dates(mail.data) for mail in desk.sink.mails if mail.recipient in (A, B)}
    assert len(named) == 2
    assert list(named.values()).count(True) <= 1  # in the one that was on its way
    with reading(desk.engine) as session:
        rows = select(Message.person_id, Owed.rung).join(Owed, Owed.message_id == Message.id)
        deadline = desk.view("2017-02-20")["comments"].id
        carried = session.execute(rows.where(Owed.deadline_id == deadline)).all()
    assert len(carried) == sum(named.values())  # of whoever has heard it, and of nobody else


def test_what_is_issued_later_joins_what_waits_for_the_same_cycle(desk):
    desk.opens_agreed()
    desk.issues("comments", on="2017-02-10 09:00")
    desk.sink.mood = type(desk.sink.mood)(recipients={A: "451 later", B: "451 later"})
    assert letters(desk, "2017-02-10 09:10") == {}
    desk.sets("final-comments", "2017-04-11", on="2017-02-10 09:11")
    desk.issues("final-comments", on="2017-02-10 09:11")
    desk.sink.mood = type(desk.sink.mood)()
    assert letters(desk, "2017-02-10 09:21") == {A: ["10 March", "11 April"], B: ["10 March", "11 April"]}


def test_dates_of_one_cycle_that_were_issued_one_by_one_are_one_letter(desk):
    announced(desk)
    desk.issues("final-draft", on=SATURDAY)
    assert letters(desk, MONDAY) == {reader: ["10 March", "24 March", "7 April"] for reader in (A, B)}


def test_an_invitation_that_waits_is_sent_anew_with_the_date_that_was_agreed(desk):
    desk.opens_agreed()
    desk.turn("2017-02-24 09:00")  # the invitations wait for a release
    desk.agrees("comments", "2017-03-17", on="2017-02-24 10:00")
    desk.turn("2017-02-24 10:15")
    desk.releases(on="2017-02-24 11:00")
    assert letters(desk, "2017-02-24 11:15") == {A: ["17 March"], B: ["17 March"]}


def test_an_invitation_whose_hour_changes_is_sent_anew(desk):
    desk.opens_agreed()
    desk.turn("2017-02-24 09:00")
    desk.agrees("comments", "2017-03-10 12:00", on="2017-02-24 10:00")
    desk.turn("2017-02-24 10:15")
    desk.releases(on="2017-02-24 11:00")
    assert list(letters(desk, "2017-02-24 11:15")) == [A, B]


def test_whoever_was_invited_hears_of_the_change_and_is_not_invited_again(desk):
    desk.opens_agreed()
    for kind in ("reminder", "change"):
        desk.allows(CHAIN, kind, on="2017-02-10")
    assert len(letters(desk, "2017-02-24 09:00")) == 2
    desk.agrees("comments", "2017-03-17", on="2017-02-27 10:00")
    assert letters(desk, "2017-02-27 10:15") == {A: ["17 March"], B: ["17 March"]}
    assert letters(desk, "2017-03-01 09:00") == {}


def test_a_step_that_is_met_leaves_the_announcement_and_is_told_anew_when_it_is_reopened(desk):
    announced(desk)
    desk.meets("final-comments", on=SATURDAY)
    assert letters(desk, MONDAY) == {A: ["10 March"], B: ["10 March"]}
    assert told(desk, "final-comments") == []
    desk.reopens("final-comments", on="2017-02-13 10:00")
    assert letters(desk, "2017-02-13 10:15") == {A: ["7 April"], B: ["7 April"]}


def test_a_cycle_that_is_opened_again_is_told_of_whole(desk):
    announced(desk)
    desk.abandons(on=SATURDAY)
    desk.performs("cycle/reopen", cycle="hlpf-contribution/2017", because="a slip", on="2017-02-11 11:00")
    assert letters(desk, MONDAY) == {A: ["10 March", "7 April"], B: ["10 March", "7 April"]}


def test_a_date_that_others_move_before_its_letter_leaves_is_told_as_it_now_is(desk):
    desk.opens_agreed()
    desk.issues("submission", on="2017-02-10 20:00")
    desk.moves("un-deadline", "2017-05-05", on=SATURDAY)
    assert letters(desk, MONDAY) == {}
    desk.issues("submission", on=MONDAY)
    assert letters(desk, "2017-02-13 09:10") == {A: ["5 May"], B: ["5 May"]}
    assert told(desk, "submission") == ["2017-05-05"]


def test_who_stands_in_for_somebody_hears_a_date_once_though_its_step_opens_again(desk):
    desk.opens_set()
    desk.knows("Deputy", "deputy@state.example", of="State A")
    desk.accepts_rows(on="2017-02-09 13:00")
    desk.deputizes("Deputy", of="Delegate A", on="2017-02-10")
    desk.issues(on="2017-02-10 13:00")
    heard = desk.at("2017-02-10 13:30", "state.example")
    assert [line.partition(":")[0] for line in heard] == ["b@state.example", "deputy@state.example"]
    desk.meets("comments", on="2017-02-11", url=None)
    desk.reopens("comments", on="2017-02-17 10:00")
    assert not desk.at("2017-02-17 15:00", "state.example")
