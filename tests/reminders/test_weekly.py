"""The weekly report: on Monday at nine, once for each of the Secretariat, whatever happens to the rounds."""

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from delivery import rounds
from kernel.runner import do
from models.engine import reading
from models.outbox import Message, MessageKind, State
from models.people import Person
from notifications.weekly_words import Part, write_week
from planning.chain import Anchor, Chain, Step
from record.people import choices
from reminders import weekly_mail, weekly_report
from tests.secretariat import HLPF, Desk, moment

FOCAL, REPORT = "focal@itu.example", "Weekly report"
NAMES = "aiko", "focal"


@pytest.fixture
def office(desk: Desk) -> Desk:
    desk.weekly = True
    return desk


def reports(desk: Desk, *hours: str) -> list[str]:
    return [line for hour in hours for line in desk.at(hour, about=REPORT)]


def part(desk: Desk, which: Part, on: str) -> list[tuple[str, str]]:
    """Return what one part of the report tells on a day: its state or who, and the title."""
    with reading(desk.engine) as session:
        facts = weekly_report.facts(session, desk.settings, now=moment(on))[which]
    return [(fact.what, fact.state or fact.person or fact.by) for fact in facts]


def chooses(desk: Desk, who: str, *, mute: str | None = None, again: str | None = None, on: str) -> None:
    with desk.acting() as session:
        if mute is not None:
            do(session, "choices/mute", person=who, chain=choices.word_of(mute), now=moment(on), by=who)
        if again is not None:
            do(session, "choices/unmute", person=who, chain=choices.word_of(again), now=moment(on), by=who)


def test_it_comes_on_monday_at_nine_and_once(office: Desk) -> None:
    office.opens_agreed()
    assert reports(office, "2017-02-10 09:00", "2017-02-12 09:00", "2017-02-13 08:45") == []
    assert reports(office, "2017-02-13 09:00") == [f"{FOCAL}: Weekly report, 13 February: 2 to come"]
    mail = message_from_bytes(office.sink.mails[-1].data, policy=policy.default)
    assert reports(office, "2017-02-13 09:15", "2017-02-14 09:00", "2017-02-19 12:00") == []
    assert len(reports(office, "2017-02-20 09:00", "2017-02-20 09:00", "2017-02-20 10:00")) == 1
    assert mail["List-Unsubscribe"].startswith("<https://council.example/unsubscribe/")
    assert mail["In-Reply-To"] is None
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_a_closed_monday_and_an_outage_delay_it_and_lose_nothing(office: Desk) -> None:
    office.opens_agreed()
    office.round("2017-04-13 09:00")
    assert reports(office, "2017-04-17 09:00") == []  # Easter Monday
    assert len(reports(office, "2017-04-18 09:00")) == 1
    assert len(reports(office, "2017-05-09 11:00")) == 1  # after three weeks without a round: one, not three
    assert len(reports(office, "2017-05-15 09:00")) == 1


def test_it_comes_on_the_readers_own_monday_and_in_their_language(office: Desk) -> None:
    office.knows("Aiko", "aiko@itu.example", "itu-t", zone="Asia/Tokyo")
    office.opens_agreed()
    with office.acting() as session:
        do(session, "choices/set", person="Aiko", language="fr", now=moment("2017-02-10"), by="Aiko")
    office.round("2017-02-17 09:00")
    assert office.at("2017-02-20 00:45") == []
    assert office.at("2017-02-20 01:00") == [  # nine in Tokyo
        "aiko@itu.example: Rapport hebdomadaire, 20 février : à venir 2"
    ]
    assert len(reports(office, "2017-02-20 09:00")) == 1  # nine in Geneva


def test_those_of_one_round_are_numbered_in_the_order_of_their_readers(office: Desk) -> None:
    for number in range(6):
        office.knows(f"Officer {number}", f"{number}@itu.example", "itu-t")
    office.opens_agreed()
    office.round("2017-02-10 09:00")
    readers = [message.person_id for message in office.messages() if message.kind == MessageKind.REPORT]
    assert len(readers) == 7
    assert readers == sorted(readers)


def test_what_it_tells(office: Desk) -> None:
    office.opens_agreed()
    assert part(office, Part.CHANGED, "2017-02-13")[0][1] == "opened"
    assert part(office, Part.OVERDUE, "2017-02-27") == [("Post the revised draft", "secretariat")]
    assert ("Comment on the revised draft", "membership") in part(office, Part.COMING, "2017-02-27")
    office.meets("revised-draft", on="2017-02-27 13:00")
    office.agrees("final-draft", "2017-03-22", on="2017-02-27 14:00")
    assert part(office, Part.OVERDUE, "2017-02-28") == []
    assert part(office, Part.CHANGED, "2017-02-28") == [
        ("Post the final draft", "secretariat"),
        ("Post the revised draft", "met_late"),
    ]
    office.agrees("final-draft", "2017-03-24", on="2017-03-01 14:00")  # and back again: nothing has changed
    assert part(office, Part.CHANGED, "2017-03-02") == [("Post the revised draft", "met_late")]
    assert part(office, Part.CHANGED, "2017-03-10") == []
    office.round("2017-03-03 09:00")
    with reading(office.engine) as session:
        held = weekly_report.facts(session, office.settings, now=moment("2017-03-03"))[Part.HELD]
    assert [(fact.where, fact.count) for fact in held] == [(HLPF, 2)]


@pytest.mark.few(1, "the same outage with other ends")
@pytest.mark.parametrize("back", ["2017-02-17 18:30", "2017-02-18 12:00", "2017-02-20 08:45", "2017-02-20 09:00"])
def test_after_an_outage_of_a_week_there_is_one_report(office: Desk, back: str) -> None:
    """Who comes back at a weekend sends the report of the week before on Monday: that is this week's."""
    office.opens_agreed()
    assert reports(office, "2017-02-10 09:00") == []
    assert len(reports(office, back, "2017-02-20 09:00", "2017-02-20 09:15", "2017-02-20 15:00")) == 1
    assert len(reports(office, "2017-02-27 09:00", "2017-02-27 09:15")) == 1


def test_it_names_what_nobody_agreed_and_the_windows_that_wait_for_their_draft(office: Desk) -> None:
    office.opens()  # all dates are proposed: the first on 24 February, the last on 7 April
    proposed = [
        ("Post the revised draft", "secretariat"),
        ("Comment on the revised draft", "membership"),
        ("Post the final draft", "secretariat"),
        ("Comment on the final draft", "membership"),
    ]
    assert part(office, Part.PROPOSED, "2017-02-09") == proposed[:1]
    assert part(office, Part.PROPOSED, "2017-03-09 12:00") == proposed[:3]  # 7 April comes in 29 days
    assert part(office, Part.PROPOSED, "2017-03-10 12:00") == proposed
    assert part(office, Part.COMING, "2017-03-10 12:00") == []  # what is to be agreed is told once
    assert part(office, Part.PROPOSED, "2017-06-10 12:00") == proposed
    draft = [("Comment on the revised draft", "membership")]
    for on, waiting in (("2017-02-23", []), ("2017-02-24", draft), ("2017-03-10", draft), ("2017-03-11", [])):
        assert part(office, Part.DRAFTS, f"{on} 12:00") == waiting
    with reading(office.engine) as session:
        week = weekly_mail.shown(session, office.settings, "fr", now=moment("2017-02-27"))
    assert "en attente de : Publier le projet révisé" in write_week(week).text
    office.meets("revised-draft", on="2017-02-27")
    assert part(office, Part.DRAFTS, "2017-02-28") == []


def test_it_names_the_cycles_that_are_owed_and_not_open(office: Desk, bodies: Path) -> None:
    def unopened(on: str) -> list[str]:
        with reading(office.engine) as session:
            facts = weekly_report.facts(session, office.settings, now=moment(on))[Part.UNOPENED]
        return [fact.where for fact in facts]

    office.loads(bodies, on="2016-12-01")
    earlier, next_one = "working-group-meeting/2016", "working-group-meeting/cwg-wsis-30"
    assert unopened("2016-12-26 23:59") == [earlier]  # its meeting is over, its report to the Council is not
    assert unopened("2016-12-27 00:00") == [earlier, next_one]  # four weeks before 24 January
    assert unopened("2017-01-01 00:00") == [next_one]  # only this year and the next one call for cycles
    documents = "council-documents/2017"
    assert documents not in unopened("2017-02-19 23:59")
    assert documents in unopened("2017-02-20 00:00")
    office.opens(documents, council="council-17", on="2017-02-20 13:00")
    assert documents not in unopened("2017-02-20 14:00")


def test_what_nobody_hears_of_is_told_and_so_is_a_duty_whose_bearer_wants_no_mail(office: Desk) -> None:
    office.opens_agreed()
    assert part(office, Part.NOBODY, "2017-03-01") == []
    chooses(office, FOCAL, mute="hlpf-contribution", on="2017-03-01 13:00")
    facts = part(office, Part.NOBODY, "2017-03-02")
    assert ("Post the final draft", "unwilling") in facts
    chooses(office, "a@state.example", mute="", on="2017-03-01 14:00")
    chooses(office, "b@state.example", mute="", on="2017-03-01 14:00")
    assert part(office, Part.NOBODY, "2017-03-02") == facts  # whoever is invited may decline
    step = Step("send", "Send the letter", by="chair", due="on reply")
    anchor = Anchor("reply", "the day on which the other side wants it")
    office.chains["letter"] = Chain("letter", 1, "A letter", "none: of a test", (anchor,), (step,))
    office.opens("letter/2017", on="2017-03-02", reply="2017-03-20")
    assert ("Send the letter", "unnamed") in part(office, Part.NOBODY, "2017-03-03")
    past = part(office, Part.NOBODY, "2017-04-20")  # it was never agreed: nobody chases it
    assert ("Send the letter", "unnamed") not in past


def test_what_was_given_up_is_told_with_the_servers_words(office: Desk) -> None:
    office.opens_agreed()
    office.round("2017-02-21 09:00")
    with office.acting() as session:
        row = session.scalars(select(Message).where(Message.kind != MessageKind.REPORT)).one()
        row.state, row.detail, row.subject = State.DEAD, "550 no such user", "A subject"
    given_up = [("Focal Point", "A subject", "550 no such user")]
    for on, expected in (("2017-02-27", given_up), ("2017-03-06", given_up), ("2017-03-13", [])):
        with reading(office.engine) as session:
            lost = weekly_report.facts(session, office.settings, now=moment(on))[Part.UNDELIVERED]
        assert [(fact.what, fact.where, fact.note) for fact in lost] == expected


def test_it_is_opted_out_of_and_wanted_again(office: Desk) -> None:
    office.opens_agreed()
    office.round("2017-02-10 09:00")
    chooses(office, FOCAL, mute=choices.REPORT, on="2017-02-11 12:00")
    assert reports(office, "2017-02-13 09:00") == []
    chooses(office, FOCAL, mute=choices.ALL, again=choices.REPORT, on="2017-02-14 12:00")
    assert reports(office, "2017-02-20 09:00") == []
    chooses(office, FOCAL, again=choices.ALL, on="2017-02-21 12:00")
    assert len(reports(office, "2017-02-27 09:00")) == 1


def test_nobody_outside_gets_it_and_a_house_may_do_without(office: Desk) -> None:
    office.knows("Chair", "chair@state.example", "chair", "secretariat")
    office.opens_agreed()
    office.round("2017-02-10 09:00")
    assert {line.partition(":")[0] for line in reports(office, "2017-02-13 09:00")} == {FOCAL}
    without = replace(office.settings, weekly_report=False)
    before = len(office.sink.mails)
    rounds.run_round(office.engine, without, now=moment("2017-02-17 09:00"), clock=lambda: moment("2017-02-17 09:00"))
    assert [mail for mail in office.sink.mails[before:] if mail.subject.startswith(REPORT)] == []


def test_the_desk_reads_the_same_words(office: Desk) -> None:
    office.opens_agreed()
    with reading(office.engine) as session:
        words = write_week(weekly_mail.shown(session, office.settings, now=moment("2017-02-27 09:00")), shown=None)
    assert words.subject.startswith("Weekly report, 27 February: 1 overdue")
    assert "Post the revised draft · hlpf-contribution/2017 · secretariat" in words.text


def test_a_report_looks_as_far_ahead_as_is_asked_and_shows_one_person_their_own(office: Desk) -> None:
    office.opens_agreed()
    office.knows("Aiko", "aiko@itu.example", "itu-t")
    with office.acting() as session:
        of = {"cycle": HLPF, "step": "final-draft", "person": "Aiko"}
        do(session, "deadline/assign", **of, now=moment("2017-02-10"), by="An officer")
        aiko, focal = (session.scalar(select(Person.id).where(Person.email == f"{name}@itu.example")) for name in NAMES)

    def coming(**asked: object) -> list[str]:
        with reading(office.engine) as session:
            facts = weekly_report.facts(session, office.settings, now=moment("2017-02-20"), **asked)
        assert (Part.UNOPENED in facts) is ("person" not in asked)  # what the year calls for is nobody's own
        return [fact.what for fact in facts[Part.COMING]]

    draft, final, text = "Post the revised draft", "Post the final draft", "Submit the text to the UN"
    assert coming() == [draft, "Comment on the revised draft"]
    assert (final in coming(until=date(2017, 3, 23)), final in coming(until=date(2017, 3, 24))) == (False, True)
    assert coming(until=date(2017, 4, 28), person=focal) == [draft, text]
    assert coming(until=date(2017, 4, 28), person=aiko) == [final]


def test_it_names_the_dates_and_meetings_that_are_set_and_not_issued(office: Desk) -> None:
    office.opens_agreed()
    office.schedules("council-17", "2017-05-15", "2017-05-25")
    assert part(office, Part.UNISSUED, "2017-02-13 09:00") == []
    office.sets("comments", "2017-03-17", on="2017-02-13 09:00")
    office.postpones("council-17", on="2017-02-13 09:00")
    with reading(office.engine) as session:
        facts = weekly_report.facts(session, office.settings, now=moment("2017-02-13 10:00"))[Part.UNISSUED]
    assert [(fact.what, fact.where, str(fact.due), str(fact.was), fact.state) for fact in facts] == [
        ("Comment on the revised draft", HLPF, "2017-03-17", "2017-03-10", ""),
        ("council-17", "council-17", "None", "2017-05-15", "gone"),
    ]
    office.issues(on="2017-02-13 10:00")
    office.issues_meeting("council-17", on="2017-02-13 10:00")
    assert part(office, Part.UNISSUED, "2017-02-13 10:00") == []
