"""Rehearsed twice, a year gives the same mail; after ten days without a round, nobody is told of a step twice."""

from collections import Counter
from dataclasses import astuple
from datetime import date

import pytest
from sqlalchemy import select

from delivery import rehearsal
from models.engine import reading
from models.outbox import Message, Owed
from planning.window import day
from tests.beginnings import told_once
from tests.secretariat import moment

OFFICE = ("each@itu.example", "daily@itu.example", "weekly@itu.example")


WHOLE_CYCLE = pytest.mark.proof("all rounds of a cycle, rehearsed and held, take ten seconds of CPU")
WHOLE_YEAR = pytest.mark.proof("a year twice takes a quarter of a minute of CPU")


@told_once
def staffed(desk):
    """Put people of every habit into the store, and the cycle of 2017 with its agreed dates."""
    for email, digest in zip(OFFICE, ("each", None, "weekly"), strict=True):
        desk.knows(email.partition("@")[0].title(), email, "secretariat", digest=digest)
    desk.knows("The Secretary", "secretary@itu.example", "secretary")
    desk.knows("Delegate W", "w@state.example", "membership", digest="weekly", zone="America/Lima")
    desk.opens_agreed()


def rehearsed(desk, folder, number, until, first="2017-02-10 00:00", now=None):
    scratch = folder / f"scratch-{number}"
    scratch.mkdir()
    engine = rehearsal.scratch_copy(desk.engine, scratch)
    letters = list(rehearsal.rehearse(engine, desk.settings, start=moment(first), end=moment(until), now=now))
    engine.dispose()
    return [astuple(news) for news in letters]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("until", "last"),
    [("2017-02-28 12:00", ()), pytest.param("2017-12-31 23:59", ("The Secretary",), marks=WHOLE_YEAR)],
)
def test_a_year_rehearsed_twice_gives_the_same_messages(desk, tmp_path, until, last):
    staffed(desk)
    first, second = (rehearsed(desk, tmp_path, number, until) for number in (1, 2))
    assert first == second
    assert {person for _, person, *_ in first} >= {"Each", "Daily", "Weekly", "Delegate W", *last}
    assert desk.messages() == []  # the real store holds nothing of it


@pytest.mark.proof(
    "weeks of rounds, rehearsed and held: three CPU seconds; a generated office is rehearsed in every run"
)
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("until", ["2017-02-28 12:00", pytest.param("2017-04-28 12:00", marks=WHOLE_CYCLE)])
def test_a_rehearsal_tells_what_the_real_rounds_then_send(desk, tmp_path, until):
    staffed(desk)
    letters = rehearsed(desk, tmp_path, 1, until=until)
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    for at in dict.fromkeys(at for at, *_ in letters):
        desk.round(at)
    sent = [message for message in desk.messages() if message.sent_at]
    assert len(sent) == len(letters)


@pytest.mark.proof("a CPU second; a generated office is rehearsed in every run")
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_after_ten_days_without_a_round_each_open_step_is_told_once(desk):
    staffed(desk)
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.through("2017-03-01", "2017-03-17")
    desk.round("2017-03-27 11:00")  # the round comes back on a Monday, late in the morning
    with reading(desk.engine) as session:
        rows = session.execute(
            select(Message.person_id, Message.address, Owed.deadline_id, Message.state)
            .join(Owed, Owed.message_id == Message.id)
            .where(Message.planned_at == moment("2017-03-27 11:00"))
        ).all()
    assert rows
    assert max(Counter((row[0], row[1], row[2]) for row in rows).values()) == 1
    assert {str(row[3]) for row in rows} == {"sent"}  # an opening leaves to all, at four in the morning in Lima
    daily = [mail for mail in desk.sink.mails if mail.recipient == "daily@itu.example"]
    before = len(daily)
    desk.round("2017-03-27 11:15")
    assert len([mail for mail in desk.sink.mails if mail.recipient == "daily@itu.example"]) == before


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_rehearsal_of_a_year_to_come_issues_what_is_set_and_tells_what_the_rounds_then_send(desk, tmp_path):
    cycle, start = "hlpf-contribution/2027", "2026-11-10 10:00"
    anchors = {"un-deadline": date(2027, 4, 30), "review": date(2027, 1, 27)}
    desk.opens(cycle, on="2026-11-09", **{name: day(on) for name, on in anchors.items()})
    for step, due in (("revised-draft", "2027-02-26"), ("final-comments", "2027-04-16")):
        desk.sets(step, due, on="2026-11-09", cycle=cycle)
    letters = rehearsed(desk, tmp_path, 1, "2027-02-15 12:00", first=start)
    told = [(at, person, subject) for at, person, *_, subject, _, _ in letters]
    assert {at for at, *_, issued in letters if issued} == {moment("2026-11-10 10:10")}
    assert max(at for at, *_ in told) > moment("2027-02-12 00:00")
    desk.issues("revised-draft", "final-comments", on=start, cycle=cycle)
    for at in dict.fromkeys(at for at, *_ in letters):
        desk.round(at)
    sent = [message for message in desk.messages() if message.sent_at]
    assert sorted((message.sent_at, message.subject) for message in sent) == sorted((at, what) for at, _, what in told)


WINDOW = """timelines:
  - cycle: next/2028
    title: The year after next
    agreed_by: 41st meeting
    anchors: {x: 2028-03-16}
    deadlines:
      - {step: comments, title: Comment, by: membership, opens: 2028-02-01, due: 2028-02-29}
"""


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("2028-01-31 00:00", ["2028-02-01", "2028-02-22"]),
        ("2028-02-01 00:00", ["2028-02-01", "2028-02-22"]),
        ("2028-02-02 00:00", ["2028-02-22"]),  # the invitation will have left by then
        ("2028-02-23 00:00", []),
    ],
)
def test_a_period_still_to_come_begins_with_what_will_have_been_told(desk, tmp_path, first, told):
    file = tmp_path / "window.yaml"
    file.write_text(WINDOW)
    desk.loads(file, on="2026-11-10")
    letters = rehearsed(desk, tmp_path, 1, "2028-03-10 00:00", first=first, now=moment("2026-11-10"))
    assert [f"{at:%Y-%m-%d}" for at, person, *_ in letters if person == "Delegate A"] == told


def test_a_date_that_was_set_within_the_period_is_issued_at_once(desk, tmp_path):
    desk.opens_agreed()
    desk.sets("comments", "2017-03-13", on="2017-02-20 10:00")
    letters = rehearsed(desk, tmp_path, 1, "2017-02-21 12:00", first="2017-02-17 09:00")
    assert {at for at, person, *_, issued in letters if issued} == {moment("2017-02-20 10:10")}
